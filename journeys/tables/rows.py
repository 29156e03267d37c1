"""What the tables have in common.

Large writes and reads go through Core statements on the tables (`JOURNEY`, `EVENT`, …); the classes are the schema.
What is personal stands apart from what happened: see `storage.privacy` for which column is which, and why.
"""

from sqlalchemy import BigInteger, Integer, Table
from sqlmodel import SQLModel

BIG = BigInteger().with_variant(Integer, "sqlite")
BY_KEY = {"sqlite_with_rowid": False}
"""The rows of a journey lie beside each other, where SQLite would keep them in the order of writing and an index."""


def table_of(row: type[SQLModel]) -> Table:
    """The Core table of a row class."""
    return SQLModel.metadata.tables[str(row.__tablename__)]
