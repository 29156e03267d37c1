"""What SQLite and PostgreSQL write alike and SQLAlchemy does not."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def insert_new(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Insert the row unless its key is there already; whether it was new."""
    # Not by the row count: psycopg's is gone once an insert is done.
    inserted = _unless_known(connection, table).returning(*table.primary_key)
    return connection.execute(inserted, row).first() is not None


def insert_all_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose key is not there yet. How many there were not every driver says."""
    if rows:
        connection.execute(_unless_known(connection, table), rows)


def _unless_known(connection: Connection, table: Table) -> Any:
    return _INSERT[connection.dialect.name](table).on_conflict_do_nothing()


def upsert(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert the row, or write it over the one with the same primary key."""
    insert = _INSERT[connection.dialect.name](table).values(row)
    keys = [column.name for column in table.primary_key]
    rest = {name: insert.excluded[name] for name in row if name not in keys}
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=rest))
