"""What is measured at scale, as functions that run in a process of their own: JSON in, JSON out."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection, select

from journeys import staff
from journeys.app import App
from journeys.casework import register
from journeys.catalogue import Catalogue
from journeys.due import what_is_due
from journeys.invent import invent, invented_staff, write_journal
from journeys.journal.reading import line_of
from journeys.programmes import folders, read_all
from journeys.reporting import Report, report
from journeys.reporting.compared import report_before
from journeys.reporting.pages import report_page
from journeys.reporting.public import public
from journeys.settings import STOCKHOLM, read_settings
from journeys.tables.journeys import JOURNEY
from journeys.ticking import Ticker
from workflows.programme import Programme

PROGRAMME = "activera"
JOURNEYS_OF_ONE_CASEWORKER = 100
"""Referrals a year; a little less than half of them are at hand on one day."""
TIMES, NIGHTS, OPENINGS = 20, 3, 5
ANOTHER = "en.annan@enhet.example"
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
        rows = what_is_due(connection, app.catalogue(connection), today=day, until=day + WITHIN)
    return [name for name, _ in Counter(row.caseworker for row in rows if row.caseworker).most_common(TIMES)]


def _due(app: App, day: date, caseworker: str) -> None:
    with app.read() as connection:
        what_is_due(connection, app.catalogue(connection), today=day, until=day + WITHIN, caseworkers=[caseworker])


def year_to_date(folder: str, today: str) -> list[float]:
    """The seconds that the goals and figures of the year so far take, each time with nothing read before."""
    return [seconds for _ in range(NIGHTS) for seconds in _of_new_app(folder, today, _report)]


def first_page(folder: str, today: str) -> list[float]:
    """The seconds that the report page takes whoever opens it first, each time with nothing read before."""
    return [seconds for _ in range(OPENINGS) for seconds in _of_new_app(folder, today, _page)]


def next_page(folder: str, today: str) -> list[float]:
    """The seconds that it takes the next ones, each after something has been registered."""
    day = date.fromisoformat(today)
    with _opened(folder, day) as app:
        _page(app, day)
        seconds = []
        for journey in _under_way(app):
            with app.work() as work:
                register(work, line_of({"journey": journey, "event": "reassigned", "on": today, "caseworker": ANOTHER}))
            seconds.append(_seconds(partial(_page, app, day)))
        return seconds


def _under_way(app: App) -> Sequence[str]:
    under_way = JOURNEY.c.caseworker.is_not(None) & JOURNEY.c.ended_on.is_(None)
    query = select(JOURNEY.c.reference).where(under_way).order_by(JOURNEY.c.id).limit(OPENINGS)
    with app.read() as connection:
        return connection.execute(query).scalars().all()


def _of_new_app(folder: str, today: str, work: Callable[[App, date], object]) -> Iterator[float]:
    day = date.fromisoformat(today)
    with _opened(folder, day) as app:
        with app.read() as connection:
            app.catalogue(connection)
        yield _seconds(partial(work, app, day))


def _report(app: App, day: date) -> Report:
    with app.read() as connection:
        return _year_so_far(connection, app.catalogue(connection), day)


def _page(app: App, day: date) -> str:
    """As a coordinator sees it: counted, set beside the year before, small numbers hidden, written."""
    with app.read() as connection:
        catalogue = app.catalogue(connection)
        found = _year_so_far(connection, catalogue, day)
        return report_page(found, public(connection, catalogue, found, report_before(connection, catalogue, found)))


def _year_so_far(connection: Connection, catalogue: Catalogue, day: date) -> Report:
    return report(
        connection,
        catalogue,
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
    moment = datetime.combine(day, at, STOCKHOLM).astimezone(UTC)
    return lambda: moment


def _seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun
