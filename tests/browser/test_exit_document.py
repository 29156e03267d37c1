"""From the journey to the exit document in somebody's hand, with the keyboard alone and without JavaScript."""

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from journeys.app import App
from tests.browser.keyboard import Keyboard
from tests.filling import REFERENCE, refers, registers
from tests.visitors import Clock

ARABIC = "محمد"


def test_from_the_journey_to_the_hand(app: App, clock: Clock, sign_in_as: Callable[..., Page]) -> None:
    clock.forward(days=60)
    refers(app, family_name=ARABIC)
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    registers(app, "started", "2026-03-02")
    registers(app, "exited", "2026-04-30", outcome="work")
    keyboard = Keyboard(sign_in_as("anna@molndal.example", java_script_enabled=False))
    page = keyboard.page
    page.goto(f"/arende/{REFERENCE}")
    keyboard.follow("Registrera avslutsdokument")
    keyboard.follow("Börja skriva")
    expect(page.get_by_label("Insatsen")).to_have_value(re.compile("^- Remiss 2 mars 2026"))
    keyboard.write("Rekommendation", "")
    page.keyboard.press("Delete")
    keyboard.press("Spara och förhandsvisa")
    expect(page.get_by_role("alert")).to_contain_text("Rekommendation: fyll i.")
    keyboard.follow("Rekommendation: fyll i.")
    keyboard.write("Rekommendation", "Fortsätt med praktiken.")
    keyboard.press("Spara och förhandsvisa")
    expect(page.get_by_role("article")).to_contain_text("Fortsätt med praktiken.")
    keyboard.press("Gör färdigt")
    expect(page.get_by_text("Har inte fått dokumentet än: deltagaren och remittenten.")).to_be_visible()
    with page.expect_download() as download:
        keyboard.follow("Hämta PDF för utgåva 1")
    assert download.value.suggested_filename == f"avslutsdokument-{REFERENCE}-1.pdf"
    text = PdfReader(download.value.path()).pages[0].extract_text()
    assert "Fortsätt med praktiken." in text
    assert set(ARABIC) <= set(text)
    keyboard.follow("Lämna över utgåva 1")
    keyboard.day("Dag", date(2026, 4, 30))
    keyboard.tick("Deltagaren")
    keyboard.tick("Remittenten")
    keyboard.press("Spara att det är lämnat")
    expect(page.get_by_role("status")).to_contain_text("Sparat: Avslutsdokument")
    keyboard.follow("Avslutsdokumentet")
    for who in ("deltagaren", "remittenten"):
        expect(page.get_by_text(f"Lämnat till {who} 30 april")).to_be_visible()
    keyboard.follow("Meddela att utgåva 1 finns")
    keyboard.tick("Deltagaren")
    keyboard.write("Var dokumentet hämtas", "Receptionen")
    keyboard.press("Skicka meddelandet")
    expect(page.get_by_role("main")).to_contain_text("Besked om ett dokument att hämta till")
