"""`farled report`: the goals and figures of a period."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import click

from journeys.cli.installation import installation
from journeys.cli.options import DAY, MOMENT, database_option, format_option, today_option
from journeys.cli.output import as_json, as_table, say
from journeys.reporting import Report, report
from journeys.reporting.headings import heading_of
from journeys.reporting.pages import report_page
from journeys.reporting.report_files import report_pdf, report_workbook
from journeys.reporting.sections import FigureShown, GoalShown, Section, sections
from journeys.reporting.sheets import report_sheet
from journeys.reporting.words import EVERYONE, NOTHING, as_seen, period


@click.command("report")
@click.option("--programme", required=True, metavar="INSATS", help="Insatsens beteckning.")
@click.option("--from", "first", type=DAY, metavar="DAG", help="Periodens första dag. Utan den: årets första.")
@click.option("--to", "last", type=DAY, metavar="DAG", help="Periodens sista dag. Utan den: idag.")
@today_option
@click.option("--known-at", type=MOMENT, metavar="TIDPUNKT", help="Bara det som var registrerat då.")
@click.option("--version", metavar="VERSION", help="Bara ärenden som följer den versionen. Utan den: alla.")
@format_option("table", "json", "csv", "html", "xlsx", "pdf")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FIL", help="Skriv i en fil.")
@database_option
def report_(
    *,
    programme: str,
    first: date | None,
    last: date | None,
    today: date | None,
    known_at: datetime | None,
    version: str | None,
    format_: str,
    out: Path | None,
    database: str | None,
) -> None:
    """Målen och siffrorna för en period, som det stod på periodens sista dag."""
    with installation(database) as app, app.read() as connection:
        last = last or app.today
        found = report(
            connection,
            app.catalogue(connection),
            programme=programme,
            first=first or date(last.year, 1, 1),
            last=last,
            today=today or min(last, app.today),
            known_at=known_at,
            version=version,
        )
    say(FORMATS[format_](found), out)


def table(found: Report) -> str:
    """The goals of the programme and each unit, then the figures."""
    shown = sections(found)
    title = f"{found.programme.name}: mål och utfall {period(found.first, found.last)}\n{as_seen(found)}"
    goals = (_goals(section) for section in shown if not section.absent)
    blocks = [title, *goals, *(figures_table(section) for section in shown)]
    return "\n\n".join(blocks)


def _goals(section: Section) -> str:
    headings = ("Mål", "Utfall", "Krav", "Bedömning", "Undantagna", "Räknas inte än")
    return f"{section.name}\n{as_table(headings, [_goal(goal) for goal in section.goals])}"


def _goal(goal: GoalShown) -> list[object]:
    row = goal.everyone
    return [goal.name, goal.result, goal.target or NOTHING, goal.verdict, row.excepted, row.not_counted_yet]


def figures_table(section: Section) -> str:
    """The figures of a section, one a line; why there are none where the programme did not exist."""
    if section.absent:
        return f"{section.name}\n{section.absent}"
    headings = (section.name, EVERYONE, *section.genders.values())
    return as_table(headings, [_figure(figure, section) for figure in section.figures])


def _figure(figure: FigureShown, section: Section) -> list[object]:
    name = f"  {figure.of_which}" if figure.of_which else figure.name
    return [name, *(figure.numbers[gender] for gender in (None, *section.genders))]


FORMATS: dict[str, Callable[[Report], str | bytes]] = {
    "table": table,
    "json": lambda found: as_json(found.json()),
    "csv": lambda found: report_sheet(heading_of(found), sections(found)),
    "html": lambda found: report_page(found, sections(found)),
    "xlsx": lambda found: report_workbook(heading_of(found), sections(found)),
    "pdf": lambda found: report_pdf(heading_of(found), sections(found)),
}
