"""Figures for a spreadsheet program (XLSX): a sheet for each subject, every cell with its type."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from journeys.reporting.sheets import Cell

WIDEST = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One sheet. The cells of `shares`, by the number of their column, are shown in per cent."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    shares: frozenset[int] = frozenset()


def workbook(sheets: Sequence[Sheet], *, title: str, made: date) -> bytes:
    """A file. No cell is a formula: a text that begins with "=" stays a text."""
    import xlsxwriter  # slow to import, and few ask for it

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": datetime.combine(made, time())})
        formats = {
            "heading": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "share": book.add_format({"num_format": "0.0 %"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, formats)
    return file.getvalue()


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, formats["heading"])
        page.set_column(column, column, _width(sheet, column))
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            _put(page, number, column, cell, formats, is_share=column in sheet.shares)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)


def _put(page: Any, row: int, column: int, cell: Cell, formats: dict[str, Any], *, is_share: bool) -> None:
    if isinstance(cell, str):
        page.write_string(row, column, cell)
    elif isinstance(cell, date):
        page.write_datetime(row, column, datetime.combine(cell, time()), formats["day"])
    elif cell is not None:
        page.write_number(row, column, cell, formats["share"] if is_share else None)


def _width(sheet: Sheet, column: int) -> int:
    longest = max(len(str(row[column])) for row in [sheet.headings, *sheet.rows] if row[column] is not None)
    return min(longest + 2, WIDEST)
