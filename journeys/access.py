"""Who may see which journey: the one answer, for pages, lists, searches, messages and exports.

Caseworkers and managers see their own unit. Another unit's journey opens for 60 minutes against a written reason. The
journey of a protected person is seen by named staff only. Coordinators and administrators see no journey.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, false, insert, literal, or_, select

from journeys.access_tables import ACCESS_LOG, BREAK_GLASS, NAMED_STAFF
from journeys.dialect import insert_all_new
from journeys.errors import JourneyError
from journeys.protection import is_protected
from journeys.tables import JOURNEY, STAFF

OPEN_FOR = timedelta(minutes=60)
SEE_PERSONS = frozenset({"caseworker", "manager"})


class NotFound(JourneyError):
    """Sidan finns inte, eller så får du inte se den."""


class OnlyToRead(JourneyError):
    """Ärendet hör till en annan enhet. Du kan läsa det, men bara den enheten kan ändra i det."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff:
    """Somebody who has signed in."""

    id: int
    address: str
    name: str
    role: str
    unit: str | None

    @property
    def sees_persons(self) -> bool:
        return self.role in SEE_PERSONS

    @property
    def calls(self) -> tuple[str, str]:
        """What a journey may call its caseworker by."""
        return self.address, self.name


def seen_by(staff: Staff, now: datetime) -> ColumnElement[bool]:
    """The condition on JOURNEY that every query of a person goes through."""
    if not staff.sees_persons:
        return false()
    broken = exists().where(
        BREAK_GLASS.c.journey_id == JOURNEY.c.id, BREAK_GLASS.c.staff_id == staff.id, BREAK_GLASS.c.until > now
    )
    return _open_or_named(staff, or_(JOURNEY.c.unit == staff.unit, broken))


def listed_for(staff: Staff) -> ColumnElement[bool]:
    """The same for lists and searches: what was opened by breaking the glass is in none."""
    return _open_or_named(staff, JOURNEY.c.unit == staff.unit) if staff.sees_persons else false()


def _open_or_named(staff: Staff, open_to_them: ColumnElement[bool]) -> ColumnElement[bool]:
    protected = is_protected()
    return or_(and_(~protected, open_to_them), and_(protected, _is_named(staff)))


_HERE = STAFF.alias()


def _is_named(staff: Staff) -> ColumnElement[bool]:
    """On the list, or by the journey itself; a manager of its unit too until somebody is: nobody may be forgotten."""
    on_its_list = NAMED_STAFF.c.journey_id == JOURNEY.c.id
    named = exists().where(on_its_list, NAMED_STAFF.c.staff_id == staff.id)
    its_manager = and_(JOURNEY.c.unit == staff.unit, literal(staff.role == "manager"))
    somebody = exists().where(on_its_list, NAMED_STAFF.c.staff_id == _HERE.c.id, _HERE.c.removed_at.is_(None))
    return or_(named, JOURNEY.c.caseworker == staff.address, and_(its_manager, ~somebody))


def journey_seen_by(connection: Connection, staff: Staff, reference: str, now: datetime) -> int:
    """The id of the journey. Raises NotFound, whether it is unknown or not theirs to see."""
    query = select(JOURNEY.c.id).where(JOURNEY.c.reference == reference, seen_by(staff, now))
    found = connection.execute(query).scalar()
    if found is None:
        raise NotFound
    return int(found)


def is_foreign(connection: Connection, staff: Staff, journey_id: int) -> bool:
    """Whether they see it only because they broke the glass."""
    own = select(JOURNEY.c.id).where(JOURNEY.c.id == journey_id, listed_for(staff))
    return connection.execute(own).first() is None


def may_write(connection: Connection, staff: Staff, journey_id: int) -> bool:
    """Whether they may change a journey that they see: what was opened by breaking the glass is only read."""
    return not is_foreign(connection, staff, journey_id)


