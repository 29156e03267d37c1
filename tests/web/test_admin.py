"""Personal, Utkorg and Hälsa: what an administrator does, and that it shows no journey."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from journeys import jobs
from journeys.app import App
from journeys.health import health
from journeys.tables.access import ACCOUNT
from journeys.tables.log import LEDGER_HEAD
from journeys.web.site import create
from notifications import outbox
from notifications.message import Message
from notifications.tables import OUTBOX, State
from tests.filling import refers, registers
from tests.visitors import PASSWORD, Browser, Clock, Person, faults
from workflows.calendar import Period

SignIn = Callable[..., Browser]
Find = Callable[..., Person]

NEW = {"name": "Ny Kollega", "address": "ny@lerum.example", "role": "caseworker", "unit": "lerum"}
PAGES = ("/personal", "/personal/ny", "/personal/1", "/personal/1/bort", "/enheter", "/utkorg", "/halsa")


@pytest.fixture
def ada(sign_in_as: SignIn) -> Browser:
    """The administrator's browser."""
    return sign_in_as("administrator")


def link_on(page: str) -> str:
    found = re.search(r"https://testserver(/valkommen/[\w-]+)", page)
    assert found
    return found[1]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", ["caseworker", "manager", "coordinator"])
def test_it_is_for_administrators_alone(sign_in_as: SignIn, role: str, path: str) -> None:
    assert sign_in_as(role).get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens(ada: Browser, path: str) -> None:
    assert ada.get(path).status_code == 200


class TestAdding:
    def test_it_shows_a_link_that_starts_the_account(self, ada: Browser, client: Browser) -> None:
        link = link_on(ada.post("/personal/ny", **NEW).text)
        chosen = client.post(link, new_password="gräddtårta på en tisdag")
        assert chosen.headers["location"] == "/logga-in/app"

    def test_it_is_seen_in_the_list_with_how_far_the_account_has_come(self, ada: Browser, client: Browser) -> None:
        link = link_on(ada.post("/personal/ny", **NEW).text)
        row = "ny@lerum.example</td><td>handläggare</td><td>ACTivera Lerum</td><td>{}</td>"
        assert row.format("länk till 5 mars 2026 kl. 09.00") in ada.get("/personal").text
        client.post(link, new_password="gräddtårta på en tisdag")
        assert row.format("har ingen app än") in ada.get("/personal").text

    def test_a_link_that_has_run_out_is_told(self, ada: Browser, sign_in_as: SignIn, clock: Clock) -> None:
        ada.post("/personal/ny", **NEW)
        clock.forward(hours=73)
        assert "ingen länk som gäller" in sign_in_as("administrator").get("/personal").text

    @pytest.mark.parametrize("role", ["coordinator", "administrator"])
    def test_whoever_works_for_the_association_has_no_unit(self, ada: Browser, role: str) -> None:
        assert len(faults(ada.post("/personal/ny", **{**NEW, "role": role}))) == 1
        assert link_on(ada.post("/personal/ny", **{**NEW, "role": role, "unit": ""}).text)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"unit": ""},
            {"unit": "finns-inte"},
            {"role": ""},
            {"role": "kung"},
            {"name": ""},
            {"name": "x" * 201},
            {"name": "Ny\x00Kollega"},
            {"address": ""},
            {"address": "ingen adress"},
            {"address": "a" * 250 + "@b.example"},
            {"address": "anna@molndal.example"},
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, ada: Browser, wrong: dict[str, str]) -> None:
        answer = ada.post("/personal/ny", **{**NEW, **wrong})
        assert (answer.status_code, len(faults(answer))) == (422, 1)
        assert "name" in wrong or 'value="Ny Kollega"' in answer.text

    def test_whoever_comes_back_gets_a_new_account(self, ada: Browser, client: Browser, person: Find) -> None:
        bo = person("bo@molndal.example")
        ada.post(f"/personal/{bo.staff.id}/bort")
        ada.post("/personal/ny", name="Bo Alm", address=bo.address, role="caseworker", unit="molndal")
        assert client.post("/logga-in", address=bo.address, password=PASSWORD).status_code == 422


