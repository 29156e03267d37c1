"""The rows of what is made of all journeys: nightly jobs and reports. No person in them."""

from datetime import date, datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from journeys.tables.rows import BIG, table_of
from notifications.columns import UtcDateTime


class JobRunRow(SQLModel, table=True):
    """A job that runs once per local date: whoever inserted the row runs it."""

    __tablename__ = "job_run"

    name: str = Field(primary_key=True, sa_type=Text)
    local_date: date = Field(primary_key=True)
    worker: str = Field(sa_type=Text)
    started_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NightlyReportRow(SQLModel, table=True):
    """The figures of one programme as they were on one night: no person in them."""

    __tablename__ = "nightly_report"

    programme: str = Field(primary_key=True, sa_type=Text)
    local_date: date = Field(primary_key=True)
    body: str = Field(sa_type=Text)


class PublishedReportRow(SQLModel, table=True):
    """A report as it was shown when somebody published it: no person in it. Nothing ever updates or deletes one."""

    __tablename__ = "published_report"

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    programme: str = Field(sa_type=Text)
    first: date
    last: date
    seq: int = Field(sa_type=BIG)
    """The last event of the log by then: what comes after it was not counted."""
    published_at: datetime = Field(sa_type=UtcDateTime)
    by: str | None = Field(default=None, sa_type=Text)
    body: str = Field(sa_type=Text)
    """What was shown (reporting/frozen.py)."""


JOB_RUN = table_of(JobRunRow)
NIGHTLY_REPORT = table_of(NightlyReportRow)
PUBLISHED_REPORT = table_of(PublishedReportRow)
