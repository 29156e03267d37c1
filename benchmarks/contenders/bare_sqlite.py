"""(a) Bare `sqlite3`: the very rows that Farled's steps write, in as many transactions.

A dry run of Farled on a database of its own notes every INSERT, UPDATE and DELETE with its parameters, step by step.
They are run again with `sqlite3` alone on another database with the same tables: no reads, no rules, no keys. It is
what SQLite and the disk take, and the least that anybody could take for these rows.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event

from benchmarks.contenders.farled import open_in, take
from benchmarks.contenders.files import opened
from benchmarks.journey import Values, journey, timed


@dataclass(frozen=True, kw_only=True, slots=True)
class Write:
    """One statement that changes rows; with `many`, once for each of the parameters."""

    statement: str
    parameters: Sequence[Any]
    many: bool


def run(folder: Path, journeys: int) -> list[float]:
    steps = written_by(folder / "dry-run", [values for number in range(journeys) for values in journey(number)])
    file = folder / "bare"
    open_in(file).close()
    connection = opened(file / "farled.db")
    try:
        return list(timed(partial(_replay, connection, step) for step in steps))
    finally:
        connection.close()


def written_by(folder: Path, steps: Iterable[Values]) -> list[list[Write]]:
    """What Farled writes for each of the steps."""
    noted: list[list[Write]] = []
    with open_in(folder) as app:
        event.listen(app.database.engine, "before_cursor_execute", partial(_note, noted))
        for values in steps:
            noted.append([])
            take(app, values)
    return noted


def _note(
    noted: list[list[Write]], _: object, __: object, statement: str, parameters: Any, ___: object, many: bool
) -> None:
    if statement.split(maxsplit=1)[0] in ("INSERT", "UPDATE", "DELETE"):
        noted[-1].append(Write(statement=statement, parameters=parameters, many=many))


def _replay(connection: sqlite3.Connection, writes: Iterable[Write]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for write in writes:
        run_it = connection.executemany if write.many else connection.execute
        run_it(write.statement, write.parameters).fetchall()
    connection.execute("COMMIT")
