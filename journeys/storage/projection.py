"""From the state of a journey to its rows: the same for a step at the desk and for an import."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from journeys.target_group import warnings
from workflows.events import Event
from workflows.facts import active_spans
from workflows.history import History
from workflows.obligations import Obligation

WAITING, RESTING = "waiting", "resting"


def referral_of(history: History) -> Event:
    """The referral as it reads after corrections."""
    return next(event for event in history.events if event.name == "referred")


def journey_values(history: History, events: Sequence[Event]) -> dict[str, Any]:
    """The columns of the journey row that follow from its events. `events` are all, corrections included."""
    began = history.programme_at_first
    referral, end = referral_of(history), history.end
    return {
        "version": history.programme.version,
        "unit": history.unit,
        "caseworker": history.caseworker,
        "state": history.state,
        "stage": history.stage,
        "group": history.group,
        "gender": referral.data["gender"],
        "party": referral.data["party"],
        "municipality": referral.data.get("municipality"),
        "age": referral.data.get("age"),
        "protected": referral.data.get("protected", False),
        "referred_on": history.referred_on,
        "admitted_on": history.admitted_on,
        "started_on": history.started_on,
        "ended_on": end.on if end else None,
        "outcome": end.outcome if end else None,
        "counted": history.counted,
        "last_day": last_day(events),
        "events": len(events),
        "warnings": "\n".join(warnings(began, history)) or None,
    }


def last_day(events: Iterable[Event]) -> date:
    """The latest day that any event is about, as first told or as corrected; of an activity also its first day."""
    return max(day for event in events for day in _days(event))


def _days(event: Event) -> Iterator[date]:
    yield event.on
    for told in (event.data, event.data.get("set", {})):
        if moved := told.get("on"):
            yield moved
        if planned := told.get("from"):
            yield date.fromisoformat(planned)


def obligation_values(journey_id: int, history: History, obligations: Iterable[Obligation]) -> list[dict[str, Any]]:
    """One row for each obligation."""
    return [
        {
            "journey_id": journey_id,
            "rule": obligation.rule,
            "n": obligation.n,
            "anchor": obligation.anchor,
            "due": obligation.due,
            "done": obligation.done,
            "state": row_state(history, obligation),
            "why": obligation.why,
        }
        for obligation in obligations
    ]


def row_state(history: History, obligation: Obligation) -> str:
    """What of the status does not depend on the day. While a journey is paused its open obligations rest."""
    if obligation.status == "open" and history.paused:
        return RESTING
    return WAITING if obligation.waiting else obligation.status


def active_values(journey_id: int, history: History) -> list[dict[str, Any]]:
    """One row for each span in which the journey was active with one caseworker."""
    return [
        {"journey_id": journey_id, "n": n, "start": span.start, "end": span.end, "caseworker": span.caseworker}
        for n, span in enumerate(active_spans(history), start=1)
    ]
