"""What no form of ours sends: other methods, other bodies, other sites, nonsense in an address."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product

import httpx2
import pytest

from journeys.web.routes import Page
from tests.support.crawling import FORM, OURS, PAGES, Ids, Visitor, carried_amiss, paths
from tests.support.openapi import NARROWING
from tests.support.town import Found, Told, Town
from tests.support.watching import staff_of

TOLD = Told(
    who=0, unit="molndal", kind="active", caseworker="anna@molndal.example", to=None, protected=False, named=None
)
TOWN = Town(journeys=[TOLD], glasses=[], left=frozenset())
IDS = Ids(
    references=[*TOWN.references()], events=("contact",), names=("kontakt",), numbers=("9",), programmes=("activera",)
)
POSTS = [page for page in PAGES if page.method == "POST"]
METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "BREW")


class Desk:
    """A manager, an administrator and nobody, who send what they like."""

    def __init__(self, visitors: list[Visitor]) -> None:
        self.visitors = visitors

    def by(self, page: Page) -> Visitor:
        """One whom the page is for."""
        roles = {each.staff.role: each for each in self.visitors if each.staff}
        return next((visitor for role, visitor in roles.items() if role in page.who), self.visitors[-1])

    def send(self, page: Page, **what: object) -> httpx2.Response:
        return self.by(page).send(page.method, next(paths(page, IDS)), **what)


@pytest.fixture
def desk(found: Found) -> Iterator[Desk]:
    with found(TOWN) as app, ExitStack() as visits:
        addresses = ("mia@molndal.example", "ada@forbundet.example", "kim@forbundet.example", None)
        yield Desk([visits.enter_context(Visitor(app, staff_of(app, address))) for address in addresses])


def is_refused(answer: httpx2.Response, *statuses: int) -> bool:
    """With a page in Swedish that says why, as any other answer."""
    return answer.status_code in statuses and '<html lang="sv">' in answer.text and not carried_amiss(answer.headers)


class TestMethods:
    """Other than those of the table."""

    def test_another_is_refused_with_those_that_are_not(self, desk: Desk) -> None:
        for method, page in product(METHODS, PAGES):
            answer = desk.by(page).send(method, next(paths(page, IDS)))
            assert is_refused(answer, 405), f"{method} {page.path}"
            assert page.method in answer.headers["allow"]

    def test_a_form_that_is_only_sent_cannot_be_got(self, desk: Desk) -> None:
        gets = {page.path for page in PAGES if page.method == "GET"}
        for page in POSTS:
            if page.path not in gets:
                assert is_refused(desk.by(page).send("GET", next(paths(page, IDS))), 405), page.path

    def test_only_the_head_of_a_page_says_the_same_without_it(self, desk: Desk) -> None:
        for page in PAGES:
            if page.method == "GET":
                head, whole = (desk.by(page).send(method, next(paths(page, IDS))) for method in ("HEAD", "GET"))
                assert (head.status_code, head.text) == (whole.status_code, ""), page.path
                assert not carried_amiss(head.headers)

    def test_what_is_no_page_has_the_headers_too(self, desk: Desk) -> None:
        paths = ("/static/desk.css", "/static/finns-inte", "/static/", "/static", "/static/%00", "/finns-inte", "/%00")
        for method, path in product(("GET", "HEAD", "POST", *METHODS), paths):
            answer = desk.visitors[-1].send(method, path)
            assert answer.status_code in (200, 307, 404, 405), f"{method} {path}"
            assert not carried_amiss(answer.headers), f"{method} {path}"


NONSENSE = (
    *("%00", "%07", "%0d%0aX-A:+b", "a" * 1000, "%D9%A3", "%EF%BC%93", "-1", "9" * 30, "%ff%fe%ed%a0%80", "%25", "'"),
    *("2026-02-30", "0001-01-01", "9999-12-31", "{{7*7}}", "%3Cscript%3E", "../../etc/passwd"),
)


def some_nonsense() -> Iterator[tuple[str, Page]]:
    """Each page with three of them, and each of them at many pages."""
    for number, page in enumerate(PAGES):
        yield from ((NONSENSE[(number + step) % len(NONSENSE)], page) for step in (0, 5, 11))


class TestAddresses:
    """What nobody's page leads to."""

    @pytest.mark.both_databases
    @pytest.mark.long_on_postgresql
    def test_nothing_in_an_address_breaks_a_page(self, desk: Desk) -> None:
        for what, page in some_nonsense():
            if page.method == "GET":
                query = "&".join(f"{name}={what}" for name in NARROWING)
                answer = desk.by(page).send("GET", f"{next(paths(page, IDS))}?{query}")
                assert answer.status_code in (200, 303, 400, 404, 422), f"{page.path} {what}"
                assert "<script>" not in answer.text, page.path
                assert "x-a" not in answer.headers, page.path

    @pytest.mark.both_databases
    @pytest.mark.long_on_postgresql
    def test_no_id_that_cannot_be_breaks_a_page(self, desk: Desk) -> None:
        for what, page in some_nonsense():
            path = re.sub(r"{\w+(:\w+)?}", what, page.path)
            form = {"data": {"form_token": desk.by(page).form_token}, "headers": OURS}
            answer = desk.by(page).send(page.method, path, **(form if page.method == "POST" else {}))
            assert answer.status_code < 500, f"{page.path} {what}"


