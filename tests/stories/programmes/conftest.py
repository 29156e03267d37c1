"""A desk with the programmes that ship."""

from pathlib import Path

import pytest

from tests.command_line import Desk, desk_at


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_at(sqlite_url, tmp_path, monkeypatch)
