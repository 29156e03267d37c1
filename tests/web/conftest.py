"""A desk of its own for every test: fresh database, shipped programmes, staff of every role, browsers to sign in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.types import ASGIApp

from journeys.app import App
from journeys.signing_in import sessions
from journeys.web.security import COOKIE
from journeys.web.site import create
from tests import furnishing
from tests.furnishing import furnish, hashing_cheaply, hire
from tests.support.originals import Make, Original, made
from tests.support.town import Found, Town, build, prepare
from tests.visitors import Browser, Clock, Person

Originals = Callable[[Make, str], Original]


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    with hashing_cheaply():
        yield


@pytest.fixture(scope="session", autouse=True)
def one_event_loop() -> Iterator[None]:
    """To begin one for every request would take longer than to answer it."""
    with start_blocking_portal() as Browser.portal:
        yield
    Browser.portal = None


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
def sign_in_as(app: App, site: ASGIApp, person: Callable[..., Person]) -> Callable[..., Browser]:
    """`sign_in_as("caseworker", "molndal")`: a new browser that somebody is signed in with; also by address."""

    def sign_in(who: str, unit: str | None = None) -> Browser:
        return entered(app, site, person(who, unit))

    return sign_in


@pytest.fixture
def hires(app: App, site: ASGIApp) -> Callable[..., Browser]:
    """`hires("kia@lulea.example", "manager", "lulea")`: somebody new, signed in."""

    def hired(address: str, role: str, unit: str | None) -> Browser:
        with app.work() as work:
            new = hire(app, work.connection, address, address.partition("@")[0].capitalize(), role, unit)
        return entered(app, site, new)

    return hired


def entered(app: App, site: ASGIApp, person: Person) -> Browser:
    """Without the pages of signing in, which have tests of their own (test_sign_in.py)."""
    with app.work() as work:
        token = sessions.start(work.connection, person.staff, step=sessions.IN, browser=None, now=work.now)
    browser = Browser(site)
    browser.client.cookies.set(COOKIE, token, domain="testserver.local")
    return browser
