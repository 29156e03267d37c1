"""How the installation is: what an administrator looks at when something seems wrong. No person in it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, func, make_url, select, text

from journeys.app import App
from journeys.catalogue import changed_files
from journeys.erasing import limit_of, old_enough
from journeys.programmes import folders, read_all
from journeys.reminders import reminding
from journeys.storage.database import SCHEMA
from journeys.tables.reports import JOB_RUN
from journeys.ticking import NIGHTLY
from notifications.tables import OUTBOX, State
from workflows.errors import ProgrammeFaults

_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """Sizes in bytes. `nightly` and `reminded` are local dates; `waiting_since` is when the oldest mail was due."""

    database: str
    database_size: int
    schema: str
    disk_free: int
    disk_size: int
    nightly: date | None
    reminded: date | None
    waiting_since: datetime | None
    programme_faults: tuple[str, ...]
    to_erase: int | None
    """Journeys past the time that they are to be kept; None where no time is set."""


def health(app: App, connection: Connection) -> Health:
    """As it is now."""
    disk = shutil.disk_usage(_existing(_folder(app)))
    return Health(
        database=connection.dialect.name,
        database_size=int(connection.execute(text(_SIZE[connection.dialect.name])).scalar_one()),
        schema=SCHEMA,
        disk_free=disk.free,
        disk_size=disk.total,
        nightly=_last_run(connection, NIGHTLY),
        reminded=_last_run(connection, reminding.JOB),
        waiting_since=_waiting_since(connection, app.clock()),
        programme_faults=tuple(_programme_faults(app, connection)),
        to_erase=_to_erase(app, connection),
    )


def _to_erase(app: App, connection: Connection) -> int | None:
    retention = app.settings.retention
    return len(old_enough(connection, limit_of(retention, app.today))) if retention else None


def _programme_faults(app: App, connection: Connection) -> Iterator[str]:
    """What is wrong in the files as they are now, and which version was changed after journeys ran on it."""
    try:
        found = read_all(folders(app.settings.programmes))
    except ProgrammeFaults as error:
        yield from map(str, error.faults)
        return
    yield from map(str, found.faults)
    yield from map(str, changed_files(connection, found.programmes.values()))


def _last_run(connection: Connection, job: str) -> date | None:
    return connection.execute(select(func.max(JOB_RUN.c.local_date)).where(JOB_RUN.c.name == job)).scalar()


def _waiting_since(connection: Connection, now: datetime) -> datetime | None:
    overdue = OUTBOX.c.state == State.QUEUED, OUTBOX.c.due_at <= now
    return connection.execute(select(func.min(OUTBOX.c.due_at)).where(*overdue)).scalar()


def _folder(app: App) -> Path:
    """Where the database lies, or else the data."""
    url = make_url(app.settings.database_url)
    return Path(url.database).parent if url.get_backend_name() == "sqlite" and url.database else app.settings.data


def _existing(folder: Path) -> Path:
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
