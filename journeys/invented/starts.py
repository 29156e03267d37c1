"""When groups start in a trial, and who gets a place: so many a year as the unit says, spread over it (spec:
programme-format.md, `group_starts_per_year`, `places_per_year`, `max_at_once`).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import count

from workflows.calendar import next_working_day
from workflows.programme_tables import Unit

A_YEAR = 365


@dataclass(slots=True)
class GroupStarts:
    """Those who come first are placed first. `last`: a start after this day is nobody's concern.

    `full`: by unit and the key that says how many places there are, the first start that somebody had to let pass.
    """

    last: date
    full: dict[tuple[str, str], date] = field(default_factory=dict)
    _begun: Counter[tuple[str, int]] = field(default_factory=Counter)
    _there: Counter[tuple[str, date]] = field(default_factory=Counter)

    def next(self, unit: Unit, ready: date, *, begins: bool) -> date | None:
        """The first start with a place from a day on; None where the unit does not say how often groups start.

        `begins`: whether it is with this that somebody takes one of the unit's places.
        """
        for day in starts_of(unit, ready):
            limit = self._reached(unit, day) if begins and day <= self.last else None
            if limit is None:
                return day
            self.full[unit.id, limit] = min(day, self.full.get((unit.id, limit), day))
        return None

    def took(self, unit: Unit, started: date, ended: date | None) -> None:
        """Somebody has a place from a day on, until they leave."""
        self._begun[unit.id, started.year] += 1
        for day in starts_of(unit, started):
            if day > self.last or (ended and day >= ended):
                return
            self._there[unit.id, day] += 1

    def _reached(self, unit: Unit, day: date) -> str | None:
        """The key of the limit that leaves no place on a day."""
        if unit.places_per_year is not None and self._begun[unit.id, day.year] >= unit.places_per_year:
            return "places_per_year"
        if unit.max_at_once is not None and self._there[unit.id, day] >= unit.max_at_once:
            return "max_at_once"
        return None


def starts_of(unit: Unit, first: date) -> Iterator[date]:
    """The starts of a unit from a day on, without end; none where it does not say how many there are."""
    if number := unit.group_starts_per_year:
        for year in count(first.year):
            yield from (day for day in _of_year(year, min(number, A_YEAR)) if day >= first)


@cache
def _of_year(year: int, number: int) -> tuple[date, ...]:
    """Each in the middle of its part of the year."""
    begin = date(year, 1, 1)
    parts = ((place + 0.5) * A_YEAR / number for place in range(number))
    return tuple(sorted({next_working_day(begin + timedelta(days=int(part))) for part in parts}))
