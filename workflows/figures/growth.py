"""Goals set against the year before (spec: counting.md, E11): so many per cent more than in the same period."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

from workflows.calendar import ONE_DAY, Period
from workflows.facts import Span
from workflows.figures.tallies import GoalRow
from workflows.programme import Programme
from workflows.programme_tables import Goal

_A_YEAR_EARLIER = Period(amount=-1, unit="years")


def compared_with(programme: Programme, span: Span) -> tuple[Span, ...]:
    """The same period a year before, where a goal of the programme asks for it; else nothing."""
    return (year_before(span),) if any(goal.against for goal in programme.goals) else ()


def year_before(span: Span) -> Span:
    """The same period; one that ends with a month does so a year before as well."""
    following = span.last + ONE_DAY
    last = _A_YEAR_EARLIER.after(following) - ONE_DAY if following.day == 1 else _A_YEAR_EARLIER.after(span.last)
    return Span(_A_YEAR_EARLIER.after(span.first), last)


def judged(
    programme: Programme, rows: Iterable[GoalRow], before: Mapping[Span, Sequence[GoalRow]], span: Span
) -> Iterator[GoalRow]:
    """The rows of `span`, those that are set against the year before with their target. `before`: rows by span."""
    goals = {goal.id: goal for goal in programme.goals if goal.against}
    earlier = {
        (row.goal, row.unit): row.met
        for each in compared_with(programme, span)
        for row in before[each]
        if row.gender is None
    }
    for row in rows:
        there = row.goal in goals and row.gender is None
        yield _against(goals[row.goal], row, earlier[row.goal, row.unit]) if there else row


def _against(goal: Goal, row: GoalRow, before: int) -> GoalRow:
    target = target_after(goal, before)
    return row if target is None else replace(row, target=target, reached=row.met >= target)


def target_after(goal: Goal, before: int) -> int | None:
    """How many there are to be where there were `before`. More than nothing says nothing: there is no target then."""
    if not before or not isinstance(goal.target, float):
        return None
    return ceil((1 + Fraction(str(goal.target))) * before)
