"""What a participant takes part in: told, ended, corrected, and counted against what the stage expects."""

import re
from collections.abc import Callable

import pytest

from journeys.app import App
from tests.filling import REFERENCE, does, fill_in, refers, registers, saves
from tests.visitors import Browser, Clock, faults

ANNA = "anna@molndal.example"
JOURNEY = f"/arende/{REFERENCE}"


@pytest.fixture
def anna(app: App, clock: Clock, sign_in_as: Callable[..., Browser]) -> Browser:
    """With a journey in block 2 of the version that expects two activities a week; it is Monday 7 September."""
    clock.forward(days=189)
    refers(app, "2026-07-01")
    registers(app, "admitted", "2026-07-02", caseworker=ANNA)
    registers(app, "started", "2026-07-06")
    registers(app, "contact", "2026-08-10")
    registers(app, "checkpoint", "2026-08-19", decision="continue")
    return sign_in_as(ANNA)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_too_few_activities_are_something_to_do_until_they_are_enough(anna: Browser) -> None:
    day = words(anna.get("/min-dag").text)
    assert "Minst två aktiviteter i veckan" in day
    assert "senast 28 augusti" in day
    assert "0 av minst 2 aktiviteter i veckan som börjar 24 augusti" in day
    page = does(anna, "activity", area="health", what="Promenadgrupp", hours="2,5", **{"from": "2026-08-24"})
    assert "1 av minst 2 aktiviteter den här veckan" in words(page)
    page = words(does(anna, "activity", area="work", what="Praktik på ett kafé", to="2026-10-02"))
    assert "Gjort: Minst två aktiviteter i veckan: senast 28 augusti, gjort 7 september för sent" in page
    assert "Promenadgrupp Hälsa 2,5 timmar i veckan, sedan 24 augusti" in page
    assert "Praktik på ett kafé Arbete sedan 7 september, till 2 oktober" in page
    assert "2 av minst 2 aktiviteter den här veckan" in page


def test_one_that_is_to_begin_is_told_of_today(anna: Browser) -> None:
    page = words(does(anna, "activity", area="social", what="Kör", **{"from": "2026-09-21"}))
    assert "Kör Socialt från 21 september" in page
    assert "0 av minst 2 aktiviteter den här veckan" in page


def test_an_activity_is_ended_and_can_be_corrected(anna: Browser, app: App) -> None:
    told = registers(app, "activity", "2026-08-19", area="skills", hours=4, what="Svenska")
    page = words(does(anna, "activity-ended", activity=told, on="2026-09-04"))
    assert "Avslutade aktiviteter (1)" in page
    assert "4 timmar i veckan, sedan 19 augusti, till 4 september" in page
    page = words(saves(anna, f"{JOURNEY}/ratta/{told}", hours="7,5", why="Fel antal timmar"))
    assert "7,5 timmar i veckan" in page
    refused = fill_in(anna, f"{JOURNEY}/ta-tillbaka/{told}", reason="Fel ärende")
    assert "”avsluta aktivitet” 4 september" in faults(refused)[0]


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(anna: Browser) -> None:
    wrong = {"area": "", "what": "Kör", "hours": "många", "from": "2026-13-01", "to": "2026-09-01"}
    answer = fill_in(anna, f"{JOURNEY}/steg/activity", **wrong)
    assert answer.status_code == 422
    assert faults(answer) == [
        "Område: välj.",
        "Timmar i veckan: ska vara ett tal.",
        "Första dag: ska vara ett datum som finns: 2026-03-02.",
    ]
    assert 'value="Kör"' in answer.text
    backwards = {"area": "social", "what": "Kör", "to": "2026-09-01"}
    answer = fill_in(anna, f"{JOURNEY}/steg/activity", **backwards)
    assert faults(answer) == ["Sista dag: ska vara från första dagen till högst fem år efter den."]
    answer = fill_in(anna, f"{JOURNEY}/steg/activity", **backwards | {"to": "", "hours": "61"})
    assert faults(answer) == ["Timmar i veckan: ska vara högst 60."]


def test_what_helps_is_told_beside_the_activities(anna: Browser, app: App) -> None:
    plan = {"actions": [{"area": "work", "what": "Söka praktik"}, {"area": "health", "what": "Träna", "done": True}]}
    registers(app, "plan", "2026-08-12", plan=plan)
    registers(app, "reassigned", "2026-08-12", caseworker="bo@molndal.example")
    page = words(anna.get(JOURNEY).text)
    assert "2 handläggare hittills." in page
    assert "Ingen kontakt, inget möte och ingen aktivitet på 2 veckor, sedan 24 augusti." in page
    assert "I planen men inget pågår: arbete." in page


def test_before_block_2_activities_are_counted_but_not_expected(
    app: App, clock: Clock, sign_in_as: Callable[..., Browser]
) -> None:
    clock.forward(days=189)
    refers(app, "2026-08-03")
    registers(app, "admitted", "2026-08-03", caseworker=ANNA)
    registers(app, "started", "2026-08-10")
    registers(app, "activity", "2026-08-10", area="health")
    page = words(sign_in_as(ANNA).get(JOURNEY).text)
    assert "1 aktivitet den här veckan." in page
    assert "Minst två aktiviteter" not in page
