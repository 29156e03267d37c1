"""Where a published report would say otherwise today: every number in it, and nothing of what is hidden."""

from dataclasses import replace
from datetime import date
from typing import Any

from journeys.reporting.differences import Difference, differences
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


def told(now: list[Section]) -> list[tuple[str, str, str, bool]]:
    found = differences(of(), now)
    assert {(each.unit, each.section) for each in found} <= {("norr", "Norr")}
    return [_parts(each) for each in found]


def _parts(each: Difference) -> tuple[str, str, str, bool]:
    return each.name, each.before, each.now, each.hides


def test_the_same_differs_in_nothing() -> None:
    assert told(of()) == []


def test_a_month_and_what_is_hidden_in_one() -> None:
    now = replace(SHOWN, months=[month(1, 6), month(2, 8), month(3, HIDDEN)])
    assert told(of(now)) == [
        ("Påbörjade, januari 2026", "5", "6", False),
        ("Påbörjade, februari 2026", "dolt", "8", True),
    ]


def test_the_target_and_whether_it_is_reached() -> None:
    lower = replace(SHOWN, everyone=replace(NUMBERS, target=9.0, reached=True))
    assert told(of(lower)) == [("Påbörjade: krav", "Krav minst 10, inte nått", "Krav minst 9, nått", False)]
    unknown = replace(SHOWN, everyone=replace(NUMBERS, met=HIDDEN, reached=HIDDEN))
    assert told(of(unknown)) == [
        ("Påbörjade", "9", "dolt", True),
        ("Påbörjade: krav", "Krav minst 10, inte nått", "Krav minst 10", True),
    ]


def test_the_year_before_of_goals_and_figures() -> None:
    now = of(replace(SHOWN, before=replace(NUMBERS, met=8)), replace(FIGURE, before=8))
    assert told(now) == [("Påbörjade: året före", "7", "8", False), ("Påbörjade, året före", "7", "8", False)]


def test_months_that_are_told_on_one_side_only_are_no_difference() -> None:
    assert told(of(replace(SHOWN, months=()))) == []
