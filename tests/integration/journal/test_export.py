"""All journeys as a journal: readable, complete, and the same again after it has been read in elsewhere."""

import json
import stat
from pathlib import Path

import pytest

from journeys.journal import exporting
from tests.command_line import Desk, desk_at
from tests.integration.journal.conftest import (
    BOOKED,
    CONTACT,
    REFERRAL,
    begun,
    corrected,
    of,
    read_in,
    voided,
    without,
)

ANSWERS = {"participant": {"b": 3, "a": None}, "caseworker": {"a": 2.5}}
MEASURED = {"event": "skapa", "on": "2026-02-10", "id": "m", "values": ANSWERS, "note": "lång dag"}
AT_NIGHT = {"event": "contact", "on": "2026-02-11", "at": "2026-02-12T00:30:00+01:00", "by": "kim@molndal.example"}
MEETING = {"programme": "activera", "event": "joint-meeting", "on": "2026-02-02", "id": "m", "unit": "partille"}
ALL = [
    *begun("MOL-2", CONTACT, MEASURED, AT_NIGHT, without(CONTACT, "id"), voided("#7"), BOOKED),
    MEETING,
    {**MEETING, **corrected("m", unit=None, on="2026-02-03"), "programme": "activera"},
    *of("MOL-1", REFERRAL, corrected("r", municipality=None) | {"set": {"note": "ny", "unit": "partille"}}),
]


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Another installation."""
    folder = tmp_path_factory.mktemp("elsewhere")
    return desk_at(f"sqlite:///{folder / 'farled.db'}", folder, monkeypatch)


def test_read_in_elsewhere_and_written_again_it_is_the_same(
    desk_on_either: Desk, elsewhere: Desk, file: Path, tmp_path: Path
) -> None:
    read_in(desk_on_either, file, *ALL)
    out = tmp_path / "ut.jsonl"
    desk_on_either.says("export", str(out))
    elsewhere.says("import", str(out))
    assert elsewhere.says("export").encode() == out.read_bytes()


def test_what_was_done_at_the_desk_comes_back_elsewhere(desk: Desk, elsewhere: Desk, tmp_path: Path) -> None:
    reference = desk.refers("2026-03-02", person={"personnummer": "191212121212"}, note="fritext")
    desk.says("do", reference, "admitted", "caseworker=kim@molndal.example", "--on", "2026-03-03")
    desk.says("do", reference, "started", "--on", "2026-03-09")
    desk.says("correct", reference, "e3", "on=2026-03-06", "--reason", "fel dag")
    desk.says("export", str(tmp_path / "ut.jsonl"))
    elsewhere.says("import", str(tmp_path / "ut.jsonl"))
    assert elsewhere.says("export") == desk.says("export")
    assert elsewhere.json("journey", reference)["obligations"] == desk.json("journey", reference)["obligations"]


def test_journeys_come_as_they_were_registered_and_programme_events_last(desk: Desk, file: Path) -> None:
    read_in(desk, file, *ALL)
    lines = [json.loads(line) for line in desk.says("export").splitlines()]
    assert [line.get("journey") for line in lines] == ["MOL-2"] * 9 + ["MOL-1"] * 2 + [None] * 2


def test_the_keys_come_in_the_order_of_the_spec(desk: Desk, file: Path) -> None:
    read_in(desk, file, *ALL)
    lines = [json.loads(line) for line in desk.says("export").splitlines()]
    assert list(lines[0]) == ["journey", "event", "on", "id", "programme", "unit", "version", "person", "referrer"]
    assert list(lines[0]["person"]) == ["given_name", "family_name", "birth_date", "gender"]
    assert list(lines[4]) == ["journey", "event", "on", "id", "values", "note"]
    assert list(lines[5]) == ["journey", "event", "on", "at", "by"]
    assert lines[4]["values"] == ANSWERS
    assert lines[5]["at"] == "2026-02-11T23:30:00+00:00"


def test_letters_are_written_as_they_are(desk: Desk, file: Path) -> None:
    read_in(desk, file, *ALL)
    assert "Prövqvist" in desk.says("export")


def test_without_journeys_there_is_nothing_to_write(desk: Desk) -> None:
    assert desk.says("export") == ""


def test_only_its_owner_may_read_the_file(desk: Desk, file: Path, tmp_path: Path) -> None:
    read_in(desk, file, *ALL)
    out = tmp_path / "ut.jsonl"
    out.touch(0o644)
    assert desk.says("export", str(out)) == ""
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_an_export_that_fails_leaves_the_file_as_it_was(
    desk: Desk, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_in(desk, file, *ALL)
    out = tmp_path / "ut.jsonl"
    out.write_text("förra gången")
    before = set(tmp_path.iterdir())
    monkeypatch.setattr(exporting, "text_of", interrupted)
    desk.asks("export", str(out))
    assert out.read_text() == "förra gången"
    assert set(tmp_path.iterdir()) == before


def interrupted(values: object) -> str:
    raise KeyboardInterrupt


def test_where_nothing_can_be_written_it_is_said(desk: Desk, tmp_path: Path) -> None:
    missing = tmp_path / "borta" / "ut.jsonl"
    assert desk.refuses("export", str(missing)) == f"Det gick inte med ”{missing}”: den finns inte."
    desk.says("export", "/dev/null")
    assert not Path("/dev/null").is_file()


def test_many_journeys_come_out_in_pages(desk: Desk, file: Path) -> None:
    numbers = range(2 * exporting.BATCH + 1)
    read_in(desk, file, *(line for number in numbers for line in of(f"MOL-{number}", REFERRAL)))
    assert [json.loads(line)["journey"] for line in desk.says("export").splitlines()] == [f"MOL-{n}" for n in numbers]


@pytest.mark.parametrize("own", ["farled.db", "farled.db.key"])
def test_the_database_and_its_key_are_not_written_over(elsewhere: Desk, file: Path, own: str) -> None:
    read_in(elsewhere, file, *ALL)
    target = elsewhere.settings.data / own
    before = target.read_bytes()
    for name in (target, target.parent / "." / own):
        assert "är databasen själv eller dess nyckel" in elsewhere.refuses("export", str(name))
    assert target.read_bytes() == before
