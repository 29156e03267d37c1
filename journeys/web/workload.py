"""How a unit stands, as its manager sees it: every query here goes through `access.LISTED`.

So a protected person's journey is in no list and no count for a manager who is not named for it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Self

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)

from journeys.catalogue import Catalogue, NoVersionYet
from journeys.due import DueRow, what_is_due
from journeys.staff import members
from journeys.tables.journeys import ACTIVE, JOURNEY
from journeys.tables.people import PERSON
from journeys.tables.staff import STAFF
from journeys.visibility.access import LISTED, Staff
from journeys.visibility.protection import is_protected

PAGE = 50
AHEAD = timedelta(days=14)
SILENT = timedelta(days=30)
MOST_HANDS = 2
NOBODY = "ingen"
"""How an address of a page says that nobody has a journey."""

_HERE = and_(LISTED, JOURNEY.c.unit == bindparam("my_unit"))
"""The unit's own journeys, as far as they may be listed for whoever asks."""
_OPEN_HERE = and_(_HERE, JOURNEY.c.ended_on.is_(None))
_KIND = case((JOURNEY.c.state == "paused", "paused"), (JOURNEY.c.started_on.is_(None), "waiting"), else_="active")
_HANDS = select(func.count(ACTIVE.c.caseworker.distinct())).where(ACTIVE.c.journey_id == JOURNEY.c.id).scalar_subquery()
_SHOWN = (
    *JOURNEY.c["id", "reference", "programme", "version", "unit", "caseworker", "state", "last_day"],
    is_protected().label("protected"),
    *PERSON.c["given_name", "family_name"],
    _HANDS.label("hands"),
)

_LISTED = select(*_SHOWN).select_from(JOURNEY).outerjoin(PERSON, PERSON.c.id == JOURNEY.c.person_id).where(_OPEN_HERE)


@dataclass(kw_only=True, slots=True)
class Load:
    """What one caseworker has. `address` is `NOBODY` for the journeys that nobody has."""

    address: str
    name: str
    journeys: Counter[str] = field(default_factory=Counter)
    """By kind: `active`, `waiting` (not started) and `paused`."""
    overdue: int = 0
    soon: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """Who is meant by what the journeys call their caseworkers: an address, or a name."""

    by_call: Mapping[str, str]
    by_address: Mapping[str, str]
    numbers: Mapping[str, str]
    """Address → the number on the staff list."""

    @classmethod
    def read(cls, connection: Connection, calls: Collection[str | None] | None = None) -> Self:
        """All who work or have worked here, or those who are called so."""
        query = _STAFF if calls is None else _STAFF_CALLED
        rows = connection.execute(query, {"calls": list(calls or ())}).all()
        by_address = {row.address: f"{row.name} (har slutat)" if row.removed_at else row.name for row in rows}
        return cls(
            by_call={row.name: row.address for row in rows} | {each: each for each in by_address},
            by_address=by_address,
            numbers={row.address: str(row.id) for row in rows},
        )

    def address(self, caseworker: str | None) -> str:
        return NOBODY if caseworker is None else self.by_call.get(caseworker, caseworker)

    def name(self, caseworker: str | None) -> str:
        address = self.address(caseworker)
        return "Ingen handläggare" if address == NOBODY else self.by_address.get(address, address)

    def calls(self, address: str) -> list[str]:
        """All that the journeys may call them."""
        return [call for call, its in self.by_call.items() if its == address] or [address]


