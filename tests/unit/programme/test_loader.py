"""Files that cannot be read as TOML at all: a sentence, with line and column where there is one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workflows.errors import Fault, ProgrammeFaults
from workflows.loader import LARGEST_FILE, parse, read_programme

NO_TOML = {
    "a text without quotes": ("id = stegen", 1, "kolumn 6", "citattecken"),
    "a text without its end": ('id = "stegen\n', 1, "kolumn 13", "citattecken"),
    "a key twice": ('id = "a"\nid = "b"\nname = "c"', 2, "kolumn 9", "Ta bort den ena"),
    "a key without value": ("id\nx = 1", 1, "kolumn 3", "nyckel = värde"),
    "a table without its end": ("[[rules]\n", 1, "kolumn 8", "[[rules]]"),
    "a list without its end": ("[a]\nx = [1,\n2\ny = 3", 4, "kolumn 1", "]"),
    "a day that does not exist": ("a = 2026-02-30", 1, "kolumn 5", "2026-01-01"),
    "Swedish letters in a key": ("ålder = 1", 1, "kolumn 1", "a–z"),
    "brackets without end": ("a = " + "[" * 5000, None, "filen", "programme-format.md"),
    "a number without end": ("a = " + "9" * 5000, None, "filen", "programme-format.md"),
}


@pytest.mark.parametrize(("text", "line", "place", "remedy"), NO_TOML.values(), ids=NO_TOML)
def test_what_is_no_toml_is_told_in_swedish(
    faults_of: Callable[[str], list[Fault]], text: str, line: int | None, place: str, remedy: str
) -> None:
    [fault] = faults_of(text)
    assert (fault.line, fault.place) == (line, place)
    assert remedy in fault.remedy


def refusal(path: Path) -> str:
    with pytest.raises(ProgrammeFaults) as refused:
        read_programme(path)
    return str(refused.value)


def test_a_file_is_read(tmp_path: Path, good: str) -> None:
    path = tmp_path / "stegen.toml"
    path.write_text(good, encoding="utf-8")
    assert read_programme(path) == parse(good, "stegen.toml")


def test_what_a_windows_editor_puts_before_and_after_is_no_fault(tmp_path: Path, good: str) -> None:
    path = tmp_path / "stegen.toml"
    path.write_bytes(good.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_programme(path) == parse(good, "stegen.toml")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_told_how_to_save(tmp_path: Path, good: str, encoding: str) -> None:
    path = tmp_path / "stegen.toml"
    path.write_bytes(good.encode(encoding))
    assert refusal(path) == (
        f"{path}: filen: är inte sparad som UTF-8. Öppna den i en textredigerare och spara med kodningen UTF-8."
    )


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "finns inte." in refusal(tmp_path / "none.toml")


def test_a_folder_is_no_programme(tmp_path: Path) -> None:
    assert "är ingen fil." in refusal(tmp_path)


def test_a_file_below_a_file_is_told(tmp_path: Path, good: str) -> None:
    (tmp_path / "file").write_text(good, encoding="utf-8")
    assert "går inte att läsa" in refusal(tmp_path / "file" / "stegen.toml")


def test_a_file_that_cannot_be_a_programme_is_not_read_to_its_end(tmp_path: Path, good: str) -> None:
    path = tmp_path / "stegen.toml"
    path.write_text(good + "#" * LARGEST_FILE, encoding="utf-8")
    assert "större än 1 MiB" in refusal(path)


def test_a_fault_reads_as_file_line_place_problem_remedy(good: str) -> None:
    with pytest.raises(ProgrammeFaults) as refused:
        parse(good.replace('rule = "meeting"', 'rule = "meting"'), "stegen.toml")
    line = good.splitlines().index('rule = "meeting"') + 1
    assert str(refused.value) == (
        f"stegen.toml:{line}: [[reminders]] nr 2 (meting), rule: regeln ”meting” finns inte. Menade du ”meeting”?"
    )
