"""The finished exit documents of a journey: numbered, sealed, never changed; which was handed to whom, and when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select

from journeys.exit.tables import EXIT_DOCUMENT, EXIT_HANDED
from journeys.storage.dialect import insert_new
from journeys.storage.keys import Keys
from journeys.tables.staff import STAFF
from workflows.events import Event
from workflows.programme_tables import Record

RECORD = "exit-document"
"""The record that says an exit document was handed over."""

Lay = Callable[[int], bytes]
"""The number of an edition → its PDF."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """`protected`: made for a protected person, so that it does not tell where they are."""

    number: int
    protected: bool
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Handed:
    """Somebody got the document on a day; `edition` is None where the record does not say which."""

    to: str
    on: date
    edition: int | None


def editions_of(connection: Connection, journey_id: int) -> list[Edition]:
    """All of a journey, the latest first."""
    rows = connection.execute(_EDITIONS, {"its_id": journey_id})
    return [Edition(number=row.edition, protected=row.protected, by=row.name, at=row.at) for row in rows]


def pdf_of(connection: Connection, keys: Keys, journey_id: int, edition: int) -> bytes | None:
    """The PDF of an edition; None where there is no such."""
    row = connection.execute(_PDF, {"its_id": journey_id, "edition": edition}).first()
    return keys.open(row.pdf, _seal(journey_id, edition)) if row else None


def finish(
    connection: Connection,
    keys: Keys,
    journey_id: int,
    lay: Lay,
    *,
    mark: str,
    protected: bool,
    staff_id: int,
    now: datetime,
) -> int:
    """The number of the edition that says this: the latest where it says the same already, or else a new one."""
    while True:
        last = connection.execute(_LAST, {"its_id": journey_id}).first()
        if last and last.mark == mark:
            return int(last.edition)
        number = last.edition + 1 if last else 1
        pdf = keys.seal(lay(number), _seal(journey_id, number))
        its = {"journey_id": journey_id, "edition": number}
        said = {"mark": mark, "pdf": pdf, "protected": protected}
        if insert_new(connection, EXIT_DOCUMENT, {**its, **said, "staff_id": staff_id, "at": now}):
            return number


def note_handed(connection: Connection, journey_id: int, edition: int, event: str) -> None:
    """Remember which edition an event handed over."""
    connection.execute(insert(EXIT_HANDED), {"journey_id": journey_id, "edition": edition, "event": event})


def handed_over(connection: Connection, journey_id: int, standing: Sequence[Event], record: Record) -> list[Handed]:
    """Who got the document and when, as the events of the journey say after corrections, in that order."""
    known: Mapping[str, int] = dict(connection.execute(_HANDED, {"its_id": journey_id}).all())
    return [
        Handed(to=to, on=event.on, edition=known.get(event.id))
        for event in standing
        if event.name == record.id and not event.data.get("attempt")
        for to in event.data.get("to", record.recipients)
    ]


def _seal(journey_id: int, edition: int) -> bytes:
    return b"exit document of %d, edition %d" % (journey_id, edition)


_THEIRS = EXIT_DOCUMENT.c.journey_id == bindparam("its_id")
_EDITIONS = (
    select(*EXIT_DOCUMENT.c["edition", "protected", "at"], STAFF.c.name)
    .join(STAFF, STAFF.c.id == EXIT_DOCUMENT.c.staff_id)
    .where(_THEIRS)
    .order_by(EXIT_DOCUMENT.c.edition.desc())
)
_PDF = select(EXIT_DOCUMENT.c.pdf).where(_THEIRS, EXIT_DOCUMENT.c.edition == bindparam("edition"))
_LAST = select(*EXIT_DOCUMENT.c["edition", "mark"]).where(_THEIRS).order_by(EXIT_DOCUMENT.c.edition.desc()).limit(1)
_HANDED = select(*EXIT_HANDED.c["event", "edition"]).where(EXIT_HANDED.c.journey_id == bindparam("its_id"))
