"""Grupper: planned, filled, full, begun; who is behind; each unit its own."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from journeys.app import App
from journeys.groups import group_of
from journeys.tables.access import ACCESS_LOG
from journeys.tables.journeys import JOURNEY
from tests.filling import PERSON, REFERRER, fill_in, names_only, registers, saves
from tests.visitors import Browser, faults

SignIn = Callable[..., Browser]
SPRING = "/grupper/samkraft/grupp/V%C3%A5r"
NAMES = ("Adamsson", "Bertilsson", "Cesarsson")


@pytest.fixture
def kim(hires: SignIn) -> Browser:
    return hires("kim@lulea.example", "caseworker", "lulea")


@pytest.fixture
def three(app: App) -> list[str]:
    """Three people who wait for a group."""
    found = [f"LUL-{number}" for number in (1, 2, 3)]
    for reference, name in zip(found, NAMES, strict=True):
        person = {**PERSON, "family_name": name, "personnummer": None, "birth_date": "1990-01-01"}
        told = {"programme": "samkraft", "unit": "lulea", "person": person, "referrer": REFERRER}
        registers(app, "referred", "2026-02-02", reference, **told)
        registers(app, "admitted", "2026-02-09", reference, caseworker="kim@lulea.example")
    return found


def plan(browser: Browser, name: str = "Vår", **more: str) -> None:
    answer = fill_in(browser, "/grupper/samkraft/ny", group=name, **{"starts": "2026-03-09", "places": "2", **more})
    assert answer.status_code == 303, faults(answer)


def place(browser: Browser, reference: str, group: str = "Vår") -> str:
    return saves(browser, f"/arende/{reference}/steg/grouped", group=group)


def rows(page: str) -> list[str]:
    """The rows of the tables on a page, as they are read."""
    found = re.findall(r"<tr>(.*?)</tr>", page.partition("<main")[2], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_a_group_is_planned_and_stands_in_the_list_with_its_places(app: App, kim: Browser) -> None:
    plan(kim)
    assert rows(kim.get("/grupper").text)[1:] == ["Vår 9 mars 0 av 2 2 0"]
    with app.read() as connection:
        assert group_of(connection, "samkraft", "Vår", app.today).unit == "lulea"


def test_the_menu_has_groups_where_a_programme_starts_people_together(kim: Browser, sign_in_as: SignIn) -> None:
    assert 'href="/grupper"' in kim.get("/min-dag").text
    assert 'href="/grupper"' not in sign_in_as("anna@molndal.example").get("/min-dag").text


def test_what_is_wrong_with_a_plan_is_said_at_its_field(kim: Browser) -> None:
    path = "/grupper/samkraft/ny"
    assert faults(fill_in(kim, path)) == ["Gruppens namn: fyll i.", "Börjar: fyll i."]
    wrong = fill_in(kim, path, group="Vår", starts="2026-02-30", places="0")
    assert [each.partition(":")[0] for each in faults(wrong)] == ["Börjar", "Antal platser"]
    plan(kim)
    assert faults(fill_in(kim, path, group="Vår", starts="2026-03-09")) == [
        "Gruppens namn: det finns redan en grupp som heter så."
    ]


def test_a_participant_is_placed_and_moved_and_the_journey_says_so(kim: Browser, three: list[str]) -> None:
    plan(kim)
    plan(kim, "Höst", starts="2026-08-31", places="")
    assert [name in kim.get(SPRING).text for name in NAMES] == [True] * 3, "who waits for a group"
    form = kim.get("/arende/LUL-1/steg/grouped?grupp=V%C3%A5r").text
    assert '<option value="Vår" selected>Vår, börjar 9 mars, 2 platser kvar</option>' in form
    journey = place(kim, "LUL-1")
    assert "Grupp Vår." in journey
    assert "Placerad i grupp" in journey
    assert rows(kim.get(SPRING).text)[1].startswith("LUL-1 Kanariella Adamsson antagen")
    assert "Grupp Höst." in place(kim, "LUL-1", "Höst")
    assert "Adamsson" not in kim.get(SPRING).text


def test_a_group_without_places_left_says_so_and_takes_nobody(app: App, kim: Browser, three: list[str]) -> None:
    plan(kim)
    for reference in three[:2]:
        place(kim, reference)
    assert "2, inga platser kvar" in kim.get(SPRING).text
    refused = fill_in(kim, "/arende/LUL-3/steg/grouped", group="Vår")
    assert refused.status_code == 422
    assert faults(refused) == [
        "Gruppen ”Vår” är full: alla 2 platser är tagna. Välj en annan grupp, eller ge den här fler platser."
    ]
    assert fill_in(kim, "/grupper/samkraft/andra/V%C3%A5r", places="3").status_code == 303
    assert "Grupp Vår." in place(kim, "LUL-3")


def test_a_group_begins_and_shows_who_is_behind(app: App, kim: Browser, three: list[str]) -> None:
    plan(kim, starts="2026-02-16")
    for reference in three[:2]:
        place(kim, reference)
    registers(app, "contact", "2026-02-10", "LUL-2")
    assert fill_in(kim, "/grupper/samkraft/borjat/V%C3%A5r", on="2026-02-17").status_code == 303
    page = kim.get(SPRING).text
    assert "<dt>Började</dt><dd>tisdag 17 februari 2026</dd>" in page
    first, second = rows(page)[1:]
    assert "Kontakt inom två veckor" in first
    assert second.startswith("LUL-2 Kanariella Bertilsson antagen – ")
    assert rows(kim.get("/grupper").text)[1:] == ["Vår började 17 februari 2 av 2 inga 1"]
    assert "Gruppstart: Vår" in kim.get("/insatsen").text


def test_another_unit_sees_neither_the_group_nor_who_is_in_it(
    app: App, kim: Browser, three: list[str], sign_in_as: SignIn
) -> None:
    plan(kim)
    place(kim, "LUL-1")
    anna = sign_in_as("anna@molndal.example")
    assert "Enheten har ingen insats med grupper." in anna.get("/grupper").text
    assert anna.get(SPRING).status_code == 404
    assert kim.get("/grupper/samkraft/grupp/Vinter").status_code == 404


def test_who_is_told_of_is_in_the_access_log_and_who_is_protected_is_not_told_of(
    app: App, kim: Browser, three: list[str]
) -> None:
    plan(kim)
    for reference in three[:2]:
        place(kim, reference)
    protected = {**PERSON, "family_name": "Bertilsson", "birth_date": "1990-01-01", "protected": True}
    del protected["personnummer"]
    registers(app, "corrected", "2026-03-02", "LUL-2", of="e1", set={"person": protected}, reason="Skyddad")
    names_only(app, "LUL-2", 1)
    registers(app, "reassigned", "2026-03-02", "LUL-2", caseworker="lo@lulea.example")
    page = kim.get(SPRING).text
    assert ("Adamsson" in page, "Bertilsson" in page) == (True, False)
    assert "1 till har plats i gruppen." in page
    with app.read() as connection:
        told = select(JOURNEY.c.reference).join(ACCESS_LOG, ACCESS_LOG.c.journey_id == JOURNEY.c.id)
        on_this_page = told.where(ACCESS_LOG.c.page == "/grupper/{programme}/grupp/{group:path}")
        assert set(connection.execute(on_this_page).scalars()) == {"LUL-1", "LUL-3"}
