"""Where a published report would say otherwise today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journeys.reporting import words
from journeys.reporting.numbers import HIDDEN, Numbers
from journeys.reporting.sections import FigureShown, GoalShown, Section

Place = tuple[str | None, str, str | None, str | None]
"""Unit, goal or figure, group or what of the goal, gender."""

BEFORE = "before"


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
    """One place. Where it had or has something hidden that is told, and no more."""

    unit: str | None
    section: str
    name: str
    before: str
    now: str
    hides: bool


def differences(before: Sequence[Section], now: Sequence[Section]) -> list[Difference]:
    """Where the two do not say the same, in the order of the one that was published; then what is new."""
    old, new = dict(_places(before)), dict(_places(now))
    found = (_difference(old.get(place), new.get(place)) for place in dict.fromkeys([*old, *new]))
    return [each for each in found if each]


def _difference(old: Said | None, new: Said | None) -> Difference | None:
    named = new or old
    assert named is not None
    before, now = (each.text if each else named.absent for each in (old, new))
    if before is None or now is None or before == now:
        return None
    hides = any(each.hides for each in (old, new) if each)
    return Difference(unit=named.unit, section=named.section, name=named.name, before=before, now=now, hides=hides)


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
        name = _named(shown.name, gender)
        yield (section.unit, goal, None, gender), _said(section, name, _counted(row), hides=row.hides)
    yield (section.unit, goal, "target", None), _said(section, f"{shown.name}: krav", shown.demand, hides=unjudged)
    if shown.before:
        text, hides = words.result(shown.before), shown.before.hides
        yield (section.unit, goal, BEFORE, None), _said(section, f"{shown.name}: året före", text, hides=hides)
    for month in shown.months:
        text, hides = _counted(month.everyone), month.everyone.hides
        place = section.unit, goal, month.first.isoformat(), None
        yield place, _said(section, f"{shown.name}, {month.name}", text, hides=hides, absent=None)


def _said(section: Section, name: str, text: str, *, hides: bool, absent: str | None = words.NOTHING) -> Said:
    return Said(unit=section.unit, section=section.name, name=name, text=text, hides=hides, absent=absent)


def _counted(row: Numbers) -> str:
    """The result, and what else was counted."""
    more = ((row.excepted, "undantagna"), (row.not_counted_yet, "räknas inte än"))
    return ", ".join([words.result(row), *(f"{words.number(number)} {what}" for number, what in more if number)])


def _of_figure(section: Section, shown: FigureShown) -> Iterator[tuple[Place, Said]]:
    name = f"{shown.name}: {shown.of_which}" if shown.of_which else shown.name
    numbers = [(gender, _named(name, gender), number) for gender, number in shown.numbers.items()]
    if shown.before is not None:
        numbers.append((BEFORE, f"{name}, året före", shown.before))
    for column, named, number in numbers:
        place = section.unit, shown.figure, shown.group, column
        yield place, _said(section, named, words.number(number), hides=number is HIDDEN, absent="0")


def _named(name: str, gender: str | None) -> str:
    return f"{name} ({words.GENDERS[gender].lower()})" if gender else name
