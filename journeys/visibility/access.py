"""Who may see which journey: the one answer, for pages, lists, searches, messages and exports.

Caseworkers and managers see their own unit. Another unit's journey opens for 60 minutes against a written reason. The
journey of a protected person is seen by named staff only. Coordinators and administrators see no journey.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, Text, and_, bindparam, delete, exists, insert, or_, select

from journeys.errors import JourneyError
from journeys.storage.dialect import insert_all_new
from journeys.tables.access import ACCESS_LOG, BREAK_GLASS, NAMED_STAFF
from journeys.tables.erasures import NOT_ERASED
from journeys.tables.journeys import JOURNEY
from journeys.tables.rows import BIG
from journeys.tables.staff import STAFF
from journeys.visibility.protection import is_protected

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

    @property
    def asking(self) -> Mapping[str, Any]:
        """What SEEN and LISTED ask with. Whoever may see no person is nobody to them."""
        if not self.sees_persons:
            return {"my_id": None, "my_unit": None, "my_address": None, "i_manage": False}
        return {"my_id": self.id, "my_unit": self.unit, "my_address": self.address, "i_manage": self.role == "manager"}


_MY_ID, _I_MANAGE = bindparam("my_id", type_=BIG), bindparam("i_manage", type_=Boolean)
_MY_UNIT, _MY_ADDRESS = bindparam("my_unit", type_=Text), bindparam("my_address", type_=Text)
_HERE = STAFF.alias()


def _is_named() -> ColumnElement[bool]:
    """On the list, or by the journey itself; a manager of its unit too until somebody is: nobody may be forgotten."""
    on_its_list = NAMED_STAFF.c.journey_id == JOURNEY.c.id
    named = exists().where(on_its_list, NAMED_STAFF.c.staff_id == _MY_ID)
    its_manager = and_(JOURNEY.c.unit == _MY_UNIT, _I_MANAGE)
    # Not with IN, whose part of a statement is put together anew each time.
    can_see = _HERE.c.removed_at.is_(None), or_(*(_HERE.c.role == role for role in sorted(SEE_PERSONS)))
    somebody = exists().where(on_its_list, NAMED_STAFF.c.staff_id == _HERE.c.id, *can_see)
    return or_(named, JOURNEY.c.caseworker == _MY_ADDRESS, and_(its_manager, ~somebody))


def _open_or_named(open_to_them: ColumnElement[bool]) -> ColumnElement[bool]:
    protected = is_protected()  # last: most journeys are another unit's, and it asks two tables
    return or_(and_(open_to_them, ~protected), and_(_is_named(), protected))


_BROKEN_OPEN = exists().where(
    BREAK_GLASS.c.journey_id == JOURNEY.c.id, BREAK_GLASS.c.staff_id == _MY_ID, BREAK_GLASS.c.until > bindparam("now")
)

SEEN = _open_or_named(or_(JOURNEY.c.unit == _MY_UNIT, _BROKEN_OPEN))
"""The condition on JOURNEY that every query of a person goes through. It asks with `Staff.asking` and `now`."""

LISTED = _open_or_named(JOURNEY.c.unit == _MY_UNIT)
"""The same for lists and searches: what was opened by breaking the glass is in none. It asks with `Staff.asking`."""

NEAR = or_(
    JOURNEY.c.unit == _MY_UNIT,
    JOURNEY.c.caseworker == _MY_ADDRESS,
    JOURNEY.c.id.in_(select(NAMED_STAFF.c.journey_id).where(NAMED_STAFF.c.staff_id == _MY_ID)),
)
"""What LISTED implies, in terms that have an index each: for a query that nothing else narrows."""


def journey_seen_by(connection: Connection, staff: Staff, reference: str, now: datetime) -> tuple[int, bool]:
    """The id of the journey, and whether they see it only because they broke the glass: then it is only read.

    Raises NotFound, whether it is unknown or not theirs to see.
    """
    found = connection.execute(_SEEN, {**staff.asking, "reference": reference, "now": now}).first()
    if found is None:
        raise NotFound
    return found.id, not found.is_own


# Built once: putting a statement together takes longer than running it.
_SEEN = select(JOURNEY.c.id, LISTED.label("is_own")).where(JOURNEY.c.reference == bindparam("reference"), SEEN)
_OWN = select(JOURNEY.c.id).where(JOURNEY.c.id == bindparam("journey_id"), LISTED)
_MINE = JOURNEY.c.caseworker.in_(bindparam("my_calls", expanding=True))
_ANSWERED_FOR = _OWN.where(or_(_MINE, and_(JOURNEY.c.unit == _MY_UNIT, _I_MANAGE)))


def may_see_readings(connection: Connection, staff: Staff, journey_id: int) -> bool:
    """Whether they may see who has read it: its caseworker and the managers of its unit."""
    mine = {**staff.asking, "journey_id": journey_id, "my_calls": staff.calls}
    return connection.execute(_ANSWERED_FOR, mine).first() is not None


def log_readings(connection: Connection, staff: Staff, told: Mapping[int, bool], *, page: str, now: datetime) -> None:
    """Write that a page tells them who these journeys are about, each with whether they broke the glass for it."""
    rows = [
        {"at": now, "staff_id": staff.id, "journey_id": id_, "page": page, "broke_glass": broke_glass}
        for id_, broke_glass in told.items()
    ]
    if rows:
        connection.execute(_LOG, rows)


_LOG = insert(ACCESS_LOG)


def can_be_broken_open(connection: Connection, staff: Staff, reference: str) -> int | None:
    """The journey of another unit that a written reason would open; None where nothing would, or it is erased."""
    if not staff.sees_persons:
        return None
    theirs = JOURNEY.c.unit != staff.unit, NOT_ERASED, ~is_protected()
    query = select(JOURNEY.c.id).where(JOURNEY.c.reference == reference, *theirs)
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


def unname(connection: Connection, journey_id: int, staff_id: int) -> None:
    mine = NAMED_STAFF.c.journey_id == journey_id, NAMED_STAFF.c.staff_id == staff_id
    connection.execute(delete(NAMED_STAFF).where(*mine))


def managers_of(connection: Connection, unit: str) -> list[int]:
    """The ids of a unit's managers: the first who see a protected person's referral."""
    query = select(STAFF.c.id).where(STAFF.c.unit == unit, STAFF.c.role == "manager", STAFF.c.removed_at.is_(None))
    return list(connection.execute(query.order_by(STAFF.c.id)).scalars())
