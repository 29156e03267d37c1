"""Nobody sees more than they may, whatever they ask for: every page with every id, as everybody, in random towns."""

from itertools import chain
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlmodel import SQLModel

from journeys.app import App
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON
from journeys.visibility.access import Staff
from tests.examples import HANDFUL
from tests.support.crawling import Visitor, everything, searches
from tests.support.oracle import office_of
from tests.support.town import SEES_PERSONS, Found, Glass, Told, Town, towns
from tests.support.watching import Crawl, staff_of

PER = "per@partille.example"
MOST = [*SEES_PERSONS, "kim@forbundet.example", "ada@forbundet.example", None]

RANDOMLY = settings(HANDFUL, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def _told(who: int, unit: str, kind: str, **more: Any) -> Told:
    caseworker = {"molndal": "anna@molndal.example", "partille": PER}[unit]
    return Told(who=who, unit=unit, kind=kind, caseworker=caseworker, **{"to": None, "named": None, **more})


EVERY_KIND = Town(
    journeys=[
        _told(0, "molndal", "active", protected=False),
        _told(1, "molndal", "referred", protected=False),
        _told(2, "molndal", "active", protected=True),
        _told(2, "partille", "referred", protected=False),
        _told(4, "partille", "active", protected=False),
        _told(5, "partille", "referred", protected=True, named=[PER]),
    ],
    glasses=[Glass(by=PER, journey=0, minutes=0), Glass(by=PER, journey=1, minutes=60)],
    left=frozenset({"bo@molndal.example"}),
)
"""Own and others', open and protected, one that a reason has opened and one that it no longer does."""


def crawl(found: Found, town: Town, address: str | None) -> None:
    with found(town) as app, Visitor(app, staff_of(app, address)) as visitor:
        Crawl(app, town, visitor).send_everything()


@pytest.mark.both_databases
@pytest.mark.long_on_postgresql
@pytest.mark.parametrize("address", [PER, "mia@molndal.example", "kim@forbundet.example"])
def test_no_page_shows_or_changes_whom_somebody_may_not_see(found: Found, address: str) -> None:
    crawl(found, EVERY_KIND, address)


@RANDOMLY
@given(town=towns(most=4), address=st.sampled_from(MOST))
def test_nor_does_any_in_any_other_town(found: Found, town: Town, address: str | None) -> None:
    crawl(found, town, address)


OTHERWISE = (
    *(
        "/siffror",
        "/siffror/hamta",
        "/arssiffror",
        "/arssiffror/hamta",
        "/siffror/publicera",
        "/siffror/sjalvskattning",
    ),
    *("/utkorg", "/halsa", "/konto/app", "/konto/passnyckel"),
)
"""Pages that count what everybody did, or that say something random."""


@RANDOMLY
@given(town=towns(), address=st.sampled_from(MOST))
@example(town=EVERY_KIND, address=PER)
def test_lists_searches_and_counts_are_as_though_what_somebody_may_not_see_were_not(
    found: Found, town: Town, address: str | None
) -> None:
    with found(town) as app, found(town) as smaller:
        staff = staff_of(app, address)
        _take_away_what_they_do_not_see(smaller, staff)
        with Visitor(app, staff) as one, Visitor(smaller, staff) as other:
            everywhere = Crawl(app, town, one)
            for asked in chain(everything(everywhere.ids, "GET"), searches(everywhere.texts())):
                if asked.page.path not in OTHERWISE:
                    assert one.ask(asked).without() == other.ask(asked).without(), str(asked)


def _take_away_what_they_do_not_see(app: App, staff: Staff | None) -> None:
    """Every row of their journeys; that a person is protected stays known."""
    with app.read() as connection:
        office = office_of(connection, app.clock())
    hidden = [row["id"] for row in office.journeys if staff is None or not office.sees(staff.id, row)]
    tables = [table for table in SQLModel.metadata.sorted_tables if "journey_id" in table.c]
    with app.database.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.execute(update(PERSON).where(PERSON.c.id.in_(office.protected_persons)).values(protected=True))
        for table in (*tables, JOURNEY):
            column = table.c["id" if table is JOURNEY else "journey_id"]
            connection.execute(delete(table).where(column.in_(hidden)))
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
