"""A manager chooses what a report is of, goes from a number to the journey behind it, and does what is missing."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from journeys.app import App
from tests.filling import REFERENCE, refers, registers

GOAL = "Har handlingsplan"
WITH_A_PLAN = "MOL-2026-002"


@pytest.fixture
def mia(app: App, sign_in_as: Callable[..., Page]) -> Page:
    """Two have started; only one has a plan, and that of the other is a week late."""
    for reference, gender in ((REFERENCE, "woman"), (WITH_A_PLAN, "man")):
        refers(app, "2026-01-05", reference, personnummer=None, birth_date="1990-01-01", gender=gender)
        registers(app, "admitted", "2026-01-12", reference, caseworker="anna@molndal.example")
        registers(app, "started", "2026-01-12", reference)
    registers(app, "plan", "2026-02-02", WITH_A_PLAN)
    return sign_in_as("manager", "molndal")


def test_from_a_period_to_a_number_and_on_to_what_is_missing(mia: Page) -> None:
    mia.goto("/")
    mia.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Siffror").click()
    of_period(mia, "Förra kvartalet", "1 oktober – 31 december 2025")
    expect(mia.get_by_role("main")).to_contain_text("Insatsen fanns inte under perioden")
    of_period(mia, "Det här kvartalet", "1 januari – 2 mars 2026")
    says(mia, "1 av 2 (50 %)", "Krav 100 %, inte nått")
    expect(goal(mia).get_by_text("Kvinnor")).to_be_visible()
    choose_days(mia, "2026-01-01", "2026-02-15", seen_from="2026-02-15")
    says(mia, "1 av 1 (100 %)", "Krav 100 %, nått")
    expect(goal(mia).get_by_text("Räknas inte än")).to_be_visible()
    of_period(mia, "Det här kvartalet", "1 januari – 2 mars 2026")
    goal(mia).get_by_role("link", name="Ärendena bakom").click()
    expect(mia.get_by_role("region", name="Nådde målet")).to_contain_text(WITH_A_PLAN)
    short = mia.get_by_role("region", name="Nådde inte målet")
    expect(short).to_contain_text("senast 23 februari, försenat")
    short.get_by_role("listitem").filter(has_text=REFERENCE).get_by_role("link", name="Gör nu").click()
    mia.get_by_label("Delmål 1").fill("Orka två pass i veckan")
    mia.get_by_role("button", name="Spara planen").click()
    expect(mia.get_by_role("status")).to_contain_text("Sparat: Handlingsplan")
    mia.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Siffror").click()
    says(mia, "2 av 2 (100 %)", "Krav 100 %, nått")
    month_by_month(mia)
    assert in_files(mia) == ["2 av 2"] * 3


def of_period(page: Page, name: str, days: str) -> None:
    page.get_by_role("navigation", name="Period").get_by_role("link", name=name, exact=True).click()
    expect(page.locator(".report h2").first).to_have_text(f"ACTivera: mål och utfall {days}")
    expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")


def choose_days(page: Page, first: str, last: str, *, seen_from: str) -> None:
    for label, day in (("Från", first), ("Till och med", last), ("Läget den", seen_from)):
        page.get_by_label(label, exact=False).fill(day)
    page.get_by_role("button", name="Visa").click()
    expect(page.get_by_role("main")).to_contain_text("Som det stod den 15 februari 2026.")


def goal(page: Page) -> Locator:
    """Of the manager's own unit, which stands first."""
    unit = page.get_by_role("region", name="ACTivera Mölndal", exact=True)
    return unit.get_by_role("listitem").filter(has=page.get_by_role("heading", name=GOAL, exact=True))


def says(page: Page, result: str, demand: str) -> None:
    """In words, and in the drawing."""
    expect(goal(page).get_by_role("definition").first).to_have_text(result)
    expect(goal(page).get_by_role("img", name=f"{GOAL} {result}. {demand}.")).to_be_visible()


def month_by_month(page: Page) -> None:
    page.get_by_role("link", name="Visa månad för månad").click()
    goal(page).locator("summary").click()
    table = goal(page).get_by_role("table", name=f"{GOAL}, månad för månad")
    expect(table.get_by_role("row", name="mars 2026")).to_contain_text("2 av 2 (100 %)")


def fetched(page: Page, kind: str) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=f"Hämta som {kind}").click()
    return download.value.path()


def in_files(page: Page) -> list[str]:
    """The number as each file says it."""
    rows = csv.DictReader(io.StringIO(fetched(page, "CSV").read_text("utf-8-sig")), delimiter=";")
    in_csv = next(row for row in rows if (row["Namn"], row["Kön"]) == (GOAL, "Alla"))
    sheet = load_workbook(io.BytesIO(fetched(page, "Excel (XLSX)").read_bytes()))["Mål"].iter_rows(values_only=True)
    in_sheet = next(row for row in sheet if row[1:3] == (GOAL, "Alla"))
    paper = " ".join(page.extract_text() for page in PdfReader(fetched(page, "PDF")).pages)
    on_paper = next(line.removeprefix(f"{GOAL} ") for line in paper.splitlines() if line.startswith(GOAL))
    return [f"{in_csv['Antal']} av {in_csv['Av']}", f"{in_sheet[3]} av {in_sheet[4]}", on_paper.partition(" (")[0]]
