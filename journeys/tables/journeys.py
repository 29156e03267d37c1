"""The rows of where each journey stands, worked out anew from its events."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlmodel import Field, SQLModel

from journeys.tables.rows import BIG, BY_KEY, table_of
from notifications.columns import UtcDateTime


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
        BY_KEY,
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
    __table_args__ = BY_KEY

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


JOURNEY = table_of(JourneyRow)
OBLIGATION = table_of(ObligationRow)
ACTIVE = table_of(ActiveRow)
MEETING = table_of(MeetingRow)
REMINDER = table_of(ReminderRow)
