"""Journals of a few lines, and a desk where they are read in."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Desk, desk_at

Line = Mapping[str, Any]

REFERRAL = {
    "event": "referred",
    "on": "2026-01-12",
    "id": "r",
    "programme": "activera",
    "unit": "molndal",
    "person": {"given_name": "Kanariella", "family_name": "Prövqvist", "birth_date": "1990-03-02", "gender": "woman"},
    "referrer": {"party": "region", "name": "Remitta Remitterström", "email": "remitterande@region.example"},
}
ADMITTED = {"event": "admitted", "on": "2026-01-14", "id": "a", "caseworker": "kim@molndal.example"}
STARTED = {"event": "started", "on": "2026-01-20", "id": "s"}
CONTACT = {"event": "contact", "on": "2026-01-22", "id": "c"}
BOOKED = {"event": "booked", "on": "2026-02-02", "id": "b", "meeting": "checkpoint", "time": "2026-04-07T13:00"}


def of(journey: str, *lines: Line) -> list[Line]:
    """The lines as those of a journey."""
    return [{"journey": journey, **line} for line in lines]


def begun(journey: str, *more: Line) -> list[Line]:
    """A journey that has started, and what followed."""
    return of(journey, REFERRAL, ADMITTED, STARTED, *more)


def without(line: Line, *keys: str) -> Line:
    return {key: value for key, value in line.items() if key not in keys}


def corrected(target: str, **values: Any) -> Line:
    return {"event": "corrected", "on": "2026-03-30", "id": "k", "of": target, "set": values, "reason": "fel"}


def voided(target: str) -> Line:
    return {"event": "voided", "on": "2026-03-30", "id": "v", "of": target, "reason": "fel"}


def written(file: Path, *lines: Line | bytes) -> Path:
    """A journal; bytes are written as they are."""
    content = (line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode() for line in lines)
    file.write_bytes(b"".join(line + b"\n" for line in content))
    return file


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_at(sqlite_url, tmp_path, monkeypatch)


@pytest.fixture
def desk_on_either(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Runs once on each kind of database."""
    return desk_at(database_url, tmp_path, monkeypatch)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a journal is written."""
    return tmp_path / "journal.jsonl"


def read_in(desk: Desk, file: Path, *lines: Line | bytes) -> str:
    """Read a journal in, and give what is answered."""
    return desk.says("import", str(written(file, *lines)))


def stored(desk: Desk) -> list[Line]:
    """Everything that is stored, as the export says it."""
    return [json.loads(line) for line in desk.says("export").splitlines()]
