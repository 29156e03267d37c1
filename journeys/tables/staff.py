"""The rows of those who work here."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from journeys.tables.rows import BIG, table_of
from notifications.columns import UtcDateTime


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


STAFF = table_of(StaffRow)
