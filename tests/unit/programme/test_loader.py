"""Files that cannot be read as TOML at all: a sentence, with line and column where there is one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workflows.errors import Fault, ProgrammeFaults
from workflows.files.loader import LARGEST_FILE, parse, read_programme

NO_TOML = {
    "a text without quotes": ("id = stegen", 1, "kolumn 6", "citattecken"),
    "a text without its end": ('id = "stegen\n', 1, "kolumn 13", "citattecken"),
    "a key twice": ('id = "a"\nid = "b"\nname = "c"', 2, "kolumn 9", "Ta bort den ena"),
    "a key without value": ("id\nx = 1", 1, "kolumn 3", "nyckel = värde"),
    "a table without its end": ("[[rules]\n", 1, "kolumn 8", "[[rules]]"),
    "a list without its end": ("[a]\nx = [1,\n2\ny = 3", 4, "kolumn 1", "]"),
    "a day that does not exist": ("a = 2026-02-30", 1, "kolumn 5", "2026-01-01"),
    "Swedish letters in a key": ("ålder = 1", 1, "kolumn 1", "a–z"),
    "no comma in a list": ('x = ["a"  # one\n\n"b"]', 1, "kolumn 9", "kommatecken"),
    "no comma on one line": ('x = ["a" "b"]', 1, "kolumn 9", "kommatecken"),
    "no comma in a table": ('x = { a = "a" b = "b" }', 1, "kolumn 15", "kommatecken mellan nycklarna"),
    "a table on two lines": ("x = { a = 1,\nb = 2 }", 1, "kolumn 13", "på en rad"),
    "quotes of a word processor": ("name = ”Hembesök”", 1, "kolumn 8", "raka citattecken"),
    "a quote of a word processor at the end": ('name = "Hembesök”\nx = 1', 1, "kolumn 18", "raka citattecken"),
    "quotes of a word processor in a list": ('x = ["a", “b”]', 1, "kolumn 11", "raka citattecken"),
    "quotes inside a text": ('name = "Kurs "Två" nu"', 1, "kolumn 15", "Skriv dem som ”…”"),
    "yes": ("offer = ja", 1, "kolumn 9", "offer = true"),
    "a capital in true": ("offer = True", 1, "kolumn 9", "offer = true"),
    "no": ("counted = Nej", 1, "kolumn 11", "counted = false"),
    "yes for a name": ("name = ja", 1, "kolumn 8", 'name = "ja"'),
    "a text without quotes, repeated": ("name = Öppna vägen # x", 1, "kolumn 8", 'name = "Öppna vägen"'),
    "no value": ("name =\nx = 1", 1, "kolumn 7", "Skriv ett värde"),
    "a comma for the point": ("target = 0,8", 1, "kolumn 11", "target = 0.8"),
    "per cent": ("target = 80 %", 1, "kolumn 13", "target = 0.8"),
    "per cent with a comma": ("target = 12,5%", 1, "kolumn 12", "target = 0.125"),
    "per cent with thousands": ("target = 1.000,5 %", 1, "kolumn 15", "0.8 för 80 %"),
    "no digit before the point": ("target = .8", 1, "kolumn 10", "Skriv 0.8."),
    "half a place": ("places_per_year = 30,5", 1, "kolumn 21", "places_per_year = 30"),
    "thousands with a space": ("places_per_year = 1 000", 1, "kolumn 21", "places_per_year = 1000"),
    "a number and what it counts": ("places_per_year = 30 platser", 1, "kolumn 22", "places_per_year = 30"),
    "two ages": ("age = 16-29", 1, "kolumn 9", "age = [16, 29]"),
    "a period without quotes": ("within = 2 weeks", 1, "kolumn 12", 'within = "2 weeks"'),
    "a day in words": ("valid_from = 1 januari 2027", 1, "kolumn 16", "valid_from = 2027-01-01"),
    "a day with slashes": ("valid_from = 2027/01/01", 1, "kolumn 18", "valid_from = 2027-01-01"),
    "a day in words at first": ("valid_from = januari", 1, "kolumn 14", "valid_from = 2027-01-01"),
    "a list without brackets": ('to = "caseworker", "manager"', 1, "kolumn 18", 'to = ["caseworker", "manager"]'),
    "a comment of another language": ('name = "x" // y', 1, "kolumn 12", "börjar med #"),
    "a hard space": ("id\N{NO-BREAK SPACE}= 1", 1, "kolumn 3", "skriv ett vanligt"),
    "a hard space before a value": ("id =\N{NO-BREAK SPACE}1", 1, "kolumn 5", "skriv ett vanligt"),
    "a minus of a word processor": ("x = \N{MINUS SIGN}2", 1, "kolumn 5", "bindestreck"),
    "a backslash": ('x = "C:\\Users"', 1, "kolumn 10", "Skriv två"),
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