_STAFF = select(*STAFF.c["id", "address", "name", "removed_at"]).order_by(STAFF.c.id.desc())
_CALLS: BindParameter[str] = bindparam("calls", expanding=True)
_STAFF_CALLED = _STAFF.where(or_(STAFF.c.address.in_(_CALLS), STAFF.c.name.in_(_CALLS)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Places:
    """What one programme gives the unit and what is taken of it; None where the programme sets no number."""

    programme: str
    started: int
    places_per_year: int | None
    active: int
    max_at_once: int | None


def due(connection: Connection, catalogue: Catalogue, staff: Staff, today: date) -> list[DueRow]:
    """What is overdue in the unit, and what is due within two weeks."""
    return what_is_due(connection, catalogue, today=today, until=today + AHEAD, seen=_HERE, asking=staff.asking)


def loads(connection: Connection, staff: Staff, names: Names, due: Iterable[DueRow], today: date) -> list[Load]:
    """Everybody in the unit and whoever else has a journey of it, by name; what nobody has comes last."""
    unit = members(connection, unit=staff.unit or "")
    found = {each.address: Load(address=each.address, name=each.name) for each in unit}

    def of(caseworker: str | None) -> Load:
        address = names.address(caseworker)
        return found.setdefault(address, Load(address=address, name=names.name(caseworker)))

    for caseworker, kind, count in _counts(connection, staff):
        of(caseworker).journeys[kind] += count
    for row in due:
        load = of(row.caseworker)
        load.overdue += row.due < today
        load.soon += row.due >= today
    return sorted(found.values(), key=lambda load: (load.address == NOBODY, load.name))


def called(connection: Connection, staff: Staff) -> set[str | None]:
    """What the open journeys of the unit call their caseworkers."""
    return {caseworker for caseworker, _, _ in _counts(connection, staff)}


def _counts(connection: Connection, staff: Staff) -> Iterable[Any]:
    query = select(JOURNEY.c.caseworker, _KIND.label("kind"), func.count()).where(_OPEN_HERE)
    return connection.execute(query.group_by(JOURNEY.c.caseworker, _KIND), staff.asking)


def places(connection: Connection, catalogue: Catalogue, staff: Staff, today: date) -> list[Places]:
    """Of each programme that the unit carries out today."""
    found = (_places(connection, catalogue, staff, programme, today) for programme in catalogue.ids())
    return [each for each in found if each is not None]


def _places(connection: Connection, catalogue: Catalogue, staff: Staff, programme: str, today: date) -> Places | None:
    try:
        valid = catalogue.valid_on(programme, today)
    except NoVersionYet:
        return None
    unit = valid.unit(staff.unit or "")
    if unit is None:
        return None
    of_it = and_(_HERE, JOURNEY.c.programme == programme)
    started = JOURNEY.c.started_on.between(date(today.year, 1, 1), today) & JOURNEY.c.counted
    return Places(
        programme=valid.name,
        started=_how_many(connection, staff, of_it & started),
        places_per_year=unit.places_per_year,
        active=_how_many(connection, staff, of_it & JOURNEY.c.ended_on.is_(None) & (_KIND == "active")),
        max_at_once=unit.max_at_once,
    )


def _how_many(connection: Connection, staff: Staff, which: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(JOURNEY).where(which), staff.asking).scalar_one())


def to_look_at(connection: Connection, staff: Staff, today: date) -> Sequence[RowMapping]:
    """Open journeys where nothing has happened for a month, or that have changed hands often; the longest silent first.

    One row more than a page where there are more. What is paused may be silent.
    """
    silent = and_(JOURNEY.c.last_day < today - SILENT, JOURNEY.c.state != "paused")
    query = _LISTED.where(or_(silent, _HANDS > MOST_HANDS)).order_by(JOURNEY.c.last_day, JOURNEY.c.id)
    return connection.execute(query.limit(PAGE + 1), staff.asking).mappings().all()


def open_of(connection: Connection, staff: Staff, calls: Sequence[str] | None, after: int) -> Sequence[RowMapping]:
    """A page of the open journeys that somebody has, or (None) nobody; one row more where there is another page."""
    whose = JOURNEY.c.caseworker.is_(None) if calls is None else JOURNEY.c.caseworker.in_(calls)
    query = _LISTED.where(whose, JOURNEY.c.id > after).order_by(JOURNEY.c.id).limit(PAGE + 1)
    return connection.execute(query, staff.asking).mappings().all()


def open_among(connection: Connection, staff: Staff, references: Collection[str]) -> Sequence[RowMapping]:
    """Those of the references that are open journeys of the unit."""
    query = _LISTED.where(JOURNEY.c.reference.in_(sorted(references))).order_by(JOURNEY.c.id)
    return connection.execute(query, staff.asking).mappings().all()
