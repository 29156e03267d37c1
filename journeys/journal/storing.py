"""Checked journeys into rows, some hundred at a time: the same rows that a step at the desk leaves behind.

Nothing is sent: who booked the meetings of an imported journey has told people of them. What was still to be sent of a
meeting that no longer holds is taken back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from journeys.casework import Conflict
from journeys.dossier import Dossier
from journeys.journal.checking import Case
from journeys.keys import Keys
from journeys.ledger import Entry
from journeys.meetings import about, values_of
from journeys.people import leave, person_values, referrer_values, store_person, store_referrer
from journeys.projection import active_values, journey_values, last_day, obligation_values
from journeys.tables import ACTIVE, JOURNEY, MEETING, OBLIGATION, PERSON, REFERRER
from journeys.work import Work
from notifications import outbox
from workflows.history import History
from workflows.obligations import obligations


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """A journey that can be stored, and what its events tell of people and places, after corrections."""

    dossier: Dossier
    history: History
    referral: Mapping[str, Any]
    place: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """What became of some journeys. `outside`: new ones outside the target group; `meetings`: references of old ones
    whose booked meeting is another than before."""

    outside: int
    meetings: Sequence[str]


def store(work: Work, cases: Iterable[Case]) -> Stored:
    """Write journeys that have something new, whole. Raises Conflict."""
    ready = [_ready(work, case) for case in cases]
    for programme in {version for each in ready for version in (each.dossier.programme, each.history.programme)}:
        work.catalogue.keep(work.connection, programme, work.now)
    new = [each for each in ready if each.dossier.id is None]
    old = [each for each in ready if each.dossier.id is not None]
    ids = {each.dossier.reference: _extend(work, each) for each in old}
    outside = _insert_journeys(work, new, ids)
    work.ledger.append(work.connection, _entries(ready, ids))
    moved = _write_rows(work, ready, ids)
    return Stored(outside=outside, meetings=moved)


def _ready(work: Work, case: Case) -> Ready:
    dossier, history = case.dossier, case.history
    assert dossier is not None
    assert history is not None
    told = dossier.private(work.ledger, "referred", "booked")
    return Ready(
        dossier=dossier,
        history=history,
        referral=told["referred"],
        place=told.get("booked", {}).get("place"),
    )


def _entries(ready: Iterable[Ready], ids: Mapping[str, int]) -> Iterator[Entry]:
    for each in ready:
        yield from each.dossier.entries(ids[each.dossier.reference])


def _extend(work: Work, each: Ready) -> int:
    """Bring the row of a stored journey up to its new events."""
    dossier = each.dossier
    assert dossier.id is not None
    values = journey_values(each.history, dossier.events)
    told = dossier.newly_told(work.ledger, "referred")
    if "person" in told:
        values["person_id"] = store_person(work.connection, work.keys, told["person"], dossier.person_id)
        store_referrer(work.connection, dossier.id, told.get("referrer", {}))
    mine = (JOURNEY.c.id == dossier.id) & (JOURNEY.c.revision == dossier.revision)
    changed = work.connection.execute(update(JOURNEY).where(mine).values(revision=dossier.revision + 1, **values))
    if changed.rowcount != 1:
        raise Conflict(dossier.reference, dossier.revision + 1)
    if values.get("person_id", dossier.person_id) != dossier.person_id:
        leave(work, dossier.person_id)
    return dossier.id


def _insert_journeys(work: Work, new: Sequence[Ready], ids: dict[str, int]) -> int:
    """Add new journeys with their people; their ids go into `ids`. How many lie outside their target group."""
    if not new:
        return 0
    people = store_people(work.connection, work.keys, [each.referral["person"] for each in new])
    rows = [_row(each, person_id) for each, person_id in zip(new, people, strict=True)]
    found = work.connection.execute(_ADD_JOURNEYS, rows).scalars()
    ids.update(zip((each.dossier.reference for each in new), found, strict=True))
    referrers = [referrer_values(ids[each.dossier.reference], each.referral["referrer"]) for each in new]
    _add(work.connection, REFERRER, [row for row in referrers if row])
    return sum(row["warnings"] is not None for row in rows)


_ADD_JOURNEYS = insert(JOURNEY).returning(JOURNEY.c.id, sort_by_parameter_order=True)


def _row(each: Ready, person_id: int) -> dict[str, Any]:
    programme = each.dossier.programme
    return journey_values(each.history, each.dossier.events) | {
        "reference": each.dossier.reference,
        "programme": programme.id,
        "person_id": person_id,
        "revision": 1,
    }


def store_people(connection: Connection, keys: Keys, people: Sequence[Mapping[str, Any]]) -> list[int]:
    """Write persons and return their ids. One with a known number is stored once, as told last."""
    values = [person_values(keys, person) for person in people]
    named = {row["personnummer_mark"]: row for row in values if row["personnummer_mark"]}
    found = connection.execute(_KNOWN, {"marks": list(named)}).all() if named else ()
    known = {row.personnummer_mark: row.id for row in found}
    for mark, person_id in known.items():
        connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(named[mark]))
    unknown = [row for mark, row in named.items() if mark not in known]
    known |= zip((row["personnummer_mark"] for row in unknown), _add_people(connection, unknown), strict=True)
    nameless = iter(_add_people(connection, [row for row in values if not row["personnummer_mark"]]))
    return [known[mark] if (mark := row["personnummer_mark"]) else next(nameless) for row in values]


_KNOWN = select(PERSON.c.personnummer_mark, PERSON.c.id).where(
    PERSON.c.personnummer_mark.in_(bindparam("marks", expanding=True))
)
_ADD_PEOPLE = insert(PERSON).returning(PERSON.c.id, sort_by_parameter_order=True)


def _add_people(connection: Connection, rows: Sequence[dict[str, Any]]) -> Sequence[int]:
    return connection.execute(_ADD_PEOPLE, rows).scalars().all() if rows else []


def _write_rows(work: Work, ready: Sequence[Ready], ids: Mapping[str, int]) -> list[str]:
    """Obligations, active days and booked meetings anew; the stored journeys whose meeting is another than before."""
    old = [each.dossier.id for each in ready if each.dossier.id is not None]
    before = _clear(work.connection, old) if old else {}
    due: list[dict[str, Any]] = []
    active: list[dict[str, Any]] = []
    meetings: list[dict[str, Any]] = []
    moved = []
    for each in ready:
        journey_id = ids[each.dossier.reference]
        # A stored event may be of a later day than the import says that it is.
        as_of = max(work.today, last_day(each.dossier.events))
        due += obligation_values(journey_id, each.history, obligations(each.history, today=as_of))
        active += active_values(journey_id, each.history)
        booked = before.get(journey_id)
        meeting = _meeting(each, journey_id, booked)
        meetings += [meeting] if meeting else []
        if each.dossier.id and meeting != booked:
            moved.append(each.dossier.reference)
        if booked and (meeting is None or meeting["sequence"] > booked["sequence"]):
            _withdraw(work, journey_id, booked)
    for table, rows in ((OBLIGATION, due), (ACTIVE, active), (MEETING, meetings)):
        _add(work.connection, table, rows)
    return moved


def _withdraw(work: Work, journey_id: int, booked: Mapping[str, Any]) -> None:
    """Take back what is still unsent about a meeting that is not to be, or not then and there."""
    outbox.withdraw(work.connection, about=about(journey_id), key_prefix=f"meeting:{booked['uid']}:", now=work.now)


def _clear(connection: Connection, journey_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Take away the rows that are written anew; the meetings that were booked."""
    booked = connection.execute(select(MEETING).where(MEETING.c.journey_id.in_(journey_ids))).mappings().all()
    for table in (OBLIGATION, ACTIVE, MEETING):
        connection.execute(delete(table).where(table.c.journey_id.in_(journey_ids)))
    return {row["journey_id"]: dict(row) for row in booked}


def _meeting(each: Ready, journey_id: int, before: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The row of the booked meeting. A meeting that people were told of keeps its UID and counts on."""
    wanted = values_of(journey_id, each.history, each.place) if each.history.end is None else None
    if wanted is None or before is None:
        return wanted
    moved = any(wanted[key] != before[key] for key in ("starts_at", "place"))
    return wanted | {"uid": before["uid"], "sequence": before["sequence"] + moved}


def _add(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