class TestChanging:
    def test_another_unit_takes_effect_at_once_and_ends_the_sessions(
        self, ada: Browser, sign_in_as: SignIn, person: Find
    ) -> None:
        anna, browser = person("anna@molndal.example"), sign_in_as("anna@molndal.example")
        changed = ada.post(f"/personal/{anna.staff.id}", role="manager", unit="partille")
        assert "Anna Ek är ändrad" in changed.text
        assert browser.get("/konto").status_code == 303
        assert "enhetschef, ACTivera Partille" in sign_in_as("anna@molndal.example").get("/konto").text

    def test_what_is_impossible_changes_nothing(self, ada: Browser, person: Find, sign_in_as: SignIn) -> None:
        anna = person("anna@molndal.example")
        answer = ada.post(f"/personal/{anna.staff.id}", role="coordinator", unit="partille")
        assert faults(answer) == ["En samordnare hör till förbundet. Ange ingen enhet."]
        assert "handläggare, ACTivera Mölndal" in sign_in_as("anna@molndal.example").get("/konto").text

    @pytest.mark.parametrize("action", ["", "/ny-lank", "/bort"])
    def test_nobody_does_it_to_themselves(self, ada: Browser, person: Find, action: str) -> None:
        me = person("administrator").staff.id
        answer = ada.post(f"/personal/{me}{action}", page="/personal/ny", role="caseworker", unit="lerum")
        assert "Du kan inte ta bort eller ändra dig själv." in answer.text
        assert ada.get("/personal").status_code == 200

    @pytest.mark.parametrize("id_", ["0", "999999", str(2**63), "9" * 400])
    @pytest.mark.parametrize("action", ["", "/ny-lank", "/bort"])
    def test_somebody_unknown_is_a_page_that_is_not_there(self, ada: Browser, id_: str, action: str) -> None:
        answer = ada.post(f"/personal/{id_}{action}", page="/personal/ny", role="caseworker", unit="lerum")
        assert answer.status_code == 404


class TestResettingSignIn:
    def test_password_and_app_are_forgotten_and_sessions_ended(
        self, ada: Browser, client: Browser, sign_in_as: SignIn, person: Find
    ) -> None:
        anna, browser = person("anna@molndal.example"), sign_in_as("anna@molndal.example")
        link = link_on(ada.post(f"/personal/{anna.staff.id}/ny-lank", page=f"/personal/{anna.staff.id}").text)
        assert browser.get("/konto").status_code == 303
        assert client.post("/logga-in", address=anna.address, password=PASSWORD).status_code == 422
        assert client.post(link, new_password="gräddtårta på en tisdag").headers["location"] == "/logga-in/app"


class TestRemoving:
    def test_they_are_out_at_once(self, ada: Browser, sign_in_as: SignIn, person: Find, app: App) -> None:
        anna, browser = person("anna@molndal.example"), sign_in_as("anna@molndal.example")
        assert "Anna Ek är borttagen" in ada.post(f"/personal/{anna.staff.id}/bort").text
        assert browser.get("/konto").status_code == 303
        with app.read() as connection:
            assert connection.execute(ACCOUNT.select().where(ACCOUNT.c.staff_id == anna.staff.id)).first() is None


class TestOutbox:
    @pytest.fixture
    def stuck(self, app: App) -> int:
        """The id of a message to a participant that was refused."""
        message = Message(
            key="reminder:1", about="journey:1", template="reminder-to-do", recipient="kanariella@post.example"
        )
        with app.work() as work:
            outbox.enqueue(work.connection, [message], now=work.now)
            failed = {"state": State.FAILED, "due_at": None, "reason": "Mottagarens server tog inte emot brevet."}
            return int(work.connection.execute(update(OUTBOX).values(failed).returning(OUTBOX.c.id)).scalar_one())

    def test_a_stuck_message_is_shown_with_its_reason_and_without_its_recipient(self, ada: Browser, stuck: int) -> None:
        page = ada.get("/utkorg").text
        assert "Mottagarens server tog inte emot brevet." in page
        assert "Påminnelse om något att göra</td><td>k…@post.example" in page
        assert "kanariella" not in page
        assert "journey" not in page

    @pytest.mark.parametrize("path", ["/utkorg/{}/igen", "/utkorg/igen"])
    def test_it_is_tried_again(self, ada: Browser, app: App, stuck: int, path: str) -> None:
        ada.post(path.format(stuck), page="/utkorg")
        with app.read() as connection:
            assert outbox.counts(connection)[State.QUEUED] == 1
        assert "Inget har fastnat." in ada.get("/utkorg").text

    def test_an_impossible_id_is_a_page_that_is_not_there(self, ada: Browser) -> None:
        assert ada.post(f"/utkorg/{10**30}/igen", page="/utkorg").status_code == 404


class TestUnits:
    def test_it_says_what_each_unit_carries_out_who_works_there_and_whom_it_lacks(self, ada: Browser) -> None:
        page = ada.get("/enheter").text
        rows = dict(re.findall(r'<th scope="row">ACTivera (\w+)</th>(.*?)</tr>', page))
        told = {unit: re.sub(r"<[^>]+>", " ", row).split(maxsplit=3) for unit, row in rows.items()}
        assert told["Mölndal"] == ["ACTivera", "1", "2", "– "]
        assert told["Lerum"][:3] == ["ACTivera", "0", "0"]
        assert "Ingen enhetschef" in told["Lerum"][3]


