"""A self-assessment that has begun: kept as a draft, continued, thrown away; no measurement before it is registered."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from journeys.app import App
from journeys.storage.dossiers import load
from journeys.tables.assessments import DRAFT
from journeys.tables.journeys import OBLIGATION
from journeys.tables.log import EVENT
from journeys.ticking import Ticker
from tests.filling import REFERENCE, fill_in, refers, registers, saves, send, sheet, typed
from tests.support.locking import held
from tests.visitors import Browser, Clock, faults

SignIn = Callable[..., Browser]
HERE = f"/arende/{REFERENCE}"
STEP = f"{HERE}/steg/skapa"


@pytest.fixture
def anna(app: App, clock: Clock, sign_in_as: SignIn) -> Browser:
    refers(app)
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    registers(app, "started", "2026-03-02")
    return sign_in_as("anna@molndal.example")


def keeps(browser: Browser, **values: str) -> None:
    assert fill_in(browser, STEP, do="keep", **values).status_code == 303


def events(app: App) -> list[str]:
    with app.read() as connection:
        return list(connection.execute(select(EVENT.c.event).order_by(EVENT.c.seq)).scalars())


def kept(app: App) -> list[bytes]:
    with app.read() as connection:
        return list(connection.execute(select(DRAFT.c.body)).scalars())


def waiting(app: App) -> set[tuple[str, int]]:
    with app.read() as connection:
        rows = connection.execute(select(*OBLIGATION.c["rule", "n"]).where(OBLIGATION.c.state == "waiting"))
        return {(row.rule, row.n) for row in rows}


def test_it_is_shown_continued_and_then_registered(app: App, anna: Browser) -> None:
    before, waited = events(app), waiting(app)
    keeps(anna, participant__health="2", note="Resten på torsdag")
    assert "Påbörjad SKAPA-mätning: deltagaren har svarat, handläggaren inte" in anna.get(HERE).text
    assert (events(app), waiting(app)) == (before, waited), "a draft is no measurement"
    assert sheet(anna.get(STEP))["participant.health"] == ["2"]
    assert sheet(anna.get(STEP))["note"] == ["Resten på torsdag"]
    page = saves(anna, STEP, caseworker__health="4")
    assert events(app) == [*before, "skapa"]
    assert waited - waiting(app), "and now something that waited is done"
    assert "Påbörjad" not in page
    assert kept(app) == []


def test_it_lies_sealed(app: App, anna: Browser) -> None:
    keeps(anna, note="Ville inte svara på allt")
    (body,) = kept(app)
    assert b"svara" not in body


def test_it_is_thrown_away_after_a_question(app: App, anna: Browser) -> None:
    keeps(anna, participant__health="2")
    path = f"{HERE}/utkast/skapa/bort"
    assert "deltagaren har svarat, handläggaren inte" in anna.get(path).text
    assert kept(app)
    assert anna.post(path).headers["location"] == HERE
    assert kept(app) == []
    assert "Det finns inget utkast." in anna.get(path).text


def test_bad_input_is_not_kept_and_not_lost(app: App, anna: Browser) -> None:
    answer = fill_in(anna, STEP, do="keep", participant__health="9", caseworker__goals="3")
    assert faults(answer) == ["Deltagaren: Hälsa och hur den hanteras: välj ett av alternativen."]
    assert sheet(answer)["caseworker.goals"] == ["3"]
    assert kept(app) == []


@pytest.mark.parametrize("original", ["postgresql"], indirect=True)
def test_the_journey_is_held_before_the_log_as_by_every_step(anna: Browser) -> None:
    with held() as tables:
        saves(anna, STEP, participant__health="2")
    assert [each for each in tables if each in ("journey", "ledger_head")][:2] == ["journey", "ledger_head"]


def test_nothing_is_no_draft(app: App, anna: Browser) -> None:
    keeps(anna)
    assert kept(app) == []


@pytest.mark.both_databases
def test_what_a_colleague_kept_meanwhile_is_filled_in_where_nothing_was(
    app: App, anna: Browser, sign_in_as: SignIn
) -> None:
    bo = sign_in_as("bo@molndal.example")
    mine = typed(anna.get(STEP), caseworker__health="4", participant__goals="1")
    keeps(bo, participant__health="2", participant__goals="5")
    answer = send(anna, STEP, mine)
    assert "Utkastet har fått fler svar" in faults(answer)[0]
    now = sheet(answer)
    assert [now[f"participant.{each}"] for each in ("health", "goals")] == [["2"], ["1"]], "what was typed stays"
    assert send(anna, STEP, now).status_code == 303
    with app.read() as connection:
        told = load(connection, app.catalogue(connection), REFERENCE).private(app.ledger, "skapa")["skapa"]
    assert told["values"] == {"participant": {"health": 2, "goals": 1}, "caseworker": {"health": 4}}
    assert "alone" not in told


def test_another_unit_neither_sees_nor_changes_it(anna: Browser, sign_in_as: SignIn) -> None:
    keeps(anna, participant__health="2")
    per = sign_in_as("per@partille.example")
    for path in (STEP, f"{HERE}/utkast/skapa/bort"):
        assert per.get(path).status_code == 404
        assert per.post(path, page="/konto").status_code == 404


@pytest.mark.both_databases
def test_the_night_takes_what_nobody_has_touched_for_ninety_days(app: App, clock: Clock, anna: Browser) -> None:
    keeps(anna, participant__health="2")
    for days, left in ((89, 1), (1, 0)):
        clock.forward(days=days)
        Ticker(app).nightly()
        assert len(kept(app)) == left
