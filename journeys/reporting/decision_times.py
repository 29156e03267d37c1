"""How long it takes from referral to recommendation where a group prepares referrals: counts and days, no person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import Connection, bindparam, select

from journeys.tables import JOURNEY
from workflows.machine import EXITED
from workflows.programme import Programme


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionTimes:
    """Of one unit, or of all (`unit` None). Days from referral to decision of what was decided in the period, and from
    referral until today of what waits.
    """

    unit: str | None
    decided: Sequence[int]
    waiting: Sequence[int]

    @property
    def median(self) -> float | None:
        return median(self.decided) if self.decided else None

    @property
    def longest(self) -> int | None:
        return max(self.decided, default=None)

    @property
    def longest_waiting(self) -> int | None:
        return max(self.waiting, default=None)


def decision_times(
    connection: Connection, programme: Programme, *, first: date, last: date, today: date
) -> list[DecisionTimes]:
    """All units together, then each. What was registered in error, and what was never prepared, is left out."""
    asked = {"programme": programme.id, "first": first, "last": last}
    decided = _days_by_unit(connection.execute(_DECIDED, asked))
    waiting = _days_by_unit((unit, since, today) for unit, since in connection.execute(_WAITING, asked))
    everything = DecisionTimes(unit=None, decided=_all(decided.values()), waiting=_all(waiting.values()))
    units = [unit.id for unit in programme.units]
    return [
        everything,
        *(DecisionTimes(unit=unit, decided=decided.get(unit, []), waiting=waiting.get(unit, [])) for unit in units),
    ]


def _days_by_unit(spans: Iterable[Sequence[Any]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for unit, begin, end in spans:
        found.setdefault(unit, []).append((end - begin).days)
    return found


def _all(each: Iterable[Sequence[int]]) -> list[int]:
    return [days for some in each for days in some]


_ITS = JOURNEY.c.programme == bindparam("programme")
_DECIDED = select(*JOURNEY.c["unit", "referred_on", "ended_on"]).where(
    _ITS,
    JOURNEY.c.state == EXITED,
    JOURNEY.c.counted,
    JOURNEY.c.ended_on.between(bindparam("first"), bindparam("last")),
)
_WAITING = select(*JOURNEY.c["unit", "referred_on"]).where(_ITS, JOURNEY.c.ended_on.is_(None))
