"""Every page as axe and a narrow screen see it: each that has an address, and each that comes of doing something."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from journeys.app import App
from tests.browser import scene
from tests.browser.doings import DOINGS, Desk
from tests.browser.inspection import complaints
from tests.browser.tour import PAGES, addresses_of, for_whom
from tests.furnishing import furnish, hashing_cheaply
from tests.visitors import Clock, Person

SignIn = Callable[..., Page]
AT_ONCE = 10
"""Addresses that one browser looks at: enough to be quick, few enough to be shared out."""


def stretches() -> Iterator[tuple[str, list[str]]]:
    """Every address, with the role that it is looked at with."""
    by_role: dict[str, list[str]] = {}
    for page in PAGES:
        by_role.setdefault(for_whom(page), []).extend(addresses_of(page))
    for role, addresses in by_role.items():
        yield from ((role, addresses[first : first + AT_ONCE]) for first in range(0, len(addresses), AT_ONCE))


@pytest.fixture(scope="session")
def furnished(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, tuple[Person, ...]]]:
    """With something to show on every page."""
    folder = tmp_path_factory.mktemp("scene")
    with hashing_cheaply():
        yield folder, scene.play(folder, furnish(folder))


@pytest.fixture
def clock() -> Clock:
    return scene.moved(Clock())


@pytest.fixture
def visits(sign_in_as: SignIn, profile: Callable[..., BrowserContext]) -> SignIn:
    """`visits("manager")`, or by address; "" is somebody who has not signed in."""
    return lambda who: sign_in_as(who) if who else profile().new_page()


@pytest.mark.parametrize(("role", "addresses"), list(stretches()))
def test_pages_with_an_address(role: str, addresses: list[str], visits: SignIn) -> None:
    page = visits(role)
    for address in addresses:
        answer = page.goto(address)
        assert answer
        assert (address, answer.status, complaints(page)) == (address, EXPECTED.get(address, 200), [])


EXPECTED = {
    "/valkommen/okand": 400,
    "/svara/okand": 404,
    "/anmalan/kvitto": 404,
}
"""The addresses that answer with a sentence of why there is nothing to show."""


@pytest.mark.parametrize("who", sorted({each.who for each in DOINGS.values()}))
def test_pages_that_come_of_doing_something(who: str, visits: SignIn, app: App, person: Callable[..., Person]) -> None:
    page, desk = visits(who), Desk(app=app, person=person)
    for name, doing in DOINGS.items():
        if doing.who == who:
            doing.does(page, desk)
            expect(page.get_by_role("heading", level=1)).to_contain_text(doing.heading)
            assert (name, complaints(page)) == (name, [])


def test_the_inspection_finds_what_is_wrong(visits: SignIn) -> None:
    page = visits("")
    small = "<button style='width: 10px; height: 10px; padding: 0'>x</button>"
    page.set_content(f"<p style='color: #999; width: 900px'>grått</p><img src='data:,'>{small}{small}")
    said = " ".join(complaints(page))
    for fault in ("color-contrast", "image-alt", "target-size", "html-has-lang", "the page is 9"):
        assert fault in said
