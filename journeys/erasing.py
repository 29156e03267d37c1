"""Erasure: what is personal of an ended journey goes for good, and what the figures are counted from stays.

Which columns are personal, and how each is erased: `journeys.storage.privacy`. The log verifies as before. Nothing here
commits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from journeys.errors import JourneyError
from journeys.exit.tables import EXIT_DOCUMENT, EXIT_DRAFT
from journeys.messages.meetings import about
from journeys.people import leave
from journeys.refused import Conflict
from journeys.settings import STOCKHOLM
from journeys.tables.access import BREAK_GLASS, PARKED_FORM
from journeys.tables.assessments import ANSWER_LINK, DRAFT
from journeys.tables.erasures import ERASURE, NOT_ERASED
from journeys.tables.journeys import JOURNEY, MEETING
from journeys.tables.log import EVENT
from journeys.tables.people import REFERRER
from journeys.work import Work
from notifications import outbox
from workflows.calendar import Period
from workflows.machine import ENDED

GONE = (REFERRER, MEETING, DRAFT, ANSWER_LINK, EXIT_DRAFT, EXIT_DOCUMENT)
"""The tables whose rows of a journey are deleted."""


class Ground(StrEnum):
    """Why a journey is erased."""

    TIME = "time"
    REQUEST = "request"
    MISTAKE = "mistake"


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """Who has decided on an erasure, and why. `retention`: where time is the ground, how long after its last event a
    journey is kept."""

    by: str
    ground: Ground
    retention: Period | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A journey that somebody would erase. `last` is the day in Stockholm when something was registered last."""

    id: int
    reference: str
    programme: str
    unit: str
    ended_on: date | None
    last: date
    revision: int
    person_id: int | None
    erased: bool

    def refused(self, ground: Ground, limit: date | None) -> str | None:
        """Why it cannot be erased, as a sentence; `limit` as of `limit_of`."""
        if self.erased:
            return "Det är redan gallrat."
        if self.ended_on is None:
            return "Det är inte avslutat. Avsluta det först."
        if ground is Ground.TIME and (limit is None or self.last > limit):
            return f"Något registrerades {self.last}, och gallringstiden har inte gått."
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Erasure:
    """One line of the record of erasures."""

    at: datetime
    by: str
    ground: Ground
    retention: str | None
    reference: str
    programme: str
    unit: str


class CannotErase(JourneyError):
    """Journeys that were named and cannot be erased: each with a reason."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        told = "\n".join(f"{reference}: {reason}" for reference, reason in reasons.items())
        super().__init__(f"Inget är gallrat.\n{told}")
        self.reasons = reasons


def limit_of(retention: Period, today: date) -> date:
    """The last day on which something may have been registered in a journey that is erased today."""
    return Period(amount=-retention.amount, unit=retention.unit).after(today)


def old_enough(connection: Connection, limit: date) -> list[Standing]:
    """The ended journeys in which nothing was registered after `limit`, in the order they were registered."""
    ended = _STANDING.where(JOURNEY.c.ended_on <= limit, NOT_ERASED)
    return list(_found(connection, ended.having(_end(limit) > _LAST)))


def named(connection: Connection, references: Sequence[str], ground: Ground, limit: date | None) -> list[Standing]:
    """The journeys with these references. Raises CannotErase with what keeps each of them from being erased."""
    found = list(_found(connection, _STANDING.where(JOURNEY.c.reference.in_(references))))
    known = {each.reference: each for each in found}
    reasons = {
        reference: known[reference].refused(ground, limit) if reference in known else "Ärendet finns inte."
        for reference in references
    }
    if kept := {reference: reason for reference, reason in reasons.items() if reason}:
        raise CannotErase(kept)
    return found


def erase(work: Work, journey: Standing, order: Order) -> None:
    """Take away what is personal of a journey. Raises Conflict where something has been registered since."""
    connection, its_id = work.connection, journey.id
    seen = JOURNEY.c.id == its_id, JOURNEY.c.revision == journey.revision
    cut = update(JOURNEY).where(*seen).values(person_id=None, revision=journey.revision + 1)
    if connection.execute(cut).rowcount != 1:
        raise Conflict(journey.reference, journey.revision + 1)
    work.ledger.hold(connection)  # whoever is referred meanwhile is seen, or comes after
    leave(work, journey.person_id)
    for table in GONE:
        connection.execute(delete(table).where(table.c.journey_id == its_id))
    work.ledger.erase(connection, its_id, now=work.now)
    its_pages = PARKED_FORM.c.path.startswith(f"/arende/{journey.reference}/", autoescape=True)
    connection.execute(delete(PARKED_FORM).where(its_pages))
    connection.execute(update(BREAK_GLASS).where(BREAK_GLASS.c.journey_id == its_id).values(reason=""))
    outbox.erase(connection, about=about(its_id), now=work.now)
    told = {"by": order.by, "ground": order.ground, "retention": order.retention and order.retention.text}
    connection.execute(insert(ERASURE), {"journey_id": its_id, "at": work.now, **told})


def erasures(connection: Connection, *, first: date | None = None, last: date | None = None) -> list[Erasure]:
    """The record of erasures, oldest first: what was erased from the day `first` to the day `last`."""
    query = select(*ERASURE.c["at", "by", "ground", "retention"], *JOURNEY.c["reference", "programme", "unit"])
    query = query.join(JOURNEY).order_by(ERASURE.c.at, JOURNEY.c.id)
    if first is not None:
        query = query.where(ERASURE.c.at >= _begin(first))
    if last is not None:
        query = query.where(ERASURE.c.at < _end(last))
    rows = connection.execute(query).mappings()
    return [Erasure(**{**row, "ground": Ground(row["ground"])}) for row in rows]


def _found(connection: Connection, query: Select[tuple[object, ...]]) -> Iterator[Standing]:
    for row in connection.execute(query).mappings():
        told = {name: row[name] for name in ("id", "reference", "programme", "unit", "revision", "person_id")}
        ended_on = row["ended_on"] if row["state"] in ENDED else None
        last = row["last"].astimezone(STOCKHOLM).date()
        yield Standing(**told, ended_on=ended_on, last=last, erased=row["erased_at"] is not None)


_LAST = func.max(EVENT.c.at)
_STANDING = (
    select(
        *JOURNEY.c["id", "reference", "programme", "unit", "state", "ended_on", "revision", "person_id"],
        _LAST.label("last"),
        ERASURE.c.at.label("erased_at"),
    )
    .select_from(JOURNEY.join(EVENT).outerjoin(ERASURE))
    .group_by(JOURNEY.c.id, ERASURE.c.at)
    .order_by(JOURNEY.c.id)
)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), STOCKHOLM)


def _end(day: date) -> datetime:
    return _begin(day + timedelta(days=1))
