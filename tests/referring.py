"""A referral form as a browser fills it in."""

import re
from typing import Any

import httpx2

from tests.visitors import Browser

PAGE = "/anmalan/activera"

REFERRAL: dict[str, Any] = {
    "unit": "molndal",
    "party": "region",
    "referrer_name": "Rut Remiss",
    "organisation": "Vårdcentralen Kvarnen",
    "referrer_email": "rut@region.example",
    "given_name": "Dag",
    "family_name": "Deltagarsson",
    "birth_date": "1990-03-02",
    "gender": "man",
    "municipality": "Mölndal",
    "consent": "ja",
}


def hidden(browser: Browser, page: str) -> dict[str, str]:
    """The hidden fields of the last form of a page: what makes two sendings of it the same."""
    form = browser.get(page).text.rpartition('<form method="post"')[2]
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))


def send(browser: Browser, page: str = PAGE, **changed: Any) -> httpx2.Response:
    """The form of the page, opened and sent; a field that is None is left empty."""
    return again(browser, hidden(browser, page), page, **changed)


def again(browser: Browser, unseen: dict[str, str], page: str = PAGE, **changed: Any) -> httpx2.Response:
    """A form that was opened before, sent."""
    typed = {name: value for name, value in {**REFERRAL, **changed}.items() if value is not None}
    headers = {"Sec-Fetch-Site": "same-origin"}
    return browser.client.post(page, data={**unseen, **typed}, headers=headers)


def receipt(browser: Browser) -> str:
    """The case reference that the receipt shows."""
    found = re.search(r"<strong>([A-Z]{3}-\d{4}-\d{3})</strong>", browser.get("/anmalan/kvitto").text)
    assert found, "no receipt"
    return found[1]
