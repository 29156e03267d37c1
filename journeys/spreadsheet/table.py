"""From the bytes of a CSV file to its rows: whatever a Swedish Excel makes of "Spara som CSV"."""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from journeys.journal.faults import Fault
from journeys.spreadsheet.columns import BIRTH, BY_HEADING, BY_KEY, COLUMNS, Column, plain

LARGEST = 20_000_000
"""Bytes of a file: a hundred thousand referrals."""
DELIMITERS = (";", ",", "\t")
_HINT = re.compile(r"sep=(.)\r?\n")
"""The first line by which some programs tell the delimiter; Excel does not show it as a row."""

EMPTY = "filen är tom."
TOO_LARGE = "filen är större än 20 MB. Dela upp den."
NOT_TEXT = "filen är ingen CSV-fil (kanske Excel eller UTF-16). Spara den som CSV UTF-8."
NO_HEADINGS = "rubriker saknas: den första raden ska vara kolumnernas namn."
NO_ROWS = "filen har rubriker men inga remisser. Skriv en remiss på varje rad under dem."
NOT_CSV = "citattecknen går inte ihop här. Resten av filen är inte läst."
TOO_MANY = "fler celler än rubriker. Finns det skiljetecken i en cell ska den stå inom citattecken."


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty: its number as a spreadsheet shows it, and its cells by the columns' keys."""

    number: int
    cells: Mapping[str, str]


class Table:
    """The rows of a file. `faults`: what is wrong with it before the cells are looked into."""

    def __init__(self, file: Path, ignored: Collection[str] = ()) -> None:
        self._file = file
        self._ignored = {plain(heading) for heading in ignored}
        self.faults: list[Fault] = []
        with file.open("rb") as content:
            text = self._decoded(content.read(LARGEST + 1))
        self.rows = list(self._rows(text)) if text else []
        if not self.rows and not self.faults:
            self._wrong(1, NO_ROWS)

    def _decoded(self, content: bytes) -> str | None:
        if problem := _unreadable(content):
            self._wrong(1, problem)
            return None
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError:
            self._wrong(1, NOT_TEXT)
            return None

    def _rows(self, text: str) -> Iterator[Row]:
        records = self._records(text)
        headings = next(records, [])
        while headings and not headings[-1].strip():
            headings.pop()
        columns = self._columns(headings)
        for number, cells in enumerate(records, start=2):
            stripped = [cell.strip() for cell in cells]
            if any(stripped) and columns is not None:
                yield self._row(number, stripped, columns)

    def _records(self, text: str) -> Iterator[list[str]]:
        """Each record once; ends where one is no CSV."""
        hint = _HINT.match(text)
        body = text[hint.end() :] if hint else text
        delimiter = hint[1] if hint else _delimiter(body)
        number = 0
        reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
        try:
            for number, record in enumerate(reader, start=1):  # noqa: B007 needed where the reader fails
                yield record
        except csv.Error:
            self._wrong(number + 1, NOT_CSV)

    def _columns(self, headings: Sequence[str]) -> list[Column | None] | None:
        """The column of each heading, None for one that is not read; None where the headings will not do."""
        found = [BY_HEADING.get(plain(heading)) for heading in headings]
        if not any(found):
            self._wrong(1, NO_HEADINGS)
            return None
        problems = [*self._unknown(headings, found), *_repeated(found), *_missing(found)]
        for problem in problems:
            self._wrong(1, problem)
        return None if problems else found

    def _unknown(self, headings: Sequence[str], found: Sequence[Column | None]) -> Iterator[str]:
        pairs = zip(headings, found, strict=True)
        unknown = [name.strip() for name, column in pairs if column is None and plain(name) not in self._ignored]
        if unknown:
            named = ", ".join(f"”{name}”" for name in unknown)
            yield f"kolumner som inte känns igen: {named}. Byt namn på dem, eller hoppa över dem med --ignore."

    def _row(self, number: int, cells: Sequence[str], columns: Sequence[Column | None]) -> Row:
        if any(cells[len(columns) :]):
            self._wrong(number, TOO_MANY)
        pairs = zip(columns, cells, strict=False)
        return Row(number, {column.key: cell for column, cell in pairs if column and cell})

    def _wrong(self, row: int, problem: str) -> None:
        self.faults.append(Fault(str(self._file), row, problem))


def _unreadable(content: bytes) -> str | None:
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        return EMPTY
    if len(content) > LARGEST:
        return TOO_LARGE
    odd = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content
    return NOT_TEXT if odd else None


def _delimiter(text: str) -> str:
    """The one with which most headings are known."""
    heading = text.partition("\n")[0]
    known = {mark: sum(plain(name) in BY_HEADING for name in heading.split(mark)) for mark in DELIMITERS}
    return max(DELIMITERS, key=known.__getitem__)


def _repeated(found: Sequence[Column | None]) -> Iterator[str]:
    for column in COLUMNS:
        if found.count(column) > 1:
            yield f"kolumnen {column.heading} finns flera gånger."


def _missing(found: Sequence[Column | None]) -> Iterator[str]:
    missing = [column.heading for column in COLUMNS if column.required and column not in found]
    if not any(BY_KEY[key] in found for key in BIRTH):
        missing.append(" eller ".join(BY_KEY[key].heading for key in BIRTH))
    if missing:
        yield f"kolumner som saknas: {', '.join(missing)}."
