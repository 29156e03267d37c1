"""Passkeys, with the authenticator that Chromium plays itself."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.visitors import Person

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give(page: Page, authenticator: dict[str, object]) -> None:
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": authenticator})


def test_a_passkey_is_added_and_opens_the_door(sign_in_as: Callable[..., Page], person: Callable[..., Person]) -> None:
    anna, page = person("anna@molndal.example"), sign_in_as("anna@molndal.example")
    give(page, PHONE)
    add(page, anna)
    expect(page.get_by_role("status")).to_have_text("Passnyckeln är tillagd.")
    page.get_by_role("button", name="Logga ut", exact=True).click()
    page.get_by_label("E-postadress").fill(anna.address)
    page.get_by_label("Lösenord").fill(anna.password)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("button", name="Använd passnyckel i stället").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Min dag")


def test_a_phone_that_says_no_is_said_and_the_form_stays(
    sign_in_as: Callable[..., Page], person: Callable[..., Person]
) -> None:
    anna, page = person("anna@molndal.example"), sign_in_as("anna@molndal.example")
    give(page, PHONE | {"isUserVerified": False})
    add(page, anna)
    expect(page.get_by_role("alert")).to_contain_text("kunde inte använda en passnyckel")
    expect(page.get_by_label("Vad ska den heta?")).to_have_value("jobbtelefonen")


def test_without_javascript_the_page_says_what_it_takes(sign_in_as: Callable[..., Page]) -> None:
    page = sign_in_as("anna@molndal.example", java_script_enabled=False)
    page.goto("/konto/passnyckel")
    expect(page.get_by_text("Koden i appen fungerar alltid.")).to_be_visible()
    expect(page.get_by_label("Vad ska den heta?")).to_be_hidden()


def add(page: Page, who: Person) -> None:
    page.goto("/konto/passnyckel")
    page.get_by_label("Vad ska den heta?").fill("jobbtelefonen")
    page.get_by_label("Ditt lösenord").fill(who.password)
    page.get_by_role("button", name="Lägg till").click()
