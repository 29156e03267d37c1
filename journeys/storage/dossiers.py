"""The dossiers of stored journeys: their rows and events, read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from journeys.catalogue import Catalogue
from journeys.dossier import Dossier
from journeys.refused import JourneyUnknown
from journeys.storage.logged import stored_event
from journeys.tables.erasures import NOT_ERASED
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT, EVENT_PRIVATE


def load(connection: Connection, catalogue: Catalogue, reference: str) -> Dossier:
    """The dossier of a stored journey. Raises JourneyUnknown."""
    row = connection.execute(_JOURNEY, {"reference": reference}).first()
    if row is None:
        raise JourneyUnknown(reference)
    dossier = _empty(row, catalogue)
    _fill({row.id: dossier}, connection.execute(_EVENTS_OF_ONE, {"id": row.id}))
    return dossier


def load_many(connection: Connection, catalogue: Catalogue, references: Iterable[str]) -> Iterator[Dossier]:
    """Those of the journeys that are stored, in the order they were registered."""
    found = connection.execute(_JOURNEYS, {"references": list(references)}).all()
    dossiers = {row.id: _empty(row, catalogue) for row in found}
    if dossiers:
        _fill(dossiers, connection.execute(_EVENTS, {"ids": list(dossiers)}))
    yield from dossiers.values()


def _fill(dossiers: Mapping[int, Dossier], rows: Iterable[Any]) -> None:
    for row in rows:
        dossier = dossiers[row.journey_id]
        event = stored_event(row)
        if event.name == "migrated" and not any(other.name == "migrated" for other in dossier.events):
            dossier.programme = dossier.versions[event.data["was"]]  # the row has the version of today
        dossier.events.append(event)
        if row.body is not None:
            dossier.sealed[row.number] = (row.seq, row.body)


# Built once, and one for a single journey: putting a statement together takes longer than running it.
_SOME_JOURNEYS = select(
    *JOURNEY.c["id", "reference", "programme", "version", "revision", "person_id", "unit"],
    (~NOT_ERASED).label("erased"),
)
_JOURNEY = _SOME_JOURNEYS.where(JOURNEY.c.reference == bindparam("reference"))
_JOURNEYS = _SOME_JOURNEYS.where(JOURNEY.c.reference.in_(bindparam("references", expanding=True))).order_by(
    JOURNEY.c.id
)
_SOME_EVENTS = (
    select(*EVENT.c["seq", "journey_id", "number", "name", "event", "on", "at", "facts"], EVENT_PRIVATE.c.body)
    .select_from(EVENT.outerjoin(EVENT_PRIVATE, EVENT_PRIVATE.c.seq == EVENT.c.seq))
    .order_by(EVENT.c.journey_id, EVENT.c.number)
)
_EVENTS_OF_ONE = _SOME_EVENTS.where(EVENT.c.journey_id == bindparam("id"))
_EVENTS = _SOME_EVENTS.where(EVENT.c.journey_id.in_(bindparam("ids", expanding=True)))


def _empty(row: Any, catalogue: Catalogue) -> Dossier:
    return Dossier(
        reference=row.reference,
        programme=catalogue.get(row.programme, row.version),
        id=row.id,
        revision=row.revision,
        person_id=row.person_id,
        unit=row.unit,
        erased=row.erased,
        versions=catalogue.of(row.programme),
    )
