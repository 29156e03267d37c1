"""Self-assessments over time: drawn for those who may see the journey, and over a unit for those who may not."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from journeys.app import App
from journeys.storage.dialect import insert_new
from journeys.tables.access import ACCESS_LOG
from journeys.tables.programmes import PROGRAMME_VERSION
from tests.filling import REFERENCE, does, fill_in, refers, registers, saves, sheet
from tests.visitors import Browser, Clock, faults
from workflows.programme_tables import Indicator, Instrument

SignIn = Callable[..., Browser]
HERE = f"/arende/{REFERENCE}"
OVER_TIME = f"{HERE}/skapa"
UNIT = "/siffror/sjalvskattning"


@pytest.fixture(autouse=True)
def journey(app: App, clock: Clock) -> None:
    clock.forward(days=40)
    begins(app, REFERENCE)


@pytest.fixture
def anna(sign_in_as: SignIn) -> Browser:
    return sign_in_as("anna@molndal.example")


def begins(app: App, reference: str, **person: Any) -> None:
    refers(app, reference=reference, **person)
    registers(app, "admitted", "2026-03-02", reference, caseworker="anna@molndal.example")
    registers(app, "started", "2026-03-02", reference)


def answers(app: App, on: str, reference: str = REFERENCE, **values: dict[str, int]) -> str:
    return registers(app, "skapa", on, reference, values=values)


def descriptions(page: str) -> list[str]:
    """What each drawing says to whoever does not see it, without the questions that nobody answered."""
    return [each for each in re.findall(r"<desc[^>]*>(.*?)</desc>", page) if each != "Inga svar."]


def now_asks_otherwise(app: App) -> None:
    """A newer version, with a form of the association's own, that the journey follows from the tenth of March."""
    with app.work() as work:
        old = work.catalogue.valid_on("activera", work.today)
        own = Instrument(
            id="skapa",
            name="Vår SKAPA",
            scale=(1, 7),
            indicators=(Indicator(id="health", name="Hur mår du?"), Indicator(id="sleep", name="Hur sover du?")),
            respondents=("participant", "caseworker"),
            labels=("mycket dåligt", "mycket bra"),
        )
        newer = old.model_copy(update={"version": "prov", "instruments": (own,)})
        kept = {"id": newer.id, "version": newer.version, "body": newer.canonical(), "kept_at": work.now}
        insert_new(work.connection, PROGRAMME_VERSION, kept)
    registers(app, "migrated", "2026-03-10", version="prov", was=old.version)


class TestOverTime:
    """The drawings of one journey."""

    def test_each_question_has_a_line_for_each_who_answered(self, app: App, anna: Browser) -> None:
        answers(app, "2026-03-03", participant={"health": 2}, caseworker={"health": 3})
        answers(app, "2026-04-01", participant={"health": 4, "goals": 1})
        page = anna.get(OVER_TIME).text
        lines = "Deltagaren: 3 mars 2, 1 april 4. Handläggaren: 3 mars 3."
        assert lines in descriptions(page)
        assert "Deltagaren: första och senaste" in page
        assert '<th scope="col" class="number">Deltagaren 1 april</th>' in page

    def test_every_reading_leaves_a_line(self, app: App, anna: Browser) -> None:
        anna.get(OVER_TIME)
        with app.read() as connection:
            pages = connection.execute(select(ACCESS_LOG.c.page)).scalars().all()
        assert "/arende/{reference}/skapa" in pages

    @pytest.mark.parametrize("who", ["per@partille.example", "coordinator", "administrator"])
    def test_nobody_else_sees_them(self, app: App, sign_in_as: SignIn, who: str) -> None:
        answers(app, "2026-03-03", participant={"health": 2})
        browser = sign_in_as(who)
        assert browser.get(OVER_TIME).status_code == 404
        unknown = browser.get("/arende/MOL-2026-999/skapa").text
        assert browser.get(OVER_TIME).text == unknown.replace("MOL-2026-999", REFERENCE)

    def test_without_answers_it_says_so(self, app: App, anna: Browser) -> None:
        registers(app, "skapa", "2026-03-03")
        assert "Ingen självskattning med svar är registrerad än." in anna.get(OVER_TIME).text

    def test_another_form_is_drawn_and_told_apart(self, app: App, anna: Browser) -> None:
        answers(app, "2026-03-03", participant={"health": 5})
        now_asks_otherwise(app)
        answers(app, "2026-04-01", participant={"health": 6, "sleep": 7})
        page = anna.get(OVER_TIME).text
        assert {"Deltagaren: 1 april 6.", "Deltagaren: 3 mars 5."} <= set(descriptions(page))
        assert "Frågorna eller skalan var andra från och med mätningen 1 april." in page
        assert "1 är mycket dåligt, 7 är mycket bra." in page
        assert "Tidigare formulär: SKAPA (platshållare), skala 1–5" in page

    def test_what_the_form_was_is_told_by_when_it_was_registered(self, app: App, anna: Browser) -> None:
        now_asks_otherwise(app)
        answers(app, "2026-03-04", participant={"health": 7})
        assert "Deltagaren: 4 mars 7." in descriptions(anna.get(OVER_TIME).text)


