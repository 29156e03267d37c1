"""Two caseworkers at the same journey: nobody overwrites anybody, and nothing typed is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.app import App
from tests.filling import REFERENCE, refers, registers

Both = tuple[Page, Page]


@pytest.fixture
def both(app: App, sign_in_as: Callable[..., Page]) -> Both:
    """Anna and Bo, of the same unit, with a journey that has started."""
    refers(app)
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    registers(app, "started", "2026-03-02")
    return sign_in_as("anna@molndal.example"), sign_in_as("bo@molndal.example")


def step(page: Page, event: str) -> None:
    page.goto(f"/arende/{REFERENCE}/steg/{event}")


def save(page: Page) -> None:
    page.get_by_role("button", name="Spara", exact=True).click()


def saved(page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text("Sparat")


def test_the_second_sees_what_the_first_did_beside_their_own(both: Both) -> None:
    anna, bo = both
    step(anna, "contact")
    anna.get_by_label("Anteckning").fill("Ringde om praktik")
    step(bo, "plan")
    bo.get_by_label("Anteckning").fill("Mål: studier")
    save(bo)
    saved(bo)
    save(anna)
    conflict = anna.get_by_role("alert")
    expect(conflict).to_contain_text("Ärendet har ändrats medan du skrev")
    for theirs in ("Handlingsplan", "Bo Alm", "Mål: studier"):
        expect(conflict).to_contain_text(theirs)
    expect(anna.get_by_label("Anteckning")).to_have_value("Ringde om praktik")
    save(anna)
    saved(anna)
    anna.goto(f"/arende/{REFERENCE}")
    history = anna.locator(".history")
    expect(history).to_contain_text("Ringde om praktik")
    expect(history).to_contain_text("Mål: studier")


def test_a_decision_that_has_become_impossible_is_kept_to_be_changed(both: Both) -> None:
    anna, bo = both
    for page, reason in ((anna, "Sjukskriven"), (bo, "Semester")):
        step(page, "paused")
        page.get_by_label("Skäl").fill(reason)
        page.get_by_role("button", name="Visa vad som händer").click()
    save(bo)
    saved(bo)
    save(anna)
    expect(anna.get_by_role("alert").filter(has_text="Ärendet har ändrats")).to_contain_text("Semester")
    expect(anna.get_by_role("alert").filter(has_text="Rätta det här")).to_contain_text("vilande")
    expect(anna.get_by_label("Skäl")).to_have_value("Sjukskriven")
