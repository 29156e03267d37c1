"""Enheten: who has how many, what is overdue for whom, places, what to look at, and giving journeys to others."""

import html
import re
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select

from journeys.app import App
from journeys.tables.access import ACCESS_LOG, NAMED_STAFF
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT
from journeys.visibility.access import name_for
from tests.filling import names_only, refers, registers
from tests.support.locking import held
from tests.visitors import Browser, Clock, Person, faults

SignIn = Callable[..., Browser]
Find = Callable[..., Person]

SOMEBODY: dict[str, Any] = {"personnummer": None, "birth_date": "1990-01-01"}
"""Without a number, two are never taken for one."""

ANNA, BO, PER = "anna@molndal.example", "bo@molndal.example", "per@partille.example"
NUMBERS = {ANNA: 1, BO: 2}
"""By which the address of a page says whom it is narrowed to."""


def begins(app: App, reference: str, caseworker: str, *, started: str | None = None, **person: Any) -> None:
    """A journey in Mölndal that was admitted on the ninth of February."""
    refers(app, "2026-02-02", reference, **SOMEBODY, **person)
    registers(app, "admitted", "2026-02-09", reference, caseworker=caseworker)
    if started:
        registers(app, "started", started, reference)


@pytest.fixture
def journeys(app: App) -> None:
    """Anna has one that runs and one that waits, Bo one that rests, nobody a new referral; one is in Partille."""
    begins(app, "MOL-1", ANNA, started="2026-02-16", family_name="Annasson")
    begins(app, "MOL-2", ANNA, family_name="Sentsson")
    begins(app, "MOL-3", BO, started="2026-02-16", family_name="Vilsson")
    registers(app, "paused", "2026-02-25", "MOL-3", reason="Sjuk")
    refers(app, "2026-03-01", "MOL-4", **SOMEBODY, family_name="Nysson")
    refers(app, "2026-03-01", "PAR-1", unit="partille", **SOMEBODY, family_name="Partillsson")


@pytest.fixture
def protected(app: App) -> None:
    """Anna has a protected person's journey, that only she is named for."""
    begins(app, "MOL-9", ANNA, started="2026-02-16", family_name="Hemligsson", protected=True)
    names_only(app, "MOL-9", 1)


def _id(app: App, reference: str) -> int:
    with app.read() as connection:
        return int(connection.execute(select(JOURNEY.c.id).where(JOURNEY.c.reference == reference)).scalar_one())


def caseworker_of(app: App, reference: str) -> tuple[str, str]:
    with app.read() as connection:
        row = connection.execute(select(*JOURNEY.c["caseworker", "unit"]).where(JOURNEY.c.reference == reference)).one()
    return row.caseworker, row.unit


def load(page: str, name: str) -> list[str]:
    """The numbers in the row of one caseworker: active, not started, paused, overdue, soon."""
    row = re.search(rf'<th scope="row">{name}</th>(.*?)</tr>', page, re.DOTALL)
    assert row, f"no row for {name}"
    cells = re.findall(r'<td class="number">(.*?)</td>', row[1], re.DOTALL)
    return [re.sub(r"<span.*?</span>|<[^>]+>", "", cell).strip() for cell in cells]


def part(page: str, begin: str, end: str) -> str:
    return page.partition(f'id="{begin}"')[2].partition(f'id="{end}"')[0]


