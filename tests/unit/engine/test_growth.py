"""Goals set against the year before (spec: counting.md, E11)."""

import pytest

from tests.builders import DATED, Step, goal_row, programme, report, started
from workflows.compliance import Compliance, GoalRow
from workflows.facts import Span
from workflows.figures.growth import compared_with
from workflows.programme import Programme

YEAR = ("2026-01-01", "2026-12-31")


def aims(target: float = 0.1) -> Programme:
    goal = {"id": "goal", "name": "Fler vidare", "measure": "exits", "outcomes": ["onward"]}
    return programme(goals=[{**goal, "against": "year-before", "target": target}])


def leaves(on: str, outcome: str = "onward", unit: str = "norr", gender: str = "woman") -> tuple[Step, ...]:
    referral = ("referred", "2025-01-02", {"unit": unit, "gender": gender, "party": "region"})
    return (referral, *started("2025-01-02")[1:], ("exited", on, {"outcome": outcome}))


def years(earlier: int, now: int, **how: str) -> Compliance:
    """So many who left in March of 2025 and of 2026."""
    left = [leaves("2025-03-03", **how)] * earlier + [leaves("2026-03-03", **how)] * now
    return report(aims(), *left, period=YEAR)


@pytest.mark.parametrize(
    ("earlier", "now", "target", "reached"),
    [
        (10, 11, 11, True),
        (10, 10, 11, False),
        (5, 6, 6, True),
        (1, 1, 2, False),
        (30, 33, 33, True),
        (0, 4, None, None),
    ],
)
def test_it_is_reached_when_there_are_so_many_more(
    earlier: int, now: int, target: int | None, reached: bool | None
) -> None:
    """Ten per cent more than five is six, and more than nothing says nothing."""
    row = goal_row(years(earlier, now))
    assert (row.met, row.counted, row.share, row.target, row.reached) == (now, None, None, target, reached)


def test_each_unit_is_set_against_itself_and_no_gender_is_judged() -> None:
    left = [*[leaves("2025-03-03")] * 4, *[leaves("2026-03-03")] * 5, *[leaves("2026-03-03", unit="soder")] * 2]
    found = report(aims(), *left, period=YEAR)
    assert _judged(goal_row(found)) == (7, 5, True)
    assert _judged(goal_row(found, unit="norr")) == (5, 5, True)
    assert _judged(goal_row(found, unit="soder")) == (2, None, None)
    assert _judged(goal_row(found, gender="woman")) == (7, None, None)


def _judged(row: GoalRow) -> tuple[int, float | None, bool | None]:
    return row.met, row.target, row.reached


def test_only_its_outcomes_in_the_same_period_count() -> None:
    left = [
        leaves("2025-02-28"),
        leaves("2025-03-31"),
        leaves("2025-04-01"),
        leaves("2025-03-03", "work"),
        leaves("2026-03-31"),
        leaves("2026-03-01", "work"),
    ]
    found = report(aims(1.0), *left, period=("2026-03-01", "2026-03-31"))
    assert _judged(goal_row(found)) == (1, 2, False)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29")),
        (("2024-02-01", "2024-02-29"), ("2023-02-01", "2023-02-28")),
        (("2026-01-01", "2026-03-15"), ("2025-01-01", "2025-03-15")),
        (("2024-02-28", "2024-02-28"), ("2023-02-28", "2023-02-28")),
    ],
)
def test_the_period_before_ends_with_its_month_where_this_one_does(
    period: tuple[str, str], before: tuple[str, str]
) -> None:
    assert compared_with(aims(), _span(*period)) == (_span(*before),)
    assert compared_with(programme(), _span(*period)) == ()


def _span(first: str, last: str) -> Span:
    return Span(DATED(first), DATED(last))
