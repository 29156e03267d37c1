"""Keyboard shortcuts: listed by `?`, silent while one types, and nobody has to have them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def anna(sign_in_as: Callable[..., Page]) -> Page:
    page = sign_in_as("anna@molndal.example")
    page.goto("/konto")
    return page


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_the_question_mark_lists_them(anna: Page) -> None:
    anna.keyboard.press("?")
    listed = anna.get_by_role("dialog", name="Kortkommandon")
    expect(listed.locator("dt")).to_have_text(["m", "a", "r", "f", "s", "k", "?"])
    expect(listed.locator("dd").first).to_have_text("Min dag")
    anna.keyboard.press("Escape")
    expect(listed).to_be_hidden()


@pytest.mark.parametrize(("key", "title"), [("m", "Min dag"), ("a", "Ärenden"), ("f", "Siffror")])
def test_a_key_goes_to_a_page(anna: Page, key: str, title: str) -> None:
    anna.keyboard.press(key)
    heading(anna, title)


def test_a_key_goes_to_the_search_and_there_it_is_a_letter(anna: Page) -> None:
    anna.keyboard.press("s")
    search = anna.get_by_label("Sök ärende")
    expect(search).to_be_focused()
    anna.keyboard.type("ams?")
    expect(search).to_have_value("ams?")
    expect(anna.get_by_role("dialog")).to_be_hidden()
    heading(anna, "Konto")


def test_a_key_together_with_others_belongs_to_the_browser(anna: Page) -> None:
    anna.keyboard.press("Alt+m")
    anna.keyboard.press("a")
    heading(anna, "Ärenden")


def test_they_are_switched_off_for_one_person(anna: Page, sign_in_as: Callable[..., Page]) -> None:
    anna.get_by_role("button", name="Stäng av kortkommandon").click()
    expect(anna.get_by_text("Kortkommandon är av.")).to_be_visible()
    anna.wait_for_load_state()  # with its script, which is not to listen
    anna.keyboard.press("?")
    anna.keyboard.press("m")
    expect(anna.get_by_role("dialog")).to_have_count(0)
    heading(anna, "Konto")
    bo = sign_in_as("bo@molndal.example")
    bo.goto("/konto")
    bo.keyboard.press("m")
    heading(bo, "Min dag")


def test_they_are_switched_off_without_javascript(sign_in_as: Callable[..., Page]) -> None:
    page = sign_in_as("anna@molndal.example", java_script_enabled=False)
    page.goto("/konto")
    page.get_by_role("button", name="Stäng av kortkommandon").click()
    expect(page.get_by_text("Kortkommandon är av.")).to_be_visible()
