"""A desk at an installation of its own."""

from pathlib import Path

import pytest

from tests.command_line import Desk, desk_at


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_at(sqlite_url, tmp_path, monkeypatch)


@pytest.fixture
def desk_on_either(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Runs once on each kind of database."""
    return desk_at(database_url, tmp_path, monkeypatch)


@pytest.fixture
def started(desk: Desk) -> str:
    """A journey in its first block since the second of March, first contact taken."""
    return begin(desk)


def begin(desk: Desk) -> str:
    desk.on("2026-02-16")
    reference = desk.refers("2026-02-16")
    desk.does(reference, "2026-02-20", "admitted", "caseworker=kim@molndal.example")
    desk.does(reference, "2026-02-25", "contact")
    desk.does(reference, "2026-03-02", "started")
    desk.on("2026-04-01")
    return reference
