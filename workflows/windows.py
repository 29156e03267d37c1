"""Which days a reminder can count from when its own day lies in a period: what a reader of rows has to look at."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workflows.calendar import Offset
from workflows.programme import Programme

_LONGEST = {"working days": 3, "days": 1, "weeks": 7, "months": 31, "years": 366}
_HOLIDAYS = 30
"""More days than there ever are between two working days, with a good margin."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """Both days included."""

    rule: str
    first: date
    last: date


def windows(programme: Programme, first: date, last: date) -> Iterator[Window]:
    """For each offset of each reminder, the due days and meetings that give a reminder in [first, last]."""
    for reminder in programme.reminders:
        for offset in reminder.before:
            yield from _window(reminder.rule, offset, -1, first, last)
        for offset in reminder.after:
            yield from _window(reminder.rule, offset, 1, first, last)


def _window(rule: str, offset: Offset, sign: int, first: date, last: date) -> Iterator[Window]:
    """A reminder's day never falls back when the day it counts from goes forward, so the window can be bisected."""

    def reminded_on(ordinal: int) -> date:
        day = date.fromordinal(ordinal)
        return offset.before(day) if sign < 0 else offset.after(day)

    reach = offset.amount * _LONGEST[offset.unit] + _HOLIDAYS
    low, high = (0, reach) if sign < 0 else (-reach, 0)
    days = range(first.toordinal() + low, last.toordinal() + high + 1)
    begin, end = bisect_left(days, first, key=reminded_on), bisect_right(days, last, key=reminded_on)
    if begin < end:
        yield Window(rule=rule, first=date.fromordinal(days[begin]), last=date.fromordinal(days[end - 1]))
