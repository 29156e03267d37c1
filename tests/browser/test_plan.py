"""A plan is written, revised and printed, and two activities are begun where too few go on, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.app import App
from tests.browser.inspection import complaints
from tests.filling import REFERENCE, refers, registers
from tests.visitors import Clock

ANNA, BO = "anna@molndal.example", "bo@molndal.example"


@pytest.fixture
def anna(app: App, clock: Clock, sign_in_as: Callable[..., Page]) -> Page:
    """Took over a journey in block 2, in which two activities a week are expected; it is Monday 7 September."""
    clock.forward(days=189)
    refers(app, "2026-07-01")
    registers(app, "admitted", "2026-07-02", caseworker=BO)
    registers(app, "started", "2026-07-06")
    registers(app, "reassigned", "2026-08-10", caseworker=ANNA)
    registers(app, "checkpoint", "2026-08-19", decision="continue")
    return sign_in_as(ANNA)


def saves(page: Page, button: str, said: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(said)


def writes_an_action(page: Page, number: int, what: str, area: str, who: str = "") -> None:
    row = page.get_by_role("group", name=f"Åtgärd {number}", exact=True)
    row.get_by_label("Vad ska göras?").fill(what)
    row.get_by_label("Område").select_option(area)
    row.get_by_label("Vem gör det?").fill(who)


def begins_an_activity(page: Page, area: str, what: str) -> None:
    page.get_by_label(area, exact=True).check()
    page.get_by_label("Vad?").fill(what)
    page.get_by_label("Timmar i veckan").fill("2,5")
    saves(page, "Spara", "Sparat: Ny aktivitet")


def test_a_plan_and_what_comes_of_it(anna: Page) -> None:
    page = anna
    page.goto(f"/arende/{REFERENCE}")
    page.get_by_role("link", name="Registrera handlingsplan").click()
    page.get_by_label("Delmål 1").fill("Orka två pass i veckan")
    for number, what in enumerate(("Promenera", "Simma", "Gå på gruppen"), start=1):
        writes_an_action(page, number, what, "Hälsa")
    page.get_by_role("button", name="Lägg till rader").click()
    writes_an_action(page, 4, "Ringa kaféet", "Arbete", who="Bo Alm")
    saves(page, "Spara planen", "Sparat: Handlingsplan")

    page.get_by_role("link", name="Handlingsplanen, från").click()
    page.get_by_role("link", name="Ändra planen").click()
    page.get_by_role("group", name="Åtgärd 2", exact=True).get_by_label("Klart").check()
    saves(page, "Spara planen", "Sparat: Handlingsplan")

    page.get_by_role("link", name="Min dag").click()
    expect(page.get_by_text("0 av minst 2 aktiviteter i veckan som börjar 24 augusti")).to_be_visible()
    page.get_by_role("link", name=re.compile("Gör nu.+Minst två aktiviteter i veckan")).click()
    begins_an_activity(page, "Hälsa", "Promenadgrupp")
    page.get_by_role("link", name="Ny aktivitet", exact=True).first.click()
    begins_an_activity(page, "Socialt", "Kör")
    support = page.get_by_role("main")
    expect(support).to_contain_text("2 av minst 2 aktiviteter den här veckan")
    expect(support).to_contain_text("2,5 timmar i veckan, sedan 7 september")
    expect(support).to_contain_text("2 handläggare hittills.")
    expect(support).to_contain_text("I planen men inget pågår: arbete.")
    assert complaints(page) == []

    page.get_by_role("link", name="Handlingsplanen, från").click()
    expect(page.get_by_role("main")).to_contain_text("Ändrat: Hälsa: Promenera, klart")
    assert complaints(page) == []
    page.get_by_role("link", name="Visa för utskrift").click()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_have_text("Din plan")
    expect(page.get_by_text("Vem gör det: Bo Alm.")).to_be_visible()
    expect(page.get_by_role("banner")).to_be_hidden()
    expect(page.get_by_text("Skriv ut med webbläsaren")).to_be_hidden()
    page.emulate_media(media="screen")
    with page.expect_download() as download:
        page.get_by_role("link", name="hämta som PDF").click()
    assert download.value.suggested_filename == "handlingsplan.pdf"
