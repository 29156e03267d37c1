"""What every answer carries, and which requests are refused as not our own."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import text
from starlette.types import ASGIApp

from journeys.app import App
from journeys.signing_in import accounts
from tests.visitors import PASSWORD, Browser, Person

Find = Callable[..., Person]
SignIn = Callable[..., Browser]

TOO_MANY = ["Det har varit för många försök. Vänta en kvart och försök igen."]


class TestEveryAnswer:
    """Headers and cookies."""

    @pytest.mark.parametrize("path", ["/", "/logga-in", "/konto", "/finns-inte", "/static/desk.css", "/valkommen/x"])
    def test_it_has_the_security_headers(self, client: Browser, path: str) -> None:
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["strict-transport-security"].startswith("max-age=31536000")
        assert headers["cache-control"] == "no-store"

    def test_a_refused_form_has_them_too(self, client: Browser) -> None:
        answer = client.client.post("/logga-in", data={"address": "a", "password": "b"})
        assert answer.status_code == 403
        assert "default-src 'none'" in answer.headers["content-security-policy"]

    def test_hsts_is_for_tls_only(self, client: Browser) -> None:
        assert "strict-transport-security" not in client.client.get("http://testserver/logga-in").headers

    def test_the_cookie_is_for_this_host_and_unreadable_for_scripts(self, client: Browser, person: Find) -> None:
        first = client.get("/logga-in").headers["set-cookie"]
        second = client.post("/logga-in", address=person("caseworker").address, password=PASSWORD).headers["set-cookie"]
        for cookie in (first, second):
            assert cookie.startswith("__Host-farled=")
            assert {part.strip().lower() for part in cookie.split(";")[1:]} == {
                "httponly",
                "path=/",
                "samesite=lax",
                "secure",
            }

    def test_no_page_has_a_script_or_a_style_in_it(self, client: Browser, app: App, person: Find) -> None:
        with app.work() as work:
            link = accounts.reset(work.connection, person("caseworker").staff.id, work.now)
        client.post(f"/valkommen/{link}", new_password="gräddtårta på en tisdag")
        page = client.get("/logga-in/app").text
        assert re.findall(r"<script[^>]*>", page) == ['<script type="module" src="/static/desk.js">']
        assert not re.search(r"<style|\sstyle=|\son\w+=", page)


class TestForgery:
    """An unsafe request must come from a page of ours."""

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "none"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        ],
    )
    def test_from_elsewhere_it_is_refused(self, client: Browser, headers: dict[str, str]) -> None:
        data = {"form_token": client.form_token("/logga-in"), "address": "anna@molndal.example", "password": PASSWORD}
        assert client.client.post("/logga-in", data=data, headers=headers).status_code == 403

    @pytest.mark.parametrize("token", ["", "0" * 64, "ä"])
    def test_without_the_token_of_the_page_it_is_refused(self, client: Browser, token: str) -> None:
        client.get("/logga-in")
        data = {"form_token": token, "address": "anna@molndal.example", "password": PASSWORD}
        answer = client.client.post("/logga-in", data=data, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 403

    def test_the_token_of_another_browser_is_refused(self, client: Browser, site: ASGIApp) -> None:
        theirs = Browser(site).form_token("/logga-in")
        client.get("/logga-in")
        data = {"form_token": theirs, "address": "anna@molndal.example", "password": PASSWORD}
        answer = client.client.post("/logga-in", data=data, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 403

    @pytest.mark.parametrize(
        "headers", [{"Origin": "https://testserver"}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}]
    )
    def test_what_a_browser_says_of_our_own_forms_is_enough(self, client: Browser, headers: dict[str, str]) -> None:
        data = {"form_token": client.form_token("/logga-in"), "address": "anna@molndal.example", "password": PASSWORD}
        answer = client.client.post("/logga-in", data=data, headers=headers)
        assert answer.status_code == 303


class TestBody:
    """What is sent must be a form of ours."""

    @pytest.mark.parametrize("charset", ["utf-8", "unicode_escape", "punycode", "undefined"])
    def test_another_encoding_is_refused(self, client: Browser, charset: str) -> None:
        part = '--X\r\nContent-Disposition: form-data; name="address"\r\n\r\n\\ud800\r\n--X--\r\n'
        kind = f"multipart/form-data; boundary=X; charset={charset}"
        assert client.client.post("/logga-in", content=part, headers={"Content-Type": kind}).status_code == 415

    @pytest.mark.parametrize("length", ["abc", "-1", "²", "524289"])
    def test_a_length_that_is_none_or_too_much_is_refused(self, client: Browser, length: str) -> None:
        headers = {"Content-Length": length.encode("latin-1"), "Content-Type": "application/x-www-form-urlencoded"}
        assert client.client.post("/logga-in", content=b"a=b", headers=headers).status_code == 413

    def test_more_fields_than_any_form_has_are_refused(self, client: Browser) -> None:
        fields = {f"field{number}": "1" for number in range(301)}
        assert client.client.post("/logga-in", data=fields).status_code == 400

    def test_text_that_is_no_utf_8_is_refused_as_wrong(self, client: Browser) -> None:
        body = f"form_token={client.form_token('/logga-in')}&address=%ff%fe&password=%ed%a0%80{'a' * 20}"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        assert client.client.post("/logga-in", content=body, headers=headers).status_code == 422


class TestTrouble:
    """The database does not answer as it should."""

    def test_it_is_said_in_a_sentence(self, client: Browser, app: App) -> None:
        with app.database.begin() as connection:
            connection.execute(text("ALTER TABLE attempt RENAME TO gone"))
        answer = client.post("/logga-in", address="anna@molndal.example", password=PASSWORD)
        assert answer.status_code == 503
        assert "Filen är ingen databas som Farled kan läsa." in answer.text
