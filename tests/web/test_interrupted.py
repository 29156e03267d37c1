"""A session that ends mid-form: its owner signs in again, is where they were, and nothing they typed is lost."""

from collections.abc import Callable
from urllib.parse import unquote

import httpx2
import pytest

from journeys import added_units
from journeys.app import App
from journeys.web.routes import Page
from journeys.web.security import form_token
from tests.filling import refers, registers
from tests.papers import finishes
from tests.support.crawling import OURS, PAGES, Ids, paths
from tests.support.forms import Field, Values, fields_of, filled_in
from tests.support.town import meets
from tests.visitors import Browser, Clock, Person

SignIn = Callable[..., Browser]
Find = Callable[..., Person]

OWNERS = {
    "caseworker": "anna@molndal.example",
    "manager": "mia@molndal.example",
    "administrator": "ada@forbundet.example",
}
SIGNED_IN = [page for page in PAGES if page.who]
NOT_THERE = (
    *("/beredning", "/grupper/{programme}", "/versioner/{programme}"),
    *("/arende/{reference}/lank", "/arende/{reference}/utkast"),
)
"""Forms of what is not there either."""
TYPED = "Det här skrev jag innan"
WAITS = "Det du hade skrivit finns kvar"


@pytest.fixture
def ids(app: App) -> Ids:
    """A journey with a letter beyond ASCII in its reference, and a protected person's."""
    refers(app, "2026-02-02", "MÖL-1")
    registers(app, "admitted", "2026-02-03", "MÖL-1", caseworker=OWNERS["caseworker"])
    registers(app, "started", "2026-02-03", "MÖL-1")
    registers(app, "contact", "2026-02-04", "MÖL-1", id="kontakt")
    refers(app, "2026-02-02", "MÖL-2", personnummer=None, birth_date="1990-01-01", protected=True)
    with app.work() as work:
        meets(work, "molndal")
        finishes(work, "MÖL-1")
        for name in ("Ale", "Öckerö"):
            added_units.add(work, "activera", name=name)
    return Ids(
        references=("MÖL-1",),
        events=("contact",),
        names=("kontakt",),
        numbers=("2",),
        programmes=("activera",),
        editions=("1",),
    )


def path_of(page: Page, ids: Ids) -> str:
    return next(paths(page, ids)).replace("L-1/skyddad", "L-2/skyddad")


def owner_of(page: Page) -> str:
    return next(address for role, address in OWNERS.items() if role in page.who)


def sign_in_again(browser: Browser, person: Person, clock: Clock, way: str) -> str:
    """Where they are after it; `way` is where the desk sent them to sign in."""
    till = unquote(way.partition("?till=")[2])
    browser.post("/logga-in", address=person.address, password=person.password, till=till)
    return browser.post("/logga-in/kod", code=person.code(clock), till=till).headers["location"]


def test_whatever_was_sent_leads_to_a_page_after_signing_in(
    ids: Ids, sign_in_as: SignIn, person: Find, clock: Clock
) -> None:
    asked = 0
    for page in SIGNED_IN:
        owner, path = owner_of(page), path_of(page, ids)
        browser = sign_in_as(owner)
        if page.method == "GET" and browser.get(path).status_code == 404:
            continue  # the page of something that is not there
        asked += 1
        clock.forward(minutes=31)
        answer = _send(browser, page, path, {})
        assert answer.status_code == 303, page.path
        there = browser.get(sign_in_again(browser, person(owner), clock, answer.headers["location"]), follow=True)
        assert there.status_code == 200 or page.path.startswith(NOT_THERE), f"{page.method} {page.path}"
    assert asked > len(SIGNED_IN) * 0.8


def _send(browser: Browser, page: Page, path: str, fields: Values) -> httpx2.Response:
    if page.method == "GET":
        return browser.get(path)
    token = form_token(browser.client.cookies["__Host-farled"])
    return browser.client.post(path, data={"form_token": token, **fields}, headers=OURS)


def test_what_was_typed_is_there_after_signing_in(ids: Ids, sign_in_as: SignIn, person: Find, clock: Clock) -> None:
    posts = {page.path: page for page in SIGNED_IN if page.method == "POST" and page.form}
    asked = 0
    for page in SIGNED_IN:
        path, owner = path_of(page, ids), owner_of(page)
        if page.method == "GET" and page.path in posts:
            browser = sign_in_as(owner)
            fields = fields_of(browser.get(path).text)
            typed = {each.name: _typed(each) for each in fields.values() if _is_to_be_kept(each)}
            clock.forward(minutes=31)
            assert WAITS not in browser.get(browser.get(path).headers["location"]).text
            answer = _send(browser, posts[page.path], path, {**filled_in(fields), **typed})
            assert WAITS in browser.get(answer.headers["location"]).text
            back = sign_in_again(browser, person(owner), clock, answer.headers["location"])
            assert back == path
            there = fields_of(browser.get(back).text)
            assert {name: [*there[name].values] for name in typed} == typed, page.path
            asked += bool(typed)
    assert asked >= 9


def _is_to_be_kept(field: Field) -> bool:
    return not (field.is_secret or field.is_hidden)


def _typed(field: Field) -> list[str]:
    """Another answer than the form begins with."""
    if field.is_chosen:
        return [*reversed([each for each in field.options if each])][:1]
    return [
        {"date": "2026-02-20", "email": "ny@post.example", "datetime-local": "2026-03-20T13:00"}.get(field.kind, TYPED)
    ]
