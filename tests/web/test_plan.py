"""The plan: written in rows, revised as a whole, with what changed; on paper for the participant."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from journeys.app import App
from journeys.storage.dossiers import load
from journeys.tables.log import EVENT, EVENT_PRIVATE
from tests.filling import REFERENCE, fill_in, refers, registers, send, sheet, typed
from tests.visitors import Browser, Clock, Person, faults

ANNA, BO = "anna@molndal.example", "bo@molndal.example"
JOURNEY = f"/arende/{REFERENCE}"
WRITE = f"{JOURNEY}/plan/skriv"
FIRST = {
    "goal__1": "Orka två pass i veckan",
    "action__1__what": "Promenera till <affären> varje dag",
    "action__1__area": "health",
    "action__1__who": "Kanariella",
    "action__2__what": "Ringa kaféet om praktik",
    "action__2__area": "work",
    "action__2__who": "Anna",
    "action__2__by": "2026-03-20",
}


@pytest.fixture
def anna(app: App, sign_in_as: Callable[..., Browser]) -> Browser:
    """With a journey that has started."""
    refers(app)
    registers(app, "admitted", "2026-03-02", caseworker=ANNA)
    registers(app, "started", "2026-03-02")
    return sign_in_as(ANNA)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def writes(browser: Browser, **values: Any) -> str:
    """A revision, and the page of the plan after it."""
    answer = fill_in(browser, WRITE, **values)
    assert answer.status_code == 303, faults(answer)
    return words(browser.get(f"{JOURNEY}/plan").text)


def test_a_plan_that_was_made_elsewhere_is_said_to_be(app: App, anna: Browser) -> None:
    registers(app, "plan", "2026-03-02")
    page = words(anna.get(f"{JOURNEY}/plan").text)
    assert "Handlingsplanen registrerades som gjord 2 mars, men vad som står i den är inte skrivet här." in page
    assert "Ingen plan" not in page


def test_a_plan_is_written_and_meets_the_rule(anna: Browser) -> None:
    assert "Ingen plan är skriven här än." in anna.get(f"{JOURNEY}/plan").text
    page = writes(anna, **FIRST)
    assert "Planen nu, från 2 mars Delmål Orka två pass i veckan Arbete" in page
    assert "Ringa kaféet om praktik Anna 20 mars att göra" in page
    assert "&lt;affären&gt;" in page
    assert "Den första planen." in page
    journey = words(anna.get(JOURNEY).text)
    assert "Handlingsplanen, från 2 mars" in journey
    assert "Innehåll 1 delmål, 2 åtgärder" in journey
    assert "Registrera handlingsplan" not in journey


def test_a_revision_begins_with_the_plan_and_says_what_changed(anna: Browser) -> None:
    writes(anna, **FIRST)
    done = {"action__1__done": "ja", "goal__1": "", "goal__2": "Börja praktik", "action__2__what": ""}
    page = writes(anna, **done, **dict.fromkeys(("action__2__area", "action__2__who", "action__2__by"), ""))
    assert "Nytt delmål: Börja praktik Borttaget delmål: Orka två pass i veckan" in page
    assert "Ändrat: Arbete: Ringa kaféet om praktik (Anna), senast 20 mars, klart" in page
    assert "Borttaget: Hälsa: Promenera till" in page


def test_rows_are_added_and_nothing_typed_is_lost(anna: Browser) -> None:
    answer = fill_in(anna, WRITE, **FIRST, do="more")
    assert answer.status_code == 200
    assert {"goal.3", "action.6.what"} <= sheet(answer).keys()
    assert sheet(answer)["action.2.what"] == ["Ringa kaféet om praktik"]
    answer = send(anna, WRITE, typed(answer, action__6__what="Gå på gruppen", action__6__area="social"))
    assert answer.status_code == 303
    assert "Gå på gruppen" in anna.get(f"{JOURNEY}/plan").text


def test_what_is_wrong_in_a_row_is_said(anna: Browser) -> None:
    answer = fill_in(
        anna, WRITE, action__1__who="Kanariella", action__2__what="Ringa", action__2__area="work", action__2__by="snart"
    )
    assert answer.status_code == 422
    assert faults(answer) == [
        "Åtgärd 1: skriv vad som ska göras.",
        "Åtgärd 1: välj område.",
        "Åtgärd 2: senast ska vara en dag som finns, som 2026-03-02.",
    ]
    assert sheet(answer)["action.2.by"] == ["snart"]
    assert faults(fill_in(anna, WRITE)) == ["Skriv minst ett delmål eller något som ska göras."]


def test_a_colleague_s_revision_in_between_is_a_conflict(anna: Browser, sign_in_as: Callable[..., Browser]) -> None:
    opened = anna.get(WRITE)
    writes(sign_in_as(BO), goal__1="Studera till hösten")
    answer = send(anna, WRITE, typed(opened, **FIRST))
    assert answer.status_code == 409
    assert "Ärendet har ändrats medan du skrev" in answer.text
    assert sheet(answer)["goal.1"] == ["Orka två pass i veckan"]
    assert send(anna, WRITE, sheet(answer)).status_code == 303
    page = words(anna.get(f"{JOURNEY}/plan").text)
    assert "av Bo Alm" in page
    assert "Borttaget delmål: Studera till hösten" in page


def test_rows_beyond_the_usual_are_there_after_a_session_that_ended(
    anna: Browser, person: Callable[..., Person], clock: Clock
) -> None:
    more = typed(fill_in(anna, WRITE, **FIRST, do="more"), action__6__what="Gå på gruppen")
    clock.forward(hours=13)
    assert send(anna, WRITE, more).headers["location"].startswith("/logga-in?till=")
    owner = person(ANNA)
    anna.post("/logga-in", address=owner.address, password=owner.password, till=WRITE)
    back = anna.post("/logga-in/kod", code=owner.code(clock), till=WRITE).headers["location"]
    assert back == WRITE
    assert sheet(anna.get(back))["action.6.what"] == ["Gå på gruppen"]


def test_the_paper_is_plain_and_the_pdf_can_be_read_aloud(anna: Browser) -> None:
    writes(anna, **FIRST)
    paper = words(anna.get(f"{JOURNEY}/plan/utskrift").text)
    assert "Din plan" in paper
    assert "Ringa kaféet om praktik Vem gör det: Anna. Senast fredag 20 mars 2026." in paper
    answer = anna.get(f"{JOURNEY}/plan/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    assert reader.metadata is not None
    assert reader.metadata.title == "Din plan"
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Kanariella Prövqvist" in text
    assert "Promenera till <affären> varje dag" in text


@pytest.mark.parametrize("protected", [True, False])
def test_on_paper_a_protected_person_s_tells_neither_association_nor_caseworker_nor_who_does_what(
    anna: Browser, app: App, protected: bool
) -> None:
    writes(anna, **FIRST | {"action__2__who": "Solgläntan"})
    refers(app, reference="MOL-2026-002", protected=protected)
    with app.read() as connection:
        association = load(connection, app.catalogue(connection), REFERENCE).programme.association
    reader = PdfReader(BytesIO(anna.get(f"{JOURNEY}/plan/pdf").content))
    printed = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    shown = anna.get(f"{JOURNEY}/plan/utskrift").text
    paper = words(shown.partition("<article")[2].partition("</article>")[0])
    for text in (f"{printed} {reader.metadata}", paper):
        assert "Ringa kaféet om praktik" in text
        for who_works_with_them in (association, "Anna", "handläggare", "Solgläntan", "Vem gör det"):
            assert (who_works_with_them in text) is not protected
    for page in (shown, anna.get(f"{JOURNEY}/plan").text):
        assert ("kan säga var deltagaren finns" in page) is protected


def test_nothing_of_it_stands_in_the_log(anna: Browser, app: App) -> None:
    writes(anna, **FIRST)
    with app.read() as connection:
        facts = connection.execute(select(EVENT.c.facts, EVENT.c.seq).where(EVENT.c.event == "plan")).one()
        assert facts.facts == "{}"
        sealed = connection.execute(select(EVENT_PRIVATE.c.body).where(EVENT_PRIVATE.c.seq == facts.seq)).scalar_one()
        assert b"Promenera" not in sealed
        assert app.ledger.opened(facts.seq, sealed)["plan"]["goals"] == ["Orka två pass i veckan"]


@pytest.mark.parametrize("page", ["utskrift", "pdf"])
def test_without_a_plan_there_is_no_paper(anna: Browser, page: str) -> None:
    assert anna.get(f"{JOURNEY}/plan/{page}").headers["location"] == f"{JOURNEY}/plan"
