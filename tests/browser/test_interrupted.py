"""What happens to people who work: the telephone rings, the button is pressed twice, one goes back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.app import App
from journeys.case import case_of
from tests.filling import REFERENCE, refers, registers
from tests.visitors import Clock, Person

SignIn = Callable[..., Page]
FORM = f"/arende/{REFERENCE}/steg/contact"


@pytest.fixture
def anna(app: App, sign_in_as: SignIn) -> Page:
    """A caseworker on the form for a contact, with something typed."""
    refers(app)
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    page = sign_in_as("anna@molndal.example")
    page.goto(FORM)
    page.get_by_label("Anteckning").fill("Ringde, möts på måndag")
    return page


def registered(app: App, name: str = "contact") -> int:
    """How many events of a kind the journey has."""
    with app.read() as connection:
        events = case_of(connection, app.catalogue(connection), REFERENCE, app.today).dossier.events
    return sum(event.name == name for event in events)


def test_a_session_that_ended_mid_form_loses_nothing(
    anna: Page, app: App, clock: Clock, person: Callable[..., Person]
) -> None:
    who = person("anna@molndal.example")
    clock.forward(minutes=31)
    anna.get_by_role("button", name="Spara").click()
    _signs_in(anna, who, clock)
    assert registered(app) == 0
    expect(anna.get_by_label("Anteckning")).to_have_value("Ringde, möts på måndag")
    anna.get_by_role("button", name="Spara").click()
    expect(anna.get_by_role("status")).to_contain_text("Sparat")
    assert registered(app) == 1


def test_signing_out_in_another_tab_loses_nothing_either(
    anna: Page, app: App, clock: Clock, person: Callable[..., Person]
) -> None:
    who, other = person("anna@molndal.example"), anna.context.new_page()
    other.goto("/min-dag")
    other.get_by_role("button", name="Logga ut").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Logga in")
    anna.get_by_role("button", name="Spara").click()
    _signs_in(anna, who, clock)
    expect(anna.get_by_label("Anteckning")).to_have_value("Ringde, möts på måndag")
    assert registered(app) == 0


def _signs_in(page: Page, who: Person, clock: Clock) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")
    page.get_by_label("E-postadress").fill(who.address)
    page.get_by_label("Lösenord").fill(who.password)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_label("Kod").fill(who.code(clock))
    page.get_by_role("button", name="Fortsätt").click()


def test_a_double_click_saves_once(anna: Page, app: App) -> None:
    anna.get_by_role("button", name="Spara").dblclick()
    expect(anna.get_by_role("status")).to_contain_text("Sparat")
    assert registered(app) == 1


def test_going_back_and_saving_again_asks_first(anna: Page, app: App) -> None:
    anna.get_by_role("button", name="Spara").click()
    expect(anna.get_by_role("status")).to_contain_text("Sparat")
    anna.go_back()
    anna.get_by_label("Anteckning").fill("Ringde, möts på måndag")
    anna.get_by_role("button", name="Spara").click()
    expect(anna.get_by_role("alert")).to_contain_text("redan registrerat")
    assert registered(app) == 1
    expect(anna.get_by_label("Anteckning")).to_have_value("Ringde, möts på måndag")
    anna.get_by_role("button", name="Spara").click()
    expect(anna.get_by_role("status")).to_contain_text("Sparat")
    assert registered(app) == 2


def test_going_back_from_what_was_decided_decides_nothing_twice(anna: Page, app: App) -> None:
    registers(app, "started", "2026-03-02")
    anna.goto(f"/arende/{REFERENCE}/steg/paused")
    anna.get_by_label("Skäl").fill("Semester")
    anna.get_by_role("button", name="Visa vad som händer").click()
    anna.get_by_role("button", name="Spara").click()
    expect(anna.get_by_role("status")).to_contain_text("Sparat")
    with anna.expect_navigation():  # once loaded, the browser no longer puts back what was typed
        anna.evaluate("history.go(-2)")
    anna.get_by_label("Skäl").fill("Semester")
    anna.get_by_role("button", name="Visa vad som händer").click()
    expect(anna.get_by_role("alert")).to_contain_text("redan registrerat")
    assert registered(app, "paused") == 1
