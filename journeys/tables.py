"""The rows. What is personal stands apart from what happened: see `privacy` for which column is which, and why.

Large writes and reads go through Core statements on these tables (`JOURNEY`, `EVENT`, …); the classes are the schema.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, Table, Text, text
from sqlmodel import Field, SQLModel

from notifications.columns import UtcDateTime

BIG = BigInteger().with_variant(Integer, "sqlite")
_BY_KEY = {"sqlite_with_rowid": False}
"""The rows of a journey lie beside each other, where SQLite would keep them in the order of writing and an index."""


class ProgrammeVersionRow(SQLModel, table=True):
    """A programme version as it was when the first journey was pinned to it."""

    __tablename__ = "programme_version"

    id: str = Field(primary_key=True, sa_type=Text)
    version: str = Field(primary_key=True, sa_type=Text)
    body: str = Field(sa_type=Text)
    kept_at: datetime = Field(sa_type=UtcDateTime)


class PersonRow(SQLModel, table=True):
    """The participant. All of it is personal; erased by deleting the row."""

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    given_name: str = Field(sa_type=Text)
    family_name: str = Field(sa_type=Text)
    birth_date: date | None = Field(default=None, index=True)
    personnummer: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Sealed: nobody reads it without the key."""
    personnummer_mark: str | None = Field(default=None, sa_type=Text, unique=True)
    """The keyed hash by which it is found."""
    email: str | None = Field(default=None, sa_type=Text)
    phone: str | None = Field(default=None, sa_type=Text)
    language: str | None = Field(default=None, sa_type=Text)
    protected: bool = False


class NameWordRow(SQLModel, table=True):
    """One word of a person's names, as it is searched for: see `names`. All of it is personal; goes with the person."""

    __tablename__ = "name_word"
    __table_args__ = (Index("ix_name_word_word", "word", "person_id"), _BY_KEY)

    person_id: int = Field(primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("person.id", ondelete="CASCADE"),))
    # In the order of their characters, so that those with the same beginning lie beside each other.
    word: str = Field(primary_key=True, sa_type=Text().with_variant(Text(collation="C"), "postgresql"))


