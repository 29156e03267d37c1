"""Where a published report would say otherwise today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journeys.reporting import words
from journeys.reporting.numbers import HIDDEN, Numbers
from journeys.reporting.sections import FigureShown, GoalShown, Section

Place = tuple[str | None, str, str | None, str | None]
"""Unit, goal or figure, group, gender."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What stands in one place: where, of what, and the text; `hides` where a number in it is hidden.

    `absent`: what it is where it does not stand.
    """

    section: str
    name: str
    text: str
    hides: bool
    absent: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One place. Where it had or has something hidden that is told, and no more."""

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
    if before == now:
        return None
    hides = any(each.hides for each in (old, new) if each)
    return Difference(section=named.section, name=named.name, before=before, now=now, hides=hides)


def _places(sections: Sequence[Section]) -> Iterator[tuple[Place, Said]]:
    for section in sections:
        for goal in section.goals:
            yield from _of_goal(section, goal)
        for figure in section.figures:
            yield from _of_figure(section, figure)


def _of_goal(section: Section, shown: GoalShown) -> Iterator[tuple[Place, Said]]:
    for gender, row in ((None, shown.everyone), *shown.by_gender.items()):
        yield (
            (section.unit, f"goal {shown.goal.id}", None, gender),
            Said(
                section=section.name,
                name=_named(shown.name, gender),
                text=_counted(row),
                hides=row.hides,
                absent=words.NOTHING,
            ),
        )


def _counted(row: Numbers) -> str:
    """The result, and what else was counted."""
    more = ((row.excepted, "undantagna"), (row.not_counted_yet, "räknas inte än"))
    return ", ".join([words.result(row), *(f"{words.number(number)} {what}" for number, what in more if number)])


def _of_figure(section: Section, shown: FigureShown) -> Iterator[tuple[Place, Said]]:
    name = f"{shown.name}: {shown.of_which}" if shown.of_which else shown.name
    for gender, number in shown.numbers.items():
        yield (
            (section.unit, shown.figure, shown.group, gender),
            Said(
                section=section.name,
                name=_named(name, gender),
                text=words.number(number),
                hides=number is HIDDEN,
                absent="0",
            ),
        )


def _named(name: str, gender: str | None) -> str:
    return f"{name} ({words.GENDERS[gender].lower()})" if gender else name
