"""Who is named for the journey of a protected person, and who may not be left out."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select, bindparam, exists, or_, select, union

from journeys.errors import JourneyError
from journeys.tables.access import NAMED_STAFF
from journeys.tables.journeys import JOURNEY
from journeys.tables.staff import STAFF
from journeys.visibility.access import SEE_PERSONS, Staff, managers_of, name_for, unname
from journeys.visibility.protection import is_protected


class CaseworkerStays(JourneyError):
    """Handläggaren i ärendet måste kunna se det. Byt handläggare först."""


class LastManagerStays(JourneyError):
    """Minst en enhetschef måste kunna se ärendet, annars glöms det. Lägg till en annan enhetschef först."""


class CannotBeNamed(JourneyError):
    """Bara handläggare och enhetschefer kan få se ett ärende."""


def is_protected_journey(connection: Connection, journey_id: int) -> bool:
    return bool(connection.execute(_IS_PROTECTED, {"its_id": journey_id}).scalar())


_IS_PROTECTED = select(is_protected()).where(JOURNEY.c.id == bindparam("its_id"))


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
    name_by_default(connection, journey_id)  # once somebody is on the list, its managers see it by the list alone
    name_for(connection, journey_id, [staff_id])


def unname_one(connection: Connection, journey_id: int, staff_id: int) -> None:
    """Raises CaseworkerStays or LastManagerStays: somebody must see it, or it is forgotten."""
    left = [each for each in named(connection, journey_id) if each.id != staff_id]
    if staff_id in _caseworker(connection, journey_id):
        raise CaseworkerStays
    if not any(each.role == "manager" for each in left):
        raise LastManagerStays
    unname(connection, journey_id, staff_id)


def name_by_default(connection: Connection, *journey_ids: int, moved: bool = False) -> None:
    """See to that the journeys of protected persons are seen by their caseworkers, and each by some manager.

    So are the others of the same persons: who is protected in one is so in all. Where no manager is named yet, those of
    the unit are; also where the journeys were `moved` to a unit none of whose managers is.
    """
    for journey in connection.execute(_PROTECTED, {"ids": journey_ids}).all():
        name_for(connection, journey.id, [*_caseworker(connection, journey.id), *_managers(connection, journey, moved)])


def name_who_answers(connection: Connection, reference: str, unit: str) -> None:
    """Of a protected person's new referral: the managers; where a unit has none, its staff, for what nobody sees is a
    person forgotten.
    """
    journey_id = connection.execute(_ID, {"reference": reference}).scalar_one()
    if is_protected_journey(connection, journey_id):
        everybody = connection.execute(_WORK_THERE, {"of_unit": unit}).scalars()
        name_for(connection, journey_id, managers_of(connection, unit) or list(everybody))


_ID = select(JOURNEY.c.id).where(JOURNEY.c.reference == bindparam("reference"))
_WORK_THERE = select(STAFF.c.id).where(STAFF.c.unit == bindparam("of_unit"), STAFF.c.removed_at.is_(None))


def name_who_works_with(connection: Connection, journey_id: int, staff: Staff) -> None:
    """The same, and whoever has just changed it."""
    name_by_default(connection, journey_id)
    if is_protected_journey(connection, journey_id):
        name_for(connection, journey_id, [staff.id])


def name_after_change(connection: Connection, staff_id: int) -> None:
    """The same, after somebody has come, changed or left: for the journeys that are theirs to see, and their unit's."""
    member = select(STAFF.c.unit).where(STAFF.c.id == staff_id).scalar_subquery()
    named_for = select(NAMED_STAFF.c.journey_id).where(NAMED_STAFF.c.staff_id == staff_id)
    theirs = or_(JOURNEY.c.unit == member, JOURNEY.c.id.in_(named_for))
    name_by_default(connection, *connection.execute(select(JOURNEY.c.id).where(is_protected(), theirs)).scalars())


def _managers(connection: Connection, journey: Row[Any], moved: bool) -> list[int]:
    managers = managers_of(connection, journey.unit)
    enough = {each.id for each in named(connection, journey.id) if each.role == "manager"}
    return [] if (enough & set(managers) if moved else enough) else managers


def _caseworker(connection: Connection, journey_id: int) -> list[int]:
    """Their id, if they work here."""
    query = select(STAFF.c.id).join(JOURNEY, STAFF.c.address == JOURNEY.c.caseworker)
    return list(connection.execute(query.where(JOURNEY.c.id == journey_id, STAFF.c.removed_at.is_(None))).scalars())


def _of_protected_persons() -> Select[Any]:
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    changed = JOURNEY.alias()
    same_person = select(JOURNEY.c.id).join(changed, changed.c.person_id == JOURNEY.c.person_id)
    theirs = union(select(JOURNEY.c.id).where(JOURNEY.c.id.in_(ids)), same_person.where(changed.c.id.in_(ids)))
    return select(*JOURNEY.c["id", "unit"]).where(JOURNEY.c.id.in_(theirs), is_protected()).order_by(JOURNEY.c.id)


_PROTECTED = _of_protected_persons()


def _those_who_see_persons() -> Select[Any]:
    query = select(*STAFF.c["id", "address", "name", "role", "unit"])
    return query.where(STAFF.c.removed_at.is_(None), STAFF.c.role.in_(SEE_PERSONS)).order_by(STAFF.c.name, STAFF.c.id)


def _is_named(journey_id: int) -> ColumnElement[bool]:
    return exists().where(NAMED_STAFF.c.staff_id == STAFF.c.id, NAMED_STAFF.c.journey_id == journey_id)


def _staff(connection: Connection, query: Select[Any]) -> list[Staff]:
    return [Staff(**row) for row in connection.execute(query).mappings()]
