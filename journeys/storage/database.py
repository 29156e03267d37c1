"""The database: one engine, transactions opened and committed at the edge, and errors that say what to do.

SQLite: WAL, full sync, foreign keys, and BEGIN IMMEDIATE for whoever writes. PostgreSQL: the same code, another URL.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from journeys.errors import JourneyError
from journeys.storage.kept import Kept
from journeys.storage.queueing import queued
from journeys.storage.together import Together

SCHEMA = "0009"
"""The newest migration: what this version of the product works with."""

BUSY_SECONDS = 30
_ENGINE = {"hide_parameters": True, "pool_size": 0}
"""Without a limit of its own: as many connections as threads, kept, since a new one has everything to learn again."""
_PRAGMAS = (
    *("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-16000"),
    "secure_delete=ON",  # not only while erasing: what was corrected or thrown away before is to leave nothing either
)
_ROWS_LOOKED_AT = 1000
"""Of each index: enough to tell, and done in a moment."""
_ALONE = 0x6661726C6564  # "farled"


class DatabaseTrouble(JourneyError):
    """Databasen svarar inte som den ska. Försök igen; hjälper det inte, kontakta den som sköter Farled."""


class DatabaseBusy(DatabaseTrouble):
    """Databasen är upptagen av något annat just nu. Inget har sparats; försök igen om en stund."""


class DatabaseReadOnly(DatabaseTrouble):
    """Databasen går inte att skriva i. Inget har sparats; se till att filen och dess mapp är skrivbara."""


class DatabaseFull(DatabaseTrouble):
    """Disken är full. Inget har sparats; frigör utrymme och försök igen."""


class DatabaseUnreachable(DatabaseTrouble):
    """Databasen går inte att nå. Kontrollera att adressen stämmer och att servern är igång."""


class DatabaseForeign(DatabaseTrouble):
    """Filen är ingen databas som Farled kan läsa. Kontrollera adressen."""


class DatabaseCollision(DatabaseTrouble):
    """Någon annan sparade samma sak i samma ögonblick. Inget har sparats; titta efter och försök igen."""


class DatabaseNewer(DatabaseTrouble):
    """Databasen är gjord av en nyare version av Farled. Uppgradera Farled på den här datorn."""


class DatabaseAddress(DatabaseTrouble):
    """Databasens adress går inte att förstå. Skriv sqlite:///fil.db eller postgresql+psycopg://namn@värd/databas."""


# In SQLite a transaction sees one state as it is; PostgreSQL shows each statement the newest unless it is told.
_ONE_STATE: dict[str, dict[str, str]] = {"postgresql": {"isolation_level": "REPEATABLE READ"}}


class Database:
    """An engine and its two kinds of transaction."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._file = Path(self.engine.url.database or "") if self.engine.dialect.name == "sqlite" else None
        self._writing = Lock()
        self.together = Together(self._begin_in_line)
        """For small writes that share a commit."""
        self._reader = self.engine.execution_options(kept=Kept(), **_ONE_STATE.get(self.engine.dialect.name, {}))

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that writes; committed at the end, rolled back by an exception."""
        with self._turn(), _translated(self._file), self.engine.begin() as connection:
            _say_begin(connection, "BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def begin_erasing(self) -> Iterator[Connection]:
        """A transaction after which nothing is left in SQLite's files of what it deleted; on PostgreSQL VACUUM does."""
        with self.begin() as connection:
            yield connection
        if self._file:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _begin_in_line(self) -> Iterator[Connection]:
        """For small writes, of which several processes have many."""
        with queued(self._file.parent) if self._file else nullcontext(), self.begin() as connection:
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """SQLite has one writer at a time: threads of a process queue here, where nobody sleeps longer than needed."""
        if self._file is None:
            yield
            return
        if not self._writing.acquire(timeout=BUSY_SECONDS):
            raise DatabaseBusy
        try:
            yield
        finally:
            self._writing.release()

    @contextmanager
    def begin_alone(self) -> Iterator[Connection]:
        """A transaction that writes while no other one like it does: for what is made once, by whoever comes first."""
        with self.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ALONE})
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        with _translated(self._file), self._reader.connect() as connection:
            _say_begin(connection, "BEGIN")
            yield connection

    def prepare(self) -> None:
        """Make or upgrade the tables. Raises DatabaseNewer where a newer Farled was here."""
        with self.read() as connection:
            found = _schema(connection)
        if found == SCHEMA:
            return
        from journeys.migrations import known, upgrade

        if found is not None and found not in known():
            raise DatabaseNewer
        with self.begin_alone() as connection:
            upgrade(connection)

    def tend(self) -> None:
        """Let SQLite look at how its tables are filled, so that it goes the shorter way; PostgreSQL does so itself."""
        if self._file:
            with self.begin() as connection:
                connection.exec_driver_sql(f"PRAGMA analysis_limit={_ROWS_LOOKED_AT}")
                connection.exec_driver_sql("ANALYZE")

    def close(self) -> None:
        self.engine.dispose()


def _schema(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql" and parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(parsed.database or "")
        return create_engine(parsed, pool_pre_ping=True, **_ENGINE)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError):
        raise DatabaseAddress from None


def _sqlite(file: str) -> Engine:
    if not file or file == ":memory:":
        raise DatabaseAddress
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        if not Path(file).exists():  # there will be names in it; what SQLite puts beside it gets the same rights
            Path(file).touch(mode=0o600)
    except OSError:
        raise DatabaseUnreachable from None
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": BUSY_SECONDS}, **_ENGINE)
    event.listen(engine.pool, "connect", _configure_sqlite)
    return engine


def _configure_sqlite(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _say_begin(connection: Connection, how: str) -> None:
    # Not by a listener for "begin": an engine that has one goes through all events at every statement.
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(how)


_SENTENCES: tuple[tuple[str, type[DatabaseTrouble]], ...] = (
    ("locked", DatabaseBusy),
    ("busy", DatabaseBusy),
    ("readonly", DatabaseReadOnly),
    ("read-only", DatabaseReadOnly),
    ("is full", DatabaseFull),
    ("disk i/o", DatabaseFull),
    ("not a database", DatabaseForeign),
    ("malformed", DatabaseForeign),
    ("no such table", DatabaseForeign),
    ("unable to open", DatabaseUnreachable),
    ("could not connect", DatabaseUnreachable),
    ("connection", DatabaseUnreachable),
    ("unique", DatabaseCollision),
    ("lock timeout", DatabaseBusy),
    ("deadlock", DatabaseBusy),
    ("no space left", DatabaseFull),
)


@contextmanager
def _translated(file: Path | None) -> Iterator[None]:
    """What the database refuses as a sentence; a fault of ours stays what it is. `file` is SQLite's."""
    try:
        yield
    except DBAPIError as error:
        if trouble := _trouble(error, file):
            raise trouble from error
        raise


def _trouble(error: DBAPIError, file: Path | None) -> DatabaseTrouble | None:
    said = str(error.orig).lower()
    found = next((trouble for part, trouble in _SENTENCES if part in said), None)
    if found is None and isinstance(error, OperationalError) and error.statement is None:
        found = DatabaseUnreachable  # not even connected
    if found is DatabaseUnreachable and file is not None and file.exists():
        found = DatabaseReadOnly  # it is there, and what SQLite keeps beside it cannot be
    return found() if found else None
