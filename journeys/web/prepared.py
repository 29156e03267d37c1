"""What a group prepares and has decided: every query of persons here goes through `access.LISTED`."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, RowMapping, and_, bindparam, select

from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON, REFERRER
from journeys.visibility.access import LISTED, Staff
from journeys.visibility.protection import is_protected


def to_prepare(connection: Connection, staff: Staff, programme: str) -> Sequence[RowMapping]:
    """Everything of the unit that has come in and has no recommendation, longest waiting first."""
    return connection.execute(_TO_PREPARE, {**staff.asking, "programme": programme}).mappings().all()


def decided(connection: Connection, staff: Staff, programme: str, first: date, last: date) -> Sequence[RowMapping]:
    """What of the unit ended between two days, both included."""
    asked = {**staff.asking, "programme": programme, "first": first, "last": last}
    return connection.execute(_DECIDED, asked).mappings().all()


def days_decided(connection: Connection, staff: Staff, programme: str, before: date) -> Sequence[date]:
    """The days before a day on which something of the unit ended, the latest first."""
    asked = {**staff.asking, "programme": programme, "before": before}
    return connection.execute(_DAYS_DECIDED, asked).scalars().all()


_SHOWN = (
    *JOURNEY.c["id", "reference", "version", "caseworker", "state", "party", "referred_on", "ended_on", "outcome"],
    is_protected().label("protected"),
    *PERSON.c["given_name", "family_name"],
    REFERRER.c.organisation,
)
_ITS = and_(JOURNEY.c.unit == bindparam("my_unit"), JOURNEY.c.programme == bindparam("programme"), LISTED)
_OF_THE_UNIT = (
    select(*_SHOWN)
    .select_from(JOURNEY)
    .outerjoin(PERSON, PERSON.c.id == JOURNEY.c.person_id)
    .outerjoin(REFERRER, REFERRER.c.journey_id == JOURNEY.c.id)
    .where(_ITS)
)
_DAYS_DECIDED = (
    select(JOURNEY.c.ended_on)
    .distinct()
    .where(_ITS, JOURNEY.c.ended_on < bindparam("before"))
    .order_by(JOURNEY.c.ended_on.desc())
)
_TO_PREPARE = _OF_THE_UNIT.where(JOURNEY.c.ended_on.is_(None)).order_by(JOURNEY.c.referred_on, JOURNEY.c.id)
_DECIDED = _OF_THE_UNIT.where(JOURNEY.c.ended_on.between(bindparam("first"), bindparam("last"))).order_by(
    JOURNEY.c.ended_on, JOURNEY.c.id
)
