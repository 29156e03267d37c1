"""The bar of one goal: how much of its width is filled, and where the mark of the target stands."""

from dataclasses import dataclass

from journeys.reporting.sections import GoalShown


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """`filled` and `mark` in per cent of the width; no mark without a target."""

    filled: float
    mark: float | None
    reached: bool | None
    description: str


def bar(goal: GoalShown) -> Bar | None:
    """None where there is nothing to draw: nothing to count, or a number that nothing says how large it should be."""
    row = goal.everyone
    value = row.met if row.counted is None else row.share
    whole = max(row.met, row.target or 0) if row.counted is None else 1
    if value is None or not whole or (row.counted is None and row.target is None):
        return None
    return Bar(
        filled=round(100 * value / whole, 1),
        mark=None if row.target is None else round(100 * row.target / whole, 1),
        reached=row.reached,
        description=f"{goal.result}. {goal.demand}.",
    )
