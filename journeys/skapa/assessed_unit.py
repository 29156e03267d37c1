"""The self-assessments of a unit's participants: read for figures, so without saying who answered.

Nobody with protected identity is among them: what they answered leaves their journey in no form.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, select

from journeys.ledger import Ledger
from journeys.skapa.assessed import measurements
from journeys.storage.logged import stored_event, with_private
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT, EVENT_PRIVATE
from journeys.visibility.protection import is_protected
from workflows.assessments import Measurement
from workflows.events import CORRECTIONS, Event
from workflows.programme import Programme

MOVES = frozenset({"migrated"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Whose: those of a unit who follow a programme and whose latest self-assessment by `last` lies in the period."""

    programme: str
    unit: str
    record: str
    first: date
    last: date


def measured(
    connection: Connection, ledger: Ledger, versions: Mapping[str, Programme], asked: Asked
) -> Iterator[list[Measurement]]:
    """The self-assessments of each participant up to the end of the period, the earliest first."""
    rows = connection.execute(_events(asked))
    for (_, version), theirs in groupby(rows, key=lambda row: (row.journey_id, row.version)):
        events = list(_opened(ledger, _about(theirs)))
        moved = next((each for each in events if each.name in MOVES), None)
        began_with = versions[moved.data["was"] if moved else version]
        found = measurements(events, began_with, versions, record=asked.record, today=asked.last)
        if found and found[-1].on >= asked.first:
            yield found


def _events(asked: Asked) -> Select[Any]:
    """What a self-assessment is registered, corrected or taken back by, and what moves a journey to another version."""
    its = (
        JOURNEY.c.unit == asked.unit,
        JOURNEY.c.programme == asked.programme,
        JOURNEY.c.referred_on <= asked.last,
        JOURNEY.c.last_day >= asked.first,
        ~is_protected(),
    )
    return (
        select(
            *EVENT.c["seq", "journey_id", "number", "name", "event", "on", "at", "facts"],
            EVENT_PRIVATE.c.body,
            JOURNEY.c.version,
        )
        .join(JOURNEY, JOURNEY.c.id == EVENT.c.journey_id)
        .outerjoin(EVENT_PRIVATE, EVENT_PRIVATE.c.seq == EVENT.c.seq)
        .where(EVENT.c.event.in_([asked.record, *sorted(CORRECTIONS | MOVES)]), *its)
        .order_by(EVENT.c.journey_id, EVENT.c.number)
    )


def _about(rows: Iterable[Any]) -> Iterator[tuple[Event, Any]]:
    """Without corrections of anything else."""
    known: set[str] = set()
    for row in rows:
        event = stored_event(row)
        if event.name in CORRECTIONS and event.data["of"] not in known:
            continue
        known.add(event.id)
        yield event, row


def _opened(ledger: Ledger, events: Iterable[tuple[Event, Any]]) -> Iterator[Event]:
    """With what is sealed in them; nothing where it has been erased."""
    for event, row in events:
        yield with_private(event, ledger.opened(row.seq, row.body))
