"""Which journeys somebody may see in lists: every query here goes through `access.listed_for`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, or_, select

from journeys.access import Staff, listed_for
from journeys.identity import normal_number
from journeys.keys import Keys
from journeys.protection import is_protected
from journeys.tables import JOURNEY, MEETING, PERSON

PAGE = 50

_SHOWN = (
    *JOURNEY.c["id", "reference", "programme", "version", "unit", "caseworker", "state", "stage", "party"],
    is_protected().label("protected"),
    *JOURNEY.c["referred_on", "started_on", "ended_on"],
    *PERSON.c["given_name", "family_name"],
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """What a list is narrowed to; an empty text is no filter."""

    stage: str = ""
    caseworker: str = ""
    party: str = ""
    status: str = "open"

    def conditions(self) -> list[ColumnElement[bool]]:
        found = [
            column == value
            for column, value in (
                (JOURNEY.c.state, self.stage),
                (JOURNEY.c.caseworker, self.caseworker),
                (JOURNEY.c.party, self.party),
            )
            if value
        ]
        if self.status in ("open", "ended"):
            found.append(JOURNEY.c.ended_on.is_(None) if self.status == "open" else JOURNEY.c.ended_on.is_not(None))
        return found


def journeys(connection: Connection, staff: Staff, chosen: Filter, *, after: int | None = None) -> Sequence[RowMapping]:
    """A page of the list, newest referral first; one row more than a page where there is another."""
    query = _listed(staff).where(*chosen.conditions()).order_by(JOURNEY.c.id.desc()).limit(PAGE + 1)
    if after is not None:
        query = query.where(JOURNEY.c.id < after)
    return connection.execute(query).mappings().all()


def _listed(staff: Staff) -> Select[Any]:
    return select(*_SHOWN).outerjoin(PERSON, PERSON.c.id == JOURNEY.c.person_id).where(listed_for(staff))


def search(connection: Connection, keys: Keys, staff: Staff, text: str) -> Sequence[RowMapping]:
    """By case reference, full identity number, or the beginning of names; at most a page."""
    query = _listed(staff).where(_matches(keys, text)).order_by(JOURNEY.c.id.desc()).limit(PAGE)
    return connection.execute(query).mappings().all()


def _matches(keys: Keys, text: str) -> ColumnElement[bool]:
    try:
        return PERSON.c.personnummer_mark == keys.lookup(normal_number(text))
    except ValueError:
        pass
    words = text.casefold().split()
    names = [_begins(word) for word in words]
    by_name = names[0] if names else JOURNEY.c.id.is_(None)
    for each in names[1:]:
        by_name = by_name & each
    return or_(func.upper(JOURNEY.c.reference) == text.upper(), by_name)


def _begins(word: str) -> ColumnElement[bool]:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    forms = {escaped, escaped.capitalize(), escaped.title()}
    columns = (PERSON.c.given_name, PERSON.c.family_name)
    return or_(*(column.like(f"{form}%", escape="\\") for column in columns for form in forms))


def names_of(connection: Connection, staff: Staff, references: Collection[str]) -> dict[str, RowMapping]:
    """Who these journeys are about, by reference; only those that may be listed."""
    wanted = sorted(references)
    found: dict[str, RowMapping] = {}
    for start in range(0, len(wanted), 500):
        chunk = _listed(staff).where(JOURNEY.c.reference.in_(wanted[start : start + 500]))
        found |= {row["reference"]: row for row in connection.execute(chunk).mappings()}
    return found


def meetings(connection: Connection, staff: Staff, now: datetime, until: date) -> Sequence[RowMapping]:
    """The booked meetings from today to the day, by time."""
    query = (
        _listed(staff)
        .add_columns(MEETING.c.starts_at, MEETING.c.place)
        .join(MEETING, MEETING.c.journey_id == JOURNEY.c.id)
        .where(MEETING.c.starts_at >= now - timedelta(hours=12))
        .order_by(MEETING.c.starts_at)
    )
    return [row for row in connection.execute(query).mappings() if row["starts_at"].date() <= until]


def waiting_referrals(connection: Connection, staff: Staff) -> int:
    """How many referrals of the unit nobody has said yes or no to."""
    query = select(func.count()).select_from(JOURNEY).where(listed_for(staff), JOURNEY.c.state == "referred")
    return int(connection.execute(query).scalar_one())


def choices_of(connection: Connection, staff: Staff) -> dict[str, list[str]]:
    """The values that the filters can take in what they may see."""
    found: dict[str, list[str]] = {}
    for key in ("state", "caseworker", "party"):
        column = JOURNEY.c[key]
        query = select(column).where(listed_for(staff), column.is_not(None)).distinct().order_by(column)
        found[key] = list(connection.execute(query).scalars())
    return found
