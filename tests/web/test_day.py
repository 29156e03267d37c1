"""Min dag, the lists and the search: what somebody may see, and nothing of what they may not."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from journeys.app import App
from journeys.casework import register
from journeys.journal.reading import line_of
from journeys.tables.access import ACCESS_LOG
from tests.filling import fill_in, saves
from tests.visitors import Browser, Clock, faults

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
    assert "Antagen 9 februari, ska" in page
    assert "/arende/MOL-2026-001/steg/contact" in page
    assert "Bosson" not in page


def test_the_whole_unit_is_one_click_away_and_no_other_unit(journeys: None, sign_in_as: SignIn) -> None:
    page = sign_in_as("anna@molndal.example").get("/min-dag?vy=enheten").text
    assert "Annasson" in page
    assert "Bosson" in page
    assert "Persson" not in page


def begin(app: App, reference: str, unit: str, caseworker: str, *, meeting: str = "") -> None:
    """A journey that began on the second of February, with or without a booked meeting."""
    lines: list[dict[str, object]] = [
        referral(reference, unit, "Mötsson"),
        {"journey": reference, "event": "admitted", "on": "2026-02-02", "caseworker": caseworker},
        {"journey": reference, "event": "started", "on": "2026-02-02"},
    ]
    if meeting:
        booked = {"journey": reference, "event": "booked", "meeting": "checkpoint", "time": meeting, "place": "Rum 4"}
        lines.append(booked | {"on": "2026-02-02"})
    for line in lines:
        with app.work() as work:
            register(work, line_of(line))


def meetings_on(page: str) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", page.partition('id="meetings"')[2]).replace("  ", " ")


def test_meetings_of_today_come_before_those_of_the_week_and_each_has_its_button(app: App, sign_in_as: SignIn) -> None:
    begin(app, "MOL-2026-001", "molndal", "anna@molndal.example", meeting="2026-03-02T08:00")
    begin(app, "MOL-2026-002", "molndal", "anna@molndal.example", meeting="2026-03-09T13:00")
    begin(app, "MOL-2026-003", "molndal", "anna@molndal.example", meeting="2026-03-10T13:00")
    page = sign_in_as("anna@molndal.example").get("/min-dag").text
    assert '<a href="#meetings">1 möte idag</a>' in page
    today, _, week = meetings_on(page).partition("De närmaste sju dagarna")
    assert "2 mars kl. 08.00" in today
    assert "9 mars kl. 13.00" in week
    assert "10 mars" not in today + week
    assert "/arende/MOL-2026-001/steg/checkpoint" in page.partition('id="meetings"')[2], "it can be held today"
    assert "/arende/MOL-2026-002/steg/booked" in page, "it can be moved"


def test_a_checkpoint_says_when_it_is_booked_or_where_to_book_it(app: App, sign_in_as: SignIn) -> None:
    begin(app, "MOL-2026-001", "molndal", "anna@molndal.example", meeting="2026-03-12T13:00")
    begin(app, "MOL-2026-002", "molndal", "anna@molndal.example")
    page = sign_in_as("anna@molndal.example").get("/min-dag").text
    assert "Möte bokat 12 mars kl. 13.00." in page
    assert page.count("Inget möte är bokat.") == 1
    assert 'href="/arende/MOL-2026-002/steg/booked"' in page


def test_a_day_of_another_year_says_so(app: App, clock: Clock, sign_in_as: SignIn) -> None:
    begin(app, "MOL-2026-001", "molndal", "anna@molndal.example")
    clock.forward(days=340)
    page = sign_in_as("anna@molndal.example").get("/min-dag").text
    assert "senast 16 mars 2026" in page


def test_the_whole_unit_says_whose_by_name(journeys: None, sign_in_as: SignIn) -> None:
    page = sign_in_as("anna@molndal.example").get("/min-dag?vy=enheten").text
    assert "Bo Alm" in page
    assert "bo@molndal.example" not in page


def test_a_manager_sees_the_whole_unit_first(journeys: None, sign_in_as: SignIn) -> None:
    browser = sign_in_as("mia@molndal.example")
    assert "Annasson" in browser.get("/min-dag").text
    assert "Annasson" not in browser.get("/min-dag?vy=mina").text


def test_new_referrals_are_counted_but_not_the_protected(journeys: None, sign_in_as: SignIn) -> None:
    assert "ny remiss väntar" not in sign_in_as("anna@molndal.example").get("/min-dag").text
    assert "1 ny remiss väntar" in sign_in_as("per@partille.example").get("/min-dag").text


@pytest.mark.parametrize("text", ["Annasson", "anna", "kim annas", "mol-2026-001", "19121212-1212", "191212121212"])
def test_a_journey_is_found_by_name_reference_or_number(journeys: None, sign_in_as: SignIn, text: str) -> None:
    answer = sign_in_as("anna@molndal.example").post("/sok", page="/min-dag", text=text)
    assert "/arende/MOL-2026-001" in answer.text


@pytest.mark.parametrize("reference", ["2501010001", "250101-0001"])
def test_a_reference_that_looks_like_a_number_is_found(app: App, sign_in_as: SignIn, reference: str) -> None:
    begin(app, reference, "molndal", "anna@molndal.example")
    answer = sign_in_as("anna@molndal.example").post("/sok", page="/min-dag", text=reference)
    assert f"/arende/{reference}" in answer.text


@pytest.mark.parametrize("text", ["Persson", "Skyddsson", "PAR-2026-001", "MOL-2026-003", "%", "_", "19121212"])
def test_the_search_finds_nothing_that_is_not_theirs(journeys: None, sign_in_as: SignIn, text: str) -> None:
    answer = sign_in_as("anna@molndal.example").post("/sok", page="/min-dag", text=text)
    assert "Inget ärende hittades" in answer.text


@pytest.mark.parametrize("text", ["rut", "Försäkringskassan", "FORSAK strom", "rut@fk.example"])
def test_the_list_is_narrowed_to_who_referred_and_no_address_tells(app: App, sign_in_as: SignIn, text: str) -> None:
    told = {"party": "försäkringskassan", "organisation": "Försäkringskassan Mölndal", "name": "Rut Ström"}
    for reference, referrer in (
        ("MOL-2026-008", told | {"email": "rut@fk.example"}),
        ("MOL-2026-009", {"party": "self"}),
    ):
        line = referral(reference, "molndal", f"Nr{reference[-1]}son") | {"referrer": referrer}
        with app.work() as work:
            register(work, line_of(line))
    anna = sign_in_as("anna@molndal.example")
    answer = anna.post("/arenden/urval", page="/arenden", vem=text, status="open", remittent="försäkringskassan")
    assert ("Nr8son" in answer.text, "Nr9son" in answer.text) == (True, False)
    assert f'value="{text}"' in answer.text
    assert "Inga ärenden" in anna.post("/arenden/urval", page="/arenden", vem=text, status="ended").text
    assert "Inga ärenden" in anna.post("/arenden/urval", page="/arenden", vem="%", status="open").text
    there = anna.post("/arenden/urval", page="/arenden", vem="", status="all", remittent="self").headers["location"]
    assert there == "/arenden?remittent=self&status=all"
    assert "Nr9son" in anna.get(there).text


def test_the_list_is_narrowed(journeys: None, sign_in_as: SignIn) -> None:
    browser = sign_in_as("mia@molndal.example")
    assert "Bosson" in browser.get("/arenden").text
    narrowed = browser.get("/arenden?handlaggare=1").text
    assert "Annasson" in narrowed
    assert "Bosson" not in narrowed
    assert "Inga ärenden" in browser.get("/arenden?status=ended").text


def test_the_list_calls_caseworkers_by_name_and_ones_own_comes_first(journeys: None, sign_in_as: SignIn) -> None:
    page = sign_in_as("bo@molndal.example").get("/arenden").text
    assert "<td>Anna Ek</td>" in page
    choices = page.partition('id="filter-handlaggare"')[2].partition("</select>")[0]
    assert re.findall(r">([^<]+)</option>", choices) == ["Alla", "Bo Alm", "Anna Ek"]


def test_states_to_choose_come_in_the_order_of_a_journey(journeys: None, app: App, sign_in_as: SignIn) -> None:
    begin(app, "MOL-2026-004", "molndal", "anna@molndal.example")
    with app.work() as work:
        declined = {"journey": "MOL-2026-002", "event": "declined", "on": "2026-03-02", "reason": "Flyttade"}
        register(work, line_of(declined))
    browser = sign_in_as("bo@molndal.example")
    choices = browser.get("/arenden").text.partition('id="filter-lage"')[2].partition("</select>")[0]
    assert re.findall(r">([^<]+)</option>", choices) == ["Alla", "Antagen", "Block 1 – lära känna", "Inte antagen"]
    assert "Bosson" in browser.get("/arenden?lage=declined").text, "who asks for an ended state gets what has ended"


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


SET = {"set": {"caseworker": "bo@molndal.example"}, "reason": "Fel person"}
LATER = {"set": {"until": "2026-03-23"}, "reason": "Längre"}


def rests(app: App, reference: str, on: str, **more: str) -> None:
    begin(app, reference, "molndal", "anna@molndal.example")
    with app.work() as work:
        register(work, line_of({"journey": reference, "event": "paused", "on": on, "reason": "Sjuk", **more}))


def resting_on(page: str) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", page.partition('id="resting"')[2].partition("</section>")[0]).replace("  ", " ")


def test_what_rests_is_looked_at_on_its_day_or_after_a_month(app: App, sign_in_as: SignIn, clock: Clock) -> None:
    rests(app, "MOL-1", "2026-03-02", until="2026-03-09")
    rests(app, "MOL-2", "2026-02-16")
    anna = sign_in_as("anna@molndal.example")
    assert resting_on(anna.get("/min-dag").text) == ""
    clock.forward(days=7)
    shown = resting_on(sign_in_as("anna@molndal.example").get("/min-dag").text)
    assert "MOL-1" in shown
    assert "Vilar sedan 2 mars, ska ses över idag." in shown
    assert "MOL-2" not in shown
    clock.forward(days=11)
    with app.work() as work:  # what is put right elsewhere is no matter of the pause, and its own is
        register(
            work, line_of({"journey": "MOL-2", "event": "corrected", "on": "2026-03-16", "of": "e2", "id": "r"} | SET)
        )
        register(work, line_of({"journey": "MOL-1", "event": "corrected", "on": "2026-03-16", "of": "e4"} | LATER))
    page = sign_in_as("bo@molndal.example").get("/min-dag?vy=enheten").text
    assert "Vilar sedan 16 februari: 32 dagar, och ingen dag är bestämd." in resting_on(page)
    assert "MOL-1" not in resting_on(page)
    assert "MOL-2" in resting_on(sign_in_as("bo@molndal.example").get("/min-dag").text)


def test_what_has_rested_for_a_year_has_no_later_day_to_name(app: App, sign_in_as: SignIn, clock: Clock) -> None:
    rests(app, "MOL-1", "2026-03-02")
    clock.forward(days=365)
    assert "Ny dag" in resting_on(sign_in_as("anna@molndal.example").get("/min-dag").text)
    clock.forward(days=1)
    shown = resting_on(sign_in_as("anna@molndal.example").get("/min-dag").text)
    assert ("Återuppta" in shown, "Ny dag" in shown) == (True, False)


def test_the_day_to_look_lies_after_the_pause_and_can_be_moved(app: App, sign_in_as: SignIn) -> None:
    begin(app, "MOL-1", "molndal", "anna@molndal.example")
    anna = sign_in_as("anna@molndal.example")
    path = "/arende/MOL-1/steg/paused"
    wrong = fill_in(anna, path, reason="Sjuk", until="2027-04-01")
    assert faults(wrong) == ["Ses över: ska ligga efter dagen, och högst ett år efter den."]
    page = saves(anna, path, reason="Sjuk", until="2026-04-01")
    assert "<dt>Ses över</dt><dd>1 april</dd>" in page
    assert "Ses över 1 april." in page
    correct = re.findall(r"/arende/MOL-1/ratta/[^\"]+", page)[1]  # the latest but for the referral's
    page = saves(anna, correct, until="2026-04-08", why="Längre sjukskriven")
    assert "<dt>Ses över</dt><dd>8 april</dd>" in page
    assert "Ses över 8 april." in page
