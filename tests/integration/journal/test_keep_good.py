"""`--keep-good`: what is right goes in, and the rest lies beside the file, word for word."""

import stat
from pathlib import Path

import pytest

from tests.command_line import Desk
from tests.integration.journal.conftest import CONTACT, Line, begun, of, stored, without, written

BAD = {**CONTACT, "on": "2026-02-30"}
BROKEN = '{"journey":  "MOL-2", "event": "contact", "on" Å'.encode("cp1252")
LOST = b"nothing that anybody could read"
BAD_MEETING = {"programme": "activera", "event": "joint-meeting", "on": "2026-02-02", "unit": "boras"}
MEETING = without(BAD_MEETING, "unit")


@pytest.fixture
def rejected(file: Path) -> Path:
    return file.with_name("journal.jsonl.rejected.jsonl")


def lines_of(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines()


def references(desk: Desk) -> set[object]:
    return {line.get("journey") for line in stored(desk)}


def test_journeys_without_a_bad_line_are_stored_and_the_others_not_at_all(
    desk_on_either: Desk, file: Path, rejected: Path
) -> None:
    good, bad = begun("MOL-1"), begun("MOL-3", BAD)
    written(file, bad[0], *good, *begun("MOL-2"), BROKEN, *bad[1:], LOST, BAD_MEETING, MEETING)
    result = desk_on_either.asks("import", str(file), "--keep-good")
    assert result.exit_code == 0
    assert [line.split(": ")[0].rpartition(":")[2] for line in result.stderr.splitlines()] == ["8", "11", "12", "13"]
    assert f"Det som inte lästes in ligger i {rejected}." in result.stdout
    assert references(desk_on_either) == {"MOL-1", None}
    all_lines = lines_of(file)
    assert lines_of(rejected) == [all_lines[0], *all_lines[4:13]]


def test_what_was_rejected_can_be_put_right_and_read_in(desk: Desk, file: Path, rejected: Path) -> None:
    written(file, *begun("MOL-1"), *begun("MOL-2", BAD))
    desk.asks("import", str(file), "--keep-good")
    rejected.write_bytes(rejected.read_bytes().replace(b"2026-02-30", b"2026-02-20"))
    assert desk.says("import", str(rejected)) == "Inläst: 1 nytt ärende (4 händelser i ärenden).\n"
    assert references(desk) == {"MOL-1", "MOL-2"}


def test_each_file_gets_its_own(desk: Desk, file: Path, tmp_path: Path) -> None:
    second, third = written(tmp_path / "a.jsonl", *begun("MOL-2", BAD)), written(tmp_path / "b.jsonl", *begun("MOL-3"))
    written(file, *begun("MOL-1"), *of("MOL-2", CONTACT))
    answer = desk.asks("import", *map(str, (file, second, third)), "--keep-good", "--format", "json")
    assert answer.exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("*.rejected.jsonl")) == [
        "a.jsonl.rejected.jsonl",
        "journal.jsonl.rejected.jsonl",
    ]


def test_nobody_else_may_read_what_was_rejected(desk: Desk, file: Path, rejected: Path) -> None:
    desk.asks("import", str(written(file, *begun("MOL-1"), *begun("MOL-2", BAD))), "--keep-good")
    assert stat.S_IMODE(rejected.stat().st_mode) == 0o600


def test_where_all_is_well_nothing_is_rejected(desk: Desk, file: Path, rejected: Path) -> None:
    desk.says("import", str(written(file, *begun("MOL-1"))), "--keep-good")
    assert not rejected.exists()


@pytest.mark.parametrize("lines", [begun("MOL-1", BAD), [LOST], [BAD_MEETING], []], ids=repr)
def test_where_nothing_is_right_it_is_refused(
    desk: Desk, file: Path, rejected: Path, lines: list[Line | bytes]
) -> None:
    desk.refuses("import", str(written(file, *lines)), "--keep-good")
    assert stored(desk) == []
    assert not rejected.exists()


def test_a_stored_journey_takes_nothing_from_lines_of_which_one_is_bad(desk: Desk, file: Path, rejected: Path) -> None:
    desk.says("import", str(written(file, *begun("MOL-1"))))
    written(file, *begun("MOL-1", CONTACT, {**BAD, "id": "c2"}), *begun("MOL-2"))
    desk.asks("import", str(file), "--keep-good")
    assert len(stored(desk)) == 6
    assert len(lines_of(rejected)) == 5


def test_a_line_that_is_too_long_is_rejected_whole(desk: Desk, file: Path, rejected: Path) -> None:
    long = b'{"journey": "MOL-2", "note": "' + b"x" * (3 << 20) + b'"}'
    desk.asks("import", str(written(file, *begun("MOL-1"), *begun("MOL-2"), long)), "--keep-good")
    assert lines_of(rejected) == lines_of(file)[3:]
