"""The rows of one journey, written after a step under the revision that was read."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Delete, Insert, bindparam, delete, insert, update

from journeys.dossier import Dossier
from journeys.people import leave, store_person, store_referrer
from journeys.refused import Conflict
from journeys.storage.projection import active_values, journey_values, obligation_values
from journeys.tables.journeys import ACTIVE, JOURNEY, OBLIGATION
from journeys.work import Work
from workflows.history import History
from workflows.obligations import Obligation


def write_rows(
    work: Work,
    dossier: Dossier,
    history: History,
    obligations: Sequence[Obligation],
    told: Mapping[str, Any],
    *,
    whole: bool,
) -> tuple[int, int]:
    """Write how a journey stands now; its id and new revision. Raises Conflict where somebody else was first.

    `told`: what is new of who the referral is about. `whole`: whether the days on which it was active may have changed.
    """
    values = journey_values(history, dossier.events)
    if "person" in told:
        values["person_id"] = store_person(work.connection, work.keys, told["person"], dossier.person_id)
    if dossier.id is None:
        pinned = {"programme": dossier.programme.id}
        row = values | pinned | {"reference": dossier.reference, "revision": 1}
        journey_id = int(work.connection.execute(_ADD, row).scalar_one())
    else:
        journey_id = dossier.id
        _update(work.connection, dossier, values)
        if values.get("person_id", dossier.person_id) != dossier.person_id:
            leave(work, dossier.person_id)
    if "referrer" in told:
        store_referrer(work.connection, journey_id, told["referrer"])
    _replace(work.connection, journey_id, _OBLIGATIONS, obligation_values(journey_id, history, obligations))
    if whole:
        _replace(work.connection, journey_id, _ACTIVE, active_values(journey_id, history))
    return journey_id, dossier.revision + 1


def _update(connection: Connection, dossier: Dossier, values: Mapping[str, Any]) -> None:
    """Whoever names the revision it read, and finds it, wins."""
    seen = {"its_id": dossier.id, "seen": dossier.revision}
    changed = connection.execute(
        _CHANGE, {"person_id": dossier.person_id, **values, **seen, "next": dossier.revision + 1}
    )
    if changed.rowcount != 1:
        raise Conflict(dossier.reference, dossier.revision + 1)


def _replace(connection: Connection, journey_id: int, table: tuple[Delete, Insert], rows: list[dict[str, Any]]) -> None:
    clear, add = table
    connection.execute(clear, {"its_id": journey_id})
    if rows:
        connection.execute(add, rows)


# Built once: putting a statement together takes longer than running it.
_ADD = insert(JOURNEY).returning(JOURNEY.c.id)
_FIXED = {"id", "reference", "programme", "revision"}
_CHANGE = (
    update(JOURNEY)
    .where(JOURNEY.c.id == bindparam("its_id"), JOURNEY.c.revision == bindparam("seen"))
    .values(
        revision=bindparam("next"),
        **{column.name: bindparam(column.name) for column in JOURNEY.columns if column.name not in _FIXED},
    )
)
_OBLIGATIONS, _ACTIVE = (
    (delete(table).where(table.c.journey_id == bindparam("its_id")), insert(table)) for table in (OBLIGATION, ACTIVE)
)
