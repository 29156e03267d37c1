"""Every column of the database is known to be personal, or known to be none; and the page says the same."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

import pytest
from sqlmodel import SQLModel

import journeys.exit.tables
import journeys.tables
import notifications.tables  # noqa: F401 the outbox belongs to the same database
from journeys.storage.privacy import KEPT, PERSONAL, Personal

PAGE = Path(__file__).resolve().parents[2] / "docs/privacy.md"
TABLES = {name: set(table.columns.keys()) for name, table in SQLModel.metadata.tables.items()}


def listed(table: str) -> list[str]:
    return [*PERSONAL.get(table, {}), *KEPT.get(table, {})]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_listed_once(table: str) -> None:
    assert sorted(listed(table)) == sorted(TABLES[table])


def test_no_list_names_a_table_that_is_gone() -> None:
    assert PERSONAL.keys() | KEPT.keys() == TABLES.keys()


def test_nothing_that_the_log_verifies_is_to_be_erased() -> None:
    chained = {row.__tablename__ for row in (journeys.tables.log.EventRow, journeys.tables.log.LedgerHeadRow)}
    assert not chained & PERSONAL.keys()


def told(row: Personal | str) -> list[str]:
    return [row] if isinstance(row, str) else [row.why, row.erased]


def rows_of(lists: Mapping[str, Mapping[str, Personal | str]]) -> Iterator[str]:
    """The rows of the page's tables: neighbours for which the same is said share one."""
    for table, columns in lists.items():
        for said, names in groupby(columns, key=lambda name, among=columns: told(among[name])):
            yield f"| {' | '.join([f'`{table}`', ' '.join(f'`{name}`' for name in names), *said])} |"


def table_rows(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith("| `")]


def test_the_page_says_what_the_lists_say() -> None:
    assert table_rows(PAGE.read_text(encoding="utf-8")) == [*rows_of(PERSONAL), *rows_of(KEPT)]
