"""What happens in a programme and in no journey: registered, corrected, taken back, counted; each unit its own."""

import re
from collections.abc import Callable

import pytest
from pydantic import ValidationError

from journeys.app import App
from journeys.programme_events import proceedings_of
from journeys.web.held import WHOLE
from tests.filling import fill_in, send, sheet, typed
from tests.visitors import Browser, faults
from workflows.events import effective
from workflows.programme_tables import Unit

SignIn = Callable[..., Browser]
NEW = "/insatsen/activera/ny"


@pytest.fixture
def anna(sign_in_as: SignIn) -> Browser:
    return sign_in_as("anna@molndal.example")


def standing(app: App) -> list[tuple[str, str, str | None]]:
    """Event, day and unit of what stands."""
    with app.read() as connection:
        events = effective(proceedings_of(connection, "activera").events)
    return [(event.name, event.on.isoformat(), event.data.get("unit")) for event in events]


def link(browser: Browser, end: str) -> str:
    found = re.search(rf'/insatsen/activera/[^/"]+/{end}', browser.get("/insatsen").text)
    assert found, f"nothing to {end}"
    return found[0]


def test_a_joint_meeting_of_the_unit_is_registered(app: App, anna: Browser) -> None:
    answer = fill_in(anna, NEW, event="joint-meeting", on="2026-02-27", note="Tema: gränssnitt")
    page = anna.get(answer.headers["location"]).text
    assert standing(app) == [("joint-meeting", "2026-02-27", "molndal")]
    for said in (
        "Sparat.",
        "Gemensamt möte",
        "fredag 27 februari 2026, ACTivera Mölndal",
        "Tema: gränssnitt",
        "Anna Ek",
    ):
        assert said in page


def test_groups_are_spoken_of_only_where_there_are_some(anna: Browser, hires: SignIn) -> None:
    kim = hires("kim@lulea.example", "caseworker", "lulea")
    for page in ("/insatsen", "/siffror"):
        assert "gemensamma möten" in anna.get(page).text
        assert "gruppstarter" not in anna.get(page).text
        assert "gruppstarter" in kim.get(page).text


def test_it_may_be_of_the_whole_programme_and_then_every_unit_sees_it(
    app: App, anna: Browser, sign_in_as: SignIn
) -> None:
    fill_in(anna, NEW, event="joint-meeting", unit=WHOLE)
    fill_in(anna, NEW, event="joint-meeting", on="2026-01-15")
    assert standing(app) == [("joint-meeting", "2026-01-15", "molndal"), ("joint-meeting", "2026-03-02", None)]
    page = sign_in_as("per@partille.example").get("/insatsen").text
    assert "måndag 2 mars 2026, Hela insatsen" in page
    assert "15 januari" not in page


def test_what_stands_for_the_whole_programme_is_no_unit() -> None:
    with pytest.raises(ValidationError, match="id"):
        Unit(id=WHOLE, name="Hela")


def test_a_day_that_is_to_come_is_refused_and_nothing_typed_is_lost(app: App, anna: Browser) -> None:
    answer = fill_in(anna, NEW, event="joint-meeting", on="2026-03-03", note="Nästa vecka")
    assert faults(answer) == ["Dag: den har inte varit än."]
    assert sheet(answer)["note"] == ["Nästa vecka"]
    assert standing(app) == []


def test_a_form_without_an_answer_says_which(anna: Browser) -> None:
    assert faults(fill_in(anna, NEW, on="")) == ["Vad hände: välj.", "Dag: fyll i."]


def test_a_double_click_registers_once(app: App, anna: Browser) -> None:
    form = typed(anna.get(NEW), event="joint-meeting")
    assert [send(anna, NEW, form).status_code for _ in range(2)] == [303, 303]
    assert len(standing(app)) == 1


def test_its_day_and_unit_are_corrected_and_what_it_said_is_shown(app: App, anna: Browser) -> None:
    fill_in(anna, NEW, event="joint-meeting", on="2026-02-27")
    fill_in(anna, link(anna, "ratta"), on="2026-02-26", unit=WHOLE, why="Det var alla, på torsdagen")
    assert standing(app) == [("joint-meeting", "2026-02-26", None)]
    page = anna.get("/insatsen").text
    assert "Före rättelsen: 27 februari; ACTivera Mölndal" in page
    assert "Skäl: Det var alla, på torsdagen" in page


def test_a_correction_without_a_change_is_refused(anna: Browser) -> None:
    fill_in(anna, NEW, event="joint-meeting")
    assert faults(fill_in(anna, link(anna, "ratta"), why="Hm")) == ["Rättelsen ändrar inget."]


def test_it_is_taken_back_and_stays_in_the_list_struck(app: App, anna: Browser) -> None:
    fill_in(anna, NEW, event="joint-meeting")
    path = link(anna, "ta-tillbaka")
    fill_in(anna, path, reason="Det blev inställt")
    assert standing(app) == []
    assert '<strong class="struck">Gemensamt möte</strong>' in anna.get("/insatsen").text
    assert anna.get(path).status_code == 404


def test_only_what_is_the_units_or_everybodys_can_be_touched(anna: Browser, sign_in_as: SignIn) -> None:
    fill_in(anna, NEW, event="joint-meeting")
    path = link(anna, "ratta")
    assert sign_in_as("per@partille.example").get(path).status_code == 404
    assert anna.get("/insatsen/orangeriet/ny").status_code == 404


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_only_who_works_in_a_unit_registers(sign_in_as: SignIn, role: str) -> None:
    browser = sign_in_as(role)
    assert [browser.get(path).status_code for path in ("/insatsen", NEW)] == [404, 404]
