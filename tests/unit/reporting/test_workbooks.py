"""What a spreadsheet program reads from a workbook."""

import io
from datetime import date, datetime

from openpyxl import load_workbook

from journeys.reporting.workbooks import Sheet, workbook


def test_every_cell_has_its_type_and_a_text_stays_a_text() -> None:
    rows = [["=1+1", 12, 0.875, date(2026, 3, 2), None], ["dolt", 0, 1, date(2026, 1, 1), "http://x.example"]]
    sheet = Sheet(name="Mål", headings=["Namn", "Antal", "Andel", "Dag", "Annat"], rows=rows, shares=frozenset({2}))
    book = load_workbook(io.BytesIO(workbook([sheet], title="Rapport", made=date(2026, 3, 2))))
    page = book["Mål"]
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=2)] == [
        ["=1+1", 12, 0.875, datetime(2026, 3, 2), None],  # noqa: DTZ001  # a cell knows no zone
        ["dolt", 0, 1, datetime(2026, 1, 1), "http://x.example"],  # noqa: DTZ001
    ]
    assert [cell.data_type for cell in page[2]] == ["s", "n", "n", "d", "n"]
    assert page["C2"].number_format == "0.0 %"
    assert page.freeze_panes == "A2"
    assert book.properties.title == "Rapport"


def test_the_same_rows_give_the_same_file() -> None:
    made = [workbook([Sheet(name="A", headings=["A"], rows=[])], title="A", made=date(2026, 3, 2)) for _ in range(2)]
    assert made[0] == made[1]
