"""Which days a reminder can count from when its own day lies in a period: what a reader of rows has to look at."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workflows.calendar import Offset
from workflows.programme import Programme
from workflows.programme_tables import Rule

_LONGEST = {"working days": 3, "days": 1, "weeks": 7, "months": 31, "years": 366}
_HOLIDAYS = 30
"""More days than there ever are between two working days, with a good margin."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """Both days included. That of a `checkpoint` is for the booked meeting where there is one, else for the due day."""

    rule: str
    checkpoint: bool
    first: date
    last: date


def windows(programme: Programme, first: date, last: date) -> Iterator[Window]:
    """For each offset of each reminder, the due days and meetings that give a reminder in [first, last]."""
    for reminder in programme.reminders:
        rule = programme.rule(reminder.rule)
        assert rule is not None
        for offset in reminder.before:
            yield from _window(rule, offset, -1, first, last)
        for offset in reminder.after:
            yield from _window(rule, offset, 1, first, last)


def _window(rule: Rule, offset: Offset, sign: int, first: date, last: date) -> Iterator[Window]:
    """A reminder's day never falls back when the day it counts from goes forward, so the window can be bisected."""

    def reminded_on(ordinal: int) -> date:
        day = date.fromordinal(ordinal)
        return offset.before(day) if sign < 0 else offset.after(day)

    reach = offset.amount * _LONGEST[offset.unit] + _HOLIDAYS
    low, high = (0, reach) if sign < 0 else (-reach, 0)
    days = range(first.toordinal() + low, last.toordinal() + high + 1)
    begin, end = bisect_left(days, first, key=reminded_on), bisect_right(days, last, key=reminded_on)
    if begin < end:
        begins, ends = date.fromordinal(days[begin]), date.fromordinal(days[end - 1])
        yield Window(rule=rule.id, checkpoint=rule.checkpoint, first=begins, last=ends)
