"""Konto: password, app, recovery codes, sessions, shortcuts."""

import re
from collections.abc import Callable

import pytest
from starlette.types import ASGIApp

from journeys.web.browsers import called
from tests.visitors import PASSWORD, Browser, Clock, Person, faults

SignIn = Callable[..., Browser]
Find = Callable[..., Person]

NEW = "gräddtårta på en tisdag"
ROLES = ("caseworker", "manager", "coordinator", "administrator")


def has_ended(browser: Browser) -> bool:
    return browser.get("/konto").status_code == 303


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_an_account_page(sign_in_as: SignIn, person: Find, role: str) -> None:
    page = sign_in_as(role).get("/konto").text
    assert person(role).address in page
    assert "Den här webbläsaren" in page


class TestPassword:
    def test_the_new_one_works_and_the_old_does_not(self, sign_in_as: SignIn, client: Browser) -> None:
        changed = sign_in_as("coordinator").post("/konto/losenord", password=PASSWORD, new_password=NEW)
        assert changed.headers["location"] == "/konto?klart=losenord"
        assert client.post("/logga-in", address="kim@forbundet.example", password=PASSWORD).status_code == 422
        assert client.post("/logga-in", address="kim@forbundet.example", password=NEW).status_code == 303

    def test_it_ends_every_other_session(self, sign_in_as: SignIn) -> None:
        here, there = sign_in_as("caseworker"), sign_in_as("caseworker")
        before = here.client.cookies["__Host-farled"]
        here.post("/konto/losenord", password=PASSWORD, new_password=NEW)
        assert (has_ended(here), has_ended(there)) == (False, True)
        assert here.client.cookies["__Host-farled"] != before

    def test_it_takes_the_current_one(self, sign_in_as: SignIn) -> None:
        answer = sign_in_as("caseworker").post("/konto/losenord", password="fel lösenord helt", new_password=NEW)
        assert (answer.status_code, faults(answer)) == (422, ["Lösenordet stämmer inte."])

    def test_guessing_the_current_one_is_limited(self, sign_in_as: SignIn) -> None:
        browser = sign_in_as("caseworker")
        for _ in range(5):
            browser.post("/konto/losenord", password="fel lösenord helt", new_password=NEW)
        answer = browser.post("/konto/losenord", password=PASSWORD, new_password=NEW)
        assert faults(answer) == ["Det har varit för många försök. Vänta en kvart och försök igen."]

    @pytest.mark.parametrize("weak", ["", "kort", "Lösenord12345", "x" * 201, "tolv tecken \x1b och mer"])
    def test_a_weak_one_is_refused(self, sign_in_as: SignIn, weak: str) -> None:
        answer = sign_in_as("caseworker").post("/konto/losenord", password=PASSWORD, new_password=weak)
        assert (answer.status_code, len(faults(answer))) == (422, 1)

    def test_neither_stands_on_the_page_that_comes_back(self, sign_in_as: SignIn) -> None:
        answer = sign_in_as("caseworker").post("/konto/losenord", password=PASSWORD, new_password="kort")
        assert PASSWORD not in answer.text


class TestApp:
    def test_another_takes_its_place(self, sign_in_as: SignIn, client: Browser, person: Find, clock: Clock) -> None:
        anna, browser = person("anna@molndal.example"), sign_in_as("anna@molndal.example")
        new = Person(staff=anna.staff, secret=secret_on(browser.get("/konto/app").text))
        answer = browser.post("/konto/app", code=new.code(clock), password=PASSWORD)
        assert len(codes_on(answer.text)) == 10
        clock.forward(minutes=2)
        client.post("/logga-in", address=anna.address, password=PASSWORD)
        assert client.post("/logga-in/kod", code=anna.code(clock)).status_code == 422
        assert client.post("/logga-in/kod", code=new.code(clock)).status_code == 303

    @pytest.mark.parametrize("wrong", [{"code": "000000"}, {"password": "fel lösenord helt"}, {"code": "٠١٢٣٤٥"}])
    def test_it_takes_a_code_of_it_and_the_password(
        self, sign_in_as: SignIn, person: Find, clock: Clock, wrong: dict[str, str]
    ) -> None:
        browser = sign_in_as("caseworker")
        new = Person(staff=person("caseworker").staff, secret=secret_on(browser.get("/konto/app").text))
        answer = browser.post("/konto/app", **{"code": new.code(clock), "password": PASSWORD, **wrong})
        assert (answer.status_code, len(faults(answer))) == (422, 1)

    def test_whoever_need_not_have_one_is_asked_once_they_have(
        self, sign_in_as: SignIn, client: Browser, person: Find, clock: Clock
    ) -> None:
        kim, browser = person("coordinator"), sign_in_as("coordinator")
        kim.secret = secret_on(browser.get("/konto/app").text)
        browser.post("/konto/app", code=kim.code(clock), password=PASSWORD)
        answer = client.post("/logga-in", address=kim.address, password=PASSWORD)
        assert answer.headers["location"] == "/logga-in/kod"


