"""The conformance data through the command line, on both databases: what is imported gives every expected answer."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Desk, desk_at

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "conformance"
IMPORTED_ON = "2027-01-31"
LAST_DAY = "2026-12-31"

JOURNALS = {
    "activera": FIXTURES / "activera-2026.jsonl",
    "edge-cases": FIXTURES / "edge-cases" / "journal.jsonl",
    "sodra-norrbotten": FIXTURES / "sodra-norrbotten-2023" / "journal.jsonl",
}

Rows = Sequence[Mapping[str, Any]]


def expected_of(journal: Path) -> list[Path]:
    folder = journal.with_suffix(".expected")
    return sorted((folder if folder.is_dir() else journal.parent / "expected").glob("*.json"))


@pytest.mark.parametrize("name", JOURNALS)
def test_every_answer_is_the_expected_one(
    name: str, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = JOURNALS[name]
    desk = desk_at(database_url, tmp_path, monkeypatch, programmes=str(journal.parent))
    desk.says("import", str(journal), "--today", IMPORTED_ON)
    expected = expected_of(journal)
    assert len(expected) >= 3
    for file in expected:
        wanted = json.loads(file.read_text(encoding="utf-8"))
        for got, want in answers(desk, wanted):
            assert got == want, file.name
    assert "Ärendena stämmer" in desk.says("verify", "--rows")


@pytest.mark.parametrize("name", JOURNALS)
def test_exported_and_imported_elsewhere_it_is_the_same_journal(
    name: str,
    database_url: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    journal, out, away = JOURNALS[name], tmp_path / "out.jsonl", tmp_path_factory.mktemp("away")
    desk = desk_at(database_url, tmp_path, monkeypatch, programmes=str(journal.parent))
    desk.says("import", str(journal), "--today", IMPORTED_ON)
    desk.says("export", str(out))
    assert desk.says("import", str(journal), "--today", IMPORTED_ON).startswith("Inget nytt: ")
    elsewhere = desk_at(f"sqlite:///{away / 'farled.db'}", away, monkeypatch, programmes=str(journal.parent))
    elsewhere.says("import", str(out), "--today", IMPORTED_ON)
    assert elsewhere.says("export").encode() == out.read_bytes()


def answers(desk: Desk, wanted: Any) -> list[tuple[Rows, Rows]]:
    """What is answered beside what is wanted: of each row only the keys that the wanted one has."""
    if isinstance(wanted, list):
        return [pair for journey in wanted for pair in of_journey(desk, journey)]
    if "goals" in wanted:
        period = ("--from", wanted["from"], "--to", wanted["to"], "--today", wanted["today"])
        got = desk.json("report", "--programme", wanted["programme"], *period)
        return [beside(got, wanted, "goals"), beside(got, wanted, "figures")]
    if "obligations" in wanted:
        got = desk.json("due", "--today", wanted["today"], "--until", wanted["until"])
        assert all(row["why"] for row in got["obligations"])
        return [beside(got, wanted, "obligations")]
    seen = wanted.get("today", wanted["from"])
    got = desk.json("reminders", "--from", wanted["from"], "--to", wanted["to"], "--today", seen)
    return [beside(got, wanted, "reminders")]


def of_journey(desk: Desk, wanted: Mapping[str, Any]) -> list[tuple[Rows, Rows]]:
    got = desk.json("journey", wanted["journey"], "--today", LAST_DAY)
    keys = ("journey", "version", "unit", "stage", "ended")
    obligations = [
        {"obligations": sorted(answer["obligations"], key=lambda row: (row["rule"], row["n"]))}
        for answer in (got, wanted)
    ]
    return [
        ([{key: got[key] for key in keys}], [{key: wanted[key] for key in keys}]),
        beside(*obligations, "obligations"),
    ]


def beside(got: Mapping[str, Any], wanted: Mapping[str, Any], rows: str) -> tuple[Rows, Rows]:
    shown = [
        {key: value for key, value in answer.items() if key in want}
        for answer, want in zip(got[rows], wanted[rows], strict=True)
    ]
    return shown, wanted[rows]
