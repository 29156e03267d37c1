"""A caseworker takes one person from the public referral form to the exit, with the keyboard alone."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from journeys.settings import STOCKHOLM
from tests.browser.keyboard import Keyboard
from tests.visitors import Clock, Person

FIRST_MEETING = datetime(2026, 4, 13, 13, tzinfo=STOCKHOLM)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, profile: Callable[..., BrowserContext]) -> Page:
    return profile(java_script_enabled=request.param).new_page()


def test_from_referral_to_exit(page: Page, person: Callable[..., Person], clock: Clock) -> None:
    anna, keyboard = person("anna@molndal.example"), Keyboard(page)
    reference = refer(keyboard)
    sign_in(keyboard, anna, clock)
    admit(keyboard, reference)
    document(keyboard)
    book(keyboard)
    clock.forward(days=(FIRST_MEETING.date() - clock().date()).days)
    sign_in(keyboard, anna, clock)
    hold_checkpoint(keyboard)
    leave(keyboard)


def refer(keyboard: Keyboard) -> str:
    """Somebody at the region refers on the public form; gives the reference on the receipt."""
    page = keyboard.page
    page.goto("/anmalan")
    keyboard.follow("Mölndal")
    expect(page.get_by_label("Enhet", exact=True)).to_have_value("molndal")
    keyboard.choose("Vem fyller i?", "Region")
    keyboard.write("Namn på den som fyller i", "Remitta Ström")
    keyboard.write("E-post till den som fyller i", "remitta@region.example")
    keyboard.write("Deltagarens förnamn", "Kanariella")
    keyboard.write("Deltagarens efternamn", "Prövqvist")
    keyboard.day("Deltagarens födelsedag", date(1990, 3, 2))
    keyboard.choose("Deltagarens kön", "Kvinna")
    keyboard.press("Skicka intresseanmälan")
    expect(page.get_by_role("alert")).to_contain_text("Samtycke behövs")
    keyboard.follow("Samtycke behövs")
    page.keyboard.press("Space")
    keyboard.press("Skicka intresseanmälan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack, intresseanmälan har kommit fram")
    return page.locator("main strong").inner_text()


def sign_in(keyboard: Keyboard, who: Person, clock: Clock) -> None:
    page = keyboard.page
    page.goto("/")
    keyboard.write("E-postadress", who.address)
    keyboard.write("Lösenord", who.password)
    page.keyboard.press("Enter")
    keyboard.write("Kod", who.code(clock))
    keyboard.press("Fortsätt")
    expect(page.get_by_role("heading", level=1)).to_have_text("Min dag")


def admit(keyboard: Keyboard, reference: str) -> None:
    page = keyboard.page
    keyboard.follow("1 ny remiss väntar på svar")
    keyboard.follow(f"Anta {reference}")
    expect(page.get_by_label("Handläggare")).to_have_value("anna@molndal.example")
    keyboard.press("Visa vad som händer")
    saves(keyboard, "Nu: antagen")


def document(keyboard: Keyboard) -> None:
    """Contact, start, plan, the offer of questions about violence, and SKAPA."""
    page = keyboard.page
    keyboard.follow("Registrera kontakt med deltagaren")
    keyboard.tick("Försökte, men nådde inte deltagaren")
    keyboard.write("Anteckning", "Svarade inte")
    saves(keyboard, "Nu: antagen")
    keyboard.follow("Registrera kontakt med deltagaren")
    saves(keyboard, "Gjort")
    keyboard.follow("Starta")
    saves(keyboard, "Nu: Block 1 – lära känna")
    keyboard.follow("Registrera handlingsplan")
    keyboard.write("Delmål 1", "Arbete på ett kafé")
    saves(keyboard, "Gjort", button="Spara planen")
    keyboard.follow("Registrera frågor om våld erbjudna")
    expect(page.get_by_text("Det är frivilligt, och det går bra att säga nej.")).to_be_visible()
    day_and_nothing_else = page.get_by_role("main").locator("input:not([type=hidden]), textarea, select")
    expect(day_and_nothing_else).to_have_count(1)
    saves(keyboard, "Gjort", button="Spara att det erbjöds")
    keyboard.follow("Registrera SKAPA-mätning")
    saves(keyboard, "Gjort")


def saves(keyboard: Keyboard, said: str, button: str = "Spara") -> None:
    """The form is sent, and the page of the journey says what changed."""
    keyboard.press(button)
    expect(keyboard.page.get_by_role("status")).to_contain_text(said)


def book(keyboard: Keyboard) -> None:
    keyboard.follow("Boka möte")
    keyboard.time("Dag och tid", FIRST_MEETING)
    keyboard.write("Plats", "Rum 4")
    saves(keyboard, "i utkorgen")


def hold_checkpoint(keyboard: Keyboard) -> None:
    """From Min dag; the page says what follows before anything is saved."""
    page = keyboard.page
    expect(page.get_by_role("region", name="Möten")).to_contain_text("Rum 4")
    keyboard.follow(re.compile("Gör nu.+Avstämning med remittent"))
    keyboard.choose("Beslut", "Gå vidare till Block 2")
    keyboard.tick("Deltagaren")
    keyboard.press("Visa vad som händer")
    follows = page.get_by_role("region", name="Det här händer")
    expect(follows).to_contain_text("Block 2 till 25 maj. Nästa avstämning senast 25 maj.")
    expect(follows).to_contain_text("Två påminnelser till remittenten.")
    keyboard.press("Ändra")
    keyboard.write("Anteckning", "Redo")
    keyboard.press("Visa vad som händer")
    expect(page.get_by_role("region", name="Du har fyllt i")).to_contain_text("Redo")
    saves(keyboard, "Nu: Block 2")


def leave(keyboard: Keyboard) -> None:
    """The exit, and that nothing of it is on Min dag any more."""
    page = keyboard.page
    keyboard.follow("Avsluta")
    keyboard.choose("Utfall", "Arbete")
    keyboard.press("Visa vad som händer")
    expect(page.get_by_role("region", name="Det här händer")).to_contain_text("Inga fler påminnelser går ut.")
    saves(keyboard, "Nu: avslutad")
    keyboard.follow("Registrera avslutsdokument")
    keyboard.follow("Registrera att det är lämnat")
    saves(keyboard, "Gjort")
    keyboard.follow("Min dag")
    expect(page.get_by_role("heading", level=1)).to_have_text("Min dag")
    expect(page.get_by_role("link", name="Gör nu")).to_have_count(0)
