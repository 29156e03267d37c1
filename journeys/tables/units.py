"""The units that an administrator has added to a programme, beside those that its files name."""

from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, Text, UniqueConstraint, func, select
from sqlmodel import Field, SQLModel

from journeys.tables.rows import BIG, table_of
from notifications.columns import UtcDateTime
from workflows.programme_tables import Unit


class AddedUnitRow(SQLModel, table=True):
    """A unit of all versions of a programme whose files do not name it. Never deleted: journeys keep their unit."""

    __tablename__ = "added_unit"
    __table_args__ = (UniqueConstraint("programme", "unit", name="uq_added_unit_programme"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    programme: str = Field(sa_type=Text)
    unit: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    places_per_year: int | None = None
    max_at_once: int | None = None
    group_starts_per_year: int | None = None
    added_at: datetime = Field(sa_type=UtcDateTime)
    closed_on: date | None = None
    """From this day on it takes no referral."""
    revision: int = 1
    """Raised by every change: the sum of all of them says whether anything has changed."""


class ClosedUnitRow(SQLModel, table=True):
    """A unit that a programme file names, and whether it takes referrals: the file and its version stay as they are."""

    __tablename__ = "closed_unit"

    programme: str = Field(primary_key=True, sa_type=Text)
    unit: str = Field(primary_key=True, sa_type=Text)
    closed_on: date | None = None
    """From this day on it takes no referral; None: it takes them again."""
    revision: int
    """Raised by every change, as that of an added unit."""


ADDED_UNIT = table_of(AddedUnitRow)
CLOSED_UNIT = table_of(ClosedUnitRow)
FIGURES = ("places_per_year", "max_at_once", "group_starts_per_year")

_added, _closed = (
    select(func.coalesce(func.sum(table.c.revision), 0)).scalar_subquery() for table in (ADDED_UNIT, CLOSED_UNIT)
)
how_much = _added + _closed
"""Another number after each addition and change."""


def added_units(connection: Connection) -> list[RowMapping]:
    """In the order in which they were added."""
    return list(connection.execute(select(ADDED_UNIT).order_by(ADDED_UNIT.c.id)).mappings())


def closed_units(connection: Connection) -> list[RowMapping]:
    """Those of programme files that are closed, or were."""
    return list(connection.execute(select(CLOSED_UNIT)).mappings())


def unit_of(row: RowMapping) -> Unit:
    """The unit as a programme file would name it."""
    return Unit(id=row["unit"], name=row["name"], **{figure: row[figure] for figure in FIGURES})
