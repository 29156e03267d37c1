"""A desk of its own for every test: fresh database, shipped programmes, staff of every role, browsers to sign in."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import insert
from starlette.types import ASGIApp

from journeys import accounts, second_factor
from journeys.access import Staff
from journeys.app import App
from journeys.settings import read_settings
from journeys.tables import STAFF
from journeys.web.site import create
from tests.visitors import NOW, Browser, Clock, Person, faults

WORKS_HERE = (
    ("anna@molndal.example", "Anna Ek", "caseworker", "molndal"),
    ("bo@molndal.example", "Bo Alm", "caseworker", "molndal"),
    ("mia@molndal.example", "Mia Lund", "manager", "molndal"),
    ("per@partille.example", "Per Ask", "caseworker", "partille"),
    ("pia@partille.example", "Pia Sten", "manager", "partille"),
    ("kim@forbundet.example", "Kim Berg", "coordinator", None),
    ("ada@forbundet.example", "Ada Dal", "administrator", None),
)


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Hashing as slow as it must be would make up most of the time of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, cheap_hashes: None) -> tuple[Path, tuple[Person, ...]]:
    """A folder with a database where everybody has an account; made once, copied for each test."""
    folder = tmp_path_factory.mktemp("desk")
    with _opened(folder, Clock()) as app, app.database.begin() as connection:
        hired = tuple(_hire(app, connection, *who) for who in WORKS_HERE)
    return folder, hired


def _opened(folder: Path, clock: Clock) -> App:
    return App(read_settings(database=f"sqlite:///{folder / 'farled.db'}", data=folder), clock=clock)


def _hire(app: App, connection: Any, address: str, name: str, role: str, unit: str | None) -> Person:
    row = {"address": address, "name": name, "role": role, "unit": unit, "added_at": NOW}
    id_ = connection.execute(insert(STAFF).returning(STAFF.c.id), row).scalar_one()
    person = Person(staff=Staff(id=id_, address=address, name=name, role=role, unit=unit))
    accounts.set_password(connection, person.staff, person.password, NOW)
    if person.staff.role != "coordinator":
        long_ago = NOW - timedelta(days=1)
        code = pyotp.TOTP(person.secret).at(long_ago)
        second_factor.enrol(connection, app.keys, person.staff, person.secret, code, long_ago)
    return person


@pytest.fixture
def people(furnished: tuple[Path, tuple[Person, ...]]) -> tuple[Person, ...]:
    """Everybody who works here, with password and secret."""
    return tuple(Person(staff=each.staff, secret=each.secret) for each in furnished[1])


@pytest.fixture
def person(people: tuple[Person, ...]) -> Callable[..., Person]:
    """`person("manager", "partille")`, or by address: `person("bo@molndal.example")`."""

    def find(who: str, unit: str | None = None) -> Person:
        return next(
            each for each in people if who in (each.staff.role, each.address) and unit in (None, each.staff.unit)
        )

    return find


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(furnished: tuple[Path, tuple[Person, ...]], tmp_path: Path, clock: Clock) -> Iterator[App]:
    """An installation whose time is `clock`."""
    folder = shutil.copytree(furnished[0], tmp_path / "desk")
    with _opened(folder, clock) as opened:
        yield opened


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
        one, browser = person(who, unit), Browser(site)
        browser.post("/logga-in", address=one.address, password=one.password)
        if one.staff.role != "coordinator":
            answer = browser.post("/logga-in/kod", code=one.code(clock))
            assert answer.status_code == 303, faults(answer)
        return browser

    return sign_in
