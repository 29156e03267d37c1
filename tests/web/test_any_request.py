"""Schemathesis asks for every page, as everybody, what a form would send and what none would."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from sqlalchemy import update

from journeys.tables.staff import STAFF
from journeys.web.routes import Page
from tests.support.crawling import PAGES, UNKNOWN, Asked, Ids, Visitor
from tests.support.openapi import document, path_of
from tests.support.town import KINDS, Found, Glass, Told, Town
from tests.support.watching import Crawl, staff_of

VISITORS = ("anna@molndal.example", "mia@molndal.example", "kim@forbundet.example", "ada@forbundet.example", None)
"""A caseworker, a manager, a coordinator, an administrator and nobody."""


def _told(who: int, unit: str, kind: str, *, protected: bool = False) -> Told:
    caseworker = {"molndal": "anna@molndal.example", "partille": "per@partille.example"}[unit]
    return Told(who=who, unit=unit, kind=kind, caseworker=caseworker, to=None, protected=protected, named=None)


TOWN = Town(
    journeys=[
        *(_told(who, "molndal", kind) for who, kind in enumerate(KINDS)),
        _told(6, "molndal", "referred", protected=True),
        _told(5, "partille", "active"),
        _told(4, "partille", "referred"),
    ],
    glasses=[Glass(by="anna@molndal.example", journey=7, minutes=0)],
    left=frozenset(),
)
IDS = Ids(references=[*TOWN.references(), UNKNOWN], numbers=("2", "4", "9", "999999999999"))
"""No number of somebody who visits: an administrator would let them go."""
KNOWN = {
    "caseworker": ("anna@molndal.example", "bo@molndal.example", "per@partille.example", "finns@inte.example"),
    "to": ("participant", "block-2", "bo@molndal.example"),
    "journeys": tuple(TOWN.references()),
    "reference": (*TOWN.references(), UNKNOWN),
    "decision": ("continue", "extend", "exit"),
    "rule": ("plan", "checkpoint"),
    "outcome": ("work", "studies"),
    "attended": ("deltagare",),
    "unit": ("molndal", "partille"),
    "staff": ("2", "4", "9"),
    "text": ("Kan", "191212121212", UNKNOWN),
}


@pytest.fixture
def crawls(found: Found) -> Iterator[list[Crawl]]:
    """One of each role and nobody, in the same town."""
    with found(TOWN) as app, ExitStack() as visits:
        visitors = [visits.enter_context(Visitor(app, staff_of(app, address))) for address in VISITORS]
        yield [Crawl(app, TOWN, visitor) for visitor in visitors]


def operations() -> Iterator[tuple[Page, st.SearchStrategy[Case]]]:
    """Each page with what may be asked of it: by its form, and against it."""
    schema = schemathesis.openapi.from_dict(document(PAGES, IDS, KNOWN))
    pages = {(path_of(page), page.method.lower()): page for page in PAGES}
    for found in schema.get_all_operations():
        operation = found.ok()
        likely, unlikely = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
        yield pages[operation.path, operation.method], likely | unlikely


def asked_of(page: Page, case: Case) -> Asked:
    """What Schemathesis would send, to the byte."""
    told = case.as_transport_kwargs(base_url="https://testserver")
    sent = requests.Request(told["method"], told["url"], params=told.get("params"), data=told.get("data")).prepare()
    path, _, query = sent.path_url.partition("?")
    body = sent.body or b""
    return Asked(page=page, path=path, query=query, body=body.encode() if isinstance(body, str) else body)


def ask_everything(crawls: list[Crawl], examples: int) -> Counter[int]:
    """How often each status was answered."""
    answered: Counter[int] = Counter()
    for page, cases in operations():
        _come_back(crawls)
        _ask(crawls, page, cases, examples, answered)
    return answered


def _come_back(crawls: list[Crawl]) -> None:
    """Whoever an administrator has let go or moved works where they did."""
    with crawls[0].app.work() as work:
        for staff in (crawl.visitor.staff for crawl in crawls):
            if staff:
                as_before = {"role": staff.role, "unit": staff.unit, "removed_at": None}
                work.connection.execute(update(STAFF).where(STAFF.c.id == staff.id).values(as_before))


def _ask(
    crawls: list[Crawl], page: Page, cases: st.SearchStrategy[Case], examples: int, answered: Counter[int]
) -> None:
    @settings(max_examples=examples, database=None, suppress_health_check=list(HealthCheck))
    @given(crawl=st.sampled_from(crawls), case=cases)
    def ask(crawl: Crawl, case: Case) -> None:
        answered[crawl.ask(crawl.office(), asked_of(page, case)).status_code] += 1

    ask()


def test_a_few_hundred_requests_of_any_kind_break_nothing_and_show_nobody(crawls: list[Crawl]) -> None:
    answered = ask_everything(crawls, examples=3)
    assert {200, 303, 404, 422} <= answered.keys()


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_ten_thousand_do_not_either(crawls: list[Crawl]) -> None:
    answered = ask_everything(crawls, examples=150)
    assert answered.total() >= 10_000
