"""The only wiring: settings → database, key, log, programmes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, make_url

from journeys.catalogue import Catalogue, catalogue_of
from journeys.ledger import Ledger, is_founded
from journeys.programmes import folders, read_all
from journeys.settings import STOCKHOLM, Settings
from journeys.storage.database import Database
from journeys.storage.keys import Keys, KeyWrong, make_secret, read_secret
from journeys.work import Work
from workflows.files.library import Library

Clock = Callable[[], datetime]


def real_clock() -> datetime:
    """The only reading of the real clock."""
    return datetime.now(UTC)


class App:
    """An open installation. Use as a context manager, or close it."""

    def __init__(self, settings: Settings, *, clock: Clock = real_clock) -> None:
        self.settings, self.clock = settings, clock
        self.database = Database(settings.database_url)
        self.database.prepare()
        self.keys, self.ledger = self._open_log()
        self._files: Library | None = None
        self._catalogue: Catalogue | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.database.close()

    @property
    def today(self) -> date:
        """The day in Stockholm."""
        return self.clock().astimezone(STOCKHOLM).date()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that changes nothing."""
        with self.database.read() as connection:
            yield connection

    @contextmanager
    def work(self, *, today: date | None = None) -> Iterator[Work]:
        """A transaction of casework: committed at the end."""
        with self.database.begin() as connection:
            yield self.work_on(connection, today=today)

    def work_on(self, connection: Connection, *, today: date | None = None) -> Work:
        """Casework in a transaction that somebody else holds."""
        return Work(
            connection=connection,
            ledger=self.ledger,
            keys=self.keys,
            catalogue=self.catalogue(connection),
            now=self.clock(),
            today=today or self.today,
            organizer=self.settings.mail_from,
        )

    def catalogue(self, connection: Connection) -> Catalogue:
        """Programme files are read once; a version that another process has kept in the meantime is noticed."""
        if self._files is None:
            self._files = read_all(folders(self.settings.programmes))
        catalogue = self._catalogue  # once: other threads put theirs there, of what they see and nobody else yet
        if catalogue is None or catalogue.is_stale(connection):
            catalogue = self._catalogue = catalogue_of(
                connection, self._files.programmes.values(), refused_files=bool(self._files.faults)
            )
        return catalogue

    def _open_log(self) -> tuple[Keys, Ledger]:
        """The key that the log was made with, or a new log with a new key. Raises KeyMissing or KeyWrong."""
        file = self.key_file
        with self.database.read() as connection:
            founded = is_founded(connection)
        keys = Keys(read_secret(file) if founded or file.exists() else make_secret(file))
        ledger = Ledger(keys)
        if not founded:
            with self.database.begin_alone() as connection:
                if not is_founded(connection):
                    ledger.found(connection)
        with self.database.read() as connection:
            if not ledger.fits(connection):
                raise KeyWrong(file)
        return keys, ledger

    @property
    def key_file(self) -> Path:
        """Beside an SQLite file, in the data folder for a server."""
        if self.settings.key_file:
            return self.settings.key_file
        url = make_url(self.settings.database_url)
        if url.get_backend_name() == "sqlite" and url.database:
            return Path(f"{url.database}.key")
        return self.settings.data / "farled.key"
