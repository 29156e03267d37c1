"""Answers as tables and as JSON."""

from datetime import UTC, date, datetime

import pytest

from journeys.cli.output import as_json, as_table


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    rows = [["MOL-2026-017", date(2026, 3, 2), 7], ["Å-1", None, 12]]
    assert as_table(["Ärende", "Dag", "Antal"], rows).splitlines() == [
        "Ärende        Dag         Antal",
        "────────────  ──────────  ─────",
        "MOL-2026-017  2026-03-02      7",
        "Å-1                          12",
    ]


def test_a_long_cell_is_shown_whole() -> None:
    reason = "Block 1 började 2026-02-23 och är 6 veckor; " * 5
    assert reason.rstrip() in as_table(["Varför"], [[reason]])


def test_a_table_without_rows_is_its_headings() -> None:
    assert as_table(["Ärende", "Dag"], []) == "Ärende  Dag\n──────  ───"


def test_json_keeps_swedish_letters_and_writes_days_in_iso() -> None:
    value = {"när": date(2026, 3, 2), "klockan": datetime(2026, 3, 2, 12, tzinfo=UTC)}
    assert as_json(value) == '{\n  "när": "2026-03-02",\n  "klockan": "2026-03-02T12:00:00+00:00"\n}'


def test_json_refuses_what_has_no_form() -> None:
    with pytest.raises(TypeError, match="set has no form in JSON"):
        as_json({"a": {1}})
