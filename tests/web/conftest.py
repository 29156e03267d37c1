"""A desk of its own for every test: fresh database, shipped programmes, staff of every role, browsers to sign in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from starlette.types import ASGIApp

from journeys.app import App
from journeys.web.site import create
from tests import furnishing
from tests.furnishing import furnish, hashing_cheaply, hire
from tests.support.originals import Make, Original, made
from tests.support.town import Found, Town, build, prepare
from tests.visitors import Browser, Clock, Person, faults

Originals = Callable[[Make, str], Original]


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    with hashing_cheaply():
        yield


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked `both_databases` runs once on each kind; the rest on SQLite."""
    if metafunc.definition.get_closest_marker("both_databases"):
        name = "town_original" if "found" in metafunc.fixturenames else "original"
        metafunc.parametrize(name, ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session")
def originals(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Originals:
    """An installation, made the first time that it is asked for: by what makes it and the kind of database."""

    @cache
    def one(make: Make, kind: str) -> Original:
        server = request.getfixturevalue("postgres_server") if kind == "postgresql" else None
        return made(make, tmp_path_factory.mktemp("original"), server)

    return one


@pytest.fixture
def original(request: pytest.FixtureRequest, originals: Originals, cheap_hashes: None) -> Original:
    """An installation where everybody has an account; made once, copied for each test."""
    return originals(furnish, getattr(request, "param", "sqlite"))


@pytest.fixture
def town_original(request: pytest.FixtureRequest, originals: Originals, cheap_hashes: None) -> Original:
    """The same for a town."""
    return originals(prepare, getattr(request, "param", "sqlite"))


@pytest.fixture
def found(town_original: Original, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """`with found(town) as app`: an installation in which the town lives."""

    @contextmanager
    def lived(town: Town) -> Iterator[App]:
        folder = TemporaryDirectory(dir=tmp_path_factory.getbasetemp())
        with folder as path, town_original.copied(Path(path), Clock()) as app:
            build(app, town)
            yield app

    return lived


@pytest.fixture
def people(original: Original) -> tuple[Person, ...]:
    """Everybody who works here, with password and secret."""
    return tuple(Person(staff=each.staff, secret=each.secret) for each in original.people)


@pytest.fixture
def person(people: tuple[Person, ...]) -> Callable[..., Person]:
    """`person("manager", "partille")`, or by address: `person("bo@molndal.example")`."""

    return partial(furnishing.found, people)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(original: Original, tmp_path: Path, clock: Clock) -> Iterator[App]:
    """An installation whose time is `clock`."""
    with original.copied(tmp_path / "desk", clock) as app:
        yield app


@pytest.fixture
def site(app: App) -> ASGIApp:
    return create(app)


@pytest.fixture
def client(site: ASGIApp) -> Browser:
    """A browser that nobody has signed in with."""
    return Browser(site)


@pytest.fixture
def sign_in_as(site: ASGIApp, clock: Clock, person: Callable[..., Person]) -> Callable[..., Browser]:
    """`sign_in_as("caseworker", "molndal")`: a new browser, signed in by the pages; also by address."""

    def sign_in(who: str, unit: str | None = None) -> Browser:
        return signed_in(site, person(who, unit), clock)

    return sign_in


@pytest.fixture
def hires(app: App, site: ASGIApp, clock: Clock) -> Callable[..., Browser]:
    """`hires("kia@lulea.example", "manager", "lulea")`: somebody new, signed in."""

    def hired(address: str, role: str, unit: str | None) -> Browser:
        with app.work() as work:
            new = hire(app, work.connection, address, address.partition("@")[0].capitalize(), role, unit)
        return signed_in(site, new, clock)

    return hired


def signed_in(site: ASGIApp, person: Person, clock: Clock) -> Browser:
    browser = Browser(site)
    browser.post("/logga-in", address=person.address, password=person.password)
    if person.staff.role != "coordinator":
        answer = browser.post("/logga-in/kod", code=person.code(clock))
        assert answer.status_code == 303, faults(answer)
    return browser
