"""One-time links and recovery codes: each works once."""

import re
from collections.abc import Callable

import pytest
from starlette.types import ASGIApp

from journeys.app import App
from journeys.signing_in import accounts, personnel, second_factor
from tests.visitors import PASSWORD, Browser, Clock, Person, faults

pytestmark = pytest.mark.both_databases

Find = Callable[..., Person]
SignIn = Callable[..., Browser]

TOO_MANY = ["Det har varit för många försök. Vänta en kvart och försök igen."]


def new_link(app: App, staff_id: int) -> str:
    with app.work() as work:
        return accounts.new_link(work.connection, staff_id, work.now)


def has_ended(browser: Browser) -> bool:
    return browser.get("/konto").headers.get("location") == "/logga-in?till=/konto"


class TestOneTimeLink:
    """The first sign-in, or a new one."""

    def test_it_leads_through_password_app_and_recovery_codes(
        self, client: Browser, app: App, person: Find, clock: Clock
    ) -> None:
        anna = person("caseworker", "molndal")
        with app.work() as work:
            link = accounts.reset(work.connection, anna.staff.id, work.now)
        assert anna.address in client.get(f"/valkommen/{link}").text
        chosen = client.post(f"/valkommen/{link}", new_password="gräddtårta på en tisdag")
        assert chosen.headers["location"] == "/logga-in/app"
        page = client.get("/logga-in/app").text
        assert "<svg" in page
        anna.secret = re.search(r'class="secret">([^<]+)<', page)[1].replace(" ", "")  # type: ignore[index]
        assert anna.secret in page, "the link for whoever reads this on the telephone"
        codes = client.post("/logga-in/app", code=anna.code(clock))
        assert len(re.findall(r"<li><code>[0-9a-f]{8}-[0-9a-f]{8}</code>", codes.text)) == 10
        assert has_ended(client), "in only when the codes are saved"
        token = re.search(r'form_token" value="([^"]+)', codes.text)[1]  # type: ignore[index]
        saved = client.client.post(
            "/logga-in/reservkoder", data={"form_token": token}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert saved.headers["location"] == "/min-dag"
        assert not has_ended(client)

    def test_a_wrong_first_code_keeps_the_secret(self, client: Browser, app: App, person: Find) -> None:
        with app.work() as work:
            link = accounts.reset(work.connection, person("caseworker").staff.id, work.now)
        client.post(f"/valkommen/{link}", new_password="gräddtårta på en tisdag")
        secret = re.compile(r'class="secret">([^<]+)<')
        shown = secret.findall(client.get("/logga-in/app").text)
        wrong = client.post("/logga-in/app", code="000000")
        assert wrong.status_code == 422
        assert secret.findall(wrong.text) == shown

    def test_it_works_once(self, client: Browser, app: App, person: Find) -> None:
        link = new_link(app, person("coordinator").staff.id)
        assert client.post(f"/valkommen/{link}", new_password="gräddtårta på en tisdag").status_code == 303
        assert "Länken gäller inte längre" in client.get(f"/valkommen/{link}").text

    def test_it_lasts_three_days(self, client: Browser, app: App, person: Find, clock: Clock) -> None:
        link = new_link(app, person("coordinator").staff.id)
        clock.forward(hours=71)
        assert client.get(f"/valkommen/{link}").status_code == 200
        clock.forward(hours=1)
        assert client.get(f"/valkommen/{link}").status_code == 400

    def test_a_newer_one_replaces_it(self, client: Browser, app: App, person: Find) -> None:
        old, new = (new_link(app, person("coordinator").staff.id) for _ in range(2))
        assert client.get(f"/valkommen/{old}").status_code == 400
        assert client.get(f"/valkommen/{new}").status_code == 200

    def test_it_ends_with_the_account(self, client: Browser, app: App, person: Find) -> None:
        link = new_link(app, person("coordinator").staff.id)
        with app.work() as work:
            personnel.let_go(work, person("coordinator").address)
        assert client.get(f"/valkommen/{link}").status_code == 400

    def test_it_does_not_replace_the_second_factor(self, client: Browser, app: App, person: Find) -> None:
        link = new_link(app, person("caseworker").staff.id)
        chosen = client.post(f"/valkommen/{link}", new_password="gräddtårta på en tisdag")
        assert chosen.headers["location"] == "/logga-in/kod"

    @pytest.mark.parametrize(
        "password",
        [
            "",
            "för kort",
            "Lösenord2026!",
            "Sommaren2026",
            "qwertyuiopåäö",
            "anna-gräddtårta",
            "ababababababab",
            "x" * 201,
            "tolv tecken \x00 och mer",
        ],
    )
    def test_a_weak_password_is_refused_with_a_sentence(
        self, client: Browser, app: App, person: Find, password: str
    ) -> None:
        link = new_link(app, person("anna@molndal.example").staff.id)
        answer = client.post(f"/valkommen/{link}", new_password=password)
        assert answer.status_code == 422
        assert len(faults(answer)) == 1
        assert client.get(f"/valkommen/{link}").status_code == 200, "the link was not used up"


class TestRecoveryCode:
    @pytest.fixture
    def codes(self, app: App, person: Find) -> list[str]:
        with app.work() as work:
            return second_factor.new_recovery_codes(work.connection, app.keys, person("caseworker").staff)

    def test_it_replaces_the_code_once(self, client: Browser, site: ASGIApp, person: Find, codes: list[str]) -> None:
        for browser, status in ((client, 303), (Browser(site), 422)):
            browser.post("/logga-in", address=person("caseworker").address, password=PASSWORD)
            assert browser.post("/logga-in/kod", code=codes[0].upper()).status_code == status

    def test_nobody_elses_works(self, client: Browser, codes: list[str]) -> None:
        client.post("/logga-in", address="bo@molndal.example", password=PASSWORD)
        assert client.post("/logga-in/kod", code=codes[0]).status_code == 422
