"""Do the rows say what the events say? The rows are worked out from the events, so any difference is a fault."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select

from journeys.casework import Snapshot, snapshot
from journeys.catalogue import Catalogue
from journeys.dossier import Dossier
from journeys.messages.bookings import values_of
from journeys.queries import dossiers, references
from journeys.storage.projection import active_values, journey_values, last_day, obligation_values
from journeys.tables.journeys import ACTIVE, JOURNEY, MEETING, OBLIGATION
from journeys.tables.log import EVENT
from workflows.errors import EventRefused


@dataclass(frozen=True, kw_only=True, slots=True)
class Deviation:
    """A journey whose rows say something else than its events. `tables`: which of them."""

    reference: str
    tables: tuple[str, ...]


def deviations(connection: Connection, catalogue: Catalogue, today: date) -> Iterator[Deviation]:
    """Every journey whose rows are not what its events give, a few hundred in memory at a time."""
    for dossier in dossiers(connection, catalogue, references(connection)):
        if tables := tuple(_differing(connection, dossier, today)):
            yield Deviation(reference=dossier.reference, tables=tables)


def _differing(connection: Connection, dossier: Dossier, today: date) -> Iterator[str]:
    assert dossier.id is not None
    try:
        # The rows say how the journey stands after its last event, also where that is about a day to come.
        found = snapshot(dossier, max(today, last_day(dossier.events)))
    except EventRefused:
        yield EVENT.name
        return
    left_out = _MOVES_WITH_A_PAUSE if found.history.paused else ()
    for table, rows in _worked_out(dossier, dossier.id, found).items():
        stored = connection.execute(_ROWS[table], {"its_id": dossier.id}).mappings()
        if _comparable(stored, rows, left_out) != _comparable(rows, rows, left_out):
            yield table.name


def _worked_out(dossier: Dossier, id_: int, found: Snapshot) -> Mapping[Table, Sequence[Mapping[str, Any]]]:
    history = found.history
    meeting = values_of(id_, history, None)
    said = ("journey_id", "starts_at", "booked_on", "caseworker")
    return {
        JOURNEY: [journey_values(history, dossier.events)],
        OBLIGATION: obligation_values(id_, history, found.obligations),
        ACTIVE: active_values(id_, history),
        MEETING: [{key: meeting[key] for key in said}] if meeting else [],
    }


_MOVES_WITH_A_PAUSE = ("due", "why")
"""What goes on from day to day while a journey is paused; its rows have it as of their writing."""


def _comparable(rows: Any, like: Sequence[Mapping[str, Any]], left_out: Sequence[str]) -> list[list[tuple[str, str]]]:
    """Rows as sorted pairs, of the columns that are worked out."""
    columns = like[0].keys() - left_out if like else None
    return sorted(
        [(key, repr(value)) for key, value in sorted(row.items()) if columns is None or key in columns] for row in rows
    )


_ROWS = {
    JOURNEY: select(JOURNEY).where(JOURNEY.c.id == bindparam("its_id")),
    **{
        table: select(table).where(table.c.journey_id == bindparam("its_id")) for table in (OBLIGATION, ACTIVE, MEETING)
    },
}
