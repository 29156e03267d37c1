"""Who is named for the journey of a protected person, and who may not be left out."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, select

from journeys.access import SEE_PERSONS, Staff, managers_of, name_for, unname
from journeys.access_tables import NAMED_STAFF
from journeys.errors import JourneyError
from journeys.protection import is_protected
from journeys.tables import JOURNEY, STAFF


class CaseworkerStays(JourneyError):
    """Handläggaren i ärendet måste kunna se det. Byt handläggare först."""


class LastManagerStays(JourneyError):
    """Minst en enhetschef måste kunna se ärendet, annars glöms det. Lägg till en annan enhetschef först."""


class CannotBeNamed(JourneyError):
    """Bara handläggare och enhetschefer kan få se ett ärende."""


def is_protected_journey(connection: Connection, journey_id: int) -> bool:
    return bool(connection.execute(select(is_protected()).where(JOURNEY.c.id == journey_id)).scalar())


def named(connection: Connection, journey_id: int) -> list[Staff]:
    """Those who work here and see the journey, by name."""
    return _staff(connection, _those_who_see_persons().where(_is_named(journey_id)))


def can_be_named(connection: Connection, journey_id: int) -> list[Staff]:
    """Those who could see it and do not yet, by name."""
    return _staff(connection, _those_who_see_persons().where(~_is_named(journey_id)))


def name_one(connection: Connection, journey_id: int, staff_id: int) -> None:
    """Raises CannotBeNamed."""
    if connection.execute(_those_who_see_persons().where(STAFF.c.id == staff_id)).first() is None:
        raise CannotBeNamed
    name_for(connection, journey_id, [staff_id])


def unname_one(connection: Connection, journey_id: int, staff_id: int) -> None:
    """Raises CaseworkerStays or LastManagerStays: somebody must see it, or it is forgotten."""
    left = [each for each in named(connection, journey_id) if each.id != staff_id]
    if staff_id == _caseworker(connection, journey_id):
        raise CaseworkerStays
    if not any(each.role == "manager" for each in left):
        raise LastManagerStays
    unname(connection, journey_id, staff_id)


def name_by_default(connection: Connection, journey_id: int) -> None:
    """See to that a protected person's journey is seen by its caseworker, and by some manager of the unit it is in."""
    if not is_protected_journey(connection, journey_id):
        return
    unit = connection.execute(select(JOURNEY.c.unit).where(JOURNEY.c.id == journey_id)).scalar_one()
    caseworker = _caseworker(connection, journey_id)
    managers = managers_of(connection, unit)
    is_seen = {each.id for each in named(connection, journey_id)} & set(managers)
    name_for(connection, journey_id, [*([caseworker] if caseworker else []), *([] if is_seen else managers)])


def _caseworker(connection: Connection, journey_id: int) -> int | None:
    query = select(STAFF.c.id).join(JOURNEY, STAFF.c.address == JOURNEY.c.caseworker)
    return connection.execute(query.where(JOURNEY.c.id == journey_id, STAFF.c.removed_at.is_(None))).scalar()


def _those_who_see_persons() -> Select[Any]:
    query = select(*STAFF.c["id", "address", "name", "role", "unit"])
    return query.where(STAFF.c.removed_at.is_(None), STAFF.c.role.in_(SEE_PERSONS)).order_by(STAFF.c.name, STAFF.c.id)


def _is_named(journey_id: int) -> ColumnElement[bool]:
    return exists().where(NAMED_STAFF.c.staff_id == STAFF.c.id, NAMED_STAFF.c.journey_id == journey_id)


def _staff(connection: Connection, query: Select[Any]) -> list[Staff]:
    return [Staff(**row) for row in connection.execute(query).mappings()]
