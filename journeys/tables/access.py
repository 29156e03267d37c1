"""The rows of signing in and of who has read what. Of a participant there is nothing but which journey was read."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from journeys.tables.rows import BIG, table_of
from notifications.columns import UtcDateTime


class AccountRow(SQLModel, table=True):
    """How somebody on the staff list signs in."""

    __tablename__ = "account"

    staff_id: int = Field(primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("staff.id", ondelete="CASCADE"),))
    password: str | None = Field(default=None, sa_type=Text)
    """Hashed with argon2id."""
    totp: bytes | None = Field(default=None, sa_type=LargeBinary)
    """The secret of the authenticator app, sealed."""
    totp_step: int = 0
    """The last time step that was used: no code works twice."""
    shortcuts: bool = True
    changed_at: datetime = Field(sa_type=UtcDateTime)


class RecoveryCodeRow(SQLModel, table=True):
    """A code that replaces the second factor once."""

    __tablename__ = "recovery_code"

    mark: str = Field(primary_key=True, sa_type=Text)
    staff_id: int = Field(sa_type=BIG, sa_column_args=(ForeignKey("staff.id", ondelete="CASCADE"),), index=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PasskeyRow(SQLModel, table=True):
    """A WebAuthn credential."""

    __tablename__ = "passkey"

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    staff_id: int = Field(sa_type=BIG, sa_column_args=(ForeignKey("staff.id", ondelete="CASCADE"),), index=True)
    credential: bytes = Field(sa_type=LargeBinary, unique=True)
    public_key: bytes = Field(sa_type=LargeBinary)
    sign_count: int = 0
    name: str = Field(sa_type=Text)
    added_at: datetime = Field(sa_type=UtcDateTime)


class LinkRow(SQLModel, table=True):
    """A one-time link to set a password; only the hash of its token is here."""

    __tablename__ = "sign_in_link"

    mark: str = Field(primary_key=True, sa_type=Text)
    staff_id: int = Field(sa_type=BIG, sa_column_args=(ForeignKey("staff.id", ondelete="CASCADE"),), index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SessionRow(SQLModel, table=True):
    """A browser that somebody has signed in with; only the hash of its token is here."""

    __tablename__ = "session"

    mark: str = Field(primary_key=True, sa_type=Text)
    id: str = Field(sa_type=Text, unique=True)
    """What the list of sessions calls it."""
    staff_id: int | None = Field(
        default=None, sa_type=BIG, sa_column_args=(ForeignKey("staff.id", ondelete="CASCADE"),), index=True
    )
    step: str = Field(sa_type=Text)
    """`nobody`, `password` (the second factor is missing) or `in`."""
    challenge: bytes | None = Field(default=None, sa_type=LargeBinary)
    """What a passkey must sign."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    browser: str | None = Field(default=None, sa_type=Text)


class AttemptRow(SQLModel, table=True):
    """An attempt that is limited: signing in, a public form. `subject` is a keyed hash."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_subject", "subject", "at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    subject: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)


class ParkedFormRow(SQLModel, table=True):
    """What somebody had typed when their session ended: sealed, theirs alone, gone within a day."""

    __tablename__ = "parked_form"

    mark: str = Field(primary_key=True, sa_type=Text)
    path: str = Field(sa_type=Text)
    body: bytes = Field(sa_type=LargeBinary)
    at: datetime = Field(sa_type=UtcDateTime)


class NamedStaffRow(SQLModel, table=True):
    """Who may see a protected person's journey."""

    __tablename__ = "named_staff"

    journey_id: int = Field(
        primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("journey.id", ondelete="CASCADE"),)
    )
    staff_id: int = Field(
        primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("staff.id", ondelete="CASCADE"),), index=True
    )


class BreakGlassRow(SQLModel, table=True):
    """Somebody opened another unit's journey, and why."""

    __tablename__ = "break_glass"

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    journey_id: int = Field(sa_type=BIG, sa_column_args=(ForeignKey("journey.id", ondelete="CASCADE"),), index=True)
    staff_id: int = Field(sa_type=BIG, sa_column_args=(ForeignKey("staff.id"),))
    reason: str = Field(sa_type=Text)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)


class AccessRow(SQLModel, table=True):
    """Somebody read a journey: written before the page was sent, never changed."""

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_journey", "journey_id", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    at: datetime = Field(sa_type=UtcDateTime)
    staff_id: int = Field(sa_type=BIG, sa_column_args=(ForeignKey("staff.id"),))
    journey_id: int = Field(sa_type=BIG, sa_column_args=(ForeignKey("journey.id"),))
    page: str = Field(sa_type=Text)
    """Which page: the route, without its values."""
    broke_glass: bool = False


ACCOUNT = table_of(AccountRow)
RECOVERY_CODE = table_of(RecoveryCodeRow)
PASSKEY = table_of(PasskeyRow)
LINK = table_of(LinkRow)
SESSION = table_of(SessionRow)
ATTEMPT = table_of(AttemptRow)
PARKED_FORM = table_of(ParkedFormRow)
NAMED_STAFF = table_of(NamedStaffRow)
BREAK_GLASS = table_of(BreakGlassRow)
ACCESS_LOG = table_of(AccessRow)
