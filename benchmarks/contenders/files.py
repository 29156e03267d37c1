"""The SQLite file that each contender has, opened in the same way."""

import sqlite3
from pathlib import Path

PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL")


def opened(file: Path) -> sqlite3.Connection:
    """A connection that syncs as Farled's does, and leaves BEGIN to the caller."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection
