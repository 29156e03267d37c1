"""Signed in without the pages of signing in, which have tests of their own."""

from playwright.sync_api import Page

from journeys.app import App
from journeys.signing_in import sessions
from journeys.visibility.access import Staff
from journeys.web.security import COOKIE


def enter(page: Page, app: App, staff: Staff, address: str) -> None:
    """Give the browser the cookie of a session that has begun now."""
    with app.database.begin() as connection:
        token = sessions.start(connection, staff, step=sessions.IN, browser=None, now=app.clock())
    # By the protocol itself: Playwright names a domain, and a cookie with the prefix __Host- has none.
    cookie = {"name": COOKIE, "value": token, "url": address, "path": "/", "secure": True, "httpOnly": True}
    page.context.new_cdp_session(page).send("Network.setCookie", cookie)
