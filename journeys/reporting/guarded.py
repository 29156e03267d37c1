"""The numbers of a report and how they hang together: what somebody could work out one from the others by.

Who and where add up: women, men and others; the units; the months, where they do. So do parties and outcomes, reached
and not reached. And the same people stand in several rows: those who took part, who started, who exited. An exit that
leads on is a referral in the next programme.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

from journeys.reporting.numbers import HIDDEN, Number, Numbers
from journeys.reporting.sections import Section
from workflows.compliance import BY_GENDER
from workflows.figures.suppression import SMALL, Sum, Table
from workflows.programme import Programme
from workflows.programme_tables import Goal

FIELDS: tuple[Literal["met", "counted", "excepted", "not_counted_yet"], ...] = (
    *("met", "counted"),
    *("excepted", "not_counted_yet"),
)
SHORT = "short"
"""Counted and not met: on no page, and easy to work out."""
ELSEWHERE = ""
"""The unit of journeys whose unit the report does not have: the whole less the units that it has."""
DIRECT = "direct"
"""Referrals that no exit elsewhere led to: on no page, and easy to work out."""

_SAME = {"participants": "participants", "starts": "starts", "referrals": "referrals"}
"""The goals that count what a figure counts."""


Axis = Literal["gender", "unit", "month", "part"]


class At(NamedTuple):
    """Where a number stands. None is everyone, the whole programme, the whole period, the sum of a figure."""

    row: str
    part: str | None
    unit: str | None
    gender: str | None
    month: date | None = None


def table_of(programme: Programme, shown: Sequence[Section]) -> Table[At]:
    """All that a report shows of people. How often something was held is no number of people."""
    numbers = {at: number for section in shown for at, number in _of_section(section) if number is not HIDDEN}
    goals = [goal for goal in programme.goals if goal.measure != "held"]
    elsewhere = dict(_elsewhere(numbers, at_once(programme)))
    numbers |= elsewhere
    margins = [each for axis in get_args(Axis) for each in _margins(numbers, axis)]
    short = dict(_short(numbers))
    numbers |= short
    divided = [_sum(at._replace(part="counted"), (at._replace(part="met"), at), numbers) for at in short]
    same = [each for goal in goals for each in _across(programme, goal, numbers) if each.total in numbers]
    return Table(
        numbers=numbers,
        sums=[*margins, *divided, *same],
        unshown=elsewhere.keys() | short.keys(),
        wanted=_wanted(goals, same),
    )


Shown = Mapping[str, tuple[Programme, Sequence[Section]]]
"""What is shown of several programmes, by id."""
Cell = tuple[str, At]
"""The programme, and where in its report."""


def together(shown: Shown, own: str | None = None) -> Table[Cell]:
    """The tables of programmes that may lead on to each other as one, the same whichever of them is asked about.

    `own`: the unit whose numbers the reader knows. The largest number on a day does not add up, and still the whole's
    less one's own is how many others there were, where one's own were always as many.
    """
    tables = {id_: table_of(*shown[id_]) for id_ in sorted(shown)}
    numbers = {(id_, at): number for id_, table in tables.items() for at, number in table.numbers.items()}
    sums = [
        Sum(total=(id_, each.total), parts=[(id_, part) for part in each.parts])
        for id_, table in tables.items()
        for each in table.sums
    ]
    led = [each for id_ in tables for gender in BY_GENDER for each in _led_to(id_, gender, shown, numbers)]
    direct = {each.parts[-1]: rest for each, rest in led if rest}
    return Table(
        numbers=numbers | direct,
        sums=[*sums, *(each for each, _ in led)],
        unshown=direct.keys() | {(id_, at) for id_, table in tables.items() for at in table.unshown},
        wanted={(id_, at) for id_, table in tables.items() for at in table.wanted},
        gone={(id_, at) for id_ in tables for at in _near_own(shown[id_][0], tables[id_].numbers, own)},
        known={(id_, at) for id_, at in numbers if own and at.unit == own},
    )


def _near_own(programme: Programme, numbers: Mapping[At, int], own: str | None) -> Iterator[At]:
    """The largest numbers of the whole on one day that are so little more than those of one's own unit; all of them
    where one's own lie elsewhere, and so it is not known how many they were.
    """
    rows, units = at_once(programme), {at.unit for at in numbers}
    lost = own not in units and ELSEWHERE in units
    for at, number in numbers.items():
        others = number - numbers.get(at._replace(unit=own), 0 if lost else number)
        if own and at.row in rows and at.unit is None and (others in SMALL or (lost and number)):
            yield at


def perhaps_known(shown: Shown, numbers: Iterable[Cell], own: str | None) -> Set[Cell]:
    """What lies in none of the units of a programme that does not have the reader's, as it had it before or has it
    since: it may be all their own, or all of others, or some of each.
    """
    without = {id_ for id_, (_, rows) in shown.items() if own not in [section.unit for section in rows]}
    return {(id_, at) for id_, at in numbers if own and id_ in without and at.unit == ELSEWHERE}


def at_once(programme: Programme) -> Set[str]:
    """The rows of the goals that are the largest number on one day: neither units nor months of them add up."""
    return {_row(goal) for goal in programme.goals if goal.measure == "at_once"}


def _led_to(id_: str, gender: str | None, shown: Shown, numbers: Mapping[Cell, int]) -> Iterator[tuple[Sum[Cell], int]]:
    """The referrals of a programme: those that exits elsewhere led to, and last, if there are any, those that came
    directly, and how many they are."""
    total = id_, of_figure("referrals", None, None, gender)
    parts = [part for part in _leading(id_, gender, shown) if part in numbers]
    if parts and total in numbers:
        rest = numbers[total] - sum(numbers[part] for part in parts)
        direct = [(id_, of_figure(DIRECT, None, None, gender))] if rest > 0 else []
        yield Sum(total=total, parts=[*parts, *direct]), max(rest, 0)


def _leading(id_: str, gender: str | None, shown: Shown) -> Iterator[Cell]:
    for other in sorted(shown):
        for outcome in shown[other][0].outcomes:
            if outcome.leads_to == id_:
                yield other, of_figure("exits", outcome.id, None, gender)


def _wanted(goals: Iterable[Goal], same: Iterable[Sum[At]]) -> set[At]:
    """What a report is read for: how the whole programme did, also where a figure says the same."""
    results = {of_goal(goal, None, None)._replace(part=part) for goal in goals for part in ("met", "counted")}
    alike = (each.parts for each in same if each.total in results and len(each.parts) == 1)
    return results.union(*alike)


def _row(goal: Goal) -> str:
    return f"goal {goal.id}"


def _figure(figure: str) -> str:
    return f"figure {figure}"


def of_goal(goal: Goal, unit: str | None, gender: str | None, month: date | None = None) -> At:
    """Where a goal stands; its numbers are the parts of that."""
    return At(_row(goal), None, unit, gender, month)


def of_figure(figure: str, group: str | None, unit: str | None, gender: str | None) -> At:
    return At(_figure(figure), group, unit, gender)


def _of_section(section: Section) -> Iterator[tuple[At, Number]]:
    for shown in section.goals:
        if shown.goal.measure != "held":
            for gender, row in ((None, shown.everyone), *shown.by_gender.items()):
                yield from _of_row(of_goal(shown.goal, section.unit, gender), row)
            for month in shown.months:
                yield from _of_row(of_goal(shown.goal, section.unit, None, month.first), month.everyone)
    for figure in section.figures:
        for gender, number in figure.numbers.items():
            yield of_figure(figure.figure, figure.group, section.unit, gender), number


def _of_row(at: At, row: Numbers) -> Iterator[tuple[At, Number]]:
    for part in FIELDS:
        number = getattr(row, part)
        if number is not None:
            yield at._replace(part=part), number


def _elsewhere(numbers: Mapping[At, int], not_adding_up: Iterable[str]) -> Iterator[tuple[At, int]]:
    """What the units together lack to the whole."""
    for each in _margins(numbers, "unit"):
        rest = numbers[each.total] - sum(numbers[part] for part in each.parts)
        if rest and each.total.row not in not_adding_up:
            yield each.total._replace(unit=ELSEWHERE), rest


def _margins(numbers: Mapping[At, int], axis: Axis) -> Iterator[Sum[At]]:
    """Each number that stands for all along the axis, and those it is made of."""
    parts: dict[At, list[At]] = {}
    everything: dict[Axis, Any] = {axis: None}
    for at in numbers:
        if getattr(at, axis) is not None:
            parts.setdefault(at._replace(**everything), []).append(at)
    return (Sum(total=total, parts=found) for total, found in parts.items() if total in numbers)


def _short(numbers: Mapping[At, int]) -> Iterator[tuple[At, int]]:
    """What is 0 is left out of the numbers: as where nobody of a unit that is no longer there reached a goal."""
    for at, counted in numbers.items():
        if at.part == "counted":
            yield at._replace(part=SHORT), counted - numbers.get(at._replace(part="met"), 0)


def _across(programme: Programme, goal: Goal, numbers: Mapping[At, int]) -> Iterator[Sum[At]]:
    """Where the numbers of a goal are those of figures."""
    for at in [at for at in numbers if at.row == _row(goal) and at.part == "met" and at.month is None]:
        here = at.unit, at.gender
        counted = at._replace(part="counted")
        if goal.measure in _SAME:
            yield _sum(at, [of_figure(_SAME[goal.measure], None, *here)], numbers)
        elif goal.measure == "reached":
            parts = [at._replace(part=part) for part in FIELDS if part != "met"]
            yield _sum(of_figure("participants", None, *here), parts, numbers)
        elif goal.measure == "exits":
            usual = [outcome.id for outcome in programme.outcomes if outcome.counted]
            if counted in numbers:
                yield _sum(counted, [of_figure("exits", outcome, *here) for outcome in usual], numbers)
            yield _sum(at, [of_figure("exits", outcome, *here) for outcome in goal.outcomes or ()], numbers)


def _sum(total: At, parts: Iterable[At], numbers: Mapping[At, int]) -> Sum[At]:
    """A figure that is not there is 0."""
    return Sum(total=total, parts=[part for part in parts if part in numbers])
