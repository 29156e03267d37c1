"""Checked journeys into rows, some hundred at a time: the same rows that a step at the desk leaves behind.

Who booked the meetings of an imported journey has told people of them, and has reminded them. Only who was invited from
here hears from here that the meeting is another or none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from journeys.dossier import Dossier
from journeys.journal.checking import Case
from journeys.journal.same_person import join_people
from journeys.ledger import Entry
from journeys.messages import meetings
from journeys.messages.bookings import values_of
from journeys.people import (
    add_people,
    add_referrers,
    change_person,
    leave,
    person_values,
    referrer_values,
    store_person,
    store_referrer,
)
from journeys.refused import Conflict
from journeys.reminders.reminded import row_of
from journeys.settings import STOCKHOLM
from journeys.storage.keys import Keys
from journeys.storage.projection import active_values, journey_values, last_day, obligation_values, referral_of
from journeys.tables.journeys import ACTIVE, JOURNEY, MEETING, OBLIGATION, REMINDER
from journeys.tables.people import PERSON
from journeys.visibility.access_named import name_by_default
from journeys.work import Work
from workflows.history import History
from workflows.obligations import Obligation, obligations
from workflows.reminders import SENT_LATE_FOR, reminders, standing_of, waiting_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """A journey that can be stored, and what its events tell of people and places, after corrections."""

    dossier: Dossier
    history: History
    referral: Mapping[str, Any]
    place: str | None

    @property
    def moved(self) -> bool:
        """Whether it was stored before, and in another unit."""
        return self.dossier.unit not in (None, self.history.unit)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """What became of some journeys. `outside`: new ones outside the target group; `meetings`: references of old ones
    whose booked meeting is another than before; `messages`: to those who were invited from here."""

    outside: int
    meetings: Sequence[str]
    messages: int


def store(work: Work, cases: Iterable[Case]) -> Stored:
    """Write journeys that have something new, whole. Raises Conflict."""
    ready = [_ready(work, case) for case in cases]
    for programme in {version for each in ready for version in (each.dossier.programme, each.history.programme)}:
        work.catalogue.keep(work.connection, programme, work.now)
    new = [each for each in ready if each.dossier.id is None]
    old = [each for each in ready if each.dossier.id is not None]
    ids = {each.dossier.reference: _extend(work, each) for each in old}
    outside = _insert_journeys(work, new, ids)
    _name(work.connection, ready, ids)
    work.ledger.append(work.connection, _entries(ready, ids))
    _write_rows(work, ready, ids)
    moved, messages = _follow_meetings(work, old)
    return Stored(outside=outside, meetings=moved, messages=messages)


def _name(connection: Connection, ready: Sequence[Ready], ids: Mapping[str, int]) -> None:
    """See to that the journeys of protected persons are seen by somebody."""
    for moved in (False, True):
        some = [each.dossier for each in ready if each.moved == moved]
        name_by_default(connection, *(ids[dossier.reference] for dossier in some), moved=moved)


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
    if "referrer" in told:
        store_referrer(work.connection, dossier.id, told["referrer"])
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
    join_people(work.connection, _led_on(new, ids))
    referrers = [referrer_values(ids[each.dossier.reference], each.referral["referrer"]) for each in new]
    add_referrers(work.connection, [row for row in referrers if row])
    return sum(row["warnings"] is not None for row in rows)


def _led_on(new: Sequence[Ready], ids: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    """The new journeys that come from others, with these, in the order of their referrals."""
    for each in sorted(new, key=lambda each: each.history.referred_on or date.max):
        if comes_from := referral_of(each.history).data.get("comes_from"):
            yield ids[each.dossier.reference], comes_from


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
        change_person(connection, person_id, named[mark])
    unknown = [row for mark, row in named.items() if mark not in known]
    known |= zip((row["personnummer_mark"] for row in unknown), add_people(connection, unknown), strict=True)
    nameless = iter(add_people(connection, [row for row in values if not row["personnummer_mark"]]))
    return [known[mark] if (mark := row["personnummer_mark"]) else next(nameless) for row in values]


_KNOWN = select(PERSON.c.personnummer_mark, PERSON.c.id).where(
    PERSON.c.personnummer_mark.in_(bindparam("marks", expanding=True))
)


def _write_rows(work: Work, ready: Sequence[Ready], ids: Mapping[str, int]) -> None:
    """Obligations and active days anew; the meetings of new journeys, and what nobody is to be reminded of."""
    _clear(work.connection, [each.dossier.id for each in ready if each.dossier.id is not None])
    due: list[dict[str, Any]] = []
    active: list[dict[str, Any]] = []
    booked: list[dict[str, Any]] = []
    reminded: list[dict[str, Any]] = []
    for each in ready:
        journey_id = ids[each.dossier.reference]
        # A stored event may be of a later day than the import says that it is.
        found = obligations(each.history, today=max(work.today, last_day(each.dossier.events)))
        due += obligation_values(journey_id, each.history, found)
        active += active_values(journey_id, each.history)
        if each.dossier.id is None:
            meeting = values_of(journey_id, each.history, each.place)
            booked += [meeting] if meeting else []
            reminded += _reminded(work, journey_id, each.history, found)
    for table, rows in ((OBLIGATION, due), (ACTIVE, active), (MEETING, booked), (REMINDER, reminded)):
        _add(work.connection, table, rows)


def _clear(connection: Connection, journey_ids: Sequence[int]) -> None:
    """Take away the rows that are written anew."""
    if journey_ids:
        for table in (OBLIGATION, ACTIVE):
            connection.execute(delete(table).where(table.c.journey_id.in_(journey_ids)))


def _reminded(work: Work, journey_id: int, history: History, found: Iterable[Obligation]) -> Iterator[dict[str, Any]]:
    """The reminders whose day had passed when the journey came in: they were sent, or not, from where it was before."""
    today = work.now.astimezone(STOCKHOLM).date()
    passed = reminders(
        history.programme,
        standing_of(history, referral_of(history).data["party"]),
        waiting_of(found),
        first=today - SENT_LATE_FOR,
        last=today - timedelta(days=1),
    )
    return (row_of(journey_id, each, "imported", at=work.now) for each in passed)


def _follow_meetings(work: Work, old: Sequence[Ready]) -> tuple[list[str], int]:
    """The journeys whose booked meeting is another than before, and how many messages tell of that."""
    ids = [each.dossier.id for each in old if each.dossier.id is not None]
    before = _booked(work.connection, ids)
    messages = sum(
        meetings.follow(work, each.dossier, journey_id, each.history, invites=False)
        for each, journey_id in zip(old, ids, strict=True)
    )
    after = _booked(work.connection, ids)
    pairs = zip(old, ids, strict=True)
    return [each.dossier.reference for each, id_ in pairs if before.get(id_) != after.get(id_)], messages


def _booked(connection: Connection, journey_ids: Sequence[int]) -> dict[int, Any]:
    rows = connection.execute(select(MEETING).where(MEETING.c.journey_id.in_(journey_ids))) if journey_ids else ()
    return {row.journey_id: tuple(row) for row in rows}


def _add(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
