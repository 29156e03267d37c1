"""A desk, and spreadsheets to be read in there."""

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
def file(tmp_path: Path) -> Path:
    """Where a spreadsheet is saved."""
    return tmp_path / "remisser.csv"
