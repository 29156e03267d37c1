"""What is different since the last report that was kept."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from journeys.reporting import words
from journeys.reporting.reports import Report
from journeys.reporting.sections import Section
from workflows.compliance import GoalRow

FOLLOWED = ("referrals", "starts", "exits")
"""The figures whose change is told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """The figures of an earlier night."""

    local_date: date
    first: date
    goals: Mapping[tuple[str, str | None], GoalRow]
    figures: Mapping[tuple[str, str | None], int]

    @classmethod
    def read(cls, local_date: date, body: str) -> Self:
        """From what `told` wrote. Of the rows those for everyone are compared."""
        kept: Mapping[str, Any] = json.loads(body)
        goals = [GoalRow(**row) for row in kept["goals"] if row["gender"] is None]
        figures = [row for row in kept["figures"] if row["gender"] is None and row["group"] is None]
        return cls(
            local_date=local_date,
            first=date.fromisoformat(kept["from"]),
            goals={(row.goal, row.unit): row for row in goals},
            figures={(row["figure"], row["unit"]): row["n"] for row in figures},
        )


def told(report: Report) -> str:
    """A report as it is kept: figures only."""
    return json.dumps(report.json(), ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What something was and is, in words."""

    name: str
    before: str
    now: str


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What changed since a day."""

    since: date
    changes: Sequence[Change]


def news(report: Report, shown: Section, before: Kept | None) -> News | None:
    """What changed in a section; None where there is nothing to compare with: no report, or one of another period."""
    if before is None or before.first != report.first:
        return None
    changes = [*_of_goals(shown, before), *_of_figures(report, shown, before)]
    return News(since=before.local_date, changes=changes)


def _of_goals(shown: Section, before: Kept) -> Iterator[Change]:
    for goal in shown.goals:
        was = before.goals.get((goal.goal.id, shown.unit))
        if was and (was.met, was.counted) != (goal.everyone.met, goal.everyone.counted):
            yield Change(name=goal.name, before=words.result(was), now=goal.result)


def _of_figures(report: Report, shown: Section, before: Kept) -> Iterator[Change]:
    sums = {
        row.figure: row.n
        for row in report.compliance.figures
        if row.unit == shown.unit and row.gender is None and row.group is None
    }
    for figure in FOLLOWED:
        was, now = before.figures.get((figure, shown.unit), 0), sums.get(figure, 0)
        if was != now:
            yield Change(name=words.FIGURES[figure], before=words.number(was), now=words.number(now))