class TestRecoveryCodes:
    def test_new_ones_replace_the_old(self, sign_in_as: SignIn, client: Browser) -> None:
        browser = sign_in_as("anna@molndal.example")
        old, new = (codes_on(browser.post("/konto/reservkoder", password=PASSWORD).text) for _ in range(2))
        client.post("/logga-in", address="anna@molndal.example", password=PASSWORD)
        assert client.post("/logga-in/kod", code=old[0]).status_code == 422
        assert client.post("/logga-in/kod", code=new[0]).status_code == 303
        assert "9 reservkoder kvar" in client.get("/konto").text

    def test_they_take_the_password(self, sign_in_as: SignIn) -> None:
        answer = sign_in_as("caseworker").post("/konto/reservkoder", password="fel lösenord helt")
        assert (faults(answer), codes_on(answer.text)) == (["Lösenordet stämmer inte."], [])


class TestSessions:
    def test_one_is_ended_from_another(self, sign_in_as: SignIn) -> None:
        here, there = sign_in_as("caseworker"), sign_in_as("caseworker")
        other = re.findall(r'action="(/konto/inloggning/[^"]+)"', here.get("/konto").text)
        assert len(other) == 1
        here.post(other[0], page="/konto")
        assert (has_ended(here), has_ended(there)) == (False, True)

    def test_nobody_elses_is_ended(self, sign_in_as: SignIn) -> None:
        anna, _, bo = (sign_in_as(f"{who}@molndal.example") for who in ("anna", "anna", "bo"))
        other = re.findall(r'action="(/konto/inloggning/[^"]+)"', anna.get("/konto").text)
        bo.post(other[0], page="/konto")
        assert other == re.findall(r'action="(/konto/inloggning/[^"]+)"', anna.get("/konto").text)

    def test_all_are_ended(self, sign_in_as: SignIn) -> None:
        here, there = sign_in_as("caseworker"), sign_in_as("caseworker")
        assert here.post("/konto/overallt", page="/konto").headers["location"] == "/logga-in"
        assert has_ended(here)
        assert has_ended(there)

    @pytest.mark.parametrize(
        ("agent", "name"),
        [
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox på Windows"),
            ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36", "Chrome på Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge på Windows",
            ),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari på iPhone"),
            ("curl/8", "Okänd webbläsare"),
            (None, "Okänd webbläsare"),
        ],
    )
    def test_a_browser_is_called_what_people_call_it(self, agent: str | None, name: str) -> None:
        assert called(agent) == name


def test_shortcuts_are_switched_off_for_one_person_everywhere(sign_in_as: SignIn, site: ASGIApp) -> None:
    anna, bo = sign_in_as("anna@molndal.example"), sign_in_as("bo@molndal.example")
    anna.post("/konto/kortkommandon", page="/konto", on="nej")
    assert 'data-shortcuts="off"' in sign_in_as("anna@molndal.example").get("/konto").text
    assert "data-shortcuts" not in bo.get("/konto").text
    anna.post("/konto/kortkommandon", page="/konto", on="ja")
    assert "data-shortcuts" not in anna.get("/konto").text


def secret_on(page: str) -> str:
    found = re.search(r'class="secret">([^<]+)<', page)
    assert found
    return found[1].replace(" ", "")


def codes_on(page: str) -> list[str]:
    return re.findall(r"<li><code>([0-9a-f-]+)</code>", page)
