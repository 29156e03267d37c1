"""An administrator adds a unit, without JavaScript and on a small screen, and closes it for referrals again."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

SignIn = Callable[..., Page]


def test_a_unit_is_added_chosen_and_closed(sign_in_as: SignIn) -> None:
    ada = sign_in_as("administrator", java_script_enabled=False, viewport={"width": 320, "height": 800})
    ada.goto("/enheter")
    ada.get_by_role("link", name="Lägg till en enhet").click()
    ada.get_by_label("Insats").select_option("activera")
    ada.get_by_label("Namn").fill("ACTivera Lerum")
    ada.get_by_label("Platser per år").fill("20")
    ada.get_by_role("button", name="Lägg till").click()
    expect(ada.get_by_role("alert")).to_contain_text("ACTivera Lerum finns redan")
    ada.get_by_label("Namn").fill("ACTivera Öckerö")
    ada.get_by_role("button", name="Lägg till").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("ACTivera Öckerö")
    expect(ada.get_by_role("status")).to_contain_text("tillagd")
    here = ada.url.partition("?")[0]
    ada.goto("/anmalan/activera")
    expect(ada.get_by_label("Enhet").get_by_role("option", name="ACTivera Öckerö")).to_have_count(1)
    ada.goto(here)
    ada.get_by_role("button", name="Stäng för nya remisser").click()
    expect(ada.get_by_role("status")).to_contain_text("tar inte emot fler remisser")
    ada.goto("/anmalan/activera")
    expect(ada.get_by_label("Enhet").get_by_role("option", name="ACTivera Öckerö")).to_have_count(0)
