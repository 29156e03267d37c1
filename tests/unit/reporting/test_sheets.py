"""What a spreadsheet program makes of a file."""

from datetime import date

import pytest

from journeys.reporting.sheets import sheet

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def test_cells_are_parted_by_semicolons_and_numbers_have_a_decimal_comma() -> None:
    rows = [["Ett; två", 0.875, 12, None, date(2026, 3, 2)]]
    assert sheet(["A", "B", "C", "D", "E"], rows) == f'{MARK}A;B;C;D;E\r\n"Ett; två";0,875;12;;2026-03-02\r\n'


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    _, row = sheet(["A"], [[text]]).removeprefix(MARK).split("\r\n", 1)
    assert row.strip().strip('"').startswith(f"'{text}".rstrip())


def test_a_negative_number_stays_a_number() -> None:
    assert sheet(["A"], [[-1.5]]) == f"{MARK}A\r\n-1,5\r\n"
