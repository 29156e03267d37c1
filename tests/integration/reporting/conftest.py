"""Installations with journeys in them."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from journeys.app import App
from journeys.casework import register
from journeys.journal.importing import import_files
from journeys.journal.reading import line_of
from journeys.reporting import Report, report
from journeys.settings import Settings

CONFORMANCE = Path(__file__).parents[2] / "fixtures" / "conformance"
IMPORTED_ON = date(2027, 1, 31)


@dataclass(frozen=True, kw_only=True)
class Data:
    """A journal, its programmes and what must come out."""

    journal: Path
    programmes: Path
    expected: Path


SETS = {
    "activera": Data(
        journal=CONFORMANCE / "activera-2026.jsonl",
        programmes=CONFORMANCE,
        expected=CONFORMANCE / "activera-2026.expected",
    ),
    **{
        name: Data(
            journal=CONFORMANCE / name / "journal.jsonl",
            programmes=CONFORMANCE / name,
            expected=CONFORMANCE / name / "expected",
        )
        for name in ("edge-cases", "sodra-norrbotten-2023")
    },
}


@pytest.fixture(params=SETS)
def data(request: pytest.FixtureRequest) -> Data:
    """Each set of the conformance data in its turn."""
    return SETS[request.param]


@pytest.fixture
def installation(data: Data, database_url: str, tmp_path: Path) -> Iterator[App]:
    """An installation with all journeys of the set, on each kind of database."""
    with opened(data, database_url, tmp_path) as app:
        import_files(app, [data.journal], today=IMPORTED_ON)
        yield app


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Data], Path]:
    """The folder of an SQLite installation with all journeys of a set; made the first time that it is asked for."""

    @cache
    def made(data: Data) -> Path:
        folder = tmp_path_factory.mktemp("imported")
        with opened(data, f"sqlite:///{folder / 'farled.db'}", folder) as app:
            import_files(app, [data.journal], today=IMPORTED_ON)
        return folder

    return made


@pytest.fixture
def activera(imported: Callable[[Data], Path], tmp_path: Path) -> Iterator[App]:
    """ACTivera with 340 journeys."""
    folder = shutil.copytree(imported(SETS["activera"]), tmp_path / "imported")
    with opened(SETS["activera"], f"sqlite:///{folder / 'farled.db'}", folder) as app:
        yield app


def opened(data: Data, url: str, folder: Path) -> App:
    """An installation with the programmes of a set."""
    return App(Settings(database=url, data=folder, programmes=str(data.programmes)))


def report_of(app: App, programme: str, first: date, last: date, today: date, **more: Any) -> Report:
    """`more`: `known_at`, `version`."""
    with app.read() as connection:
        catalogue = app.catalogue(connection)
        return report(connection, catalogue, programme=programme, first=first, last=last, today=today, **more)


PERSON = {"given_name": "Kanariella", "family_name": "Prövqvist", "birth_date": "1990-03-02", "gender": "woman"}
REFERRER = {"party": "region", "name": "Remitta Remitterström", "email": "remitterande@region.example"}


class Installation(App):
    """An installation whose moment is set by hand."""

    def __init__(self, settings: Settings) -> None:
        self.now = datetime(2026, 1, 1, 9, tzinfo=UTC)
        super().__init__(settings, clock=lambda: self.now)

    def refers(self, reference: str, on: str, *, person: dict[str, Any] | None = None, unit: str = "molndal") -> None:
        """Take a referral to ACTivera."""
        told = {"programme": "activera", "unit": unit, "person": PERSON | (person or {}), "referrer": REFERRER}
        self.does(reference, on, "referred", **told)

    def does(self, reference: str, on: str, event: str, *, registered: str | None = None, **keys: Any) -> str:
        """Register something that happened on a day, at noon of that or of another day; its id."""
        self.now = datetime.combine(date.fromisoformat(registered or on), time(12), UTC)
        with self.work() as work:
            return register(work, line_of({"journey": reference, "event": event, "on": on, **keys})).event_id


@pytest.fixture
def empty_on_both(database_url: str, tmp_path: Path) -> Iterator[Installation]:
    """The same as `empty`, on each kind of database in its turn."""
    with Installation(Settings(database=database_url, data=tmp_path, programmes="builtin")) as app:
        yield app


@pytest.fixture
def empty(sqlite_url: str, tmp_path: Path) -> Iterator[Installation]:
    """Nobody in it, and the programmes that come with the product."""
    with Installation(Settings(database=sqlite_url, data=tmp_path, programmes="builtin")) as app:
        yield app
