"""A report for those who may see no person: without the small numbers, and without what would give them away."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from journeys.reporting.guarded import FIELDS, At, Cell, Shown, at_once, of_figure, of_goal, perhaps_known, together
from journeys.reporting.numbers import HIDDEN, Number, Numbers
from journeys.reporting.reports import Report
from journeys.reporting.sections import FigureShown, GoalShown, Section, sections
from workflows.figures import suppression
from workflows.figures.growth import target_after
from workflows.programme import Programme


def hidden(
    programme: Programme,
    shown: Sequence[Section],
    before: Sequence[Section] = (),
    beside: Sequence[Report] = (),
    *,
    own: str | None = None,
) -> list[Section]:
    """The same with HIDDEN in some places. All of a report at once: one section can give another away.

    `before`: what is shown of the year before; a target that says no more than its number does is shown. The months
    of a unit are left out: there is hardly one of them that could be shown. `beside`: reports of the same days of the
    programmes that lead on to this one or that it leads on to (`linked`). `own`: the unit that the reader works in and
    sees all of, which also tells them what the others are together.
    """
    bare = [_with_safe_months(programme, section, own) for section in shown]
    others = {each.programme.id: (each.programme, sections(each)) for each in beside}
    gone, unsafe = _gone(programme.id, others | {programme.id: (programme, bare)}, own)
    told = {(section.unit, goal.goal.id): goal.everyone.met for section in before for goal in section.goals}
    safe = (each if own and each.unit == own else _without_unsafe(each, unsafe) for each in bare)
    return [_section(section, gone, told, own) for section in safe]


def all_hidden(found: Sequence[Report], own: str | None = None) -> dict[str, list[Section]]:
    """What `hidden` makes of each of some reports that lie beside each other, by programme; without any months."""
    shown = {each.programme.id: (each.programme, _plain(sections(each))) for each in found}
    table = together(shown, own)
    gone = suppression.hidden_from_a_part(table, perhaps_known(shown, table.numbers, own))
    return {id_: [_section(each, _of(id_, gone), {}, own) for each in rows] for id_, (_, rows) in shown.items()}


def _gone(id_: str, shown: Shown, own: str | None) -> tuple[Set[At], Set[str]]:
    """What of a programme is to be hidden, and the goals whose months cannot be made safe by hiding some of them.

    The months hide nothing else: a report hides the same whether they are there or not. They are left out where the
    reader may know of theirs what the report does not.
    """
    whole = together({each: (programme, _plain(rows)) for each, (programme, rows) in shown.items()}, own)
    elsewhere = perhaps_known(shown, whole.numbers, own)
    gone = suppression.hidden_from_a_part(whole, elsewhere)
    monthly_rows = {of_goal(goal.goal, None, None).row for each in shown[id_][1] for goal in each.goals if goal.months}
    if elsewhere or not monthly_rows:
        return _of(id_, gone), monthly_rows
    kept = whole.numbers.keys() - gone - whole.unshown
    monthly = replace(together(shown, own), gone=gone, kept=kept)
    gone = suppression.hidden(monthly)
    unsafe = _of(id_, suppression.given_away(monthly, gone))
    return _of(id_, gone), {at.row for at in unsafe if at.month is not None}


def _of(id_: str, cells: Set[Cell]) -> Set[At]:
    return {at for programme, at in cells if programme == id_}


def _plain(shown: Sequence[Section]) -> list[Section]:
    return [_without_months(section) for section in shown]


def _with_safe_months(programme: Programme, section: Section, own: str | None) -> Section:
    """Of one's own unit all; of the whole, beside that, none of what does not add up."""
    if section.unit is None:
        return _without_unsafe(section, at_once(programme)) if programme.unit(own or "") else section
    return section if section.unit == own else _without_months(section)


def _without_unsafe(section: Section, rows: Set[str]) -> Section:
    goals = (replace(goal, months=()) if of_goal(goal.goal, None, None).row in rows else goal for goal in section.goals)
    return replace(section, goals=list(goals))


def _without_months(section: Section) -> Section:
    return replace(section, goals=[replace(goal, months=()) for goal in section.goals])


def _section(
    section: Section, gone: Set[Any], told: Mapping[tuple[str | None, str], Number], own: str | None
) -> Section:
    goals = [_goal(goal, section.unit, gone) for goal in section.goals]
    if not own or section.unit != own:
        goals = [_with_safe_target(goal, told.get((section.unit, goal.goal.id), HIDDEN)) for goal in goals]
    return replace(
        section,
        goals=goals,
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


def _with_safe_target(shown: GoalShown, before: Number) -> GoalShown:
    """A target that is set against the year before tells how many there were, unless just that number is shown."""
    if shown.goal.against is None or shown.everyone.target is None:
        return shown
    if before is not HIDDEN and target_after(shown.goal, before) == shown.everyone.target:
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
