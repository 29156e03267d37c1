"""What is the same for every test is worked out once, and what is there for the power to go is left out.

Nothing that a test can see changes: a programme is a value, a compiled statement too.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pytest
from sqlalchemy import Engine

from journeys.storage import database
from workflows.files import loader


@contextmanager
def quickly() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "parse", lru_cache(loader.parse))
        patch.setattr(database, "create_engine", _compiling_once(database.create_engine))
        patch.setattr(database, "_configure_sqlite", _without_waiting_for_the_disk(database._configure_sqlite))
        patch.setattr(os, "fsync", lambda _: None)
        yield


def _compiling_once(create: Callable[..., Engine]) -> Callable[..., Engine]:
    """Engines of the same kind share what they have compiled; each of them by itself compiles everything anew."""
    firsts: dict[str, Engine] = {}

    def created(*args: Any, **how: Any) -> Engine:
        engine = create(*args, **how)
        first = firsts.get(engine.dialect.name, engine)
        if first.dialect.server_version_info is None:  # it has not been connected: its dialect knows no server yet
            first = firsts[engine.dialect.name] = engine
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    return created


def _without_waiting_for_the_disk(configure: Callable[..., None]) -> Callable[..., None]:
    """As on the PostgreSQL server of the tests."""

    def configured(connection: sqlite3.Connection, record: Any) -> None:
        configure(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    return configured
