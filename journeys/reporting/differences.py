"""Where a published report would say otherwise today, as far as its reader sees both sides.

Where either side hides something there is nothing to tell: that a number became hidden, or no longer is, comes of what
other numbers there are, and says of those and not of this one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journeys.reporting import words
from journeys.reporting.numbers import HIDDEN, Number, Numbers
from journeys.reporting.sections import FigureShown, GoalShown, Section

Place = tuple[str | None, ...]
"""Unit, goal or figure, group or what of the goal, gender, and which number where there are others beside a result."""

BEFORE = "before"
BESIDE = {"excepted": "undantagna", "not_counted_yet": "räknas inte än"}
"""What is counted beside a result."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What stands in one place: where, of what, and the text; `hides` where a number in it is hidden.

    `absent`: what it is where it does not stand. None: that it is not told says nothing.
    """

    unit: str | None
    section: str
    name: str
    text: str
    hides: bool
    absent: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One place, and what stood and stands there."""

    unit: str | None
    section: str
    name: str
    before: str
    now: str


def differences(before: Sequence[Section], now: Sequence[Section]) -> list[Difference]:
    """Where the two do not say the same, in the order of the one that was published; then what is new.

    Both as one reader sees them.
    """
    old, new = dict(_places(before)), dict(_places(now))
    found = (_difference(old.get(place), new.get(place)) for place in dict.fromkeys([*old, *new]))
    return [each for each in found if each]


def _difference(old: Said | None, new: Said | None) -> Difference | None:
    named = new or old
    assert named is not None
    before, now = (each.text if each else named.absent for each in (old, new))
    if before is None or now is None or before == now or any(each.hides for each in (old, new) if each):
        return None
    return Difference(unit=named.unit, section=named.section, name=named.name, before=before, now=now)


def _places(sections: Sequence[Section]) -> Iterator[tuple[Place, Said]]:
    for section in sections:
        for goal in section.goals:
            yield from _of_goal(section, goal)
        for figure in section.figures:
            yield from _of_figure(section, figure)


def _of_goal(section: Section, shown: GoalShown) -> Iterator[tuple[Place, Said]]:
    """What came of it, by gender; what was asked of it; the year before, and each month where they are told."""
    goal, unjudged = f"goal {shown.goal.id}", shown.everyone.reached is HIDDEN
    for gender, row in ((None, shown.everyone), *shown.by_gender.items()):
        yield from _of_row(section, (section.unit, goal, None, gender), _named(shown.name, gender), row)
    yield (section.unit, goal, "target", None), _said(section, f"{shown.name}: krav", shown.demand, hides=unjudged)
    if shown.before:
        yield (section.unit, goal, BEFORE, None), _result(section, f"{shown.name}: året före", shown.before)
    for month in shown.months:
        place = section.unit, goal, month.first.isoformat(), None
        yield from _of_row(section, place, f"{shown.name}, {month.name}", month.everyone, told_in_both=True)


def _of_row(
    section: Section, place: Place, name: str, row: Numbers, *, told_in_both: bool = False
) -> Iterator[tuple[Place, Said]]:
    """The result, and each number that was counted beside it."""
    yield place, _result(section, name, row, absent=None if told_in_both else words.NOTHING)
    for part, what in BESIDE.items():
        yield (*place, part), _number(section, f"{name}: {what}", getattr(row, part), None if told_in_both else "0")


def _result(section: Section, name: str, row: Numbers, absent: str | None = words.NOTHING) -> Said:
    return _said(section, name, words.result(row), hides=HIDDEN in (row.met, row.counted), absent=absent)


def _number(section: Section, name: str, number: Number, absent: str | None = "0") -> Said:
    return _said(section, name, words.number(number), hides=number is HIDDEN, absent=absent)


def _said(section: Section, name: str, text: str, *, hides: bool, absent: str | None = words.NOTHING) -> Said:
    return Said(unit=section.unit, section=section.name, name=name, text=text, hides=hides, absent=absent)


def _of_figure(section: Section, shown: FigureShown) -> Iterator[tuple[Place, Said]]:
    name = f"{shown.name}: {shown.of_which}" if shown.of_which else shown.name
    numbers = [(gender, _named(name, gender), number) for gender, number in shown.numbers.items()]
    if shown.before is not None:
        numbers.append((BEFORE, f"{name}, året före", shown.before))
    for column, named, number in numbers:
        place = section.unit, shown.figure, shown.group, column
        yield place, _number(section, named, number)


def _named(name: str, gender: str | None) -> str:
    return f"{name} ({words.GENDERS[gender].lower()})" if gender else name
