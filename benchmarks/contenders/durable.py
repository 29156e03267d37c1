"""(c) DBOS on its default SQLite file: the eight steps as steps of one durable workflow, in two ways.

`run`: one call runs all eight, and DBOS keeps what each gave before the next begins. Nobody waits for a caseworker, so
it is the least that DBOS can take. `run_sent`: the workflow receives each event as a message, as it would have to where
weeks lie between. All eight are sent before it looks, so that its polling once a second costs nothing; a step takes an
eighth. A step only gives the state; nothing is due. DBOS would take a rollback journal; the file is given to it in WAL
mode, as the others have it, which is faster.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from threading import Event
from time import perf_counter

from dbos import DBOS

from benchmarks.contenders.files import opened
from benchmarks.journey import STEPS, Values, journey

_taken: list[float] = []
_all_sent = Event()


@DBOS.step()
def take(state: Values, values: Values) -> Values:
    return {**state, "state": values["event"], "last": values}


@DBOS.workflow()
def in_a_row(lines: list[Values]) -> Values:
    state: Values = {}
    for values in lines:
        state = take(state, values)
        _taken.append(perf_counter())
    return state


@DBOS.workflow()
def as_sent() -> Values:
    state: Values = {}
    _all_sent.wait()
    for _ in range(STEPS):
        state = take(state, DBOS.recv())
    return state


def run(folder: Path, journeys: int) -> list[float]:
    """What comes before the first step counts as the first, what comes after the last as the last."""
    seconds: list[float] = []
    with _launched(folder):
        for number in range(journeys):
            _taken[:] = [perf_counter()]
            in_a_row(journey(number))
            _taken[-1] = perf_counter()
            seconds += [end - begin for begin, end in pairwise(_taken)]
    return seconds


def run_sent(folder: Path, journeys: int) -> list[float]:
    seconds: list[float] = []
    with _launched(folder):
        for number in range(journeys):
            begun = perf_counter()
            _all_sent.clear()
            handle = DBOS.start_workflow(as_sent)
            for values in journey(number):
                DBOS.send(handle.workflow_id, values)
            _all_sent.set()
            handle.get_result()
            seconds += [(perf_counter() - begun) / STEPS] * STEPS
    return seconds


@contextmanager
def _launched(folder: Path) -> Iterator[None]:
    """DBOS puts its SQLite file, named for the application, where it is started."""
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    opened(folder / "journeys.sqlite").close()
    DBOS(config={"name": "journeys", "log_level": "ERROR", "run_admin_server": False})
    DBOS.launch()
    try:
        yield
    finally:
        DBOS.destroy()
