"""A report as one page for the screen and for paper: nothing in it is fetched from anywhere else."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from journeys.reporting import words
from journeys.reporting.bars import bar, columns
from journeys.reporting.cases import Cases
from journeys.reporting.changes import News
from journeys.reporting.reports import Report
from journeys.reporting.sections import GoalShown, Section


def report_page(report: Report, shown: Sequence[Section], *, news: News | None = None) -> str:
    """HTML: the goals with a bar each, and the figures."""
    return _page("report.html", report=report, sections=shown, news=news)


def unit_page(report: Report, shown: Section, *, news: News | None, cases: Sequence[Cases], cases_file: str) -> str:
    """The same for one unit, with the journeys behind each shortfall; `cases_file` is the name of the full list."""
    return _page("unit-report.html", report=report, sections=[shown], news=news, cases=cases, cases_file=cases_file)


def _page(template: str, **context: Any) -> str:
    return _environment().get_template(template).render(context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("journeys"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"day": words.day, "number": words.number}
    environment.globals |= parts_of_a_report() | {"period": words.period, "as_seen": words.as_seen}
    return environment


def _nothing_behind(_section: Section, _goal: GoalShown) -> None:
    """No address: the reader is shown no journey."""


def parts_of_a_report() -> dict[str, Any]:
    """What `_report.html` draws with, wherever it is shown. `behind`: the address of the journeys behind a number."""
    return {
        "bar": bar,
        "columns": columns,
        "behind": _nothing_behind,
        "hiding": words.HIDING,
        "everyone": words.EVERYONE,
        "nothing": words.NOTHING,
    }
