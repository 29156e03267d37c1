"""The staff: caseworkers and managers of a unit, coordinators and administrators of the association.

Nobody's row is ever deleted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, func, insert, select, update

from journeys.catalogue import Catalogue
from journeys.errors import JourneyError
from journeys.journal.line_values import Email, Name
from journeys.tables.journeys import JOURNEY
from journeys.tables.staff import STAFF
from journeys.work import Work

Role = Literal["caseworker", "manager", "coordinator", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
IN_SWEDISH: Mapping[str, str] = {
    "caseworker": "handläggare",
    "manager": "enhetschef",
    "coordinator": "samordnare",
    "administrator": "administratör",
}
OF_THE_ASSOCIATION: frozenset[Role] = frozenset({"coordinator", "administrator"})


class StaffRefused(JourneyError):
    """Somebody who cannot be put on the staff list as they were described."""


class StaffUnknown(JourneyError):
    """Nobody on the staff list has this address."""

    def __init__(self, address: str) -> None:
        super().__init__(f"Ingen i personallistan har adressen {address}. Se listan med: farled staff list")
        self.address = address


class CaseworkerUnknown(JourneyError):
    """No journey and nobody on the staff list has this name."""

    def __init__(self, caseworker: str) -> None:
        super().__init__(f"Ingen handläggare heter ”{caseworker}”. Skriv namnet eller adressen som i ärendena.")
        self.caseworker = caseworker


class UnitUnknown(JourneyError):
    """No programme has this unit."""

    def __init__(self, unit: str, known: Sequence[str]) -> None:
        super().__init__(f"Enheten ”{unit}” finns inte i någon insats. Välj: {', '.join(known)}.")
        self.unit = unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One of the staff who is still here."""

    address: str
    name: str
    role: str
    unit: str | None
    added_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """Somebody was removed. `open_journeys`: what they leave behind; `others`: who in the unit can take it."""

    member: Member
    open_journeys: Sequence[str]
    others: Sequence[Member]


def add(work: Work, *, address: str, name: str, role: Role, unit: str | None) -> bool:
    """Put somebody on the list; False if they come back to it. Raises StaffRefused and UnitUnknown."""
    _hold_to_shape(address, name)
    _hold_to_role(work.catalogue, role, unit)
    values = {"name": name, "role": role, "unit": unit, "added_at": work.now, "removed_at": None}
    known = _row(work.connection, address)
    if known is None:
        work.connection.execute(insert(STAFF), {"address": address, **values})
        return True
    if known.removed_at is None:
        raise StaffRefused(f"{address} finns redan i personallistan. Ta bort och lägg till igen för att ändra.")
    work.connection.execute(update(STAFF).where(STAFF.c.id == known.id).values(address=address, **values))
    return False


def remove(work: Work, address: str) -> Left:
    """Take somebody off the list. Raises StaffUnknown."""
    row = _row(work.connection, address)
    if row is None or row.removed_at is not None:
        raise StaffUnknown(address)
    work.connection.execute(update(STAFF).where(STAFF.c.id == row.id).values(removed_at=work.now))
    member = _member(row)
    return Left(
        member=member,
        open_journeys=_open_journeys(work.connection, member),
        others=members(work.connection, unit=member.unit) if member.unit else [],
    )


def members(connection: Connection, *, unit: str | None = None) -> list[Member]:
    """Everybody who is here, or in one unit, by unit, role and name."""
    query = select(*STAFF.c[_COLUMNS]).where(STAFF.c.removed_at.is_(None))
    here = query if unit is None else query.where(STAFF.c.unit == unit)
    found = [_member(row) for row in connection.execute(here)]
    return sorted(found, key=lambda each: (each.unit or "", ROLES.index(each.role), each.name, each.address))


def names_of(connection: Connection, caseworker: str) -> list[str]:
    """What the journeys of a caseworker may call them: the name, the address. Raises CaseworkerUnknown."""
    is_theirs = (STAFF.c.address == caseworker) | (STAFF.c.name == caseworker)
    listed = connection.execute(select(STAFF.c.address, STAFF.c.name).where(is_theirs)).all()
    names = {caseworker, *(name for row in listed for name in row)}
    if (
        not listed
        and connection.execute(select(JOURNEY.c.id).where(JOURNEY.c.caseworker == caseworker)).first() is None
    ):
        raise CaseworkerUnknown(caseworker)
    return sorted(names)


def known_unit(catalogue: Catalogue, unit: str) -> str:
    """The unit, if some version of some programme has it. Raises UnitUnknown."""
    known = sorted({each.id for programme in catalogue.versions.values() for each in programme.units})
    if unit not in known:
        raise UnitUnknown(unit, known)
    return unit


_COLUMNS = ("address", "name", "role", "unit", "added_at")
_ADDRESS: TypeAdapter[str] = TypeAdapter(Email)
_NAME: TypeAdapter[str] = TypeAdapter(Name)


def _member(row: Any) -> Member:
    return Member(**{column: getattr(row, column) for column in _COLUMNS})


def _row(connection: Connection, address: str) -> Any:
    """Whoever has the address, whatever its capitals."""
    return connection.execute(select(STAFF).where(func.lower(STAFF.c.address) == address.lower())).first()


def _open_journeys(connection: Connection, member: Member) -> list[str]:
    theirs = JOURNEY.c.caseworker.in_([member.address, member.name])
    query = select(JOURNEY.c.reference).where(theirs, JOURNEY.c.ended_on.is_(None)).order_by(JOURNEY.c.reference)
    return list(connection.execute(query).scalars())


def _hold_to_shape(address: str, name: str) -> None:
    for shape, value, sentence in (
        (_ADDRESS, address, "Adressen ska vara en e-postadress: kim@molndal.example."),
        (_NAME, name, "Namnet får inte vara tomt, längre än 200 tecken eller ha styrtecken."),
    ):
        try:
            shape.validate_python(value)
        except ValidationError:
            raise StaffRefused(sentence) from None


def _hold_to_role(catalogue: Catalogue, role: Role, unit: str | None) -> None:
    if role in OF_THE_ASSOCIATION:
        if unit is not None:
            raise StaffRefused(f"En {IN_SWEDISH[role]} hör till förbundet. Ange ingen enhet.")
    elif unit is None:
        raise StaffRefused(f"En {IN_SWEDISH[role]} hör till en enhet. Ange vilken.")
    else:
        known_unit(catalogue, unit)
