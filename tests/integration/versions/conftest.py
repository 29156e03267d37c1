"""A desk with two versions of one programme and journeys on the older."""

from pathlib import Path

import pytest

from tests.command_line import Desk, desk_at

HEAD = """\
id = "stegen"
version = "{version}"
name = "Stegen"
association = "Prov"
valid_from = {year}-01-01
source = "Prov"
records = [{{ id = "contact", name = "Kontakt" }}, {{ id = "plan", name = "Handlingsplan" }}]
outcomes = [{{ id = "work", name = "Arbete" }}]
"""
UNITS = 'units = [{ id = "norr", name = "Norr" }, { id = "soder", name = "Söder" }]\n'
STAGES = 'stages = [{ id = "one", name = "Ett" }, { id = "two", name = "Två" }]\n'
OLD = """\
rules = [
  { id = "contact", name = "Kontakt", record = "contact", from = "started", within = "2 weeks" },
  { id = "plan", name = "Handlingsplan", record = "plan", from = "started", within = "3 months", every = "6 months" },
]
goals = [{ id = "plan", name = "Plan", measure = "on_time", rule = "plan", target = 1.0 }]
"""
NEW = OLD.replace("3 months", "6 weeks").replace("6 months", "1 month")
# the plan sooner and oftener, and the second stage gone
WITHOUT_A_STAGE = 'stages = [{ id = "one", name = "Ett" }]\n'


@pytest.fixture
def programmes(tmp_path: Path) -> Path:
    folder = tmp_path / "insatser"
    folder.mkdir()
    _write(folder, "1", 2025, UNITS + STAGES + OLD)
    _write(folder, "2", 2026, UNITS + STAGES + NEW)
    _write(folder, "3", 2027, UNITS + WITHOUT_A_STAGE + NEW)
    _write(folder, "4", 2028, UNITS.replace("norr", "nord") + STAGES + NEW)
    return folder


def _write(folder: Path, version: str, year: int, tables: str) -> None:
    text = HEAD.format(version=version, year=year) + tables
    (folder / f"stegen-{version}.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def desk(database_url: str, programmes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_at(database_url, tmp_path, monkeypatch, programmes=str(programmes))
