"""Farled: a step as the command `farled do` takes it, in one process that stays open as a web server would.

The line is checked, the journey's events are read and played through the machine, the obligations worked out anew, and
event, state, obligations and messages written in one transaction.
"""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from benchmarks.journey import Values, journey, journey_with_meetings, timed
from journeys.app import App
from journeys.casework import register
from journeys.journal.reading import line_of
from journeys.settings import read_settings
from journeys.storage.parts import noon


def open_in(folder: Path) -> App:
    """An installation with a database of its own."""
    return App(read_settings(database=f"sqlite:///{folder / 'farled.db'}", data=folder))


def take(app: App, values: Values) -> None:
    """One step, on the day it happens."""
    line = line_of(values)
    app.clock = partial(noon, line.on)
    with app.work() as work:
        register(work, line)


def run(folder: Path, journeys: int) -> list[float]:
    return _taken(folder, (values for number in range(journeys) for values in journey(number)))


def run_with_meetings(folder: Path, journeys: int) -> list[float]:
    """Ten steps a journey: two of them put three invitations in the outbox."""
    return _taken(folder, (values for number in range(journeys) for values in journey_with_meetings(number)))


def _taken(folder: Path, steps: Iterable[Values]) -> list[float]:
    with open_in(folder) as app:
        return list(timed(partial(take, app, values) for values in steps))
