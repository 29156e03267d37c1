"""What a reader of a report knows: the numbers that are shown, and every way in which they hang together.

Written from what a report means and not from how it is hidden, so that a sum that the hiding forgot is found.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from journeys.reporting.numbers import HIDDEN, Numbers
from journeys.reporting.sections import Section
from tests.support.recovery import Equation, recovered, total
from workflows.programme import Programme

GENDERS = ("woman", "man", "other")
Told = dict[Any, Any]


def told(shown: Sequence[Section]) -> Told:
    """Every number of people in a report, hidden or not, by what it is of. How often something was held is none."""
    found: Told = {}
    for section in shown:
        for goal in section.goals:
            if goal.goal.measure != "held":
                at = goal.goal.id, section.unit
                for gender, row in {None: goal.everyone, **goal.by_gender}.items():
                    found |= _row((*at, gender), row)
                for month in goal.months:
                    found |= _row((*at, month.name), month.everyone)
        for figure in section.figures:
            found |= {(figure.figure, figure.group, section.unit, who): n for who, n in figure.numbers.items()}
    return {key: number for key, number in found.items() if number is not None}


def _row(at: tuple[Any, ...], row: Numbers) -> Told:
    parts = {"met": row.met, "of": row.counted, "excused": row.excepted, "waiting": row.not_counted_yet}
    if isinstance(row.met, int) and isinstance(row.counted, int):
        parts["short"] = row.counted - row.met
    return {(part, *at): number for part, number in parts.items()}


def worked_out(programme: Programme, full: Sequence[Section], shown: Sequence[Section], own: str | None = None) -> Told:
    """Numbers from 1 to 4 that a reader of `shown` reads or works out, and hidden ones of any size.

    But for what follows from the numbers of their own unit alone.
    """
    seen = told(shown)
    numbers = {key: number for key, number in told(full).items() if key in seen or key[0] == "short"}
    open_ = {key for key, number in seen.items() if number is not HIDDEN}
    equations = [each for each in _equations(programme, full, numbers) if _holds(each, numbers)]
    known = {key for key in numbers if own and key[-2] == own}
    known |= recovered(numbers, equations, known).keys() if own else set()
    hidden = {key for key, number in seen.items() if number is HIDDEN}
    found = recovered(numbers, equations, open_ | known)
    read = {key: numbers[key] for key in open_ if numbers[key] in range(1, 5)}
    leaks = read | {key: number for key, number in found.items() if key in hidden or number in range(1, 5)}
    return {key: number for key, number in leaks.items() if key not in known}


def _holds(equation: Equation, numbers: Told) -> bool:
    return sum(times * numbers[key] for key, times in equation.items()) == 0


def _equations(programme: Programme, full: Sequence[Section], numbers: Told) -> Iterator[Equation]:
    units = [section.unit for section in full if section.unit]
    for sum_, parts in [*_of_goals(programme, full, units), *_of_figures(full, units), *_between(programme, full)]:
        if sum_ in numbers:
            yield total(sum_, [part for part in parts if part in numbers])


Sums = Iterator[tuple[Any, list[Any]]]


def _of_goals(programme: Programme, full: Sequence[Section], units: Sequence[str]) -> Sums:
    months = {month.name for section in full for goal in section.goals for month in goal.months}
    for goal in programme.goals:
        for part in ("met", "of", "short", "excused", "waiting"):
            for unit in (None, *units):
                yield (part, goal.id, unit, None), [(part, goal.id, unit, gender) for gender in GENDERS]
                yield (part, goal.id, unit, None), [(part, goal.id, unit, month) for month in sorted(months)]
            for who in (None, *GENDERS, *sorted(months)):
                yield (part, goal.id, None, who), [(part, goal.id, unit, who) for unit in units]
        for unit in (None, *units):
            for who in (None, *GENDERS, *sorted(months)):
                at = goal.id, unit, who
                yield ("of", *at), [("met", *at), ("short", *at)]


def _of_figures(full: Sequence[Section], units: Sequence[str]) -> Sums:
    kinds = {(figure.figure, figure.group) for section in full for figure in section.figures}
    for figure, group in sorted(kinds, key=str):
        for unit in (None, *units):
            yield (figure, group, unit, None), [(figure, group, unit, gender) for gender in GENDERS]
        for who in (None, *GENDERS):
            yield (figure, group, None, who), [(figure, group, unit, who) for unit in units]
            for unit in (None, *units):
                if group is None and any(other == figure and of for other, of in kinds):
                    yield (
                        (figure, None, unit, who),
                        [(figure, of, unit, who) for other, of in kinds if other == figure and of],
                    )


def _between(programme: Programme, full: Sequence[Section]) -> Sums:
    """The same people in a goal and in a figure."""
    counted = [outcome.id for outcome in programme.outcomes if outcome.counted]
    for section in full:
        for goal in programme.goals:
            for who in (None, *GENDERS):
                at = goal.id, section.unit, who
                place = section.unit, who
                if goal.measure in ("starts", "referrals", "participants"):
                    yield ("met", *at), [(goal.measure, None, *place)]
                if goal.measure == "exits":
                    yield ("of", *at), [("exits", outcome, *place) for outcome in counted]
                    yield ("met", *at), [("exits", outcome, *place) for outcome in goal.outcomes or ()]
                if goal.measure == "reached":
                    yield ("participants", None, *place), [(part, *at) for part in ("of", "excused", "waiting")]
