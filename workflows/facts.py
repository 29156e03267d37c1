"""What compliance needs to know of one journey, whether it was worked out from events or read from rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from workflows.history import History
from workflows.obligations import Obligation, Status

GENDERS = ("woman", "man", "other")


@dataclass(frozen=True, slots=True)
class Span:
    """Both days included (spec: counting.md, "A day belongs to a period")."""

    first: date
    last: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


class Due(NamedTuple):
    """One obligation as compliance sees it."""

    due: date
    done: date | None
    status: Status


class Active(NamedTuple):
    """[start, end): neither paused nor ended, with this caseworker. `end` is None while it lasts."""

    start: date
    end: date | None
    caseworker: str


class Facts(NamedTuple):
    """One journey. `dues`: its obligations by rule; `gender`: woman, man or other; `outcome`: set when it exited.

    What is left out counts nowhere, so the facts of a journey may come in parts. `alike`: how many journeys these are
    the facts of.
    """

    unit: str
    gender: str
    party: str | None = None
    referred_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    outcome: str | None = None
    counted: bool = True
    paused: bool = False
    dues: Mapping[str, Sequence[Due]] = MappingProxyType({})
    active: Sequence[Active] = ()
    alike: int = 1

    def took_part(self, span: Span) -> bool:
        """Started on or before the last day and had not ended before the first."""
        started = self.started_on is not None and self.started_on <= span.last
        return started and (self.ended_on is None or self.ended_on >= span.first)


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """A programme event, for the goals that count how often something was held."""

    event: str
    on: date
    unit: str | None


def facts_of(history: History, obligations: Iterable[Obligation], *, gender: str, party: str | None) -> Facts | None:
    """The facts of a journey, or None before its referral."""
    if history.referred_on is None or history.unit is None:
        return None
    dues: dict[str, list[Due]] = {}
    for obligation in obligations:
        dues.setdefault(obligation.rule, []).append(Due(obligation.due, obligation.done, obligation.status))
    end = history.end
    return Facts(
        unit=history.unit,
        gender=counted_gender(gender),
        party=party,
        referred_on=history.referred_on,
        started_on=history.started_on,
        ended_on=end.on if end else None,
        outcome=end.outcome if end else None,
        counted=history.counted,
        paused=history.paused,
        dues=dues,
        active=tuple(active_spans(history)),
    )


def counted_gender(gender: str) -> str:
    """`other` and `unknown` are counted together."""
    return gender if gender in GENDERS else "other"


def active_spans(history: History) -> Iterator[Active]:
    """The days from start to end without the pauses, divided by who had the journey."""
    if history.started_on is None:
        return
    end = history.end.on if history.end else None
    for start, stop in _between_pauses(history, history.started_on, end):
        yield from _by_caseworker(history, start, stop)


def _between_pauses(history: History, start: date, end: date | None) -> Iterator[tuple[date, date | None]]:
    for pause in history.pauses:
        if pause.start > start:
            yield start, pause.start
        resumed = pause.end or end
        if resumed is None or resumed == end:
            return
        start = resumed
    if end is None or end > start:
        yield start, end


def _by_caseworker(history: History, start: date, stop: date | None) -> Iterator[Active]:
    for number, charge in enumerate(history.charges):
        until = history.charges[number + 1].since if number + 1 < len(history.charges) else None
        first = max(start, charge.since)
        last = min((day for day in (stop, until) if day), default=None)
        if last is None or last > first:
            yield Active(first, last, charge.caseworker)
