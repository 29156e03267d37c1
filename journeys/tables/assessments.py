"""The rows of self-assessments under way: what is answered and not registered, and the links to answer through."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from journeys.tables.rows import BIG, table_of
from notifications.columns import UtcDateTime


class DraftRow(SQLModel, table=True):
    """A self-assessment that has begun and is not registered: no measurement yet. Gone when it is, or after a time."""

    __tablename__ = "assessment_draft"

    journey_id: int = Field(
        primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("journey.id", ondelete="CASCADE"),)
    )
    record: str = Field(primary_key=True, sa_type=Text)
    form: str = Field(sa_type=Text)
    """Which questions and scale it answers: a hash of them."""
    revision: int
    """Raised by every change: a form names the one it was opened on."""
    body: bytes = Field(sa_type=LargeBinary)
    """Day, answers and note, sealed."""
    begun_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime, index=True)


class AnswerLinkRow(SQLModel, table=True):
    """A one-time link for a participant to answer alone; only the hash of its token is here. It is its own log."""

    __tablename__ = "answer_link"
    __table_args__ = (Index("ix_answer_link_journey", "journey_id", "record"),)

    mark: str = Field(primary_key=True, sa_type=Text)
    journey_id: int = Field(sa_type=BIG, sa_column_args=(ForeignKey("journey.id", ondelete="CASCADE"),))
    record: str = Field(sa_type=Text)
    form: str = Field(sa_type=Text)
    staff_id: int = Field(sa_type=BIG, sa_column_args=(ForeignKey("staff.id"),))
    """Who made it."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Taken back, replaced, or of no use any more."""
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_for: str | None = Field(default=None, sa_type=Text)
    """A hash of the token and what was sent, to know the same when it comes twice: nobody has the token."""


DRAFT = table_of(DraftRow)
ANSWER_LINK = table_of(AnswerLinkRow)
