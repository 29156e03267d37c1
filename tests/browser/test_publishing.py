"""A coordinator publishes a report, fetches it, and reads it again."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from journeys.app import App
from tests.browser.inspection import complaints
from tests.filling import refers

SignIn = Callable[..., Page]


def test_a_report_is_published_fetched_and_found_again(app: App, sign_in_as: SignIn) -> None:
    refers(app, "2026-01-12")
    kim = sign_in_as("coordinator", java_script_enabled=False)
    kim.goto("/siffror?period=ar")
    kim.get_by_role("link", name="Publicera", exact=True).click()
    expect(kim.get_by_role("heading", level=1)).to_have_text("Publicera")
    kim.get_by_role("button", name="Publicera").click()
    expect(kim.get_by_role("heading", level=1)).to_have_text("Publicerad rapport")
    with kim.expect_download() as fetched:
        kim.get_by_role("link", name="Hämta som PDF").click()
    assert fetched.value.suggested_filename == "publicerat-activera-2026-01-01-2026-03-02.pdf"
    assert "ACTivera: mål och utfall" in PdfReader(fetched.value.path()).pages[0].extract_text()
    kim.get_by_role("link", name="Alla publicerade rapporter").click()
    expect(kim.get_by_role("row").nth(1)).to_contain_text("Kim Berg")


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
    with mia.expect_download() as fetched:
        mia.get_by_role("link", name="Hämta som Excel (XLSX)").click()
    assert fetched.value.suggested_filename == "arssiffror-2026-activera.xlsx"
