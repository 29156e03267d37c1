"""A coordinator looks for a person everywhere, and finds figures."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from journeys.app import App
from tests.browser.tour import closed_to, open_to
from tests.filling import PERSON, REFERENCE, refers, registers

TRACES = (PERSON["given_name"], PERSON["family_name"], PERSON["personnummer"], REFERENCE)


@pytest.fixture
def kim(app: App, sign_in_as: Callable[..., Page]) -> Page:
    refers(app)
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    return sign_in_as("coordinator")


def test_the_menu_leads_to_figures_only(kim: Page) -> None:
    kim.goto("/")
    expect(kim.get_by_role("heading", level=1)).to_have_text("Siffror")
    expect(kim.get_by_role("navigation", name="Huvudmeny").get_by_role("link")).to_have_text(["Siffror"])
    expect(kim.get_by_role("search")).to_have_count(0)
    expect(kim.locator("main")).to_contain_text("ACTivera")


def test_no_address_shows_a_person_and_all_of_them_look_unknown(kim: Page) -> None:
    kim.goto("/konto")
    unknown = answer_to(kim, "/arende/FINNS-INTE")
    for path in closed_to("coordinator"):
        assert (path, answer_to(kim, path)) == (path, unknown)


def test_nothing_that_they_can_open_names_anybody(kim: Page) -> None:
    kim.goto("/konto")
    for path in open_to("coordinator"):
        assert (path, named_in(answer_to(kim, path)["text"])) == (path, [])


def test_a_search_by_hand_finds_no_page(kim: Page) -> None:
    """The form is not on any page of theirs; this is somebody who writes it."""
    kim.goto("/konto")
    token = kim.locator("[name=form_token]").first.input_value()
    answers = [
        answer_to(kim, "/sok", {"form_token": token, "text": text})
        for text in (PERSON["family_name"], REFERENCE, "Finns Inte")
    ]
    assert answers[0]["status"] == 404
    assert answers[0] == answers[1] == answers[2]


def named_in(text: str) -> list[str]:
    return [trace for trace in TRACES if trace in text]


def answer_to(page: Page, path: str, fields: dict[str, str] | None = None) -> dict[str, Any]:
    """What the browser gets, signed in as it is."""
    answer: dict[str, Any] = page.evaluate(_ASK, {"path": path, "fields": fields})
    return answer


_ASK = """async ({ path, fields }) => {
    const answer = await fetch(path, fields ? { method: "POST", body: new URLSearchParams(fields) } : {});
    return { status: answer.status, text: await answer.text() };
}"""