def may_see_readings(connection: Connection, staff: Staff, journey_id: int) -> bool:
    """Whether they may see who has read it: its caseworker and the managers of its unit."""
    its_manager = and_(JOURNEY.c.unit == staff.unit, literal(staff.role == "manager"))
    theirs = or_(JOURNEY.c.caseworker.in_(staff.calls), its_manager)
    query = select(JOURNEY.c.id).where(JOURNEY.c.id == journey_id, listed_for(staff), theirs)
    return connection.execute(query).first() is not None


def log_reading(connection: Connection, staff: Staff, journey_id: int, *, page: str, now: datetime) -> None:
    """Write that they read it; before the page is sent."""
    row = {
        "at": now,
        "staff_id": staff.id,
        "journey_id": journey_id,
        "page": page,
        "broke_glass": is_foreign(connection, staff, journey_id),
    }
    connection.execute(insert(ACCESS_LOG), row)


def log_listing(connection: Connection, staff: Staff, journey_ids: Iterable[int], *, page: str, now: datetime) -> None:
    """Write that a list showed them who these journeys are about."""
    rows = [
        {"at": now, "staff_id": staff.id, "journey_id": id_, "page": page, "broke_glass": False}
        for id_ in dict.fromkeys(journey_ids)
    ]
    if rows:
        connection.execute(insert(ACCESS_LOG), rows)


def can_be_broken_open(connection: Connection, staff: Staff, reference: str) -> int | None:
    """The journey of another unit that a written reason would open; None where nothing would."""
    if not staff.sees_persons:
        return None
    query = select(JOURNEY.c.id).where(JOURNEY.c.reference == reference, JOURNEY.c.unit != staff.unit, ~is_protected())
    return connection.execute(query).scalar()


def break_glass(connection: Connection, staff: Staff, journey_id: int, *, reason: str, now: datetime) -> int:
    """Open another unit's journey for 60 minutes; the id of this opening."""
    row = {"journey_id": journey_id, "staff_id": staff.id, "reason": reason, "opened_at": now, "until": now + OPEN_FOR}
    return int(connection.execute(insert(BREAK_GLASS).returning(BREAK_GLASS.c.id), row).scalar_one())


def open_until(connection: Connection, staff: Staff, journey_id: int, now: datetime) -> datetime | None:
    """Until when they have opened another unit's journey; None where they have not, or no longer."""
    theirs = BREAK_GLASS.c.journey_id == journey_id, BREAK_GLASS.c.staff_id == staff.id, BREAK_GLASS.c.until > now
    query = select(BREAK_GLASS.c.until).where(*theirs).order_by(BREAK_GLASS.c.until.desc()).limit(1)
    return connection.execute(query).scalar()


def name_for(connection: Connection, journey_id: int, staff_ids: list[int]) -> None:
    """Let these staff see a protected person's journey."""
    insert_all_new(connection, NAMED_STAFF, [{"journey_id": journey_id, "staff_id": id_} for id_ in staff_ids])


def name_who_works_with(connection: Connection, journey_id: int, staff: Staff) -> None:
    """See to that a protected person's journey is seen by its caseworker, and by whoever has just changed it."""
    theirs = or_(STAFF.c.address == JOURNEY.c.caseworker, STAFF.c.id == staff.id)
    query = select(STAFF.c.id).join(JOURNEY, theirs).where(JOURNEY.c.id == journey_id, is_protected())
    name_for(connection, journey_id, list(connection.execute(query.where(STAFF.c.removed_at.is_(None))).scalars()))


def unname(connection: Connection, journey_id: int, staff_id: int) -> None:
    mine = NAMED_STAFF.c.journey_id == journey_id, NAMED_STAFF.c.staff_id == staff_id
    connection.execute(delete(NAMED_STAFF).where(*mine))


def managers_of(connection: Connection, unit: str) -> list[int]:
    """The ids of a unit's managers: the first who see a protected person's referral."""
    query = select(STAFF.c.id).where(STAFF.c.unit == unit, STAFF.c.role == "manager", STAFF.c.removed_at.is_(None))
    return list(connection.execute(query.order_by(STAFF.c.id)).scalars())
