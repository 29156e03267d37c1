"""SKAPA and other self-assessments: answered by two, written as the journal has them, shown over time."""

import re
from collections.abc import Callable

import pytest

from journeys.app import App
from journeys.storage.dossiers import load
from tests.filling import REFERENCE, does, fill_in, refers, registers, saves, sheet
from tests.visitors import Browser, Clock, faults

SignIn = Callable[..., Browser]
HERE = f"/arende/{REFERENCE}"


@pytest.fixture
def anna(app: App, clock: Clock, sign_in_as: SignIn) -> Browser:
    clock.forward(days=40)
    refers(app)
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    registers(app, "started", "2026-03-02")
    return sign_in_as("anna@molndal.example")


def answers(app: App) -> object:
    with app.read() as connection:
        dossier = load(connection, app.catalogue(connection), REFERENCE)
        return dossier.private(app.ledger, "skapa").get("skapa", {}).get("values")


def rows(page: str) -> dict[str, list[str]]:
    """The table of the journey's page: question → answers, the earliest first."""
    table = page.partition("<caption>SKAPA")[2].partition("</table>")[0]
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table)
    return {question: re.findall(r"<td[^>]*>(.*?)</td>", cells) for question, cells in found}


def test_both_answer_and_what_is_not_answered_is_left_out(app: App, anna: Browser) -> None:
    does(anna, "skapa", on="2026-04-01", participant__health="2", caseworker__health="4", caseworker__belief="5")
    assert answers(app) == {"participant": {"health": 2}, "caseworker": {"health": 4, "belief": 5}}
    assert "deltagaren 1 fråga, handläggaren 2 frågor" in anna.get(HERE).text


def test_it_can_be_registered_without_answers(app: App, anna: Browser) -> None:
    page = does(anna, "skapa", on="2026-04-01")
    assert answers(app) is None
    assert "SKAPA-mätning" in page
    assert not rows(page)


def test_the_journey_shows_the_answers_of_several_days_beside_each_other(app: App, anna: Browser) -> None:
    does(anna, "skapa", on="2026-03-10", participant__health="2")
    page = does(anna, "skapa", on="2026-04-01", participant__health="3", caseworker__goals="1")
    assert rows(page)["Hälsa och hur den hanteras"] == ["2", "3", "–"]
    assert rows(page)["Målinriktning"] == ["–", "–", "1"]


def test_the_form_says_what_was_answered_the_last_time_and_that_it_is_a_placeholder(anna: Browser) -> None:
    does(anna, "skapa", on="2026-03-10", participant__health="2")
    page = anna.get(f"{HERE}/steg/skapa").text
    assert page.count("Förra gången: 2.") == 1
    assert "platshållare" in page


def test_an_answer_outside_the_scale_is_refused(app: App, anna: Browser) -> None:
    answer = fill_in(anna, f"{HERE}/steg/skapa", participant__health="6", caseworker__goals="3")
    assert faults(answer) == ["Deltagaren: Hälsa och hur den hanteras: välj ett av alternativen."]
    assert sheet(answer)["caseworker.goals"] == ["3"], "nothing that was filled in is lost"
    assert answers(app) is None


def test_one_answer_is_corrected_and_the_others_stay(app: App, anna: Browser) -> None:
    does(anna, "skapa", on="2026-04-01", participant__health="2", participant__goals="3", caseworker__health="4")
    correct = re.findall(rf"{HERE}/ratta/w[0-9a-f]+", anna.get(HERE).text)[0]
    assert sheet(anna.get(correct))["participant.health"] == ["2"]
    saves(anna, correct, participant__health="5", participant__goals="", why="Fel ruta")
    assert answers(app) == {"participant": {"health": 5}, "caseworker": {"health": 4}}
