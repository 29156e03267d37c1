"""Min dag, the lists and the search: what somebody may see, and nothing of what they may not."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from journeys.access_tables import ACCESS_LOG
from journeys.app import App
from journeys.casework import register
from journeys.reading import line_of
from tests.visitors import Browser

SignIn = Callable[..., Browser]


def referral(reference: str, unit: str, family: str, **person: object) -> dict[str, object]:
    return {
        "journey": reference,
        "event": "referred",
        "on": "2026-02-02",
        "programme": "activera",
        "unit": unit,
        "person": {"given_name": "Kim", "family_name": family, "birth_date": "1990-01-01", "gender": "woman", **person},
        "referrer": {"party": "region"},
    }


@pytest.fixture
def journeys(app: App) -> None:
    """Two in Mölndal, one of them another caseworker's, one in Partille, one of a protected person."""
    lines = [
        referral("MOL-2026-001", "molndal", "Annasson", personnummer="191212121212"),
        {"journey": "MOL-2026-001", "event": "admitted", "on": "2026-02-09", "caseworker": "anna@molndal.example"},
        referral("MOL-2026-002", "molndal", "Bosson"),
        {"journey": "MOL-2026-002", "event": "admitted", "on": "2026-02-16", "caseworker": "bo@molndal.example"},
        referral("MOL-2026-003", "molndal", "Skyddsson", protected=True),
        referral("PAR-2026-001", "partille", "Persson"),
    ]
    for line in lines:
        with app.work() as work:
            register(work, line_of(line))


def test_the_day_shows_ones_own_work_and_why(journeys: None, sign_in_as: SignIn) -> None:
    page = sign_in_as("anna@molndal.example").get("/min-dag").text
    assert "Annasson" in page
    assert "senast 23 februari" in page
    assert "Antagen 2026-02-09" in page
    assert "/arende/MOL-2026-001/steg/contact" in page
    assert "Bosson" not in page


def test_the_whole_unit_is_one_click_away_and_no_other_unit(journeys: None, sign_in_as: SignIn) -> None:
    page = sign_in_as("anna@molndal.example").get("/min-dag?vy=enheten").text
    assert "Annasson" in page
    assert "Bosson" in page
    assert "Persson" not in page


def test_new_referrals_are_counted_but_not_the_protected(journeys: None, sign_in_as: SignIn) -> None:
    assert "ny remiss väntar" not in sign_in_as("anna@molndal.example").get("/min-dag").text
    assert "1 ny remiss väntar" in sign_in_as("per@partille.example").get("/min-dag").text


@pytest.mark.parametrize("text", ["Annasson", "anna", "kim annas", "mol-2026-001", "19121212-1212", "191212121212"])
def test_a_journey_is_found_by_name_reference_or_number(journeys: None, sign_in_as: SignIn, text: str) -> None:
    answer = sign_in_as("anna@molndal.example").post("/sok", page="/min-dag", text=text)
    assert "/arende/MOL-2026-001" in answer.text


@pytest.mark.parametrize("text", ["Persson", "Skyddsson", "PAR-2026-001", "MOL-2026-003", "%", "_", "19121212"])
def test_the_search_finds_nothing_that_is_not_theirs(journeys: None, sign_in_as: SignIn, text: str) -> None:
    answer = sign_in_as("anna@molndal.example").post("/sok", page="/min-dag", text=text)
    assert "Inget ärende hittades" in answer.text


def test_the_list_is_narrowed(journeys: None, sign_in_as: SignIn) -> None:
    browser = sign_in_as("mia@molndal.example")
    assert "Bosson" in browser.get("/arenden").text
    narrowed = browser.get("/arenden?handlaggare=anna@molndal.example").text
    assert "Annasson" in narrowed
    assert "Bosson" not in narrowed
    assert "Inga ärenden" in browser.get("/arenden?status=ended").text


def test_every_list_that_names_somebody_is_in_the_access_log(journeys: None, sign_in_as: SignIn, app: App) -> None:
    browser = sign_in_as("anna@molndal.example")
    browser.get("/min-dag")
    browser.get("/arenden")
    with app.read() as connection:
        pages = connection.execute(select(ACCESS_LOG.c.page).order_by(ACCESS_LOG.c.id)).scalars().all()
    assert pages == ["/min-dag", "/arenden", "/arenden"]


@pytest.mark.parametrize("path", ["/min-dag", "/arenden"])
@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_who_sees_no_persons_sees_no_list(journeys: None, sign_in_as: SignIn, path: str, role: str) -> None:
    assert sign_in_as(role).get(path).status_code == 404