ELSEWHERE = (
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://testserver"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://testserver"},
    {"Origin": "https://testserver.evil.example"},
    {"Origin": "null"},
    {"Referer": "https://testserver/min-dag"},
)


class TestForgery:
    """A form that another site sends in somebody's name."""

    def test_no_form_is_taken_from_elsewhere(self, desk: Desk) -> None:
        for headers, page in product(ELSEWHERE, POSTS):
            answer = desk.send(page, data={"form_token": desk.by(page).form_token}, headers=headers)
            assert is_refused(answer, 403), f"{headers} {page.path}"

    def test_no_form_is_taken_without_the_token_of_its_page(self, desk: Desk) -> None:
        for token, page in product(("", "0" * 64, "ä", "\x00"), POSTS):
            assert is_refused(desk.send(page, data={"form_token": token}, headers=OURS), 403), page.path

    def test_no_form_is_taken_with_the_token_of_another_session(self, desk: Desk) -> None:
        for page in POSTS:
            other = next(each for each in desk.visitors if each is not desk.by(page))
            assert is_refused(desk.send(page, data={"form_token": other.form_token}, headers=OURS), 403), page.path


MULTIPART = b'--X\r\nContent-Disposition: form-data; name="note"\r\n\r\n\\ud800\r\n--X--\r\n'
NO_FORMS = (
    ("multipart/form-data; boundary=X", MULTIPART),
    ("multipart/form-data", MULTIPART),
    ("application/json", b'{"form_token": "0", "note": ["a"]}'),
    ("text/plain", b"note=a"),
    ("application/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    ("application/octet-stream", bytes(range(256))),
    ("", b"note=a"),
)


HARDLY = (
    *(b"", b"&&&=&=a&a", b"%", b"%zz=%zz&%", b"note=%ff%fe&note=%ed%a0%80", b"\xff\xfe=\xed\xa0\x80"),
    *(b"note=" * 99, b"journeys=%00&reference=%00&text=%00&address=%00&code=%00"),
)


class TestBodies:
    """Other than a form."""

    def test_another_kind_is_refused(self, desk: Desk) -> None:
        for (kind, body), page in product(NO_FORMS, POSTS):
            answer = desk.send(page, content=body, headers={**OURS, "Content-Type": kind})
            assert is_refused(answer, 415), page.path

    def test_a_megabyte_is_too_much(self, desk: Desk) -> None:
        for page in POSTS:
            answer = desk.send(page, content=b"note=" + b"a" * 2**20, headers={**OURS, "Content-Type": FORM})
            assert is_refused(answer, 413), page.path

    def test_a_body_that_does_not_say_how_long_it_is_is_not_read(self, desk: Desk) -> None:
        page = next(page for page in POSTS if page.path == "/logga-in")
        answer = desk.send(page, content=iter([b"address=", b"a" * 10]), headers={**OURS, "Content-Type": FORM})
        assert is_refused(answer, 411)

    def test_the_longest_texts_in_any_alphabet_are_not_too_much(self, desk: Desk) -> None:
        page = next(page for page in POSTS if page.path == "/arende/{reference}/steg/{event}")
        fields = {
            "form_token": desk.by(page).form_token,
            "on": "2026-02-20",
            "note": "ሀ" * 20_000,
            "income_after": "ሀ" * 20_000,
        }
        answer = desk.by(page).send("POST", f"/arende/{IDS.references[0]}/steg/exited", data=fields, headers=OURS)
        assert answer.status_code == 422
        assert answer.text.count("ሀ" * 20_000) == 2

    @pytest.mark.both_databases
    @pytest.mark.long_on_postgresql
    def test_what_is_hardly_a_form_is_one_that_lacks_everything(self, desk: Desk) -> None:
        for body, page in product(HARDLY, POSTS):
            form = f"form_token={desk.by(page).form_token}&".encode() + body
            answer = desk.send(page, content=form, headers={**OURS, "Content-Type": FORM})
            assert answer.status_code in (200, 303, 400, 404, 409, 422, 429), page.path
            assert not carried_amiss(answer.headers)

    def test_a_field_that_comes_twice_counts_once(self, desk: Desk) -> None:
        for page in POSTS:
            fields = {each.name: ["a", "b"] for each in (page.form.fields if page.form else ())}
            answer = desk.send(page, data={"form_token": desk.by(page).form_token, **fields}, headers=OURS)
            assert answer.status_code in (200, 303, 400, 404, 409, 422, 429), page.path
