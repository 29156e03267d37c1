"""Where a published report would say otherwise today: every number in it, and nothing of what is hidden."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from journeys.reporting.differences import Difference, differences
from journeys.reporting.hiding import hidden
from journeys.reporting.numbers import HIDDEN, Numbers
from journeys.reporting.sections import FigureShown, GoalShown, MonthShown, Section
from tests.builders import programme

STARTS = {"id": "starts", "name": "Påbörjade", "measure": "starts", "target": 10}
[GOAL] = programme(goals=[STARTS]).goals
NUMBERS = Numbers(met=9, counted=None, target=10.0, reached=False, excepted=0, not_counted_yet=0)


def month(of: int, met: Any) -> MonthShown:
    return MonthShown(first=date(2026, of, 1), last=date(2026, of, 28), everyone=replace(NUMBERS, met=met, target=None))


SHOWN = GoalShown(
    goal=GOAL,
    everyone=NUMBERS,
    by_gender={},
    target_of_a_year=10.0,
    before=replace(NUMBERS, met=7),
    months=[month(1, 5), month(2, HIDDEN), month(3, HIDDEN)],
)
FIGURE = FigureShown(figure="starts", group=None, name="Påbörjade", of_which=None, numbers={None: 9}, before=7)


def of(goal: GoalShown = SHOWN, figure: FigureShown = FIGURE) -> list[Section]:
    return [Section(unit="norr", name="Norr", goals=[goal], figures=[figure])]


def told(now: list[Section]) -> list[tuple[str, str, str]]:
    found = differences(of(), now)
    assert {(each.unit, each.section) for each in found} <= {("norr", "Norr")}
    return [_parts(each) for each in found]


def _parts(each: Difference) -> tuple[str, str, str]:
    return each.name, each.before, each.now


def test_the_same_differs_in_nothing() -> None:
    assert told(of()) == []


def test_a_month() -> None:
    now = replace(SHOWN, months=[month(1, 6), month(2, HIDDEN), month(3, HIDDEN)])
    assert told(of(now)) == [("Påbörjade, januari 2026", "5", "6")]


def test_the_target_and_whether_it_is_reached() -> None:
    lower = replace(SHOWN, everyone=replace(NUMBERS, target=9.0, reached=True))
    assert told(of(lower)) == [("Påbörjade: krav", "Krav minst 10, inte nått", "Krav minst 9, nått")]


def test_what_is_counted_beside_a_result() -> None:
    now = replace(SHOWN, everyone=replace(NUMBERS, met=HIDDEN, reached=HIDDEN, excepted=6))
    assert told(of(now)) == [("Påbörjade: undantagna", "0", "6")]


def test_a_number_that_became_hidden_or_no_longer_is_differs_in_nothing() -> None:
    """It says of the others that one of them is small now, and of itself nothing."""
    unknown = replace(SHOWN, everyone=replace(NUMBERS, met=HIDDEN, reached=HIDDEN, excepted=HIDDEN))
    no_longer = replace(unknown, months=[month(1, HIDDEN), month(2, 8), month(3, HIDDEN)])
    assert told(of(no_longer, replace(FIGURE, numbers={None: HIDDEN}, before=HIDDEN))) == []


def test_the_year_before_of_goals_and_figures() -> None:
    now = of(replace(SHOWN, before=replace(NUMBERS, met=8)), replace(FIGURE, before=8))
    assert told(now) == [("Påbörjade: året före", "7", "8"), ("Påbörjade, året före", "7", "8")]


def test_months_that_are_told_on_one_side_only_are_no_difference() -> None:
    assert told(of(replace(SHOWN, months=()))) == []


UNITS = ("norr", "soder", "vaster")
PROGRAMME = programme(goals=[STARTS], units=[{"id": unit, "name": unit.capitalize()} for unit in UNITS])
World = tuple[int, int]
"""How many started in the two other units."""


def started(norr: int, others: World, own: str | None) -> list[Section]:
    """As those see it who work in `own`; None is anybody."""
    numbers = {None: norr + sum(others)} | dict(zip(UNITS, (norr, *others), strict=True))
    return hidden(PROGRAMME, [_starts(unit, number) for unit, number in numbers.items()], own=own)


def _starts(unit: str | None, number: int) -> Section:
    goal = replace(SHOWN, everyone=replace(NUMBERS, met=number), before=None, months=())
    return Section(unit=unit, name=unit or "Hela", goals=[goal], figures=[])


def test_nobody_works_out_other_units_from_what_differs_in_their_own() -> None:
    """Of all that the others may have been and may be: what is read of one's own is the same for each of them.

    But for how the report was published, which everybody reads anyhow.
    """
    others: list[World] = list(product(range(7), repeat=2))
    now = {world: started(9, world, "norr") for world in others}
    read: Mapping[str, set[str]] = defaultdict(set)
    for world in others:
        published = started(8, world, None)
        for today in others:
            own = [_parts(each) for each in differences(published, now[today]) if each.unit == "norr"]
            read[str(published)].add(str(own))
    assert {len(told) for told in read.values()} == {1}
    assert {"[]", "[('Påbörjade', '8', '9')]"} == set().union(*read.values())
