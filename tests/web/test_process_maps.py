"""Processkarta: drawn and as a list, the version that is asked for, with the place of a journey; it tells of nobody."""

from collections.abc import Callable

import pytest

from journeys.app import App
from tests.filling import refers, registers
from tests.visitors import Browser

SignIn = Callable[..., Browser]


@pytest.mark.parametrize("role", ["caseworker", "manager", "coordinator", "administrator"])
def test_everybody_who_works_here_sees_it_drawn_and_as_a_list(sign_in_as: SignIn, role: str) -> None:
    page = sign_in_as(role).get("/processkarta/activera").text
    assert page.count("<svg") == 1
    listed = page.partition('class="stations"')[2]
    decided = "Avstämning senast efter 6 veckor: går vidare, förlängs eller avslutas."
    assert listed.index("<strong>Remiss</strong>") < listed.index(decided)
    assert listed.index("Avstämning") < listed.index("<strong>Avslut</strong>")


def test_the_version_is_the_one_that_is_asked_for_or_that_of_today(sign_in_as: SignIn) -> None:
    browser = sign_in_as("coordinator")
    assert "Gruppprogram · 12 veckor" in browser.get("/processkarta/samkraft").text
    for asked, length in (("2023", "10 veckor"), ("2026", "12 veckor"), ("1999", "12 veckor")):
        page = browser.get(f"/processkarta/samkraft?version={asked}").text
        assert f"Gruppprogram · {length}" in page
    assert browser.get("/processkarta/finns-inte").status_code == 404


def test_a_journey_leads_to_it_with_its_place_marked(app: App, sign_in_as: SignIn) -> None:
    refers(app)
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    anna = sign_in_as("anna@molndal.example")
    path = "/processkarta/activera?version=2026&amp;har=admitted"
    assert f'href="{path}"' in anna.get("/arende/MOL-2026-001").text
    page = anna.get(path.replace("&amp;", "&")).text
    assert page.count("Antagen – här är ärendet") == 2, "in the drawing and in the list"
