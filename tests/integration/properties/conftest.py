"""Empty installations by the dozen: a founded database is copied instead of made anew for each example."""

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, time
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, RowMapping, Table, select

from journeys import casework
from journeys.app import App
from journeys.journal.exporting import journal
from journeys.settings import Settings
from tests.lives import Told
from workflows.files.loader import read_programme
from workflows.programme import Programme

FOLDER = Path(__file__).parents[2] / "fixtures" / "laboratory"
LABORATORY = read_programme(FOLDER / "laboratory.toml")
ACTIVERA = read_programme(Path(__file__).parents[3] / "journeys" / "programmes" / "activera-2026-07.toml")
PROGRAMMES: dict[str, Programme] = {"laboratory": LABORATORY, "activera": ACTIVERA}


class Installation(App):
    """An installation whose day is set by hand: it is noon of it."""

    def __init__(self, settings: Settings) -> None:
        self.day = date(2026, 1, 1)
        super().__init__(settings, clock=lambda: datetime.combine(self.day, time(12), UTC))


Found = Callable[[], AbstractContextManager[Installation]]


def _settings(file: Path) -> Settings:
    return Settings(database=f"sqlite:///{file}", data=file.parent, programmes=f"{FOLDER}:builtin")


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an installation with nothing in it."""
    file = tmp_path_factory.mktemp("empty") / "farled.db"
    Installation(_settings(file)).close()
    return file


@pytest.fixture(scope="session")
def found(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Opens a new installation each time it is called: one and the same fixture for all examples of a test."""
    folder, numbers = tmp_path_factory.mktemp("installations"), count()

    @contextmanager
    def found() -> Iterator[Installation]:
        own = folder / str(next(numbers))
        own.mkdir()
        for suffix in ("", ".key"):
            shutil.copy(f"{empty}{suffix}", own / f"{empty.name}{suffix}")
        with Installation(_settings(own / empty.name)) as app:
            yield app
        shutil.rmtree(own)

    return found


def register(app: Installation, told: Iterable[Told]) -> None:
    """Each line by itself, on its day, as at the desk."""
    for step in told:
        app.day = step.day
        with app.work() as work:
            casework.register(work, step.line)


def write(file: Path, lines: Iterable[str]) -> Path:
    """A journal with these lines."""
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def journal_of(told: Iterable[Told]) -> Iterator[str]:
    """The lines as they stand in a journal."""
    return (step.line.model_dump_json(exclude_none=True) for step in told)


def exported(app: App) -> list[str]:
    """The journal of all journeys."""
    with app.read() as connection:
        return [line for lines in journal(connection, app.ledger) for line in lines]


SEALED = frozenset({"personnummer", "mark", "private_mark"})
"""Different each time, though what is sealed is the same."""


def rows(
    connection: Connection, *tables: Table, without: Collection[str] = frozenset()
) -> dict[str, list[dict[str, Any]]]:
    """Everything in some tables but what is sealed, sorted."""
    return {
        table.name: sorted(
            (
                {key: value for key, value in row.items() if key not in SEALED | set(without)}
                for row in _all(connection, table)
            ),
            key=repr,
        )
        for table in tables
    }


def _all(connection: Connection, table: Table) -> Iterable[RowMapping]:
    return connection.execute(select(table)).mappings()
