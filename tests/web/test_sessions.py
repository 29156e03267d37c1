"""Sessions: how they begin, how they end, and what was typed when they did."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, update
from starlette.types import ASGIApp

from journeys.app import App
from journeys.signing_in import accounts, personnel, second_factor
from journeys.tables.access import ACCOUNT, PARKED_FORM, SESSION
from journeys.tables.staff import STAFF
from tests.visitors import PASSWORD, Browser, Clock, Person, faults

Find = Callable[..., Person]
SignIn = Callable[..., Browser]

COOKIE = "__Host-farled"
WRONG = ["Adressen, lösenordet eller koden stämmer inte."]
TOO_MANY = ["Det har varit för många försök. Vänta en kvart och försök igen."]


def new_link(app: App, staff_id: int) -> str:
    with app.work() as work:
        return accounts.new_link(work.connection, staff_id, work.now)


def has_ended(browser: Browser) -> bool:
    return browser.get("/konto").headers.get("location") == "/logga-in?till=/konto"


def test_the_token_changes_at_every_step_and_the_old_one_is_worth_nothing(
    client: Browser, site: ASGIApp, person: Find, clock: Clock
) -> None:
    anna, tokens = person("caseworker", "molndal"), []
    client.get("/logga-in")
    tokens.append(client.client.cookies[COOKIE])
    client.post("/logga-in", address=anna.address, password=PASSWORD)
    tokens.append(client.client.cookies[COOKIE])
    client.post("/logga-in/kod", code=anna.code(clock))
    tokens.append(client.client.cookies[COOKIE])
    assert len(set(tokens)) == 3
    for token in tokens[:2]:
        thief = Browser(site)
        thief.client.cookies.set(COOKIE, token, domain="testserver.local")
        assert has_ended(thief)


def test_signing_in_as_somebody_else_ends_the_session_before(sign_in_as: SignIn, person: Find, app: App) -> None:
    anna, bo = sign_in_as("anna@molndal.example"), person("bo@molndal.example")
    anna.client.cookies.set("ignored", "1")
    with app.read() as connection:
        before = connection.execute(select(SESSION.c.mark)).scalar_one()
    token = anna.form_token("/konto")
    same_site = {"Sec-Fetch-Site": "same-origin"}
    data = {"form_token": token, "address": bo.address, "password": bo.password}
    assert anna.client.post("/logga-in", data=data, headers=same_site).status_code == 303
    with app.read() as connection:
        assert before not in connection.execute(select(SESSION.c.mark)).scalars().all()


def test_a_session_ends_after_thirty_idle_minutes(sign_in_as: SignIn, clock: Clock) -> None:
    browser = sign_in_as("caseworker", "molndal")
    clock.forward(minutes=29)
    assert not has_ended(browser)
    clock.forward(minutes=29)
    assert not has_ended(browser)
    clock.forward(minutes=30)
    assert has_ended(browser)


def test_a_session_ends_after_ten_hours_of_work(sign_in_as: SignIn, clock: Clock) -> None:
    browser = sign_in_as("caseworker", "molndal")
    for _ in range(23):
        clock.forward(minutes=26)
        assert not has_ended(browser)
    clock.forward(minutes=2)
    assert has_ended(browser)


def test_a_session_ends_when_its_owner_leaves(sign_in_as: SignIn, person: Find, app: App) -> None:
    browser = sign_in_as("caseworker", "molndal")
    with app.work() as work:
        personnel.let_go(work, person("caseworker", "molndal").address)
    assert has_ended(browser)
    refused = browser.post("/logga-in", address=person("caseworker", "molndal").address, password=PASSWORD)
    assert faults(refused) == WRONG


def test_signing_out_ends_the_session_itself(sign_in_as: SignIn, site: ASGIApp) -> None:
    browser = sign_in_as("caseworker", "molndal")
    token = browser.client.cookies[COOKIE]
    assert browser.post("/logga-ut", page="/konto").headers["location"] == "/logga-in"
    assert has_ended(browser)
    thief = Browser(site)
    thief.client.cookies.set(COOKIE, token, domain="testserver.local")
    assert has_ended(thief)


def test_one_that_was_signed_out_of_is_in_no_list(sign_in_as: SignIn) -> None:
    sign_in_as("caseworker", "molndal").post("/logga-ut", page="/konto")
    page = sign_in_as("caseworker", "molndal").get("/konto").text
    assert ("Den här webbläsaren" in page, "/konto/inloggning/" in page) == (True, False)


class TestParkedForm:
    """What somebody had typed when their session ended."""

    @pytest.fixture
    def typed(self) -> dict[str, str]:
        return {"name": "Ny Kollega", "address": "ny@lerum.example", "role": "caseworker", "unit": "lerum"}

    @pytest.fixture(params=["time", "another tab"])
    def ends(self, request: pytest.FixtureRequest, clock: Clock) -> Callable[[Browser], None]:
        """Ends the session: it has been idle for too long, or its owner signs out while a form is open elsewhere."""

        def end(browser: Browser) -> None:
            if request.param == "time":
                clock.forward(minutes=31)
            else:
                browser.post("/logga-ut", page="/konto")
                browser.get("/logga-in")

        return end

    def test_it_is_there_after_signing_in_again(
        self,
        sign_in_as: SignIn,
        person: Find,
        clock: Clock,
        typed: dict[str, str],
        ends: Callable[[Browser], None],
    ) -> None:
        browser, ada = sign_in_as("administrator"), person("administrator")
        token = browser.form_token("/personal/ny")
        ends(browser)
        self.send(browser, token, typed)
        browser.post("/logga-in", address=ada.address, password=PASSWORD)
        browser.post("/logga-in/kod", code=ada.code(clock))
        assert 'value="ny@lerum.example"' in browser.get("/personal/ny").text
        assert 'value="ny@lerum.example"' not in browser.get("/personal/ny").text, "once"

    def test_nobody_else_sees_it(
        self,
        sign_in_as: SignIn,
        person: Find,
        clock: Clock,
        app: App,
        typed: dict[str, str],
        ends: Callable[[Browser], None],
    ) -> None:
        browser, mia = sign_in_as("administrator"), person("manager", "molndal")
        with app.work() as work:
            change = update(STAFF).where(STAFF.c.id == mia.staff.id).values(role="administrator", unit=None)
            work.connection.execute(change)
        token = browser.form_token("/personal/ny")
        ends(browser)
        self.send(browser, token, typed)
        browser.post("/logga-in", address=mia.address, password=PASSWORD)
        browser.post("/logga-in/kod", code=mia.code(clock))
        assert "ny@lerum.example" not in browser.get("/personal/ny").text

    def test_what_comes_when_another_has_signed_in_is_refused_and_kept_for_nobody(
        self, sign_in_as: SignIn, person: Find, clock: Clock, app: App, typed: dict[str, str]
    ) -> None:
        browser, mia = sign_in_as("administrator"), person("manager", "molndal")
        data = {"form_token": browser.form_token("/personal/ny"), **typed}
        browser.post("/logga-ut", page="/konto")
        browser.post("/logga-in", address=mia.address, password=PASSWORD)
        browser.post("/logga-in/kod", code=mia.code(clock))
        answer = browser.client.post("/personal/ny", data=data, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code in (403, 404)
        with app.read() as connection:
            assert connection.execute(select(func.count()).select_from(PARKED_FORM)).scalar_one() == 0

    @pytest.mark.parametrize("signs_out", [True, False])
    def test_it_is_there_again_where_they_have_signed_in_anew_in_another_tab(
        self, sign_in_as: SignIn, person: Find, clock: Clock, typed: dict[str, str], signs_out: bool
    ) -> None:
        browser, ada = sign_in_as("administrator"), person("administrator")
        data = {"form_token": browser.form_token("/personal/ny"), **typed}
        token = browser.form_token("/konto")
        if signs_out:
            browser.post("/logga-ut", page="/konto")
        entry = {"form_token": token, "address": ada.address, "password": PASSWORD}
        browser.client.post("/logga-in", data=entry, headers={"Sec-Fetch-Site": "same-origin"})
        clock.forward(minutes=1)
        browser.post("/logga-in/kod", code=ada.code(clock))
        answer = browser.client.post("/personal/ny", data=data, headers={"Sec-Fetch-Site": "same-origin"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/personal/ny")
        page = browser.get("/personal/ny").text
        assert ('value="ny@lerum.example"' in page, "Du har loggat in på nytt." in page) == (True, True)
        assert browser.post("/personal/ny", **typed).status_code == 200

    def test_a_stranger_leaves_nothing(self, client: Browser, app: App, typed: dict[str, str]) -> None:
        self.send(client, client.form_token("/logga-in"), typed)
        with app.read() as connection:
            assert connection.execute(select(func.count()).select_from(PARKED_FORM)).scalar_one() == 0

    def send(self, browser: Browser, token: str, typed: dict[str, str]) -> None:
        data = {"form_token": token, **typed}
        answer = browser.client.post("/personal/ny", data=data, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.headers["location"] == "/logga-in?till=/personal/ny"


def test_nothing_that_lets_somebody_in_is_stored_as_it_is(app: App, person: Find, sign_in_as: SignIn) -> None:
    anna = person("caseworker", "molndal")
    token = sign_in_as("caseworker", "molndal").client.cookies[COOKIE]
    with app.work() as work:
        link = accounts.new_link(work.connection, anna.staff.id, work.now)
        codes = second_factor.new_recovery_codes(work.connection, app.keys, anna.staff)
        sealed = work.connection.execute(select(ACCOUNT.c.totp).where(ACCOUNT.c.staff_id == anna.staff.id)).scalar_one()
    assert anna.secret.encode() not in sealed
    stored = b"".join(path.read_bytes() for path in app.key_file.parent.glob("farled.db*") if path != app.key_file)
    assert not [each for each in (PASSWORD, anna.secret, link, token, *codes) if each.encode() in stored]


def test_old_attempts_and_sessions_are_forgotten(sign_in_as: SignIn, client: Browser, app: App, clock: Clock) -> None:
    sign_in_as("coordinator")
    clock.forward(hours=25)
    sign_in_as("coordinator")
    with app.read() as connection:
        assert connection.execute(select(func.count()).select_from(SESSION)).scalar_one() == 1
