"""Signing in by the pages: password, code, limits, and what gives nothing away."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from starlette.types import ASGIApp

from journeys.app import App
from journeys.signing_in import accounts, personnel
from journeys.tables.access import ACCOUNT
from journeys.web.entering import inside
from journeys.web.site import create
from tests.visitors import PASSWORD, Browser, Clock, Person, faults

Find = Callable[..., Person]
SignIn = Callable[..., Browser]

WRONG = ["Adressen, lösenordet eller koden stämmer inte."]
TOO_MANY = ["Det har varit för många försök. Vänta en kvart och försök igen."]


def has_ended(browser: Browser) -> bool:
    return browser.get("/konto").headers.get("location") == "/logga-in?till=/konto"


def test_password_and_code_lead_to_the_first_page(sign_in_as: SignIn) -> None:
    assert sign_in_as("caseworker", "molndal").get("/").headers["location"] == "/min-dag"
    assert sign_in_as("administrator").get("/").headers["location"] == "/personal"
    assert sign_in_as("coordinator").get("/").headers["location"] == "/siffror"


def test_the_password_alone_opens_nothing(client: Browser, person: Find) -> None:
    answer = client.post("/logga-in", address=person("caseworker").address, password=PASSWORD)
    assert answer.headers["location"] == "/logga-in/kod"
    assert has_ended(client)


def test_the_address_may_have_capitals(client: Browser) -> None:
    assert client.post("/logga-in", address="ANNA@molndal.example", password=PASSWORD).status_code == 303


def test_an_unknown_address_and_a_wrong_password_are_answered_alike(client: Browser) -> None:
    unknown = client.post("/logga-in", address="ingen@molndal.example", password=PASSWORD)
    wrong = client.post("/logga-in", address="anna@molndal.example", password="fel lösenord helt")
    assert (unknown.status_code, faults(unknown)) == (wrong.status_code, faults(wrong)) == (422, WRONG)


def test_who_works_here_cannot_be_told_from_the_answer_nor_from_how_long_it_takes(
    client: Browser, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.work() as work:
        personnel.hire(work, address="ny@molndal.example", name="Ny", role="caseworker", unit="molndal")
        personnel.let_go(work, "bo@molndal.example")
    checked: list[str] = []
    fits = accounts._fits
    monkeypatch.setattr(accounts, "_fits", lambda stored, given: checked.append(stored) or fits(stored, given))
    addresses = ("anna@molndal.example", "ny@molndal.example", "bo@molndal.example", "ingen@molndal.example")
    answers = [client.post("/logga-in", address=each, password="fel lösenord helt") for each in addresses]
    said = {answer.text.replace(each, "") for answer, each in zip(answers, addresses, strict=True)}
    assert (len(said), {answer.status_code for answer in answers}) == (1, {422})
    assert [hashed.split("$")[1:4] for hashed in checked] == [checked[0].split("$")[1:4]] * len(addresses)


def test_five_wrong_passwords_close_the_account_for_a_quarter(client: Browser, clock: Clock) -> None:
    for _ in range(5):
        client.post("/logga-in", address="anna@molndal.example", password="fel lösenord helt")
    closed = client.post("/logga-in", address="Anna@molndal.example", password=PASSWORD)
    assert (closed.status_code, faults(closed)) == (429, TOO_MANY)
    clock.forward(minutes=15)
    assert client.post("/logga-in", address="anna@molndal.example", password=PASSWORD).status_code == 303


def test_the_limit_outlives_a_restart(client: Browser, app: App, clock: Clock) -> None:
    for _ in range(5):
        client.post("/logga-in", address="anna@molndal.example", password="fel lösenord helt")
    with App(app.settings, clock=clock) as restarted:
        browser = Browser(create(restarted))
        assert browser.post("/logga-in", address="anna@molndal.example", password=PASSWORD).status_code == 429


def test_an_unknown_address_is_closed_like_a_known_one(client: Browser) -> None:
    for _ in range(5):
        client.post("/logga-in", address="ingen@molndal.example", password="fel lösenord helt")
    assert client.post("/logga-in", address="ingen@molndal.example", password=PASSWORD).status_code == 429


def test_twenty_wrong_passwords_close_the_account_for_a_day(app: App, clock: Clock) -> None:
    with app.work() as work:
        for _ in range(20):
            accounts.count_failure(work.connection, app.keys, address="a@b.example", peer="192.0.2.1", now=clock())
        clock.forward(hours=23)
        with pytest.raises(accounts.TooManyAttempts):
            accounts.check_limit(work.connection, app.keys.lookup("address a@b.example"), clock())
        clock.forward(hours=1)
        accounts.check_limit(work.connection, app.keys.lookup("address a@b.example"), clock())


def test_many_wrong_passwords_for_different_accounts_close_the_network_address(client: Browser, app: App) -> None:
    with app.work() as work:
        for number in range(30):
            accounts.count_failure(
                work.connection, app.keys, address=f"a{number}@b.example", peer="testclient", now=work.now
            )
    assert client.post("/logga-in", address="anna@molndal.example", password=PASSWORD).status_code == 429


def test_five_wrong_codes_close_the_second_step(client: Browser, person: Find, clock: Clock) -> None:
    anna = person("caseworker", "molndal")
    client.post("/logga-in", address=anna.address, password=PASSWORD)
    for _ in range(5):
        client.post("/logga-in/kod", code="000000")
    assert client.post("/logga-in/kod", code=anna.code(clock)).status_code == 429


def test_no_code_works_twice(client: Browser, site: ASGIApp, person: Find, clock: Clock) -> None:
    anna, code = person("caseworker", "molndal"), person("caseworker", "molndal").code(clock)
    for browser, status in ((client, 303), (Browser(site), 422)):
        browser.post("/logga-in", address=anna.address, password=PASSWORD)
        assert browser.post("/logga-in/kod", code=code).status_code == status


def test_a_code_may_be_half_a_minute_old_but_not_a_whole(client: Browser, person: Find, clock: Clock) -> None:
    anna = person("caseworker", "molndal")
    clock.forward(minutes=5)
    code = anna.code(clock)  # of the step before this one
    client.post("/logga-in", address=anna.address, password=PASSWORD)
    clock.forward(seconds=30)
    assert client.post("/logga-in/kod", code=code).status_code == 422
    clock.forward(seconds=-30)
    assert client.post("/logga-in/kod", code=code).status_code == 303


@pytest.mark.parametrize(
    "code", ["", "١٢٣٤٥٦", "１２３４５６", "12345\x00", "1" * 21, "-", "------", "' OR 1=1 --", "🙂"]
)
def test_a_code_that_is_none_is_refused_with_a_sentence(client: Browser, person: Find, code: str) -> None:
    client.post("/logga-in", address=person("caseworker").address, password=PASSWORD)
    answer = client.post("/logga-in/kod", code=code)
    assert answer.status_code == 422
    assert len(faults(answer)) == 1


def test_a_code_may_be_written_with_a_space(client: Browser, person: Find, clock: Clock) -> None:
    anna = person("caseworker", "molndal")
    code = anna.code(clock)
    client.post("/logga-in", address=anna.address, password=PASSWORD)
    assert client.post("/logga-in/kod", code=f" {code[:3]} {code[3:]}").status_code == 303


@pytest.mark.parametrize(
    ("address", "password"),
    [
        ("", ""),
        ("a" * 255, PASSWORD),
        ("anna@molndal.example", "x" * 201),
        ("anna\x00@molndal.example", PASSWORD),
        ("anna@molndal.example", "en \x07 klocka och mer"),
    ],
)
def test_bad_input_is_answered_on_the_form(client: Browser, address: str, password: str) -> None:
    answer = client.post("/logga-in", address=address, password=password)
    assert answer.status_code == 422
    assert faults(answer)
    assert PASSWORD not in answer.text


@pytest.mark.parametrize("till", ["//evil.example/", "/\\evil.example", "https://evil.example", "/a\\b", "/å", "konto"])
def test_nobody_is_sent_to_another_site(client: Browser, person: Find, clock: Clock, till: str) -> None:
    anna = person("caseworker", "molndal")
    client.post("/logga-in", address=anna.address, password=PASSWORD, till=till)
    answer = client.post("/logga-in/kod", code=anna.code(clock), till=till)
    assert answer.headers["location"] == "/min-dag"


@pytest.mark.parametrize("till", ["/\t/evil.example", "/a\r\nX: y", "/\x00", "/ /evil.example", "", "/" * 2])
def test_what_a_browser_would_read_otherwise_is_no_path(till: str) -> None:
    assert inside(till) == ""


def test_after_signing_in_one_is_where_one_wanted_to_be(client: Browser, person: Find, clock: Clock) -> None:
    asked = client.get("/konto/losenord")
    assert asked.headers["location"] == "/logga-in?till=/konto/losenord"
    anna = person("caseworker", "molndal")
    first = client.post(asked.headers["location"], address=anna.address, password=PASSWORD, till="/konto/losenord")
    assert first.headers["location"] == "/logga-in/kod?till=/konto/losenord"
    second = client.post(first.headers["location"], code=anna.code(clock), till="/konto/losenord")
    assert second.headers["location"] == "/konto/losenord"


def test_the_code_page_without_a_password_leads_back(client: Browser) -> None:
    for path in ("/logga-in/kod", "/logga-in/app"):
        assert client.get(path).headers["location"] == "/logga-in"
    for path in ("/logga-in/kod", "/logga-in/app", "/logga-in/passnyckel", "/logga-in/reservkoder"):
        answer = client.post(path, page="/logga-in", code="123456", credential="{}")
        assert answer.headers["location"] == "/logga-in"


def test_whoever_has_an_app_cannot_set_up_another_with_the_password_alone(client: Browser, person: Find) -> None:
    client.post("/logga-in", address=person("caseworker").address, password=PASSWORD)
    assert client.get("/logga-in/app").headers["location"] == "/logga-in"
    for path in ("/logga-in/app", "/logga-in/reservkoder"):
        assert client.post(path, page="/logga-in/kod", code="123456").headers["location"] == "/logga-in"
    assert has_ended(client)


def test_a_rehash_follows_the_recommendation(client: Browser, app: App, person: Find) -> None:
    from argon2 import PasswordHasher

    coordinator = person("coordinator")
    mine = ACCOUNT.c.staff_id == coordinator.staff.id
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with app.work() as work:
        work.connection.execute(update(ACCOUNT).where(mine).values(password=weak))
    client.post("/logga-in", address=coordinator.address, password=PASSWORD)
    with app.read() as connection:
        stored = connection.execute(select(ACCOUNT.c.password).where(mine)).scalar_one()
    assert stored is not None
    assert stored.startswith("$argon2id$")
    assert not accounts._HASHER.check_needs_rehash(stored)
