"""An installation that is made once and copied for each test, on either kind of database."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

from journeys.app import App
from tests.furnishing import opened
from tests.visitors import Clock, Person

Make = Callable[[Path, str | None], tuple[Person, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """`people` can sign in to it. `server`: the connection string of PostgreSQL; without one it is an SQLite file."""

    folder: Path
    people: tuple[Person, ...]
    server: str | None = None
    name: str = ""

    @contextmanager
    def copied(self, folder: Path, clock: Clock) -> Iterator[App]:
        """A copy in the folder, open."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        copy = _copied(self.server, self.name) if self.server else nullcontext()
        with copy as url, opened(folder, clock, url) as app:
            yield app


def made(make: Make, folder: Path, server: str | None = None) -> Original:
    """In an empty folder and, on PostgreSQL, in a database of its own that lasts as long as its server."""
    if server is None:
        return Original(folder=folder, people=make(folder, None))
    name = f"original_{uuid4().hex}"
    _execute(server, sql.SQL("CREATE DATABASE {}"), name)
    return Original(folder=folder, people=make(folder, _url(server, name)), server=server, name=name)


@contextmanager
def _copied(server: str, name: str) -> Iterator[str]:
    copy = f"copy_{uuid4().hex}"
    _execute(server, sql.SQL("CREATE DATABASE {} TEMPLATE {}"), copy, name)
    yield _url(server, copy)
    _execute(server, sql.SQL("DROP DATABASE {} WITH (FORCE)"), copy)


def _execute(server: str, statement: sql.SQL, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.format(*map(sql.Identifier, names)))


def _url(server: str, name: str) -> str:
    return server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
