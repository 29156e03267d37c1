"""The journeys whose personal data have been erased."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, exists
from sqlmodel import Field, SQLModel

from journeys.tables.journeys import JOURNEY
from journeys.tables.rows import BIG, table_of
from notifications.columns import UtcDateTime


class ErasureRow(SQLModel, table=True):
    """That a journey has been erased: when, by whom and on which ground. Nothing ever updates or deletes one."""

    __tablename__ = "erasure"

    journey_id: int = Field(primary_key=True, sa_type=BIG, sa_column_args=(ForeignKey("journey.id"),))
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(sa_type=Text)
    ground: str = Field(sa_type=Text)
    """`time`, `request` or `mistake`."""
    retention: str | None = Field(default=None, sa_type=Text)
    """How long after its last event it was to be kept, where the time was the ground."""


ERASURE = table_of(ErasureRow)
NOT_ERASED = ~exists().where(ERASURE.c.journey_id == JOURNEY.c.id).correlate(JOURNEY)
"""A condition on JOURNEY: nothing can be done any more about somebody whose personal data are gone."""
