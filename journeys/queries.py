"""Every read that several ask for, named for the question it answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from journeys.catalogue import Catalogue
from journeys.dossier import Dossier
from journeys.storage.dossiers import load_many
from journeys.tables.erasures import ERASURE, NOT_ERASED
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT, EVENT_PRIVATE
from journeys.tables.people import PERSON

CHUNK = 500


def reference_taken(connection: Connection, reference: str) -> bool:
    return connection.execute(_TAKEN, {"reference": reference}).first() is not None


_TAKEN = select(JOURNEY.c.id).where(JOURNEY.c.reference == bindparam("reference"))


def dossiers(connection: Connection, catalogue: Catalogue, references: Sequence[str]) -> Iterator[Dossier]:
    """The dossiers of many journeys, a few hundred in memory at a time."""
    for start in range(0, len(references), CHUNK):
        yield from load_many(connection, catalogue, references[start : start + CHUNK])


def references(connection: Connection, *, programme: str | None = None) -> list[str]:
    """The references of all journeys, or of one programme's, in the order they were registered."""
    query: Select[Any] = select(JOURNEY.c.reference).order_by(JOURNEY.c.id)
    if programme:
        query = query.where(JOURNEY.c.programme == programme)
    return list(connection.execute(query).scalars())


def references_of(connection: Connection, journey_ids: Sequence[int]) -> dict[int, str]:
    """The references of journeys by their ids."""
    query = select(*JOURNEY.c["id", "reference"])
    return {
        row.id: row.reference
        for start in range(0, len(journey_ids), CHUNK)
        for row in connection.execute(query.where(JOURNEY.c.id.in_(journey_ids[start : start + CHUNK])))
    }


def journey_row(connection: Connection, reference: str) -> Mapping[str, Any] | None:
    """The row of one journey."""
    row = connection.execute(_ROW, {"reference": reference}).mappings().first()
    return dict(row) if row else None


_ROW = select(JOURNEY).where(JOURNEY.c.reference == bindparam("reference"))


def programmes_in_use(connection: Connection) -> list[str]:
    """The ids of the programmes that have journeys."""
    return list(connection.execute(select(JOURNEY.c.programme).distinct().order_by(JOURNEY.c.programme)).scalars())


def has_any(connection: Connection, programmes: Iterable[str]) -> bool:
    """Whether there is any journey in one of them."""
    query = select(JOURNEY.c.id).where(JOURNEY.c.programme.in_(programmes)).limit(1)
    return connection.execute(query).first() is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Registered:
    """One event of a journey's history, as it was registered."""

    number: int
    name: str
    event: str
    on: date
    at: datetime
    by: str | None
    facts: str


def history_of(connection: Connection, journey_id: int) -> list[Registered]:
    """All events of a journey in the order they were registered, without what is personal."""
    return [
        Registered(number=number, name=name or f"#{number}", event=event, on=on, at=at, by=by, facts=facts)
        for number, name, event, on, at, by, facts in connection.execute(_HISTORY, {"its_id": journey_id})
    ]


_HISTORY = (
    select(*EVENT.c["number", "name", "event", "on", "at", "by", "facts"])
    .where(EVENT.c.journey_id == bindparam("its_id"))
    .order_by(EVENT.c.number)
)


def registered_events(connection: Connection, journey_ids: Sequence[int]) -> Iterable[Any]:
    """All events of some journeys with their sealed parts, journey by journey, in the order they were registered."""
    of_these = EVENT.c.journey_id.in_(journey_ids)
    return connection.execute(_WITH_SEALED.where(of_these).order_by(EVENT.c.journey_id, EVENT.c.number))


def registered_programme_events(connection: Connection, programme: str | None = None) -> Iterable[Any]:
    """The events of all programmes or of one, with their sealed parts, in the order they were registered."""
    query = _WITH_SEALED.where(EVENT.c.journey_id.is_(None)).order_by(EVENT.c.number)
    return connection.execute(query.where(EVENT.c.programme == programme) if programme else query)


_WITH_SEALED = select(
    *EVENT.c["seq", "journey_id", "programme", "number", "name", "event", "on", "at", "by", "facts"],
    EVENT_PRIVATE.c.body,
).select_from(EVENT.outerjoin(EVENT_PRIVATE, EVENT_PRIVATE.c.seq == EVENT.c.seq))


def journeys_after(connection: Connection, journey_id: int, count: int) -> Sequence[Any]:
    """The next journeys in the order they were registered, without those that are erased: id, reference, version."""
    query = select(*JOURNEY.c["id", "reference", "version"]).where(JOURNEY.c.id > journey_id, NOT_ERASED)
    return connection.execute(query.order_by(JOURNEY.c.id).limit(count)).all()


def how_many_journeys(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(JOURNEY)).scalar_one())


def how_many_erased(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(ERASURE)).scalar_one())


def last_programme_event(connection: Connection) -> int:
    """The number of the last programme event; they are numbered through the whole installation."""
    numbers = select(func.max(EVENT.c.number)).where(EVENT.c.journey_id.is_(None))
    return int(connection.execute(numbers).scalar() or 0)


def journeys_of_person(connection: Connection, programme: str, person: Mapping[str, Any]) -> Sequence[Any]:
    """The journeys that somebody has in a programme: reference, referred_on. `person`: columns of their row.

    Known by the number, or by name and birth date where one of the two has no number.
    """
    same = and_(*(PERSON.c[name] == person[name] for name in ("given_name", "family_name", "birth_date")))
    if mark := person["personnummer_mark"]:
        same = or_(PERSON.c.personnummer_mark == mark, same & PERSON.c.personnummer_mark.is_(None))
    query = select(*JOURNEY.c["reference", "referred_on"]).join(PERSON, PERSON.c.id == JOURNEY.c.person_id)
    return connection.execute(query.where(JOURNEY.c.programme == programme, same).order_by(JOURNEY.c.id)).all()
