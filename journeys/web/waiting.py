"""The referrals that wait for an answer, and their doubles: every query here goes through `access.listed_for`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, or_, select

from journeys.access import Staff, listed_for
from journeys.protection import is_protected
from journeys.tables import JOURNEY, PERSON, REFERRER

MOST = 200

_WHO = (*JOURNEY.c["id", "reference", "person_id"], *PERSON.c["given_name", "family_name", "birth_date"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A referral without an answer. `doubles`: other journeys of the unit that may be about the same person."""

    row: RowMapping
    doubles: Sequence[RowMapping]
    days: int

    @property
    def warnings(self) -> list[str]:
        """Where it lies outside the target group."""
        return (self.row["warnings"] or "").splitlines()


def waiting(connection: Connection, staff: Staff, today: date) -> list[Waiting]:
    """Those who have waited longest first; at most `MOST`."""
    query = (
        _who(staff)
        .add_columns(
            *JOURNEY.c["programme", "version", "unit", "party", "age", "referred_on", "warnings"],
            is_protected().label("protected"),
            *REFERRER.c["organisation", "name"],
        )
        .outerjoin(REFERRER, REFERRER.c.journey_id == JOURNEY.c.id)
        .where(JOURNEY.c.state == "referred")
        .order_by(JOURNEY.c.referred_on, JOURNEY.c.id)
        .limit(MOST)
    )
    rows = connection.execute(query).mappings().all()
    alike = _maybe_alike(connection, staff, rows) if rows else []
    return [
        Waiting(row=row, doubles=list(_doubles(row, alike)), days=(today - row["referred_on"]).days) for row in rows
    ]


def _who(staff: Staff) -> Select[Any]:
    return select(*_WHO).outerjoin(PERSON, PERSON.c.id == JOURNEY.c.person_id).where(listed_for(staff))


def _maybe_alike(connection: Connection, staff: Staff, rows: Sequence[RowMapping]) -> Sequence[RowMapping]:
    """The journeys of the same persons or of persons born on the same days."""
    same_person = JOURNEY.c.person_id.in_({row["person_id"] for row in rows if row["person_id"]})
    same_day = PERSON.c.birth_date.in_({row["birth_date"] for row in rows if row["birth_date"]})
    query = _who(staff).where(or_(same_person, same_day)).order_by(JOURNEY.c.id)
    return connection.execute(query).mappings().all()


def _doubles(row: RowMapping, alike: Iterable[RowMapping]) -> Iterable[RowMapping]:
    return (each for each in alike if each["id"] != row["id"] and _is_same(row, each))


def _is_same(one: RowMapping, other: RowMapping) -> bool:
    """A person with a number is stored once; without it, the name and the day of birth tell."""
    if one["person_id"] is None:
        return False
    return bool(one["person_id"] == other["person_id"] or _told(one) == _told(other))


def _told(row: RowMapping) -> tuple[date, str, str]:
    return row["birth_date"], *(" ".join((row[key] or "").casefold().split()) for key in ("given_name", "family_name"))
