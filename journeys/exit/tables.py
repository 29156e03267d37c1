"""The rows of exit documents. What they say is sealed; it goes when the rows are deleted."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, LargeBinary, Text
from sqlmodel import Field, SQLModel

from journeys.tables.rows import BIG, table_of
from notifications.columns import UtcDateTime


class ExitDraftRow(SQLModel, table=True):
    """The text of a journey's exit document as it was saved last."""

    __tablename__ = "exit_draft"

    journey_id: int = Field(
        primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("journey.id", ondelete="CASCADE"),)
    )
    version: int
    """Raised by every save: a save names the one it read."""
    body: bytes = Field(sa_type=LargeBinary)
    staff_id: int = Field(sa_type=BIG, sa_column_args=(ForeignKey("staff.id"),))
    at: datetime = Field(sa_type=UtcDateTime)


class ExitDocumentRow(SQLModel, table=True):
    """A finished document: one edition, never changed."""

    __tablename__ = "exit_document"

    journey_id: int = Field(
        primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("journey.id", ondelete="CASCADE"),)
    )
    edition: int = Field(primary_key=True)
    mark: str = Field(sa_type=Text)
    """Keyed hash of what it says: finished twice with the same content is finished once."""
    pdf: bytes = Field(sa_type=LargeBinary)
    protected: bool
    """Whether it was made for a protected person: others tell who works with them."""
    staff_id: int = Field(sa_type=BIG, sa_column_args=(ForeignKey("staff.id"),))
    at: datetime = Field(sa_type=UtcDateTime)


class ExitHandedRow(SQLModel, table=True):
    """Which edition an event of the journey handed over; to whom and when says the event."""

    __tablename__ = "exit_handed"
    __table_args__ = (
        ForeignKeyConstraint(
            ["journey_id", "edition"], ["exit_document.journey_id", "exit_document.edition"], ondelete="CASCADE"
        ),
    )

    journey_id: int = Field(primary_key=True, sa_type=BIG)
    event: str = Field(primary_key=True, sa_type=Text)
    edition: int


EXIT_DRAFT = table_of(ExitDraftRow)
EXIT_DOCUMENT = table_of(ExitDocumentRow)
EXIT_HANDED = table_of(ExitHandedRow)