class TestTheUnit:
    """The page."""

    def test_it_says_who_has_how_many(self, journeys: None, sign_in_as: SignIn) -> None:
        page = sign_in_as("manager", "molndal").get("/enheten").text
        assert load(page, "Anna Ek")[:3] == ["1", "1", "0"]
        assert load(page, "Bo Alm")[:3] == ["0", "0", "1"]
        assert load(page, "Mia Lund") == ["0", "0", "0", "0", "0"]
        assert load(page, "Ingen handläggare")[:3] == ["0", "1", "0"]

    def test_it_says_what_is_overdue_for_whom(self, journeys: None, sign_in_as: SignIn) -> None:
        browser = sign_in_as("manager", "molndal")
        page = browser.get("/enheten").text
        assert load(page, "Anna Ek")[3] == "2"
        assert load(page, "Bo Alm")[3] == "1"
        late = part(page, "forsenat", "titta")
        assert "Kontakt inom två veckor" in late
        assert ("Annasson" in late, "Sentsson" in late, "Vilsson" in late) == (True, True, True)
        narrowed = part(browser.get(f"/enheten?handlaggare={NUMBERS[BO]}").text, "forsenat", "titta")
        assert ("Sentsson" in narrowed, "Vilsson" in narrowed) == (False, True)

    def test_it_says_what_is_due_within_two_weeks(self, app: App, clock: Clock, sign_in_as: SignIn) -> None:
        begins(app, "MOL-1", ANNA, started="2026-02-16")
        registers(app, "contact", "2026-02-16", "MOL-1")
        assert load(sign_in_as("manager", "molndal").get("/enheten").text, "Anna Ek")[3:] == ["0", "0"]
        clock.forward(days=17)
        assert load(sign_in_as("manager", "molndal").get("/enheten").text, "Anna Ek")[3:] == ["0", "4"]

    def test_places_taken_are_told_against_those_there_are(self, journeys: None, sign_in_as: SignIn) -> None:
        places = part(sign_in_as("manager", "molndal").get("/enheten").text, "platser", "forsenat")
        assert "<dd>2 av 110 platser</dd>" in places
        assert "<dd>1</dd>" in places

    def test_a_caseworker_who_has_left_still_stands_there(self, app: App, journeys: None, sign_in_as: SignIn) -> None:
        registers(app, "reassigned", "2026-02-20", "MOL-1", caseworker="Karin Gran")
        assert load(sign_in_as("manager", "molndal").get("/enheten").text, "Karin Gran")[:3] == ["1", "0", "0"]

    def test_a_journey_calls_its_caseworker_by_name_or_address(self, app: App, sign_in_as: SignIn) -> None:
        begins(app, "MOL-1", "Anna Ek")
        begins(app, "MOL-2", ANNA)
        assert load(sign_in_as("manager", "molndal").get("/enheten").text, "Anna Ek")[1] == "2"

    def test_what_nobody_has_touched_for_a_month_is_to_be_looked_at(
        self, app: App, clock: Clock, journeys: None, sign_in_as: SignIn
    ) -> None:
        look = part(sign_in_as("manager", "molndal").get("/enheten").text, "titta", "-")
        assert "Annasson" not in look
        clock.forward(days=17)
        registers(app, "contact", "2026-03-18", "MOL-2")
        look = part(sign_in_as("manager", "molndal").get("/enheten").text, "titta", "-")
        assert "Inget har hänt på 31 dagar" in look
        assert "Annasson" in look
        assert ("Sentsson" in look, "Vilsson" in look) == (False, False), "touched, and resting"

    def test_what_has_had_three_caseworkers_is_to_be_looked_at(self, app: App, sign_in_as: SignIn) -> None:
        begins(app, "MOL-1", ANNA, started="2026-02-16", family_name="Annasson")
        registers(app, "reassigned", "2026-02-18", "MOL-1", caseworker=BO)
        browser = sign_in_as("manager", "molndal")
        assert "Annasson" not in part(browser.get("/enheten").text, "titta", "-")
        registers(app, "reassigned", "2026-02-20", "MOL-1", caseworker="mia@molndal.example")
        assert "3 handläggare hittills" in part(browser.get("/enheten").text, "titta", "-")

    def test_it_shows_nothing_of_another_unit(self, journeys: None, sign_in_as: SignIn) -> None:
        page = sign_in_as("manager", "partille").get("/enheten").text
        assert load(page, "Ingen handläggare")[1] == "1"
        assert ("MOL-" in page, "sson" in page.replace("Partillsson", "")) == (False, False)

    def test_what_is_protected_is_in_no_list_and_no_count(
        self, journeys: None, sign_in_as: SignIn, request: pytest.FixtureRequest
    ) -> None:
        browser = sign_in_as("manager", "molndal")
        before = browser.get("/enheten").text, browser.get(f"/enheten/byt?handlaggare={NUMBERS[ANNA]}").text
        request.getfixturevalue("protected")
        assert (browser.get("/enheten").text, browser.get(f"/enheten/byt?handlaggare={NUMBERS[ANNA]}").text) == before

    def test_whoever_is_named_on_it_is_in_the_access_log(self, app: App, journeys: None, sign_in_as: SignIn) -> None:
        sign_in_as("manager", "molndal").get("/enheten")
        with app.read() as connection:
            found = connection.execute(select(ACCESS_LOG.c.journey_id).where(ACCESS_LOG.c.page == "/enheten")).scalars()
            assert set(found) == {_id(app, "MOL-1"), _id(app, "MOL-2"), _id(app, "MOL-3")}

    @pytest.mark.parametrize("path", ["/enheten", "/enheten/byt"])
    @pytest.mark.parametrize("role", ["caseworker", "coordinator", "administrator"])
    def test_it_is_for_managers(self, sign_in_as: SignIn, path: str, role: str) -> None:
        assert sign_in_as(role).get(path).status_code == 404

    @pytest.mark.parametrize("query", ["bytta=%D9%A3", "bytta=99999999"])
    def test_a_strange_address_is_no_error(self, journeys: None, sign_in_as: SignIn, query: str) -> None:
        assert sign_in_as("manager", "molndal").get(f"/enheten?{query}").status_code == 200

    @pytest.mark.parametrize("path", ["/enheten", "/enheten/byt", "/arenden"])
    @pytest.mark.parametrize("whose", [ANNA, "%01", "'", "99", "٣"])
    def test_an_old_or_strange_one_of_a_caseworker_is_a_page_that_is_not_there(
        self, journeys: None, sign_in_as: SignIn, path: str, whose: str
    ) -> None:
        answer = sign_in_as("manager", "molndal").get(f"{path}?handlaggare={whose}")
        assert (answer.status_code, "Sidan finns inte" in answer.text) == (404, True)

    def test_no_address_of_a_page_has_one_of_a_person_and_each_leads_where_it_says(
        self, app: App, journeys: None, sign_in_as: SignIn
    ) -> None:
        registers(app, "reassigned", "2026-02-27", "MOL-1", caseworker="Eva Extern")
        browser = sign_in_as("manager", "molndal")
        links = re.findall(r'href="([^"]+)"', browser.get("/enheten").text)
        narrowed = [html.unescape(each) for each in links if "handlaggare=" in each]
        assert [each for each in links if "@" in each or "Eva" in each] == []
        assert "Annasson" in "".join(browser.get(each).text for each in narrowed if len(each.split("=")[1]) == 16)
        assert {browser.get(each).status_code for each in narrowed} == {200}


