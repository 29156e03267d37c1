"""What is measured at scale, as functions that run in a process of their own: JSON in, JSON out."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from journeys import queries, staff
from journeys.app import App
from journeys.invent import invent, invented_staff, write_journal
from journeys.programmes import folders, read_all
from journeys.reporting import report
from journeys.settings import STOCKHOLM, read_settings
from journeys.ticking import Ticker
from workflows.programme import Programme

PROGRAMME = "activera"
JOURNEYS_OF_ONE_CASEWORKER = 100
"""Referrals a year; a little less than half of them are at hand on one day."""
TIMES, NIGHTS = 20, 3
WITHIN = timedelta(days=14)


def write(file: str, journeys: int, today: str) -> int:
    """A journal of invented journeys; how many lines it has."""
    lines = invent(
        _programme(),
        journeys=journeys,
        today=date.fromisoformat(today),
        caseworkers_per_unit=_caseworkers_per_unit(journeys),
    )
    return write_journal(Path(file), lines)


def appoint(folder: str, journeys: int, today: str) -> int:
    """Put the staff of so many journeys on the list; how many they are."""
    everybody = invented_staff(_programme(), caseworkers_per_unit=_caseworkers_per_unit(journeys))
    with _opened(folder, date.fromisoformat(today)) as app, app.work() as work:
        for each in everybody:
            staff.add(work, address=each.address, name=each.name, role=each.role, unit=each.unit)
    return len(everybody)


def _programme() -> Programme:
    return next(each for each in read_all(folders(None)).programmes.values() if each.id == PROGRAMME)


def _caseworkers_per_unit(journeys: int) -> int:
    return max(1, journeys // (JOURNEYS_OF_ONE_CASEWORKER * len(_programme().units)))


def work_list(folder: str, today: str) -> list[float]:
    """The seconds that the work lists of some caseworkers take, each in a transaction of its own."""
    day = date.fromisoformat(today)
    with _opened(folder, day) as app:
        return [_seconds(partial(_due, app, day, each)) for each in _caseworkers(app, day)]


def _caseworkers(app: App, day: date) -> list[str]:
    """Those with the most to do, so that nobody's list is shorter than usual."""
    with app.read() as connection:
        rows = queries.what_is_due(connection, app.catalogue(connection), today=day, until=day + WITHIN)
    return [name for name, _ in Counter(row.caseworker for row in rows if row.caseworker).most_common(TIMES)]


def _due(app: App, day: date, caseworker: str) -> None:
    with app.read() as connection:
        queries.what_is_due(
            connection, app.catalogue(connection), today=day, until=day + WITHIN, caseworkers=[caseworker]
        )


def year_to_date(folder: str, today: str) -> list[float]:
    """The seconds that the goals and figures of the year so far take, again and again."""
    day = date.fromisoformat(today)
    with _opened(folder, day) as app:
        return [_seconds(partial(_report, app, day)) for _ in range(NIGHTS)]


def _report(app: App, day: date) -> None:
    with app.read() as connection:
        report(
            connection,
            app.catalogue(connection),
            programme=PROGRAMME,
            first=date(day.year, 1, 1),
            last=day - timedelta(days=1),
            today=day,
        )


def reminders(folder: str, today: str) -> list[float]:
    """The seconds that the first tick of some mornings takes: the reminders of the day found and put in the outbox."""
    return _nights(folder, today, time(8), lambda ticker: ticker.remind())


def nightly(folder: str, today: str) -> list[float]:
    """The seconds that the nightly run takes: report, lists of the units, files and mails of the one programme."""
    return _nights(folder, today, time(2, 30), lambda ticker: ticker.nightly())


def _nights(folder: str, today: str, at: time, work: Callable[[Ticker], object]) -> list[float]:
    """The day before is done first and not counted: an installation is new only once."""
    first = date.fromisoformat(today)
    with _opened(folder, first) as app:
        seconds = []
        for days in range(-1, NIGHTS):
            app.clock = _stopped(first + timedelta(days=days), at)
            seconds.append(_seconds(partial(work, Ticker(app))))
        return seconds[1:]


@contextmanager
def _opened(folder: str, day: date) -> Iterator[App]:
    settings = read_settings(database=f"sqlite:///{folder}/farled.db", data=Path(folder))
    with App(settings, clock=_stopped(day, time(12))) as app:
        yield app


def _stopped(day: date, at: time) -> Callable[[], datetime]:
    moment = datetime.combine(day, at, STOCKHOLM)
    return lambda: moment


def _seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun
