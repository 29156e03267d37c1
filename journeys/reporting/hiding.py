"""A report for those who may see no person: without the small numbers, and without what would give them away."""

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Any

from journeys.reporting.guarded import FIELDS, At, of_figure, of_goal, table_of
from journeys.reporting.numbers import HIDDEN, Number, Numbers
from journeys.reporting.sections import FigureShown, GoalShown, Section
from workflows import suppression
from workflows.programme import Programme


def hidden(programme: Programme, shown: Sequence[Section], before: Sequence[Section] = ()) -> list[Section]:
    """The same with HIDDEN in some places. All of a report at once: one section can give another away.

    `before`: what is shown of the year before; a target that is set against it is shown where its number is. The months
    of a unit are left out: there is hardly one of them that could be shown.
    """
    bare = [section if section.unit is None else _without_months(section) for section in shown]
    gone = _gone(programme, bare)
    told = {(section.unit, goal.goal.id) for section in before for goal in section.goals if _is_told(goal)}
    return [_section(section, gone, told) for section in bare]


def _is_told(before: GoalShown) -> bool:
    return before.everyone.met is not HIDDEN


def _gone(programme: Programme, shown: Sequence[Section]) -> frozenset[At]:
    """What is to be hidden. The months hide nothing else: a report hides the same whether they are there or not."""
    whole = table_of(programme, [_without_months(section) for section in shown])
    gone = suppression.hidden(whole)
    if not any(goal.months for section in shown for goal in section.goals):
        return gone
    kept = whole.numbers.keys() - gone - whole.unshown
    return suppression.hidden(replace(table_of(programme, shown), gone=gone, kept=kept))


def _without_months(section: Section) -> Section:
    return replace(section, goals=[replace(goal, months=()) for goal in section.goals])


def _section(section: Section, gone: Set[Any], told: Set[tuple[str | None, str]]) -> Section:
    goals = (_goal(goal, section.unit, gone) for goal in section.goals)
    return replace(
        section,
        goals=[goal if (section.unit, goal.goal.id) in told else _without_target(goal) for goal in goals],
        figures=[_figure(figure, section.unit, gone) for figure in section.figures],
    )


def _goal(shown: GoalShown, unit: str | None, gone: Set[Any]) -> GoalShown:
    def numbers(gender: str | None, row: Numbers) -> Numbers:
        return _numbers(row, of_goal(shown.goal, unit, gender), gone)

    return replace(
        shown,
        everyone=numbers(None, shown.everyone),
        by_gender={gender: numbers(gender, row) for gender, row in shown.by_gender.items()},
        months=[
            replace(month, everyone=_numbers(month.everyone, of_goal(shown.goal, unit, None, month.first), gone))
            for month in shown.months
        ],
    )


def _without_target(shown: GoalShown) -> GoalShown:
    """A target that is set against the year before tells its number."""
    if shown.goal.against is None or shown.everyone.target is None:
        return shown
    return replace(shown, everyone=replace(shown.everyone, target=None, reached=HIDDEN))


def _numbers(row: Numbers, at: At, gone: Set[Any]) -> Numbers:
    taken: dict[str, Any] = {part: HIDDEN for part in FIELDS if at._replace(part=part) in gone}
    if row.reached is not None and taken.keys() & {"met", "counted"}:
        taken["reached"] = HIDDEN
    return replace(row, **taken)


def _figure(shown: FigureShown, unit: str | None, gone: Set[Any]) -> FigureShown:
    numbers: dict[str | None, Number] = {
        gender: HIDDEN if of_figure(shown.figure, shown.group, unit, gender) in gone else number
        for gender, number in shown.numbers.items()
    }
    return replace(shown, numbers=numbers)
