"""The months of a period, and the same period a year before."""

from collections.abc import Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from workflows.calendar import ONE_DAY
from workflows.facts import Span

A_MONTH, A_YEAR = relativedelta(months=1), relativedelta(years=1)
MOST_MONTHS = 36
"""Of a longer period nobody reads the months."""


def months_of(span: Span) -> Sequence[Span]:
    """The calendar months, the first and the last as far as they lie in it; none where it is one, or too many."""
    starts = [span.first]
    while (following := starts[-1].replace(day=1) + A_MONTH) <= span.last and len(starts) <= MOST_MONTHS:
        starts.append(following)
    if not 1 < len(starts) <= MOST_MONTHS:
        return ()
    ends = [*(start - ONE_DAY for start in starts[1:]), span.last]
    return [Span(first, last) for first, last in zip(starts, ends, strict=True)]


def day_a_year_before(day: date) -> date:
    """The same day a year before; 28 February for the 29th."""
    return day - A_YEAR
