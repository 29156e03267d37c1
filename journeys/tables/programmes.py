"""The rows of what is carried out: programme versions as they were."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from journeys.tables.rows import table_of
from notifications.columns import UtcDateTime


class ProgrammeVersionRow(SQLModel, table=True):
    """A programme version as it was when the first journey was pinned to it."""

    __tablename__ = "programme_version"

    id: str = Field(primary_key=True, sa_type=Text)
    version: str = Field(primary_key=True, sa_type=Text)
    body: str = Field(sa_type=Text)
    kept_at: datetime = Field(sa_type=UtcDateTime)


PROGRAMME_VERSION = table_of(ProgrammeVersionRow)
