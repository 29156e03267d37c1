"""Filling in the form of a page as a browser does: what it says already, what is typed over it, one press."""

from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from typing import Any

import httpx2
from sqlalchemy import delete, select

from journeys import casework
from journeys.app import App
from journeys.erasing import Ground, Order, erase, named
from journeys.journal.reading import line_of
from journeys.tables.access import NAMED_STAFF
from journeys.tables.journeys import JOURNEY
from journeys.visibility.access import name_for
from tests.visitors import Browser

Fields = dict[str, list[str]]
Attributes = Mapping[str, str | None]

PERSON = {
    "given_name": "Kanariella",
    "family_name": "Prövqvist",
    "personnummer": "191212121212",
    "gender": "woman",
    "email": "kanariella@deltagare.example",
    "phone": "070-1740605",
}
REFERRER = {"party": "region", "name": "Remitta Ström", "email": "remitta@region.example"}
REFERENCE = "MOL-2026-001"


def refers(
    app: App,
    on: str = "2026-03-02",
    reference: str = REFERENCE,
    unit: str = "molndal",
    *,
    programme: str = "activera",
    **person: Any,
) -> str:
    """Take a referral without the pages."""
    line = {
        "journey": reference,
        "event": "referred",
        "on": on,
        "programme": programme,
        "unit": unit,
        "person": PERSON | person,
        "referrer": REFERRER,
    }
    with app.work() as work:
        casework.register(work, line_of(line))
    return reference


def registers(app: App, event: str, on: str, reference: str = REFERENCE, **keys: Any) -> str:
    """A step without the pages; gives the id of its event."""
    with app.work() as work:
        return casework.register(work, line_of({"journey": reference, "event": event, "on": on, **keys})).event_id


def names_only(app: App, reference: str, staff_id: int) -> None:
    """Somebody alone is on the list of those who see a protected person's journey."""
    with app.work() as work:
        journey_id = work.connection.execute(select(JOURNEY.c.id).where(JOURNEY.c.reference == reference)).scalar_one()
        work.connection.execute(delete(NAMED_STAFF).where(NAMED_STAFF.c.journey_id == journey_id))
        name_for(work.connection, journey_id, [staff_id])


class _Sheet(HTMLParser):
    """Collects what the form of the page would send."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self._inside = False
        self._area = self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("class") == "form"
        elif self._inside and tag in _READERS:
            _READERS[tag](self, given)

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "form":
            self._inside = False

    def input(self, given: Attributes) -> None:
        if given.get("type") not in ("checkbox", "radio") or "checked" in given:
            self.fields.setdefault(given["name"] or "", []).append(given.get("value") or "")

    def textarea(self, given: Attributes) -> None:
        self._area = given["name"] or ""
        self.fields[self._area] = [""]

    def select(self, given: Attributes) -> None:
        self._choice = given["name"] or ""
        self.fields[self._choice] = [""]

    def option(self, given: Attributes) -> None:
        if "selected" in given:
            self.fields[self._choice] = [given.get("value") or ""]


_READERS: Mapping[str, Callable[[_Sheet, Attributes], None]] = {
    "input": _Sheet.input,
    "textarea": _Sheet.textarea,
    "select": _Sheet.select,
    "option": _Sheet.option,
}


def sheet(answer: httpx2.Response) -> Fields:
    """The names and values that the form of a page would send now."""
    reader = _Sheet()
    reader.feed(answer.text)
    assert reader.fields, f"no form, but {answer.status_code}"
    return reader.fields


def send(browser: Browser, path: str, fields: Fields) -> httpx2.Response:
    headers = {"Sec-Fetch-Site": "same-origin"}
    return browser.client.post(path, data=fields, headers=headers)


def typed(answer: httpx2.Response, **values: Any) -> Fields:
    """The form of a page with some of its fields typed over."""
    fields = sheet(answer)
    for name, value in values.items():
        fields[name.replace("__", ".")] = value if isinstance(value, list) else [value]
    return fields


def erases(app: App, reference: str = REFERENCE) -> None:
    """Take away what is personal of a journey that has ended."""
    with app.work() as work:
        (found,) = named(work.connection, [reference], Ground.REQUEST, None)
        erase(work, found, Order(by="ada@forbundet.example", ground=Ground.REQUEST))


def fill_in(browser: Browser, path: str, **values: Any) -> httpx2.Response:
    """One press: the form of the page, with what is typed over it."""
    return send(browser, path, typed(browser.get(path), **values))


def does(browser: Browser, event: str, reference: str = REFERENCE, **values: Any) -> str:
    """A step from its form to its end, past what it shows first; gives the page of the journey after it."""
    return saves(browser, f"/arende/{reference}/steg/{event}", **values)


def saves(browser: Browser, path: str, **values: Any) -> str:
    answer = fill_in(browser, path, **values)
    if answer.status_code == 200 and "Det här händer" in answer.text:
        answer = send(browser, path, typed(answer, do="save"))
    assert answer.status_code == 303, answer.text
    return browser.get(answer.headers["location"]).text