class JourneyRow(SQLModel, table=True):
    """One person's way through one programme: where it stands after its last event. Worked out anew from the events."""

    __tablename__ = "journey"
    __table_args__ = (
        Index("ix_journey_unit_state", "unit", "state"),
        Index("ix_journey_unit_caseworker", "unit", "caseworker"),
        Index("ix_journey_caseworker", "caseworker"),
        Index("ix_journey_programme", "programme", "started_on"),
        Index("ix_journey_last_day", "last_day"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    reference: str = Field(sa_type=Text, unique=True)
    programme: str = Field(sa_type=Text)
    version: str = Field(sa_type=Text)
    person_id: int | None = Field(
        default=None, sa_type=BIG, sa_column_args=(ForeignKey("person.id", ondelete="SET NULL"),), index=True
    )
    revision: int = 1
    """Raised by every change: an update names the one it read."""
    unit: str = Field(sa_type=Text)
    caseworker: str | None = Field(default=None, sa_type=Text)
    state: str = Field(sa_type=Text)
    stage: str | None = Field(default=None, sa_type=Text)
    group: str | None = Field(default=None, sa_type=Text)
    gender: str = Field(sa_type=Text)
    party: str = Field(sa_type=Text)
    municipality: str | None = Field(default=None, sa_type=Text)
    age: int | None = None
    """Full years on the referral date."""
    protected: bool = False
    referred_on: date
    admitted_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    outcome: str | None = Field(default=None, sa_type=Text)
    counted: bool = True
    last_day: date
    """The latest day that any of its events is about: from then on these rows are what the events say."""
    events: int
    warnings: str | None = Field(default=None, sa_type=Text)
    """Where the referral lies outside the target group, one sentence a line."""


class ReferrerRow(SQLModel, table=True):
    """Who sent the person: an official or a relative with a name and an address. Erased by deleting the row."""

    __tablename__ = "referrer"

    journey_id: int = Field(
        primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("journey.id", ondelete="CASCADE"),)
    )
    organisation: str | None = Field(default=None, sa_type=Text)
    name: str | None = Field(default=None, sa_type=Text)
    email: str | None = Field(default=None, sa_type=Text)


class EventRow(SQLModel, table=True):
    """One link of the event log: what happened, never to whom. Nothing ever updates or deletes one."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_journey", "journey_id", "number", unique=True),
        CheckConstraint("journey_id IS NOT NULL OR programme IS NOT NULL", name="about_something"),
    )

    seq: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    journey_id: int | None = Field(default=None, sa_type=BIG, sa_column_args=(ForeignKey("journey.id"),))
    programme: str | None = Field(default=None, sa_type=Text)
    """Set for programme events only."""
    number: int
    """Its place among the journey's events, in the order they were registered; for programme events among those."""
    name: str | None = Field(default=None, sa_type=Text)
    """The journal's `id`."""
    event: str = Field(sa_type=Text)
    on: date
    at: datetime = Field(sa_type=UtcDateTime)
    by: str | None = Field(default=None, sa_type=Text)
    facts: str = Field(sa_type=Text)
    """Canonical JSON of the keys that are not personal."""
    private_mark: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Salted hash of the private part."""
    mark: bytes = Field(sa_type=LargeBinary)
    """Keyed hash of this row and the mark before it."""


class EventPrivateRow(SQLModel, table=True):
    """The personal part of an event, sealed. Erased by emptying it: the log still verifies."""

    __tablename__ = "event_private"

    seq: int = Field(primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("event.seq"),))
    salt: bytes | None = Field(default=None, sa_type=LargeBinary)
    body: bytes | None = Field(default=None, sa_type=LargeBinary)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LedgerHeadRow(SQLModel, table=True):
    """The end of the event log: its last number and a keyed hash of the last mark. One row, held by whoever appends."""

    __tablename__ = "ledger_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: int = Field(default=1, primary_key=True)
    origin: bytes = Field(sa_type=LargeBinary)
    """The mark before the first event: made by the key, and so a test of whether a key is the right one."""
    seq: int = Field(default=0, sa_type=BIG)
    mark: bytes = Field(sa_type=LargeBinary)


class ObligationRow(SQLModel, table=True):
    """An obligation as the engine worked it out when its journey last changed."""

    __tablename__ = "obligation"
    __table_args__ = (
        Index(
            "ix_obligation_waiting",
            "due",
            "journey_id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        _BY_KEY,
    )

    journey_id: int = Field(
        primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("journey.id", ondelete="CASCADE"),)
    )
    rule: str = Field(primary_key=True, sa_type=Text)
    n: int = Field(primary_key=True)
    anchor: date
    due: date
    done: date | None = None
    state: str = Field(sa_type=Text)
    """`waiting` (open or overdue, as the day decides), `resting` (open while the journey is paused), or its status."""
    why: str = Field(sa_type=Text)


class ActiveRow(SQLModel, table=True):
    """[start, end): the journey was active with this caseworker."""

    __tablename__ = "active"
    __table_args__ = _BY_KEY

    journey_id: int = Field(
        primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("journey.id", ondelete="CASCADE"),)
    )
    n: int = Field(primary_key=True)
    start: date
    end: date | None = None
    caseworker: str = Field(sa_type=Text)


class MeetingRow(SQLModel, table=True):
    """The booked checkpoint of a journey: what its invitation said last."""

    __tablename__ = "meeting"

    journey_id: int = Field(
        primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("journey.id", ondelete="CASCADE"),)
    )
    uid: str = Field(sa_type=Text)
    sequence: int = 0
    starts_at: datetime = Field(sa_type=UtcDateTime, index=True)
    booked_on: date
    place: str | None = Field(default=None, sa_type=Text)
    caseworker: str | None = Field(default=None, sa_type=Text)


class ReminderRow(SQLModel, table=True):
    """A reminder that was sent, or for which it became too late: the reason why it is never sent again."""

    __tablename__ = "reminder"

    journey_id: int = Field(
        primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("journey.id", ondelete="CASCADE"),)
    )
    rule: str = Field(primary_key=True, sa_type=Text)
    n: int = Field(primary_key=True)
    offset: str = Field(primary_key=True, sa_type=Text)
    recipient: str = Field(primary_key=True, sa_type=Text)
    counts_from: date = Field(primary_key=True)
    checkpoint: bool
    """It counts from the booked meeting while there is one."""
    on: date
    state: str = Field(sa_type=Text)
    """`sent`, `expired`, `skipped`, or `imported`: its day had passed when the journey came in."""
    message: str | None = Field(default=None, sa_type=Text, index=True)
    """What the keys of the outbox messages that carry it have in common: one or more of its own, or digests."""
    at: datetime = Field(sa_type=UtcDateTime)


class StaffRow(SQLModel, table=True):
    """Somebody who works here."""

    __tablename__ = "staff"

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    address: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    role: str = Field(sa_type=Text)
    """`caseworker`, `manager`, `coordinator` or `administrator`."""
    unit: str | None = Field(default=None, sa_type=Text)
    """None for coordinators and administrators: they belong to the association."""
    added_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class JobRunRow(SQLModel, table=True):
    """A job that runs once per local date: whoever inserted the row runs it."""

    __tablename__ = "job_run"

    name: str = Field(primary_key=True, sa_type=Text)
    local_date: date = Field(primary_key=True)
    worker: str = Field(sa_type=Text)
    started_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NightlyReportRow(SQLModel, table=True):
    """The figures of one programme as they were on one night: no person in them."""

    __tablename__ = "nightly_report"

    programme: str = Field(primary_key=True, sa_type=Text)
    local_date: date = Field(primary_key=True)
    body: str = Field(sa_type=Text)


class PublishedReportRow(SQLModel, table=True):
    """A report as it was shown when somebody published it: no person in it. Nothing ever updates or deletes one."""

    __tablename__ = "published_report"

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    programme: str = Field(sa_type=Text)
    first: date
    last: date
    seq: int = Field(sa_type=BIG)
    """The last event of the log by then: what comes after it was not counted."""
    published_at: datetime = Field(sa_type=UtcDateTime)
    by: str | None = Field(default=None, sa_type=Text)
    body: str = Field(sa_type=Text)
    """What was shown (reporting/frozen.py)."""


def table_of(row: type[SQLModel]) -> Table:
    """The Core table of a row class."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


PROGRAMME_VERSION = table_of(ProgrammeVersionRow)
PERSON = table_of(PersonRow)
NAME_WORD = table_of(NameWordRow)
JOURNEY = table_of(JourneyRow)
REFERRER = table_of(ReferrerRow)
EVENT = table_of(EventRow)
EVENT_PRIVATE = table_of(EventPrivateRow)
LEDGER_HEAD = table_of(LedgerHeadRow)
OBLIGATION = table_of(ObligationRow)
ACTIVE = table_of(ActiveRow)
MEETING = table_of(MeetingRow)
REMINDER = table_of(ReminderRow)
STAFF = table_of(StaffRow)
JOB_RUN = table_of(JobRunRow)
NIGHTLY_REPORT = table_of(NightlyReportRow)
PUBLISHED_REPORT = table_of(PublishedReportRow)
