"""The largest number of journeys that were active on one day of a period (spec: counting.md, `at_once`)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Self

from workflows.facts import Facts, Span


class Crowd:
    """By caseworker: how many more or fewer are active from each day on, days as ordinals."""

    def __init__(self) -> None:
        self._changes: dict[str, Counter[int]] = {}

    def add(self, facts: Facts, span: Span) -> None:
        """Count the days of one journey, or of some that are alike, that fall in the period."""
        for start, end, caseworker in facts.active:
            if start <= span.last and (end is None or end > span.first):
                changes = self._changes.setdefault(caseworker, Counter())
                changes[max(start, span.first).toordinal()] += facts.alike
                if end is not None and end <= span.last:
                    changes[end.toordinal()] -= facts.alike

    def join(self, other: Self) -> None:
        """Count those of another crowd, too."""
        for caseworker, changes in other._changes.items():
            self._changes.setdefault(caseworker, Counter()).update(changes)

    def largest(self) -> int:
        """The largest number on one day, all caseworkers together."""
        return _peak(self._changes.values())

    def largest_of_one(self) -> int:
        """The largest number that one caseworker had on one day."""
        return max((_peak([changes]) for changes in self._changes.values()), default=0)


def _peak(crowds: Iterable[Mapping[int, int]]) -> int:
    together: Counter[int] = Counter()
    for changes in crowds:
        together.update(changes)
    peak = now = 0
    for day in sorted(together):
        now += together[day]
        peak = max(peak, now)
    return peak
