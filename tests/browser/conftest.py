"""A desk of its own for every test, behind a real server, and real browsers that visit it."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect

from journeys.app import App
from journeys.web.site import create
from tests.browser import chromium
from tests.browser.entering import enter
from tests.browser.serving import Door, served
from tests.furnishing import found, furnish, hashing_cheaply, opened
from tests.visitors import Clock, Person

PATIENCE = 60_000
"""Milliseconds that a page may take on a busy machine before a test gives up."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.found()
    if path is None:
        pytest.skip("no Chromium")
    expect.set_options(timeout=PATIENCE)
    with chromium.started(path) as browser:
        yield browser


@pytest.fixture(scope="session")
def door(browser: Browser) -> Iterator[Door]:
    with served() as door:
        yield door


@pytest.fixture(scope="session")
def furnished(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, tuple[Person, ...]]]:
    """A folder with a database where everybody has an account; made once, copied for each test."""
    folder = tmp_path_factory.mktemp("desk")
    with hashing_cheaply():
        yield folder, furnish(folder)


@pytest.fixture
def person(furnished: tuple[Path, tuple[Person, ...]]) -> Callable[..., Person]:
    """`person("manager", "partille")`, or by address: `person("bo@molndal.example")`."""
    return partial(found, tuple(Person(staff=each.staff, secret=each.secret) for each in furnished[1]))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(furnished: tuple[Path, tuple[Person, ...]], door: Door, tmp_path: Path, clock: Clock) -> Iterator[App]:
    """An installation whose time is `clock`, to be visited at `door.address`."""
    folder = shutil.copytree(furnished[0], tmp_path / "desk")
    with opened(folder, clock) as app:
        door.desk = create(app)
        yield app


@pytest.fixture
def profile(browser: Browser, door: Door, app: App) -> Iterator[Callable[..., BrowserContext]]:
    """`profile(java_script_enabled=False)`: a browser that nobody has used. No page may break in it unseen."""
    made: list[BrowserContext] = []
    broken: list[str] = []

    def make(**how: object) -> BrowserContext:
        context = browser.new_context(base_url=door.address, locale="sv-SE", timezone_id="Europe/Stockholm", **how)
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: broken.append(str(error.error)))
        context.on("console", lambda said: broken.append(said.text) if _is_fault(said) else None)
        context.on(
            "response", lambda answer: broken.append(f"{answer.status} {answer.url}") if _fails(answer) else None
        )
        made.append(context)
        return context

    yield make
    for each in made:
        each.close()
    assert not broken


def _is_fault(said: ConsoleMessage) -> bool:
    """A script that failed, or something that the policy of the page forbids; not an answer that says no."""
    return said.type == "error" and "Failed to load resource" not in said.text


def _fails(answer: Response) -> bool:
    return answer.status >= 500


@pytest.fixture
def sign_in_as(
    profile: Callable[..., BrowserContext], door: Door, app: App, person: Callable[..., Person]
) -> Callable[..., Page]:
    """`sign_in_as("caseworker", "molndal")`: a new browser that somebody is signed in with; also by address."""

    def sign_in(who: str, unit: str | None = None, **how: object) -> Page:
        page = profile(**how).new_page()
        enter(page, app, person(who, unit).staff, door.address)
        return page

    return sign_in
