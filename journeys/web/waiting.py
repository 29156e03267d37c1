"""The referrals that wait for an answer, and their doubles: every query here goes through `access.LISTED`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, RowMapping, bindparam, or_, select

from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON, REFERRER
from journeys.visibility.access import LISTED, NEAR, Staff
from journeys.visibility.protection import is_protected

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
    rows = connection.execute(_WAITING, staff.asking).mappings().all()
    same = _by_who(_maybe_alike(connection, staff, rows)) if rows else {}
    return [Waiting(row=row, doubles=_doubles(row, same), days=(today - row["referred_on"]).days) for row in rows]


_LISTED = select(*_WHO).select_from(JOURNEY).outerjoin(PERSON, PERSON.c.id == JOURNEY.c.person_id).where(LISTED)
_WAITING = (
    _LISTED.add_columns(
        *JOURNEY.c["programme", "version", "unit", "party", "age", "referred_on", "warnings"],
        is_protected().label("protected"),
        *REFERRER.c["organisation", "name"],
    )
    .outerjoin(REFERRER, REFERRER.c.journey_id == JOURNEY.c.id)
    .where(NEAR, JOURNEY.c.state == "referred")
    .order_by(JOURNEY.c.referred_on, JOURNEY.c.id)
    .limit(MOST)
)


def _maybe_alike(connection: Connection, staff: Staff, rows: Sequence[RowMapping]) -> Sequence[RowMapping]:
    """The journeys of the same persons or of persons born on the same days."""
    asked = {
        "people": [row["person_id"] for row in rows if row["person_id"]],
        "days": [row["birth_date"] for row in rows if row["birth_date"]],
    }
    return connection.execute(_MAYBE_ALIKE, {**staff.asking, **asked}).mappings().all()


_OTHER = PERSON.alias()
_SOMEBODY = or_(
    _OTHER.c.id.in_(bindparam("people", expanding=True)), _OTHER.c.birth_date.in_(bindparam("days", expanding=True))
)
_MAYBE_ALIKE = _LISTED.where(JOURNEY.c.person_id.in_(select(_OTHER.c.id).where(_SOMEBODY))).order_by(JOURNEY.c.id)


_Who = int | tuple[date, str, str]
_Same = Mapping[_Who, Sequence[RowMapping]]


def _by_who(rows: Iterable[RowMapping]) -> _Same:
    same: dict[_Who, list[RowMapping]] = {}
    for row in rows:
        for who in _who(row):
            same.setdefault(who, []).append(row)
    return same


def _doubles(row: RowMapping, same: _Same) -> Sequence[RowMapping]:
    """The others that are about the same person, in the order they were registered."""
    found = {each["id"]: each for who in _who(row) for each in same.get(who, ()) if each["id"] != row["id"]}
    return [found[id_] for id_ in sorted(found)]


def _who(row: RowMapping) -> Sequence[_Who]:
    """A person with a number is stored once; without it, the name and the day of birth tell."""
    return () if row["person_id"] is None else (row["person_id"], _told(row))


def _told(row: RowMapping) -> tuple[date, str, str]:
    return row["birth_date"], *(" ".join((row[key] or "").casefold().split()) for key in ("given_name", "family_name"))
