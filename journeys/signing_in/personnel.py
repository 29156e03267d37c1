"""The staff list together with the accounts: whoever is added gets a one-time link, whoever leaves cannot sign in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from sqlalchemy import Connection, func, select

from journeys import staff
from journeys.errors import JourneyError
from journeys.settings import Settings
from journeys.signing_in import accounts
from journeys.staff import Left, Role, StaffUnknown
from journeys.tables.access import ACCOUNT, LINK
from journeys.tables.staff import STAFF
from journeys.visibility.access import NotFound, Staff
from journeys.visibility.access_named import name_after_change
from journeys.work import Work

DESK = "http://127.0.0.1:8000/"
"""Where the desk is if the settings do not say."""


class NotYourself(JourneyError):
    """Du kan inte ta bort eller ändra dig själv. Be en annan administratör."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hired:
    """Somebody was put on the staff list. `link` is the token of their one-time link; `is_new` if never here before."""

    staff_id: int
    is_new: bool
    link: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """Somebody who works here, and how far their account has come."""

    staff: Staff
    has_password: bool
    has_second_factor: bool
    link_until: datetime | None
    """Until when the link works that they have not used yet."""


def hire(work: Work, *, address: str, name: str, role: Role, unit: str | None) -> Hired:
    """Put somebody on the list with an account that is not set up. Raises StaffRefused and UnitUnknown."""
    is_new = staff.add(work, address=address, name=name, role=role, unit=unit)
    staff_id = _id_of(work.connection, address)
    name_after_change(work.connection, staff_id)
    return Hired(staff_id=staff_id, is_new=is_new, link=accounts.reset(work.connection, staff_id, work.now))


def move(work: Work, by: Staff, staff_id: int, *, role: Role, unit: str | None) -> None:
    """Another role or unit; they sign in anew. Raises NotFound, NotYourself, StaffRefused and UnitUnknown."""
    them = _other(work.connection, by, staff_id)
    with work.connection.begin_nested():  # both or neither, whatever the caller makes of a refusal
        staff.remove(work, them.address)
        staff.add(work, address=them.address, name=them.name, role=role, unit=unit)
    name_after_change(work.connection, staff_id)
    accounts.end_sessions(work.connection, staff_id)


def let_go(work: Work, address: str) -> Left:
    """Take somebody off the list and close their account. Raises StaffUnknown."""
    left, staff_id = staff.remove(work, address), _id_of(work.connection, address)
    name_after_change(work.connection, staff_id)
    accounts.close(work.connection, staff_id)
    return left


def let_go_by(work: Work, by: Staff, staff_id: int) -> Left:
    """The same, by an administrator. Raises NotFound and NotYourself."""
    return let_go(work, _other(work.connection, by, staff_id).address)


def reset(work: Work, by: Staff, staff_id: int) -> str:
    """Forget how somebody signs in; the token of a new one-time link. Raises NotFound and NotYourself."""
    return accounts.reset(work.connection, _other(work.connection, by, staff_id).id, work.now)


def reset_at(work: Work, address: str) -> str:
    """The same, by whoever runs the installation: for when no administrator gets in. Raises StaffUnknown."""
    staff_id = _id_of(work.connection, address)
    if accounts.staff_of(work.connection, staff_id) is None:
        raise StaffUnknown(address)
    return accounts.reset(work.connection, staff_id, work.now)


def somebody(connection: Connection, staff_id: int) -> Staff:
    """One of the staff. Raises NotFound."""
    found = accounts.staff_of(connection, staff_id)
    if found is None:
        raise NotFound
    return found


def roster(connection: Connection, now: datetime) -> Sequence[Listed]:
    """Everybody who works here, by unit and name."""
    columns = STAFF.c["id", "address", "name", "role", "unit"]
    query = (
        select(*columns, ACCOUNT.c.password, ACCOUNT.c.totp, LINK.c.expires_at)
        .select_from(STAFF)
        .outerjoin(ACCOUNT, ACCOUNT.c.staff_id == STAFF.c.id)
        .outerjoin(LINK, (LINK.c.staff_id == STAFF.c.id) & LINK.c.used_at.is_(None) & (LINK.c.expires_at > now))
        .where(STAFF.c.removed_at.is_(None))
        .order_by(func.coalesce(STAFF.c.unit, ""), STAFF.c.name, STAFF.c.id)
    )
    return [
        Listed(
            staff=Staff(id=row.id, address=row.address, name=row.name, role=row.role, unit=row.unit),
            has_password=row.password is not None,
            has_second_factor=row.totp is not None,
            link_until=row.expires_at,
        )
        for row in connection.execute(query)
    ]


def address_of(link: str, settings: Settings) -> str:
    """The whole address of a one-time link."""
    return urljoin(settings.login_url or DESK, f"/valkommen/{link}")


def _other(connection: Connection, by: Staff, staff_id: int) -> Staff:
    if staff_id == by.id:
        raise NotYourself
    return somebody(connection, staff_id)


def _id_of(connection: Connection, address: str) -> int:
    """Also of somebody who has left. Raises StaffUnknown."""
    found = connection.execute(select(STAFF.c.id).where(func.lower(STAFF.c.address) == address.lower())).scalar()
    if found is None:
        raise StaffUnknown(address)
    return int(found)
