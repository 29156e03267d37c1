"""A desk to visit: an installation with the shipped programmes where everybody has an account, made once and copied."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, insert

from journeys.app import App
from journeys.settings import read_settings
from journeys.signing_in import accounts, second_factor
from journeys.tables.staff import STAFF
from journeys.visibility.access import Staff
from tests.visitors import NOW, Clock, Person

WORKS_HERE = (
    ("anna@molndal.example", "Anna Ek", "caseworker", "molndal"),
    ("bo@molndal.example", "Bo Alm", "caseworker", "molndal"),
    ("mia@molndal.example", "Mia Lund", "manager", "molndal"),
    ("per@partille.example", "Per Ask", "caseworker", "partille"),
    ("pia@partille.example", "Pia Sten", "manager", "partille"),
    ("kim@forbundet.example", "Kim Berg", "coordinator", None),
    ("ada@forbundet.example", "Ada Dal", "administrator", None),
)


@contextmanager
def hashing_cheaply() -> Iterator[None]:
    """Hashing as slow as it must be would make up most of the time of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        accounts._nobodys.cache_clear()  # hashed as slowly or cheaply as everybody's
        yield
    accounts._nobodys.cache_clear()


def furnish(folder: Path, database: str | None = None) -> tuple[Person, ...]:
    """Make the installation in the folder; gives everybody with what they need to sign in."""
    with opened(folder, Clock(), database) as app, app.database.begin() as connection:
        return tuple(hire(app, connection, *who) for who in WORKS_HERE)


def opened(folder: Path, clock: Clock, database: str | None = None) -> App:
    """The installation of a folder, at the clock's time; its database is a file in it, unless told."""
    url = database or f"sqlite:///{folder / 'farled.db'}"
    return App(read_settings(database=url, data=folder), clock=clock)


def hire(app: App, connection: Connection, address: str, name: str, role: str, unit: str | None) -> Person:
    """Somebody with an account; with a second factor where their role needs one."""
    row = {"address": address, "name": name, "role": role, "unit": unit, "added_at": NOW}
    id_ = connection.execute(insert(STAFF).returning(STAFF.c.id), row).scalar_one()
    person = Person(staff=Staff(id=id_, address=address, name=name, role=role, unit=unit))
    accounts.set_password(connection, person.staff, person.password, NOW)
    if person.staff.role != "coordinator":
        long_ago = NOW - timedelta(days=1)
        code = pyotp.TOTP(person.secret).at(long_ago)
        second_factor.enrol(connection, app.keys, person.staff, person.secret, code, long_ago)
    return person


def found(people: tuple[Person, ...], who: str, unit: str | None = None) -> Person:
    """By role and unit, or by address."""
    return next(each for each in people if who in (each.staff.role, each.address) and unit in (None, each.staff.unit))