class TestOwnForm:
    """A form of the association's own on the desk."""

    def test_its_scale_its_ends_and_no_answer_of_another_form(self, app: App, anna: Browser) -> None:
        answers(app, "2026-03-03", participant={"health": 5})
        now_asks_otherwise(app)
        page = anna.get(f"{HERE}/steg/skapa").text
        assert "Svara på skalan 1–7, där 1 är mycket dåligt och 7 är mycket bra." in page
        assert "platshållare" not in page
        assert "Förra gången" not in page
        does(anna, "skapa", participant__sleep="7")
        assert "Förra gången: 7." in anna.get(f"{HERE}/steg/skapa").text

    def test_a_correction_stays_on_the_scale_of_then(self, app: App, anna: Browser) -> None:
        first = answers(app, "2026-03-03", participant={"health": 5})
        now_asks_otherwise(app)
        path = f"{HERE}/ratta/{first}"
        assert "participant.sleep" not in sheet(anna.get(path))
        answer = fill_in(anna, path, participant__health="7", why="Fel ruta")
        assert faults(answer) == ["Deltagaren: Hälsa och hur den hanteras: välj ett av alternativen."]
        saves(anna, path, participant__health="4", why="Fel ruta")
        assert "Deltagaren: 3 mars 4." in descriptions(anna.get(OVER_TIME).text)

    def test_a_draft_of_the_form_before_can_only_be_thrown_away(self, app: App, anna: Browser) -> None:
        assert fill_in(anna, f"{HERE}/steg/skapa", do="keep", participant__health="5").status_code == 303
        now_asks_otherwise(app)
        assert "Utkastet gjordes med ett tidigare formulär" in anna.get(HERE).text
        assert "participant.health" in sheet(anna.get(f"{HERE}/steg/skapa"))
        assert sheet(anna.get(f"{HERE}/steg/skapa"))["participant.health"] == [""]


class TestOverUnit:
    """How the answers of a unit's participants moved."""

    def moved(self, app: App, steps: list[tuple[int, int]]) -> None:
        for number, (first, last) in enumerate(steps, 11):
            reference = f"MOL-2026-{number:03}"
            begins(app, reference, personnummer=None, birth_date="1990-01-01")
            answers(app, "2026-03-03", reference, participant={"health": first})
            answers(app, "2026-04-01", reference, participant={"health": last})

    def cells(self, browser: Browser, query: str = "") -> list[str]:
        page = browser.get(f"{UNIT}?enhet=molndal{query}").text
        row = re.search(r'<th scope="row">Hälsa och hur den hanteras.*?</tr>', page, re.DOTALL)
        return re.findall(r'<td class="number">(.*?)</td>', row[0]) if row else []

    def test_enough_of_each_is_shown_to_everybody(self, app: App, sign_in_as: SignIn) -> None:
        self.moved(app, [(1, 3)] * 5 + [(4, 3)] * 5)
        for role in ("coordinator", "caseworker"):
            assert self.cells(sign_in_as(role)) == ["5", "0", "5", "0", "10", "+0,5"]

    def test_a_small_number_hides_its_row_but_from_who_works_in_the_unit(self, app: App, sign_in_as: SignIn) -> None:
        self.moved(app, [(1, 2)] * 5 + [(4, 4)])
        for who in ("coordinator", "per@partille.example", "pia@partille.example"):
            browser = sign_in_as(who)
            assert self.cells(browser) == []
            assert '<td class="number" colspan="6">dold</td>' in browser.get(f"{UNIT}?enhet=molndal").text
        for who in ("anna@molndal.example", "mia@molndal.example"):
            assert self.cells(sign_in_as(who)) == ["5", "1", "0", "0", "6", "+0,8"]

    def test_only_who_works_in_the_unit_chooses_days(self, app: App, sign_in_as: SignIn) -> None:
        self.moved(app, [(1, 2)] * 5)
        march = "&fran=2026-03-01&tom=2026-03-31"
        assert self.cells(sign_in_as("anna@molndal.example"), march) == []
        for who in ("coordinator", "pia@partille.example"):
            assert self.cells(sign_in_as(who), march) == self.cells(sign_in_as("coordinator")) != []

    def test_drafts_and_protected_persons_are_not_counted(self, app: App, anna: Browser, sign_in_as: SignIn) -> None:
        begins(app, "MOL-2026-020", personnummer=None, birth_date="1990-01-01", protected=True)
        for reference in (REFERENCE, "MOL-2026-020"):
            answers(app, "2026-03-03", reference, participant={"health": 1})
        answers(app, "2026-04-01", "MOL-2026-020", participant={"health": 2})
        fill_in(anna, f"{HERE}/steg/skapa", do="keep", participant__health="5")
        assert self.cells(sign_in_as("mia@molndal.example")) == []

    @pytest.mark.both_databases
    def test_corrections_are(self, app: App, sign_in_as: SignIn) -> None:
        self.moved(app, [(1, 2)])
        wrong = answers(app, "2026-04-02", "MOL-2026-011", participant={"health": 5})
        also = answers(app, "2026-04-03", "MOL-2026-011", participant={"health": 5})
        registers(app, "voided", "2026-04-04", "MOL-2026-011", of=also, reason="Fel ärende")
        new = {"values": {"participant": {"health": 1}}}
        registers(app, "corrected", "2026-04-04", "MOL-2026-011", of=wrong, set=new, reason="Fel ruta")
        assert self.cells(sign_in_as("mia@molndal.example")) == ["0", "1", "0", "0", "1", "oförändrat"]

    @pytest.mark.parametrize(
        "query", ["?enhet=finns-inte", "?enhet=molndal&fran=igår", "?enhet=molndal&fran=2027-01-01"]
    )
    def test_what_cannot_be_asked_is_said(self, sign_in_as: SignIn, query: str) -> None:
        answer = sign_in_as("mia@molndal.example").get(UNIT + query)
        assert (answer.status_code, len(faults(answer))) == (422, 1)
