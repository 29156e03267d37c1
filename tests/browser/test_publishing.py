"""A coordinator publishes a report, fetches it, and reads it again when something was registered late."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from journeys.app import App
from tests.browser.inspection import complaints
from tests.filling import refers
from tests.visitors import Clock

SignIn = Callable[..., Page]


def test_a_report_is_published_fetched_and_found_again(app: App, clock: Clock, sign_in_as: SignIn) -> None:
    for number in range(1, 9):
        refers(app, "2026-01-12", f"MOL-2026-00{number}", personnummer=None, birth_date=f"1990-01-0{number}")
    kim = sign_in_as("coordinator", java_script_enabled=False)
    kim.goto("/siffror?period=ar")
    kim.get_by_role("link", name="Publicera", exact=True).click()
    expect(kim.get_by_role("heading", level=1)).to_have_text("Publicera")
    kim.get_by_role("button", name="Publicera").click()
    expect(kim.get_by_role("heading", level=1)).to_have_text("Publicerad rapport")
    different = kim.get_by_role("region", name="Vad som är annorlunda idag")
    expect(different).to_contain_text("Inget.")
    paper = fetches(kim, "PDF", "publicerat-activera-2026-01-01-2026-03-02.pdf")
    assert "ACTivera: mål och utfall" in PdfReader(paper).pages[0].extract_text()
    told = fetches(kim, "CSV", "publicerat-activera-2026-01-01-2026-03-02.csv").read_bytes()
    kim.get_by_role("link", name="Alla publicerade rapporter").click()
    expect(kim.get_by_role("row").nth(1)).to_contain_text("Kim Berg")
    clock.forward(minutes=9)
    refers(app, "2026-01-30", "MOL-2026-009", personnummer=None, birth_date="1990-01-09")
    kim.get_by_role("row").nth(1).get_by_role("link").click()
    expect(different).to_contain_text("Hela insatsen: Remisser har ändrats.")
    expect(different).to_contain_text("Några få händelser registrerades i efterhand.")
    assert fetches(kim, "CSV", "publicerat-activera-2026-01-01-2026-03-02.csv").read_bytes() == told


def fetches(page: Page, kind: str, name: str) -> Path:
    with page.expect_download() as fetched:
        page.get_by_role("link", name=f"Hämta som {kind}").click()
    assert fetched.value.suggested_filename == name
    return fetched.value.path()


def test_the_annual_figures_are_chosen_and_fetched(app: App, sign_in_as: SignIn) -> None:
    refers(app, "2026-01-12")
    mia = sign_in_as("manager")
    mia.goto("/siffror")
    mia.get_by_role("link", name="Årssiffror och Uppföljning Finsam").click()
    mia.get_by_label("Insats", exact=True).select_option("ACTivera")
    mia.get_by_label("År", exact=True).select_option("2026")
    mia.get_by_role("button", name="Visa").click()
    expect(mia.locator("main")).to_contain_text("Årssiffror 2026: ACTivera.")
    assert complaints(mia) == []
    for kind, ending in (("PDF", "pdf"), ("Excel (XLSX)", "xlsx"), ("CSV", "csv")):
        fetches(mia, kind, f"arssiffror-2026-activera.{ending}")
