"""Events in, the state of one journey out (spec: journal.md "Lifecycle events")."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from workflows.activities import Activity, begun, with_end
from workflows.errors import EventInvalid, EventRefused
from workflows.events import Event, effective
from workflows.machine import Case, machine_of
from workflows.programme import Programme
from workflows.steps import check_step


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


def replay(
    programme: Programme,
    events: Sequence[Event],
    *,
    today: date,
    refused: list[EventRefused] | None = None,
    versions: Mapping[str, Programme] | None = None,
) -> History:
    """Run the events that count on `today` through the programme's machine.

    `versions` are those that a `migrated` may name: from there on it is their machine and their rules.

    Raises EventRefused at the first event that is not allowed. Where a list is given for them, such events are passed
    over and collected in it instead.
    """
    history = History(programme)
    kept: list[Event] = []
    for event in effective(events):
        if event.on > today:
            break
        try:
            _take(history, event, kept, versions or {})
        except EventRefused as error:
            error.event_id = event.id
            if refused is None:
                raise
            refused.append(error)
    history.events = kept
    return history


def with_change(history: History, event: Event, versions: Mapping[str, Programme]) -> History:
    """What `replay` gives where one `migrated` comes after all else, without running the rest again.

    Raises EventRefused.
    """
    kept = list(history.events)
    after = _as_it_stood(history, kept)
    _take(after, event, kept, versions)
    after.events = kept
    return after


def _take(history: History, event: Event, kept: list[Event], versions: Mapping[str, Programme]) -> None:
    """One event more. Raises EventRefused, and nothing is different."""
    check_step(history.programme, event)
    before = machine_of(history.programme).step(history.case, event)
    if event.name == "migrated":
        _migrate(history, event, kept, versions)
    elif event.name == "activity-ended":
        history.activities = with_end(history.activities, event)
    if apply := _EFFECTS.get(event.name):
        apply(history, event, len(kept))
    _follow(history, event, before, len(kept))
    kept.append(event)


def _migrate(history: History, event: Event, kept: Sequence[Event], versions: Mapping[str, Programme]) -> None:
    """Follow another version from here on. Raises EventInvalid where it has no place for the journey."""
    was, wanted = history.programme.version, event.data["version"]
    if event.data["was"] != was:
        raise EventInvalid(event.name, event.on, f"ärendet följer version ”{was}”, inte ”{event.data['was']}”.")
    new = versions.get(wanted)
    if new is None:
        raise EventInvalid(event.name, event.on, f"insatsen har ingen version ”{wanted}”.")
    if problem := _no_place(history, new):
        raise EventInvalid(event.name, event.on, problem)
    history.migration = Migration(on=event.on, before=_as_it_stood(history, kept))
    history.programme = new


def _no_place(history: History, new: Programme) -> str | None:
    if history.unit and new.unit(history.unit) is None:
        return (
            f"enheten ”{history.unit}” finns inte i version ”{new.version}”. Heter den bara något annat nu: behåll "
            "dess id i filen och ändra name. Annars: byt enhet på ärendet först."
        )
    stage = history.programme.stage(history.stage or "")
    if stage and new.stage(stage.id) is None:
        return f"ärendet är i fasen ”{stage.name}”, som inte finns i version ”{new.version}”."
    return None


def _as_it_stood(history: History, kept: Sequence[Event]) -> History:
    """A history that what comes after does not change."""
    return replace(
        history,
        events=tuple(kept),
        entries=[*history.entries],
        pauses=[*history.pauses],
        charges=[*history.charges],
        case=copy(history.case),
    )


def _follow(history: History, event: Event, before: str, position: int) -> None:
    """What follows from the state alone: stages entered and left."""
    state = history.case.state
    history.state = state
    entered = event.name in ("started", "checkpoint", "advanced") and state != before
    if entered:
        history.stage = state
        history.booking = None
        history.entries.append(Entry(stage=state, on=event.on, position=position))


def _referred(history: History, event: Event, position: int) -> None:
    history.referred_on = event.on
    history.unit = event.data["unit"]


def _admitted(history: History, event: Event, position: int) -> None:
    history.admitted_on = event.on
    history.charges.append(Charge(caseworker=event.data["caseworker"], since=event.on))


def _started(history: History, event: Event, position: int) -> None:
    history.started_on = event.on
    history.group = event.data.get("group", history.group)


def _advanced(history: History, event: Event, position: int) -> None:
    history.group = event.data.get("group", history.group)


def _grouped(history: History, event: Event, position: int) -> None:
    history.group = event.data["group"]


def _reassigned(history: History, event: Event, position: int) -> None:
    history.unit = event.data.get("unit", history.unit)
    history.charges.append(Charge(caseworker=event.data["caseworker"], since=event.on))


def _paused(history: History, event: Event, position: int) -> None:
    history.pauses.append(Pause(start=event.on, end=None))


def _resumed(history: History, event: Event, position: int) -> None:
    history.pauses[-1] = replace(history.pauses[-1], end=event.on)


def _booked(history: History, event: Event, position: int) -> None:
    history.booking = Booking(time=datetime.fromisoformat(event.data["time"]), booked_on=event.on)


def _cancelled(history: History, event: Event, position: int) -> None:
    history.booking = None


def _checkpoint(history: History, event: Event, position: int) -> None:
    history.booking = None
    if event.data["decision"] == "exit" and history.decided_on is None:
        history.decided_on = event.on


def _ended(history: History, event: Event, position: int) -> None:
    history.end = End(on=event.on, state=event.name, outcome=event.data.get("outcome"))


def _activity(history: History, event: Event, position: int) -> None:
    history.activities = [*history.activities, begun(event)]


def _reopened(history: History, event: Event, position: int) -> None:
    history.end = None
    history.last_reopened = position


_EFFECTS: dict[str, Callable[[History, Event, int], None]] = {
    "referred": _referred,
    "admitted": _admitted,
    "started": _started,
    "advanced": _advanced,
    "reassigned": _reassigned,
    "grouped": _grouped,
    "paused": _paused,
    "resumed": _resumed,
    "booked": _booked,
    "cancelled": _cancelled,
    "checkpoint": _checkpoint,
    "activity": _activity,
    "exited": _ended,
    "declined": _ended,
    "reopened": _reopened,
}
