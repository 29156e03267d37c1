"""Who visits the desk in the tests, with what, and when."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import httpx2
import pyotp
from anyio.from_thread import BlockingPortal
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from journeys.signing_in.second_factor import STEP
from journeys.visibility.access import Staff

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
"""A Monday, nine o'clock in Stockholm."""

PASSWORD = "fyra muntra gäddor sjunger"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        """`clock.forward(minutes=31)`"""
        self.moment += timedelta(**by)


@dataclass(kw_only=True)
class Person:
    """One of the staff, with what they need to sign in."""

    staff: Staff
    password: str = PASSWORD
    secret: str = field(default_factory=pyotp.random_base32)
    _step: int = 0

    @property
    def address(self) -> str:
        return self.staff.address

    def code(self, clock: Clock) -> str:
        """A code of their app that has not been used; moves the clock where there is none left."""
        current = int(clock().timestamp()) // STEP
        self._step = max(current - 1, self._step + 1)
        if self._step > current + 1:
            clock.forward(seconds=STEP * (self._step - current))
        return pyotp.TOTP(self.secret).generate_otp(self._step)


class Browser:
    """A browser without JavaScript: keeps its cookie, and sends the form token of the page with every form."""

    portal: ClassVar[BlockingPortal | None] = None
    """The event loop that answers all of them; where there is none, each request makes one of its own."""

    def __init__(self, site: ASGIApp) -> None:
        self.client = TestClient(site, base_url="https://testserver", follow_redirects=False)
        self.client.portal = self.portal

    def get(self, path: str, *, follow: bool = False) -> httpx2.Response:
        return self.client.get(path, follow_redirects=follow)

    def form_token(self, page: str) -> str:
        """The token in the forms of a page."""
        found = re.search(r'name="form_token" value="([^"]+)"', self.get(page, follow=True).text)
        assert found, f"no form on {page}"
        return found[1]

    def post(self, path: str, *, page: str | None = None, follow: bool = False, **fields: Any) -> httpx2.Response:
        """Send the form that stands on `page` (the same path unless told); a list gives a field several values."""
        data = {"form_token": self.form_token(page or path), **fields}
        return self.client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=follow)


def faults(answer: httpx2.Response) -> list[str]:
    """What the list on top of a form says is wrong."""
    found = re.search(r'id="faults".*?<ul>(.*?)</ul>', answer.text, re.DOTALL)
    items = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [re.sub(r"<[^>]+>", "", item).strip() for item in items]
