"""The rows of the event log: what happened, never to whom, and the sealed part beside it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from journeys.tables.rows import BIG, table_of
from notifications.columns import UtcDateTime


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


EVENT = table_of(EventRow)
EVENT_PRIVATE = table_of(EventPrivateRow)
LEDGER_HEAD = table_of(LedgerHeadRow)
