"""(d) python-statemachine with `sqlite3`: the machine of the journey on a small model, as its documentation stores one.

A step reads the state, builds the machine on it, sends the event, and writes the event and the state: two rows. Nothing
is worked out from earlier events, no day is held against them, and nothing is due.
"""

import json
import sqlite3
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from statemachine import State, StateMachine

from benchmarks.contenders.files import opened
from benchmarks.journey import Values, journey, timed

TABLES = """
CREATE TABLE journey (reference TEXT PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE event (seq INTEGER PRIMARY KEY, reference TEXT, event TEXT NOT NULL, day TEXT NOT NULL, facts TEXT);
CREATE INDEX ix_event_journey ON event (reference);
"""
READ = "SELECT state FROM journey WHERE reference = ?"
APPEND = "INSERT INTO event (reference, event, day, facts) VALUES (?, ?, ?, ?)"
KEEP = "INSERT INTO journey VALUES (?, ?) ON CONFLICT (reference) DO UPDATE SET state = excluded.state"


@dataclass
class Journey:
    """What python-statemachine calls the model: it keeps the state."""

    state: str | None


class Machine(StateMachine):
    """ACTivera 2026, as far as the eight steps need it."""

    new = State(initial=True)
    waiting, admitted_to, block_1, block_2, block_3, block_4 = (State() for _ in range(6))
    left = State(final=True)

    referred = new.to(waiting)
    admitted = waiting.to(admitted_to)
    started = admitted_to.to(block_1)
    contact = admitted_to.to.itself() | block_1.to.itself() | block_2.to.itself() | block_3.to.itself()
    plan = admitted_to.to.itself() | block_1.to.itself() | block_2.to.itself() | block_3.to.itself()
    skapa = admitted_to.to.itself() | block_1.to.itself() | block_2.to.itself() | block_3.to.itself()
    checkpoint = block_1.to(block_2) | block_2.to(block_3) | block_3.to(block_4)
    exited = block_4.to(left)


def run(folder: Path, journeys: int) -> list[float]:
    connection = opened(folder / "state-machine.db")
    connection.executescript(TABLES)
    try:
        return list(timed(partial(take, connection, values) for n in range(journeys) for values in journey(n)))
    finally:
        connection.close()


def take(connection: sqlite3.Connection, values: Values) -> None:
    reference, event = values["journey"], values["event"]
    connection.execute("BEGIN IMMEDIATE")
    row = connection.execute(READ, (reference,)).fetchone()
    model = Journey(state=row[0] if row else None)
    Machine(model).send(event)
    facts = json.dumps(values, ensure_ascii=False)
    connection.execute(APPEND, (reference, event, values["on"], facts))
    connection.execute(KEEP, (reference, model.state))
    connection.execute("COMMIT")