class TestGiving:
    """Several journeys at once to a colleague."""

    def give(self, browser: Browser, to: str, *journeys: str, whose: str = ANNA) -> httpx2.Response:
        return browser.post(f"/enheten/byt?handlaggare={NUMBERS.get(whose, whose)}", journeys=list(journeys), to=to)

    def test_they_are_the_colleagues_at_once(self, app: App, journeys: None, sign_in_as: SignIn) -> None:
        mia = sign_in_as("manager", "molndal")
        answer = self.give(mia, BO, "MOL-1", "MOL-2")
        assert answer.headers["location"] == "/enheten?bytta=2"
        assert "2 ärenden har fått en ny handläggare." in mia.get("/enheten?bytta=2").text
        assert [caseworker_of(app, each) for each in ("MOL-1", "MOL-2")] == [(BO, "molndal")] * 2
        assert "Annasson" in sign_in_as(BO).get("/min-dag").text

    @pytest.mark.parametrize("original", ["postgresql"], indirect=True)
    def test_all_are_held_before_the_log_as_by_every_step(self, journeys: None, sign_in_as: SignIn) -> None:
        mia = sign_in_as("manager", "molndal")
        with held() as tables:
            self.give(mia, BO, "MOL-1", "MOL-2")
        assert [each for each in tables if each in ("journey", "ledger_head")][:2] == ["journey", "ledger_head"]

    def test_a_new_referral_is_given_to_somebody(self, app: App, journeys: None, sign_in_as: SignIn) -> None:
        browser = sign_in_as("manager", "molndal")
        assert "Nysson" in browser.get("/enheten/byt?handlaggare=ingen").text
        self.give(browser, BO, "MOL-4", whose="ingen")
        assert caseworker_of(app, "MOL-4") == (BO, "molndal")

    def test_a_colleague_in_another_unit_takes_them_there(self, app: App, journeys: None, sign_in_as: SignIn) -> None:
        browser = sign_in_as("manager", "molndal")
        assert "Per Ask, ACTivera Partille" in browser.get(f"/enheten/byt?handlaggare={NUMBERS[ANNA]}").text
        self.give(browser, PER, "MOL-1")
        assert caseworker_of(app, "MOL-1") == (PER, "partille")
        assert "Annasson" not in browser.get("/enheten").text
        assert sign_in_as(PER).get("/arende/MOL-1").status_code == 200

    def test_who_did_it_stands_in_the_history(self, app: App, journeys: None, sign_in_as: SignIn) -> None:
        self.give(sign_in_as("manager", "molndal"), BO, "MOL-1")
        with app.read() as connection:
            by = select(EVENT.c.by).where(EVENT.c.journey_id == _id(app, "MOL-1"), EVENT.c.event == "reassigned")
            assert connection.execute(by).scalars().all() == ["mia@molndal.example"]

    def test_the_second_click_gives_nothing_twice(self, app: App, journeys: None, sign_in_as: SignIn) -> None:
        browser = sign_in_as("manager", "molndal")
        self.give(browser, BO, "MOL-1")
        answer = self.give(browser, BO, "MOL-1", "MOL-2")
        assert answer.status_code == 422
        assert "1 ärende har nu Bo Alm" in answer.text
        assert "MOL-1</a>: Bo Alm har det redan." in answer.text
        with app.read() as connection:
            given = select(func.count()).select_from(EVENT).where(EVENT.c.event == "reassigned")
            assert connection.execute(given).scalar_one() == 2

    def test_what_cannot_be_given_is_told_and_the_rest_is_given(
        self, app: App, clock: Clock, journeys: None, sign_in_as: SignIn
    ) -> None:
        registers(app, "exited", "2026-03-02", "MOL-1", outcome="work")
        with app.work() as work:
            work.connection.execute(JOURNEY.update().where(JOURNEY.c.reference == "MOL-1").values(ended_on=None))
        answer = self.give(sign_in_as("manager", "molndal"), BO, "MOL-1", "MOL-2")
        assert answer.status_code == 422
        assert "MOL-1</a>: ”byt handläggare”" in answer.text
        assert caseworker_of(app, "MOL-2") == (BO, "molndal")

    @pytest.mark.parametrize("reference", ["PAR-1", "MOL-9", "MOL-99"])
    def test_nothing_but_the_units_own_can_be_given(
        self, app: App, journeys: None, protected: None, sign_in_as: SignIn, reference: str
    ) -> None:
        answer = self.give(sign_in_as("manager", "molndal"), BO, reference)
        assert answer.status_code == 422
        assert faults(answer) == ["Ärenden: välj ett av alternativen."]

    def test_whoever_has_them_is_no_choice_and_is_told_so(self, app: App, journeys: None, sign_in_as: SignIn) -> None:
        mia = sign_in_as("manager", "molndal")
        assert f'value="{ANNA}"' not in mia.get(f"/enheten/byt?handlaggare={NUMBERS[ANNA]}").text
        answer = self.give(mia, ANNA, "MOL-2")
        assert faults(answer) == ["Ny handläggare: Anna Ek har redan ärendena. Välj någon annan."]
        assert re.search(r'value="MOL-2" checked', answer.text)

    def test_nothing_ticked_or_nobody_chosen_is_said_and_the_rest_is_kept(
        self, app: App, journeys: None, sign_in_as: SignIn
    ) -> None:
        answer = self.give(sign_in_as("manager", "molndal"), "", "MOL-2")
        assert faults(answer) == ["Ny handläggare: välj."]
        assert re.search(r'value="MOL-2" checked', answer.text)

    def test_whoever_gets_a_protected_journey_is_named_for_it(
        self, app: App, protected: None, sign_in_as: SignIn, person: Find
    ) -> None:
        mia = person("manager", "molndal").staff.id
        with app.work() as work:
            name_for(work.connection, _id(app, "MOL-9"), [mia])
        self.give(sign_in_as("manager", "molndal"), PER, "MOL-9")
        assert sign_in_as(PER).get("/arende/MOL-9").status_code == 200
        with app.read() as connection:
            named = select(NAMED_STAFF.c.staff_id).where(NAMED_STAFF.c.journey_id == _id(app, "MOL-9"))
            assert person("manager", "partille").staff.id in connection.execute(named).scalars().all()
