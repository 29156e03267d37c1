"""How long it takes from referral to recommendation where a group prepares referrals: counts and days, no person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import Connection, bindparam, select

from journeys.reporting.numbers import HIDDEN, Hidden, Number
from journeys.tables.journeys import JOURNEY
from workflows.figures.suppression import Sum, Table, hidden_from_a_part
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


@dataclass(frozen=True, kw_only=True, slots=True)
class TimesShown:
    """The same as somebody may see it. The longest of something is one person's days: hidden but to the unit itself."""

    unit: str | None
    decided: Number
    median: float | Hidden | None
    waiting: Number
    longest: int | Hidden | None
    longest_waiting: int | Hidden | None


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


def exactly(each: DecisionTimes) -> TimesShown:
    return TimesShown(
        unit=each.unit,
        decided=len(each.decided),
        median=each.median,
        waiting=len(each.waiting),
        longest=each.longest,
        longest_waiting=each.longest_waiting,
    )


def without_small_numbers(found: Sequence[DecisionTimes], own: str | None = None) -> list[TimesShown]:
    """For who may see no person, or only those of their `own` unit: of the others no count from 1 to 4, nor what gives
    one away, and no median without its count. Beside one's own days a median can be somebody else's: none is shown.
    """
    decided = _guarded({each.unit: len(each.decided) for each in found}, own)
    waiting = _guarded({each.unit: len(each.waiting) for each in found}, own)
    return [
        exactly(each)
        if own and each.unit == own
        else TimesShown(
            unit=each.unit,
            decided=decided[each.unit],
            median=_hidden(each.median) if own or decided[each.unit] is HIDDEN else each.median,
            waiting=waiting[each.unit],
            longest=_hidden(each.longest),
            longest_waiting=_hidden(each.longest_waiting),
        )
        for each in found
    ]


def _hidden(days: float | None) -> Hidden | None:
    return None if days is None else HIDDEN


def _guarded(counts: Mapping[str | None, int], own: str | None) -> Mapping[str | None, Number]:
    """The whole is its units, and what lies in a unit that the programme no longer has."""
    units = [unit for unit in counts if unit is not None]
    numbers = {**counts, _ELSEWHERE: counts[None] - sum(counts[unit] for unit in units)}
    whole: Sum[str | None] = Sum(total=None, parts=[*units, _ELSEWHERE])
    known, partly = frozenset([own] if own else []), frozenset([_ELSEWHERE] if own and own not in counts else [])
    table = Table(numbers=numbers, sums=[whole], unshown={_ELSEWHERE}, wanted={None}, known=known)
    gone = hidden_from_a_part(table, partly)
    return {unit: HIDDEN if unit in gone else count for unit, count in counts.items()}


def _days_by_unit(spans: Iterable[Sequence[Any]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for unit, begin, end in spans:
        found.setdefault(unit, []).append((end - begin).days)
    return found


def _all(each: Iterable[Sequence[int]]) -> list[int]:
    return [days for some in each for days in some]


_ELSEWHERE = ""
_ITS = JOURNEY.c.programme == bindparam("programme")
_DECIDED = select(*JOURNEY.c["unit", "referred_on", "ended_on"]).where(
    _ITS,
    JOURNEY.c.state == EXITED,
    JOURNEY.c.started_on.is_not(None),  # as the goals count exits
    JOURNEY.c.counted,
    JOURNEY.c.ended_on.between(bindparam("first"), bindparam("last")),
)
_WAITING = select(*JOURNEY.c["unit", "referred_on"]).where(_ITS, JOURNEY.c.ended_on.is_(None))
