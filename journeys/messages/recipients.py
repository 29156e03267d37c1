"""Who gets a message, at which address, in which language. Nobody with protected identity gets any.

Of a protected person's journey only the staff who work with it hear: no invitation goes to a referrer's open mailbox.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from journeys.tables.journeys import JOURNEY, MEETING
from journeys.tables.people import PERSON, REFERRER
from journeys.tables.staff import STAFF
from journeys.visibility import protection

SWEDISH = "sv"


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """One mailbox. `key` tells recipients of the same audience apart, without anything personal."""

    audience: str
    key: str
    address: str
    language: str = SWEDISH
    former: bool = False
    """It was theirs, and is theirs no longer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Nobody:
    """Why there is no mailbox."""

    audience: str
    reason: str


PROTECTED = "skyddade personuppgifter"
NO_ADDRESS = "adress saknas"


def of_meeting(connection: Connection, journey_id: int, caseworker: str | None) -> list[Recipient]:
    """Participant, referrer and caseworker, as far as they have an address and may be written to."""
    journey = journey_contacts(connection, journey_id)
    found = (participant(journey), referrer(journey), *caseworkers(connection, caseworker))
    return [recipient for recipient in found if isinstance(recipient, Recipient)]


def journey_contacts(connection: Connection, journey_id: int) -> Any:
    """One row: id, unit, party, whether they are protected, and the addresses of participant and referrer."""
    return connection.execute(_CONTACTS_OF_ONE, {"its_id": journey_id}).one()


CONTACTS = select(
    *JOURNEY.c["id", "reference", "unit", "caseworker", "party", "state"],
    *MEETING.c["starts_at", "place", "sequence"],
    protection.is_protected().label("protected"),
    PERSON.c.email,
    PERSON.c.language,
    REFERRER.c.email.label("referrer_email"),
).select_from(JOURNEY.outerjoin(PERSON).outerjoin(REFERRER).outerjoin(MEETING, MEETING.c.journey_id == JOURNEY.c.id))

_CONTACTS_OF_ONE = CONTACTS.where(JOURNEY.c.id == bindparam("its_id"))


def contacts(connection: Connection, references: Collection[str]) -> dict[str, Any]:
    """Such a row for each of the journeys."""
    wanted = sorted(references)
    found: dict[str, Any] = {}
    for start in range(0, len(wanted), 500):
        chunk = CONTACTS.where(JOURNEY.c.reference.in_(wanted[start : start + 500]))
        found |= {row.reference: row for row in connection.execute(chunk)}
    return found


def of_roles(connection: Connection) -> Callable[[str, str | None], list[Recipient | Nobody]]:
    """Asks for the staff who hear of a journey: its caseworker, the managers of its unit, or the coordinators.

    For many journeys: the list of caseworkers is read once, and nobody is asked for twice.
    """
    listed = {
        key: row for row in reversed(connection.execute(_EVERYBODY).all()) for key in (row.address.lower(), row.name)
    }

    @cache
    def of_role(role: str, who: str | None) -> list[Recipient | Nobody]:
        if role != "caseworker":
            return staff(connection, role, who)
        return _mailbox(who, listed.get(who) or listed.get(who.lower()) if who else None)

    return of_role


def is_protected(journey: Any) -> bool:
    """Whether only the staff may hear of the journey."""
    return bool(journey.protected)


def participant(journey: Any) -> Recipient | Nobody:
    if is_protected(journey):
        return Nobody(audience="participant", reason=PROTECTED)
    if not journey.email:
        return Nobody(audience="participant", reason=NO_ADDRESS)
    language = SWEDISH if journey.language in (None, SWEDISH) else journey.language
    return Recipient(audience="participant", key="participant", address=journey.email, language=language)


def referrer(journey: Any) -> Recipient | Nobody:
    if is_protected(journey):
        return Nobody(audience="referrer", reason=PROTECTED)
    if journey.party == "self" or not journey.referrer_email:
        return Nobody(audience="referrer", reason=NO_ADDRESS)
    return Recipient(audience="referrer", key="referrer", address=journey.referrer_email)


OUTSIDE: Mapping[str, Callable[[Any], Recipient | Nobody]] = {"participant": participant, "referrer": referrer}
"""Those who do not work here, by a row of contacts."""


def caseworkers(connection: Connection, caseworker: str | None) -> list[Recipient | Nobody]:
    """The caseworker by name or address on the staff list; a name that is an address needs no list."""
    return _mailbox(caseworker, connection.execute(_THEIRS, {"who": caseworker}).first() if caseworker else None)


def _mailbox(caseworker: str | None, row: Any) -> list[Recipient | Nobody]:
    if row is not None and row.removed_at is None:
        return [Recipient(audience="caseworker", key=row.address, address=row.address)]
    if row is None and caseworker and "@" in caseworker:
        return [Recipient(audience="caseworker", key=caseworker, address=caseworker)]
    return [Nobody(audience="caseworker", reason=NO_ADDRESS)]


_EVERYBODY = select(*STAFF.c["address", "name", "removed_at"]).order_by(
    STAFF.c.removed_at.is_not(None),
    STAFF.c.id,  # who is still here comes first
)
_THEIRS = _EVERYBODY.where(
    (func.lower(STAFF.c.address) == func.lower(bindparam("who"))) | (STAFF.c.name == bindparam("who"))
)


def staff(connection: Connection, role: str, unit: str | None) -> list[Recipient | Nobody]:
    """Everybody with a role: managers of a unit, coordinators of the association (`unit` None)."""
    here = STAFF.c.unit == unit if unit else STAFF.c.unit.is_(None)
    rows = connection.execute(
        select(STAFF.c.address).where(STAFF.c.role == role, here, STAFF.c.removed_at.is_(None)).order_by(STAFF.c.id)
    )
    found: list[Recipient | Nobody] = [Recipient(audience=role, key=row.address, address=row.address) for row in rows]
    return found or [Nobody(audience=role, reason=NO_ADDRESS)]
