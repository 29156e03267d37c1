"""Chance that can be repeated: the same seed tells the same story."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from workflows.calendar import next_working_day, previous_working_day

T = TypeVar("T")


class Chance(Random):
    """A source of chance with the few questions that a story asks."""

    def happens(self, share: float) -> bool:
        """True in this share of all cases."""
        return self.random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """Any of them, each as likely."""
        return things[int(self.random() * len(things))]

    def working_day_after(self, day: date, low: int, high: int) -> date:
        """The first working day that is so many days or more after `day`."""
        return next_working_day(day + timedelta(days=self.between(low, high)))

    def working_day_from(self, first: date, last: date) -> date:
        """A working day of the span; `first`, which is one, where the span has no other."""
        if last <= first:
            return first
        return max(first, previous_working_day(first + timedelta(days=self.between(0, (last - first).days))))
