"""What has happened in a programme and in no journey, as its page tells it: with what it said before corrections."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from journeys.ledger import Ledger
from journeys.meeting_days import PLANNED
from journeys.queries import registered_programme_events
from journeys.storage.logged import stored_event
from journeys.words import day_text, unit_text
from workflows.events import CORRECTIONS, Event, effective
from workflows.programme import Programme

WHOLE = "*"
"""What a form says for no unit: no unit has such an id."""
WHOLE_PROGRAMME = "Hela insatsen"
NAMES = {
    "group-planned": "Grupp planerad",
    "group-start": "Gruppstart",
    "joint-meeting": "Gemensamt möte",
    PLANNED: "Möte planerat",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """One event. `event` is as it stands, or was before it was taken back; `was`: what was corrected in it."""

    event: Event
    what: str
    unit: str
    note: str
    was: str
    voided: bool
    at: datetime
    by: str | None
    why: Sequence[str]
    """The reasons of what was corrected and taken back."""


def event_name(event: str) -> str:
    return NAMES.get(event) or event.replace("-", " ").capitalize()


def events_of(programme: Programme) -> list[str]:
    """What can happen in it: what its goals count, group starts where it has groups, and joint meetings."""
    has_groups = any(stage.group for stage in programme.stages)
    usual = [*(["group-start"] if has_groups else []), "joint-meeting"]
    return list(dict.fromkeys([*(goal.event for goal in programme.goals if goal.event), *usual]))


def held(connection: Connection, ledger: Ledger, programme: Programme, unit: str) -> list[Held]:
    """What happened in a unit or in the whole programme, the latest first."""
    rows = list(registered_programme_events(connection, programme.id))
    events = {event.id: event for event in map(stored_event, rows)}
    standing = {event.id: event for event in effective(list(events.values()))}
    told = {stored_event(row).id: ledger.opened(row.seq, row.body) for row in rows}
    found = (
        _held(programme, event, standing.get(event.id), row, told, list(events.values()))
        for event, row in zip(events.values(), rows, strict=True)
        if event.name not in CORRECTIONS
    )
    here = (each for each in found if each.event.data.get("unit") in (None, unit))
    return sorted(here, key=lambda each: each.event.on, reverse=True)


def _held(
    programme: Programme,
    first: Event,
    now: Event | None,
    row: Any,
    told: Mapping[str, Mapping[str, Any]],
    events: Iterable[Event],
) -> Held:
    event = now or first
    return Held(
        event=event,
        what=_what(event),
        unit=unit_name(programme, event),
        note=told[first.id].get("note", ""),
        was="; ".join(_was(programme, first, event)),
        voided=now is None,
        at=row.at,
        by=row.by,
        why=[told[each.id].get("reason", "") for each in events if each.data.get("of") == first.id],
    )


def _what(event: Event) -> str:
    """What it is called; of a meeting that is planned also for when, of a group which."""
    starts = event.data.get("starts") if event.name == PLANNED else None
    what = event_name(event.name) + (f" till {day_text(date.fromisoformat(starts), event.on)}" if starts else "")
    return f"{what}: {event.data['group']}" if "group" in event.data else what


def unit_name(programme: Programme, event: Event) -> str:
    unit = event.data.get("unit")
    return unit_text(programme, unit) if unit else WHOLE_PROGRAMME


def _was(programme: Programme, first: Event, now: Event) -> Iterator[str]:
    if first.on != now.on:
        yield day_text(first.on, now.on)
    if first.data.get("unit") != now.data.get("unit"):
        yield unit_name(programme, first)
