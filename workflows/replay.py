"""Events in, the state of one journey out (spec: journal.md "Lifecycle events")."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime

from workflows.activities import begun, with_end
from workflows.errors import EventInvalid, EventRefused
from workflows.events import Event, effective
from workflows.history import Booking, Charge, End, Entry, History, Migration, Pause
from workflows.machine import machine_of
from workflows.programme import Programme
from workflows.steps import check_step


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
