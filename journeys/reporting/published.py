"""Published reports: kept as they were shown, each with its day and who published it.

What is published is what those may see who may see no person: a file of it can be given to anybody. So it is of the
periods that they may choose: two others, the one taken from the other, could tell of somebody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, insert, select

from journeys.catalogue import Catalogue
from journeys.errors import JourneyError
from journeys.reporting import words
from journeys.reporting.compared import report_before
from journeys.reporting.frozen import Frozen, freeze, thaw
from journeys.reporting.headings import Heading, heading_of
from journeys.reporting.public import public
from journeys.reporting.reports import Report, report
from journeys.tables.log import LEDGER_HEAD
from journeys.tables.reports import PUBLISHED_REPORT
from journeys.work import Work


class NotAYear(JourneyError):
    """Det går bara att publicera ett helt kalenderår eller året hittills, som det stod den sista dagen."""


class NotThereThen(JourneyError):
    """A report of a period in which the programme did not exist is to be published."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{words.not_there(report.programme)} Det finns inget att publicera.")
        self.programme = report.programme.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """A report that was published. `seq`: the last event of the log by then; `by`: the address of staff, or None."""

    id: int
    published_at: datetime
    by: str | None
    seq: int
    frozen: Frozen


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One line of the list."""

    id: int
    programme: str
    first: date
    last: date
    published_at: datetime
    by: str | None


def as_published(connection: Connection, catalogue: Catalogue, report: Report, *, own: str | None = None) -> Frozen:
    """A report as it would be published; with `own` as somebody sees it who works in that unit."""
    before = report_before(connection, catalogue, report)
    return Frozen(heading=heading_of(report), sections=public(connection, catalogue, report, before, own=own))


def report_today(connection: Connection, catalogue: Catalogue, heading: Heading) -> Report:
    """The same report counted anew: the same period, seen from the same day, with all that is known by now.

    Raises ProgrammeUnknown.
    """
    return report(
        connection,
        catalogue,
        programme=heading.programme,
        first=heading.first,
        last=heading.last,
        today=heading.today,
        monthly=True,
    )


def can_be_published(report: Report, today: date) -> bool:
    """Whether it is of a calendar year, or of this one so far, and seen from its last day."""
    if report.absent:
        return False
    year = report.first.year
    last = min(date(year, 12, 31), today)
    return year <= today.year and (report.first, report.last, report.today) == (date(year, 1, 1), last, last)


def publish(work: Work, report: Report, by: str | None) -> int:
    """Keep a report; its number. The same figures are published once. To be called with the ledger held.

    Raises NotThereThen, NotAYear.
    """
    if report.absent:
        raise NotThereThen(report)
    if not can_be_published(report, work.today):
        raise NotAYear
    frozen = as_published(work.connection, work.catalogue, report)
    body = freeze(frozen)
    if known := _same(work.connection, report.programme.id, body):
        return known
    row = {
        "programme": report.programme.id,
        "first": report.first,
        "last": report.last,
        "seq": work.connection.execute(select(LEDGER_HEAD.c.seq)).scalar_one(),
        "published_at": work.now,
        "by": by,
        "body": body,
    }
    return int(work.connection.execute(insert(PUBLISHED_REPORT).returning(PUBLISHED_REPORT.c.id), row).scalar_one())


def _same(connection: Connection, programme: str, body: str) -> int | None:
    same = (PUBLISHED_REPORT.c.programme == programme) & (PUBLISHED_REPORT.c.body == body)
    return connection.execute(select(PUBLISHED_REPORT.c.id).where(same)).scalar()


def listed(connection: Connection) -> Sequence[Listed]:
    """All, the latest first."""
    columns = PUBLISHED_REPORT.c["id", "programme", "first", "last", "published_at", "by"]
    rows = connection.execute(select(*columns).order_by(PUBLISHED_REPORT.c.id.desc())).mappings()
    return [Listed(**row) for row in rows]


def find(connection: Connection, id_: int) -> Published | None:
    columns = PUBLISHED_REPORT.c["id", "published_at", "by", "seq", "body"]
    row = connection.execute(select(*columns).where(PUBLISHED_REPORT.c.id == id_)).mappings().first()
    return _read(row) if row else None


def _read(row: RowMapping) -> Published:
    return Published(
        id=row["id"], published_at=row["published_at"], by=row["by"], seq=row["seq"], frozen=thaw(row["body"])
    )
