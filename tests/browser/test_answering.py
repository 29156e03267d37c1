"""Questions are answered alone on a telephone, or together at the desk, and it is seen how the answers have changed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from journeys.app import App
from tests.filling import REFERENCE, refers, registers

HERE = f"/arende/{REFERENCE}"


@pytest.fixture
def anna(app: App, sign_in_as: Callable[..., Page]) -> Page:
    refers(app, "2026-02-02")
    registers(app, "admitted", "2026-02-02", caseworker="anna@molndal.example")
    registers(app, "started", "2026-02-02")
    registers(app, "skapa", "2026-02-03", values={"participant": {"health": 2}, "caseworker": {"health": 2}})
    return sign_in_as("anna@molndal.example")


def test_from_a_link_to_the_drawings(anna: Page, profile: Callable[..., BrowserContext]) -> None:
    anna.goto(f"{HERE}/steg/skapa")
    anna.get_by_role("link", name="Låt deltagaren svara själv").click()
    anna.get_by_role("button", name="Gör en länk").click()
    expect(anna.get_by_role("img", name="QR-kod")).to_be_visible()
    answer_on_telephone(profile, anna.locator("code").inner_text())
    anna.goto(HERE)
    expect(anna.get_by_role("heading", name="deltagaren har svarat, handläggaren inte")).to_be_visible()
    anna.get_by_role("link", name="Fortsätt SKAPA-mätning").click()
    expect(anna.get_by_label("Deltagaren: Hälsa")).to_have_value("4")
    anna.get_by_label("Handläggaren: Hälsa").select_option("3")
    anna.get_by_role("button", name="Spara", exact=True).click()
    expect(anna.get_by_role("status")).to_contain_text("Sparat: SKAPA-mätning")
    anna.get_by_role("link", name="Se hur svaren har ändrats").click()
    drawing = anna.get_by_role("img", name="Hälsa och hur den hanteras", exact=True)
    expect(drawing).to_have_accessible_description(
        "Deltagaren: 3 februari 2, 2 mars 4. Handläggaren: 3 februari 2, 2 mars 3."
    )


def answer_on_telephone(profile: Callable[..., BrowserContext], link: str) -> None:
    """On 320 pixels and without JavaScript."""
    phone = profile(java_script_enabled=False, viewport={"width": 320, "height": 640}).new_page()
    phone.goto(link)
    expect(phone.get_by_role("group")).to_have_count(6)
    expect(phone.get_by_role("link")).to_have_count(0)
    phone.get_by_role("button", name="Skicka svaren").click()
    expect(phone.get_by_role("alert")).to_contain_text("Svara på minst en fråga.")
    phone.get_by_role("group", name="Hälsa").get_by_label("4").check()
    phone.get_by_role("button", name="Skicka svaren").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Tack för dina svar")
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Länken fungerar inte")


def test_together_at_the_desk_and_over_the_unit(anna: Page, sign_in_as: Callable[..., Page]) -> None:
    anna.goto(HERE)
    anna.get_by_role("link", name="Registrera SKAPA-mätning").click()
    expect(anna.get_by_text("Förra gången: 2.")).to_have_count(2)
    anna.get_by_label("Deltagaren: Hälsa").select_option("5")
    anna.get_by_role("button", name="Spara som utkast").click()
    assert steps_in_unit(anna) == []
    anna.goto(HERE)
    anna.get_by_role("link", name="Fortsätt SKAPA-mätning").click()
    expect(anna.get_by_label("Deltagaren: Hälsa")).to_have_value("5")
    anna.get_by_label("Handläggaren: Hälsa").select_option("1")
    anna.get_by_role("button", name="Spara", exact=True).click()
    anna.get_by_role("link", name="Se hur svaren har ändrats").click()
    radar = anna.get_by_role("img", name="Deltagaren: första och senaste", exact=True)
    expect(radar).to_have_accessible_description(re.compile("^3 februari: .+ 2.+ 2 mars: .+ 5"))
    assert steps_in_unit(anna) == ["+3,0", "−1,0"]
    kim = sign_in_as("coordinator")
    assert steps_in_unit(kim) == ["dold", "dold"]
    expect(kim.get_by_text("En rad där något antal är 1–4 är dold")).to_be_visible()


def steps_in_unit(page: Page) -> list[str]:
    """How far the answers about health have moved in the unit, by each who answers."""
    page.goto("/siffror")
    page.get_by_role("link", name="Hur deltagarnas självskattningar har ändrats").click()
    page.get_by_label("Enhet").select_option("ACTivera Mölndal")
    with page.expect_navigation():
        page.get_by_role("button", name="Visa").click()
    return page.get_by_role("row", name="Hälsa och hur").locator("td:last-child").all_inner_texts()
