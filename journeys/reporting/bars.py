"""The drawings of one goal: a bar with a mark at the target, and a column for each month."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journeys.reporting.numbers import HIDDEN, Numbers
from journeys.reporting.sections import GoalShown, MonthShown


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
    if row.met is HIDDEN or value is HIDDEN or row.reached is HIDDEN:
        return None
    whole = max(row.met, row.target or 0) if row.counted is None else 1
    if value is None or not whole or (row.counted is None and row.target is None):
        return None
    return Bar(
        filled=round(100 * value / whole, 1),
        mark=None if row.target is None else round(100 * row.target / whole, 1),
        reached=row.reached,
        description=f"{goal.result}. {goal.demand}.",
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One month; all in per cent of the drawing, `y` from above."""

    x: float
    y: float
    width: float
    height: float
    reached: bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """`mark`: the height of the target, in per cent from above; None where there is none that all months share."""

    columns: Sequence[Column]
    mark: float | None
    description: str


def columns(goal: GoalShown) -> Columns | None:
    """None where no month has anything to draw. A month that is hidden, or has nothing to count, has no column."""
    values = [_value(month.everyone) for month in goal.months]
    targets = {month.everyone.target for month in goal.months}
    target = targets.pop() if len(targets) == 1 else None
    whole = 1 if goal.everyone.counted is not None else max([*filter(None, values), target or 0], default=0)
    if not any(values):
        return None
    return Columns(
        columns=list(_columns(goal.months, values, whole)),
        mark=None if target is None else round(100 - 100 * target / whole, 1),
        description="En stapel för varje månad; talen står i tabellen under.",
    )


def _columns(months: Sequence[MonthShown], values: Sequence[float | None], whole: float) -> Iterator[Column]:
    step = 100 / len(months)
    for number, (month, value) in enumerate(zip(months, values, strict=True)):
        if value is not None:
            reached = month.everyone.reached
            height = round(100 * value / whole, 1)
            yield Column(
                x=round(number * step + step / 10, 1),
                y=round(100 - height, 1),
                width=round(step * 0.8, 1),
                height=height,
                reached=None if reached is HIDDEN else reached,
            )


def _value(row: Numbers) -> float | None:
    value = row.met if row.counted is None else row.share
    return None if value is HIDDEN else value
