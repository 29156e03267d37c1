"""Every page as axe and a narrow screen see it: each that has an address, and each that comes of doing something."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from journeys.app import App
from tests.browser import scene
from tests.browser.doings import DOINGS, Desk, Doing
from tests.browser.inspection import complaints
from tests.browser.tour import PAGES, addresses_of, for_whom
from tests.furnishing import furnish, hashing_cheaply
from tests.visitors import Clock, Person

SignIn = Callable[..., Page]
ROLE_AT = [(for_whom(page), address) for page in PAGES for address in addresses_of(page)]


@pytest.fixture(scope="session")
def furnished(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, tuple[Person, ...]]]:
    """With something to show on every page."""
    folder = tmp_path_factory.mktemp("scene")
    with hashing_cheaply():
        people = furnish(folder)
        scene.play(folder, people)
        yield folder, people


@pytest.fixture
def clock() -> Clock:
    return scene.moved(Clock())


@pytest.fixture
def visitor(profile: Callable[..., BrowserContext]) -> Page:
    """Somebody who has not signed in."""
    return profile().new_page()


@pytest.mark.parametrize(("role", "address"), ROLE_AT)
def test_a_page_with_an_address(role: str, address: str, sign_in_as: SignIn, visitor: Page) -> None:
    page = sign_in_as(role) if role else visitor
    answer = page.goto(address)
    assert answer
    assert answer.status == EXPECTED.get(address, 200)
    assert complaints(page) == []


EXPECTED = {"/valkommen/okand": 404, "/anmalan/kvitto": 404}


@pytest.mark.parametrize("doing", DOINGS.values(), ids=DOINGS)
def test_a_page_that_comes_of_doing_something(
    doing: Doing, sign_in_as: SignIn, visitor: Page, app: App, person: Callable[..., Person]
) -> None:
    page = sign_in_as(doing.who) if doing.who else visitor
    doing.does(page, Desk(app=app, person=person))
    expect(page.get_by_role("heading", level=1)).to_contain_text(doing.heading)
    assert complaints(page) == []


def test_the_inspection_finds_what_is_wrong(visitor: Page) -> None:
    small = "<button style='width: 10px; height: 10px; padding: 0'>x</button>"
    visitor.set_content(f"<p style='color: #999; width: 900px'>grått</p><img src='data:,'>{small}{small}")
    said = " ".join(complaints(visitor))
    for fault in ("color-contrast", "image-alt", "target-size", "html-has-lang", "the page is 9"):
        assert fault in said
