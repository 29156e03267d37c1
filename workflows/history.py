"""The state of one journey: where it is, and what has happened to it that rules count from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from workflows.activities import Activity
from workflows.events import Event
from workflows.machine import Case
from workflows.programme import Programme


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A stage was entered on a day, by the event with this place in the history."""

    stage: str
    on: date
    position: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """[start, end): `end` is None while it lasts."""

    start: date
    end: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """How a journey ended: `state` is exited or declined."""

    on: date
    state: str
    outcome: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Booking:
    """A booked checkpoint: local wall-clock time, and the day on which it was booked."""

    time: datetime
    booked_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Charge:
    """Who has the journey from a day on."""

    caseworker: str
    since: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Migration:
    """From this day on the journey follows another version; `before` is how it stood."""

    on: date
    before: "History"


@dataclass(slots=True)
class History:
    """What follows from the events of one journey, as seen on one day. Filled by `replay`, then only read."""

    programme: Programme
    events: Sequence[Event] = ()
    state: str = "new"
    stage: str | None = None
    unit: str | None = None
    referred_on: date | None = None
    admitted_on: date | None = None
    started_on: date | None = None
    decided_on: date | None = None
    group: str | None = None
    end: End | None = None
    last_reopened: int = -1
    booking: Booking | None = None
    entries: list[Entry] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    activities: Sequence[Activity] = ()
    case: Case = field(default_factory=Case)
    migration: Migration | None = None

    @property
    def caseworker(self) -> str | None:
        return self.charges[-1].caseworker if self.charges else None

    @property
    def programme_at_first(self) -> Programme:
        """The version that the journey began with."""
        return self.migration.before.programme_at_first if self.migration else self.programme

    def programme_with(self, rule: str) -> Programme:
        """The latest of the journey's versions that has the rule, or the one that it follows."""
        if self.migration is None or self.programme.rule(rule):
            return self.programme
        return self.migration.before.programme_with(rule)

    @property
    def paused(self) -> bool:
        return self.state == "paused"

    @property
    def counted(self) -> bool:
        """False once the journey exited with an outcome that is not counted."""
        outcome = self.programme.outcome(self.end.outcome) if self.end and self.end.outcome else None
        return outcome is None or outcome.counted
