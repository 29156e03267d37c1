"""The outbox as rows."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, String, Text, text
from sqlmodel import Field, SQLModel

from notifications.columns import UtcDateTime


class State(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    """Waits for its moment, the first or the next."""
    SENDING = "sending"
    """A worker has it."""
    SENT = "sent"
    FAILED = "failed"
    """Refused for good, or given up."""
    EXPIRED = "expired"
    """It became too late to send it."""
    WITHDRAWN = "withdrawn"
    """Taken back before it was sent."""
    SKIPPED = "skipped"
    """Never to be sent, for a reason known from the start."""


class OutboxRow(SQLModel, table=True):
    """One message, kept after it was sent as the fact that it was. Personal: `recipient`, `context`, `invitation`."""

    __tablename__ = "outbox"
    __table_args__ = (
        # Only what is still to be sent has a due moment, so this index stays small among millions of sent rows.
        Index(
            "ix_outbox_due",
            "due_at",
            "id",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index("ix_outbox_state", "state", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger().with_variant(Integer, "sqlite"))
    key: str = Field(sa_type=Text, unique=True)
    about: str | None = Field(default=None, sa_type=Text, index=True)
    template: str = Field(sa_type=Text)
    language: str = Field(sa_type=Text)
    recipient: str = Field(sa_type=Text)
    context: dict[str, Any] = Field(sa_type=JSON)
    invitation: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    message_id: str = Field(sa_type=Text)
    """The RFC 5322 Message-ID, the same on every copy."""
    state: str = Field(sa_type=String(16))
    reason: str | None = Field(default=None, sa_type=Text)
    """Why it is not sent, as a Swedish sentence without anything personal."""
    attempts: int = Field(default=0)
    created_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When to send it; while sending, when the worker's claim runs out; none once nothing more is to be done."""
    claimed_by: str | None = Field(default=None, sa_type=Text)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was sent, failed, expired, was withdrawn or skipped."""
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


OUTBOX = SQLModel.metadata.tables["outbox"]
