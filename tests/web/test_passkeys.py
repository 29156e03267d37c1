"""Passkeys: added on the account page, used in place of a code."""

import html
import json
import re
from collections.abc import Callable

import pytest
from starlette.types import ASGIApp

from tests.authenticator import SecurityKey
from tests.visitors import PASSWORD, Browser, Person, faults

SignIn = Callable[..., Browser]
Find = Callable[..., Person]

REFUSED = ["Passnyckeln gick inte att använda. Försök igen, eller skriv en kod."]


def question_on(page: str) -> str:
    found = re.search(r'data-question="([^"]*)"', page)
    assert found, "nothing is asked of a passkey"
    return html.unescape(found[1])


def add(browser: Browser, key: SecurityKey, **fields: str) -> list[str]:
    """What was wrong when the key was added on the account page."""
    credential = key.create(question_on(browser.get("/konto/passnyckel").text))
    fields = {"name": "jobbtelefonen", "password": PASSWORD, "credential": credential, **fields}
    return faults(browser.post("/konto/passnyckel", **fields))


@pytest.fixture
def key(sign_in_as: SignIn) -> SecurityKey:
    """Anna's."""
    made = SecurityKey()
    assert add(sign_in_as("anna@molndal.example"), made) == []
    return made


@pytest.fixture
def half_in(client: Browser) -> Browser:
    """Anna has given her password."""
    client.post("/logga-in", address="anna@molndal.example", password=PASSWORD)
    return client


def sign(browser: Browser, key: SecurityKey) -> str:
    return key.get(question_on(browser.get("/logga-in/kod").text))


def test_it_takes_the_place_of_the_code(half_in: Browser, key: SecurityKey) -> None:
    answer = half_in.post("/logga-in/passnyckel", page="/logga-in/kod", credential=sign(half_in, key), till="/konto")
    assert answer.headers["location"] == "/konto"
    assert "jobbtelefonen" in half_in.get("/konto").text


def test_whoever_has_none_is_not_asked_for_one(half_in: Browser) -> None:
    assert "data-passkey" not in half_in.get("/logga-in/kod").text


def test_an_answer_works_once(half_in: Browser, key: SecurityKey, site: ASGIApp) -> None:
    answer = sign(half_in, key)
    half_in.post("/logga-in/passnyckel", page="/logga-in/kod", credential=answer)
    other = Browser(site)
    other.post("/logga-in", address="anna@molndal.example", password=PASSWORD)
    assert faults(other.post("/logga-in/passnyckel", page="/logga-in/kod", credential=answer)) == REFUSED


def test_a_refused_answer_uses_up_the_question(half_in: Browser, key: SecurityKey) -> None:
    answer = sign(half_in, key)
    half_in.post("/logga-in/passnyckel", page="/logga-in/kod", credential="{}")
    assert faults(half_in.post("/logga-in/passnyckel", page="/logga-in/kod", credential=answer)) == REFUSED


def test_a_copy_with_an_old_counter_is_refused(half_in: Browser, key: SecurityKey, site: ASGIApp) -> None:
    half_in.post("/logga-in/passnyckel", page="/logga-in/kod", credential=sign(half_in, key))
    key.count -= 1
    other = Browser(site)
    other.post("/logga-in", address="anna@molndal.example", password=PASSWORD)
    answer = other.post("/logga-in/passnyckel", page="/logga-in/kod", credential=sign(other, key))
    assert faults(answer) == REFUSED


def test_somebody_elses_is_refused(client: Browser, sign_in_as: SignIn, key: SecurityKey) -> None:
    assert add(sign_in_as("bo@molndal.example"), SecurityKey()) == []
    client.post("/logga-in", address="bo@molndal.example", password=PASSWORD)
    answer = client.post("/logga-in/passnyckel", page="/logga-in/kod", credential=sign(client, key))
    assert faults(answer) == REFUSED


def test_one_that_answers_to_another_site_is_refused(half_in: Browser, key: SecurityKey) -> None:
    key.origin = "https://testserver.evil.example"
    answer = half_in.post("/logga-in/passnyckel", page="/logga-in/kod", credential=sign(half_in, key))
    assert faults(answer) == REFUSED


@pytest.mark.parametrize(
    "credential",
    ["", "{}", "[]", "null", "ingen json", "[" * 5_000, json.dumps({"id": "å", "rawId": "å"}), "x" * 20_001, "\x00"],
)
def test_what_is_no_answer_is_refused_with_a_sentence(half_in: Browser, key: SecurityKey, credential: str) -> None:
    answer = half_in.post("/logga-in/passnyckel", page="/logga-in/kod", credential=credential)
    assert (answer.status_code, faults(answer)) == (422, REFUSED)


def test_five_wrong_answers_close_the_second_step(half_in: Browser, key: SecurityKey) -> None:
    for _ in range(5):
        half_in.post("/logga-in/passnyckel", page="/logga-in/kod", credential="{}")
    answer = half_in.post("/logga-in/passnyckel", page="/logga-in/kod", credential=sign(half_in, key))
    assert answer.status_code == 429


class TestAdding:
    def test_it_takes_the_password(self, sign_in_as: SignIn) -> None:
        assert add(sign_in_as("caseworker"), SecurityKey(), password="fel lösenord helt") == [
            "Lösenordet stämmer inte."
        ]

    def test_it_takes_a_name(self, sign_in_as: SignIn) -> None:
        assert add(sign_in_as("caseworker"), SecurityKey(), name="  ") == ["Vad ska den heta: fyll i."]

    @pytest.mark.parametrize("credential", ["", "{}", "null", "[" * 5_000, "x" * 20_001])
    def test_what_is_no_credential_is_refused_with_a_sentence(self, sign_in_as: SignIn, credential: str) -> None:
        refused = ["Det gick inte att lägga till passnyckeln. Försök igen."]
        assert add(sign_in_as("caseworker"), SecurityKey(), credential=credential) == refused

    def test_the_same_twice_is_refused(self, sign_in_as: SignIn, key: SecurityKey) -> None:
        assert add(sign_in_as("bo@molndal.example"), key) == ["Det gick inte att lägga till passnyckeln. Försök igen."]

    def test_more_than_ten_are_refused(self, sign_in_as: SignIn) -> None:
        browser = sign_in_as("caseworker")
        assert [add(browser, SecurityKey()) for _ in range(10)] == [[]] * 10
        assert add(browser, SecurityKey()) == ["Du har redan tio passnycklar. Ta bort en som du inte använder."]


class TestRemoving:
    def test_it_no_longer_works(self, sign_in_as: SignIn, half_in: Browser, key: SecurityKey) -> None:
        answer = sign(half_in, key)
        sign_in_as("anna@molndal.example").post("/konto/passnyckel/1/bort", page="/konto")
        assert faults(half_in.post("/logga-in/passnyckel", page="/logga-in/kod", credential=answer)) == REFUSED

    def test_nobody_elses_is_removed(self, sign_in_as: SignIn, half_in: Browser, key: SecurityKey) -> None:
        sign_in_as("bo@molndal.example").post("/konto/passnyckel/1/bort", page="/konto")
        answer = half_in.post("/logga-in/passnyckel", page="/logga-in/kod", credential=sign(half_in, key))
        assert answer.status_code == 303

    def test_an_impossible_id_is_a_page_that_is_not_there(self, sign_in_as: SignIn) -> None:
        assert sign_in_as("caseworker").post(f"/konto/passnyckel/{10**30}/bort", page="/konto").status_code == 404