class TestHealth:
    def test_a_new_installation_has_run_nothing(self, ada: Browser) -> None:
        page = ada.get("/halsa").text
        assert page.count("har inte körts än") == 2
        assert "SQLite" in page
        assert "Alla insatsfiler går att använda." in page

    def test_it_tells_when_the_night_and_the_reminders_ran(self, ada: Browser, app: App) -> None:
        with app.work() as work:
            for name, day in (("nightly", date(2026, 3, 1)), ("reminders", date(2026, 3, 2))):
                jobs.claim(work.connection, name, day, worker="w", now=work.now)
        page = ada.get("/halsa").text
        assert "senast för söndag 1 mars 2026" in page
        assert "senast måndag 2 mars 2026" in page

    def test_it_tells_since_when_mail_waits(self, ada: Browser, app: App, clock: Clock) -> None:
        message = Message(key="k", about=None, template="digest", recipient="a@b.example")
        with app.work() as work:
            outbox.enqueue(work.connection, [message], now=work.now)
        clock.forward(minutes=5)
        assert "sedan 2 mars 2026 kl. 09.00" in ada.get("/halsa").text

    def test_it_tells_what_has_been_kept_long_enough(self, app: App, clock: Clock) -> None:
        refers(app)
        registers(app, "declined", "2026-03-02", reason="Fullt")
        clock.forward(days=2 * 366)
        settings = app.settings.model_copy(update={"retention": Period(2, "years")})
        with App(settings, clock=clock) as other, other.read() as connection:
            assert health(other, connection).to_erase == 1
        with app.read() as connection:
            assert health(app, connection).to_erase is None

    def test_the_log_is_checked_on_demand(self, ada: Browser, app: App) -> None:
        assert "Alla 0 händelser är orörda." in ada.post("/halsa/logg", page="/halsa").text
        with app.work() as work:
            work.connection.execute(update(LEDGER_HEAD).values(seq=7))
        assert "Händelse nummer 1: slutet av loggen saknas." in ada.post("/halsa/logg", page="/halsa").text

    def test_it_tells_what_is_wrong_in_a_programme_file(
        self, app: App, person: Find, clock: Clock, tmp_path: Path
    ) -> None:
        (tmp_path / "trasig.toml").write_text("id = ", encoding="utf-8")
        settings = app.settings.model_copy(update={"programmes": f"builtin:{tmp_path}"})
        with App(settings, clock=clock) as other:
            browser, ada = Browser(create(other)), person("administrator")
            browser.post("/logga-in", address=ada.address, password=PASSWORD)
            browser.post("/logga-in/kod", code=ada.code(clock))
            assert "trasig.toml" in browser.get("/halsa").text


OCKERO = {"programme": "activera", "name": "ACTivera Öckerö", "id": "ockero", "places_per_year": "20"}


class TestAddedUnits:
    @pytest.fixture
    def page(self, ada: Browser) -> str:
        """The page of a unit that was added."""
        return str(ada.post("/enheter/ny", **OCKERO).headers["location"]).partition("?")[0]

    @pytest.mark.parametrize("role", ["caseworker", "manager", "coordinator"])
    def test_they_are_for_administrators_alone(self, sign_in_as: SignIn, role: str, page: str) -> None:
        assert sign_in_as(role).get(page).status_code == 404

    def test_staff_work_there_and_anybody_refers_there(self, ada: Browser, client: Browser, page: str) -> None:
        assert "ACTivera Öckerö" in ada.get("/enheter").text
        assert link_on(ada.post("/personal/ny", **{**NEW, "unit": "ockero"}).text)
        assert 'value="ockero"' in client.get("/anmalan/activera").text

    def test_one_that_is_closed_is_no_choice_in_the_public_form(self, ada: Browser, client: Browser, page: str) -> None:
        ada.post(f"{page}/stang", page=page)
        assert 'value="ockero"' not in client.get("/anmalan/activera").text
        ada.post(f"{page}/oppna", page=page)
        assert 'value="ockero"' in client.get("/anmalan/activera").text

    def test_another_name_is_its_name_everywhere(self, ada: Browser, client: Browser, page: str) -> None:
        ada.post(page, name="Öckerö norra", places_per_year="25")
        assert "Öckerö norra" in client.get("/anmalan/activera").text
        assert 'value="25"' in ada.get(page).text

    def test_the_same_unit_twice_is_said_at_the_field(self, ada: Browser, page: str) -> None:
        assert faults(ada.post("/enheter/ny", **OCKERO)) == ["Insatsen har redan en enhet med beteckningen ”ockero”."]

    def test_one_of_a_file_is_closed_and_opened_the_same_way(self, ada: Browser, client: Browser, app: App) -> None:
        page = "/enheter/insats/activera/partille"
        assert f'href="{page}"' in ada.get("/enheter").text
        told = ada.get(ada.post(f"{page}/stang", page=page).headers["location"]).text
        assert "Enheten tar inte emot fler remisser." in told
        assert 'value="partille"' not in client.get("/anmalan/activera").text
        assert "ACTivera Partille" not in client.get("/anmalan").text
        with app.read() as connection:
            assert app.catalogue(connection).valid_on("activera", app.today).unit("partille") is not None
        ada.post(f"{page}/stang", page=page)
        ada.post(f"{page}/oppna", page=page)
        assert 'value="partille"' in client.get("/anmalan/activera").text

    def test_one_that_is_not_there_is_a_page_that_is_not_there(self, ada: Browser) -> None:
        assert ada.get("/enheter/1").status_code == 404
        assert ada.get("/enheter/insats/activera/ockero").status_code == 404
