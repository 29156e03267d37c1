"""Whatever a spreadsheet program makes of "save as CSV" becomes rows; what is no such file is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from journeys.spreadsheet import table as module
from journeys.spreadsheet.table import Table

HEADINGS = "Remissdatum;Förnamn;Efternamn;Födelsedatum;Kön;Remittent;Anteckning"
ROW = "2026-03-02;Åsa;Prov;1990-03-02;k;region;"
CELLS = {
    "on": "2026-03-02",
    "person.given_name": "Åsa",
    "person.family_name": "Prov",
    "person.birth_date": "1990-03-02",
    "person.gender": "k",
    "referrer.party": "region",
}

Read = Callable[..., Table]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(content: str | bytes, *ignored: str) -> Table:
        file = tmp_path / "remisser.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Table(file, ignored)

    return read


def problems(table: Table) -> list[str]:
    """Each fault as "row: problem"."""
    return [f"{fault.line}: {fault.problem}" for fault in table.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_of_any_usual_kind_is_read(read: Read, encoding: str, mark: str, end: str) -> None:
    content = f"{HEADINGS}{end}{ROW}{end}".replace(";", mark)
    table = read(content.encode(encoding))
    assert problems(table) == []
    assert [(row.number, row.cells) for row in table.rows] == [(2, CELLS)]


def test_a_hint_of_the_delimiter_is_no_row(read: Read) -> None:
    table = read(f"sep=|\r\n{HEADINGS}\n{ROW}".replace(";", "|"))
    assert [(row.number, row.cells) for row in table.rows] == [(2, CELLS)]


def test_cells_in_quotation_marks_may_have_anything_in_them(read: Read) -> None:
    table = read(f'{HEADINGS}\n{ROW}"rad ett;\nrad ""två"""\n{ROW}')
    assert [row.number for row in table.rows] == [2, 3]
    assert table.rows[0].cells["note"] == 'rad ett;\nrad "två"'


def test_empty_rows_count_and_say_nothing(read: Read) -> None:
    table = read(f"{HEADINGS}\n\n;;;;;;\n {ROW} \n;;;;;;;;")
    assert [(row.number, row.cells) for row in table.rows] == [(4, CELLS)]
    assert problems(table) == []


def test_cells_that_are_left_out_at_the_end_are_empty(read: Read) -> None:
    assert read(f"{HEADINGS}\n2026-03-02;Åsa").rows[0].cells == {"on": "2026-03-02", "person.given_name": "Åsa"}


@pytest.mark.parametrize("content", [b"", b" \r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(read: Read, content: bytes) -> None:
    assert problems(read(content)) == ["1: filen är tom."]


@pytest.mark.parametrize("content", [HEADINGS.encode("utf-16"), b"PK\x03\x04\0\0", b"\x81\x8d"])
def test_a_file_that_is_no_text_is_told(read: Read, content: bytes) -> None:
    assert problems(read(content)) == [f"1: {module.NOT_TEXT}"]


def test_a_file_that_is_too_large_is_told(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 100)
    assert problems(read("x" * 101)) == [f"1: {module.TOO_LARGE}"]


def test_a_file_without_headings_is_told(read: Read) -> None:
    table = read(f"{ROW}\n{ROW}")
    assert problems(table) == [f"1: {module.NO_HEADINGS}"]
    assert table.rows == []


def test_all_that_is_wrong_with_the_headings_is_told_at_once(read: Read) -> None:
    assert problems(read("Förnamn;Tilltalsnamn;Telefn;Kön;Diagnos\nA;B;C;k;E")) == [
        "1: kolumner som inte känns igen: ”Telefn”, ”Diagnos”. Byt namn på dem, eller hoppa över dem med --ignore.",
        "1: kolumnen Förnamn finns flera gånger.",
        "1: kolumner som saknas: Remissdatum, Efternamn, Remittent, Personnummer eller Födelsedatum.",
    ]


def test_a_column_that_is_ignored_is_not_read(read: Read) -> None:
    table = read(f"{HEADINGS};Vårt nr\n{ROW};17", "vårt NR")
    assert problems(table) == []
    assert table.rows[0].cells == CELLS


def test_a_cell_without_a_heading_is_told(read: Read) -> None:
    assert problems(read(f"{HEADINGS};;\n{ROW};;\n{ROW};;x")) == [f"3: {module.TOO_MANY}"]


@pytest.mark.parametrize("broken", ['"utan slut', '"för" tidigt;', '"' + "x" * 200_000 + '"'], ids=[0, 1, 2])
def test_quotation_marks_that_do_not_fit_are_told_where_they_are(read: Read, broken: str) -> None:
    table = read(f"{HEADINGS}\n{ROW}\n{ROW}{broken}\n{ROW}")
    assert problems(table) == [f"3: {module.NOT_CSV}"]
    assert [row.number for row in table.rows] == [2]
