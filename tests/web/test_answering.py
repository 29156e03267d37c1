"""A participant answers alone, through a one-time link that shows nothing else."""

import re
from collections.abc import Callable

import httpx2
import pytest
from sqlalchemy import func, select, update
from starlette.types import ASGIApp

from journeys.app import App
from journeys.signing_in.accounts import PEER_LIMITS
from journeys.storage.dossiers import load
from journeys.tables.access import ATTEMPT
from journeys.tables.assessments import ANSWER_LINK, DRAFT
from journeys.tables.log import EVENT
from tests.filling import PERSON, REFERENCE, does, fill_in, refers, registers, saves, send, sheet, typed
from tests.visitors import Browser, Clock, faults

SignIn = Callable[..., Browser]
HERE = f"/arende/{REFERENCE}"
MAKE = f"{HERE}/lank/skapa"
STEP = f"{HERE}/steg/skapa"


@pytest.fixture
def anna(app: App, sign_in_as: SignIn) -> Browser:
    refers(app)
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    registers(app, "started", "2026-03-02")
    return sign_in_as("anna@molndal.example")


def new_link(browser: Browser) -> str:
    found = re.search(r"<code class=\"secret\">https://testserver(/svara/[\w-]{43})</code>", browser.post(MAKE).text)
    assert found
    return found[1]


@pytest.fixture
def link(anna: Browser) -> str:
    return new_link(anna)


@pytest.fixture
def phone(site: ASGIApp) -> Browser:
    return Browser(site)


def notice(browser: Browser) -> str:
    """What Min dag says of participants who have answered."""
    found = re.search(r"Deltagaren har svarat på sin självskattning.*?</p>", browser.get("/min-dag").text)
    return found[0] if found else ""


def registered(app: App) -> dict[str, object]:
    """What the log says that was answered, and how."""
    with app.read() as connection:
        event = load(connection, app.catalogue(connection), REFERENCE).standing(app.ledger)[-1]
    return {key: event.data[key] for key in ("values", "alone") if event.data.get(key) is not None}


def is_gone(answer: httpx2.Response) -> bool:
    return answer.status_code == 404 and "Länken gäller inte, eller inte längre." in answer.text


def test_the_page_shows_the_questions_and_nothing_else(phone: Browser, link: str) -> None:
    answer = phone.get(link)
    assert answer.text.count("<fieldset") == 6
    assert 'type="radio"' in answer.text
    for told in (*PERSON.values(), REFERENCE, "ACTivera", "Mölndal", "SKAPA", "Anna", "Farled", "Logga in", "<nav"):
        assert told not in answer.text
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")


def test_nor_does_it_to_whoever_is_signed_in(anna: Browser, link: str) -> None:
    assert "Anna" not in anna.get(link).text


@pytest.mark.both_databases
def test_the_answers_become_a_draft_that_the_caseworker_completes(
    app: App, anna: Browser, phone: Browser, link: str
) -> None:
    answer = send(phone, link, typed(phone.get(link), participant__health="2", participant__goals=""))
    assert answer.headers["location"] == "/svara/klart"
    assert "De har kommit fram." in phone.get("/svara/klart").text
    with app.read() as connection:
        assert "skapa" not in connection.execute(select(EVENT.c.event)).scalars().all()
    assert REFERENCE in notice(anna)
    page = anna.get(HERE).text
    assert "Påbörjad SKAPA-mätning: deltagaren har svarat, handläggaren inte" in page
    assert "Deltagaren svarade via länken 2 mars 2026 kl. 09.00." in page
    page = saves(anna, STEP, caseworker__health="4")
    assert "deltagaren själv, via en länk" in page
    assert notice(anna) == ""
    with app.read() as connection:
        told = load(connection, app.catalogue(connection), REFERENCE).private(app.ledger, "skapa")["skapa"]
        facts = connection.execute(select(EVENT.c.facts).where(EVENT.c.event == "skapa")).scalar_one()
    assert told["values"] == {"participant": {"health": 2}, "caseworker": {"health": 4}}
    assert facts == '{"alone":true}', "that they answered, not what"


@pytest.mark.both_databases
def test_it_works_once_and_a_double_click_is_one(app: App, anna: Browser, phone: Browser, link: str) -> None:
    filled = typed(phone.get(link), participant__health="2")
    assert [send(phone, link, filled).status_code for _ in range(2)] == [303, 303]
    with app.read() as connection:
        assert connection.execute(select(DRAFT.c.revision)).scalar_one() == 1
    assert is_gone(phone.get(link))
    filled["participant.health"] = ["5"]
    assert is_gone(send(phone, link, filled))


def test_bad_input_is_listed_and_nothing_is_lost(phone: Browser, link: str) -> None:
    answer = send(phone, link, typed(phone.get(link), participant__health="9", participant__goals="3"))
    assert faults(answer) == ["Hälsa och hur den hanteras: välj ett av alternativen."]
    assert sheet(answer)["participant.goals"] == ["3"]
    assert faults(send(phone, link, sheet(phone.get(link)))) == ["Svara på minst en fråga."]
    assert phone.get(link).status_code == 200, "it was not used up"


def test_the_other_unit_does_not_hear_of_it(anna: Browser, phone: Browser, link: str, sign_in_as: SignIn) -> None:
    send(phone, link, typed(phone.get(link), participant__health="2"))
    found = {who: REFERENCE in notice(sign_in_as(who)) for who in ("pia@partille.example", "mia@molndal.example")}
    assert found == {"pia@partille.example": False, "mia@molndal.example": True}


def test_only_its_hash_is_kept(app: App, link: str) -> None:
    with app.read() as connection:
        row = connection.execute(select(ANSWER_LINK)).mappings().one()
    assert link.rpartition("/")[2] not in str(row)


class TestGone:
    """Every link that does not work says the same."""

    def test_unknown(self, phone: Browser) -> None:
        assert is_gone(phone.get("/svara/finns-inte"))

    def test_too_old(self, phone: Browser, clock: Clock, link: str) -> None:
        clock.forward(days=6, hours=23)
        assert phone.get(link).status_code == 200
        clock.forward(hours=1)
        assert is_gone(phone.get(link))

    def test_replaced(self, phone: Browser, anna: Browser, link: str) -> None:
        newer = new_link(anna)
        assert is_gone(phone.get(link))
        assert phone.get(newer).status_code == 200

    def test_taken_back(self, phone: Browser, anna: Browser, link: str) -> None:
        anna.post(f"{MAKE}/bort", page=MAKE)
        assert is_gone(phone.get(link))

    def test_registered_meanwhile(self, phone: Browser, anna: Browser, link: str) -> None:
        does(anna, "skapa", participant__health="3")
        assert is_gone(phone.get(link))

    def test_the_journey_has_ended(self, app: App, phone: Browser, clock: Clock, link: str) -> None:
        registers(app, "exited", "2026-03-02", outcome="work")
        clock.forward(days=1)
        assert is_gone(phone.get(link))

    def test_the_questions_have_changed(self, app: App, phone: Browser, link: str) -> None:
        with app.work() as work:
            work.connection.execute(update(ANSWER_LINK).values(form="another"))
        assert is_gone(phone.get(link))


def test_whoever_guesses_is_stopped_and_others_on_the_network_answer_all_the_same(
    app: App, phone: Browser, clock: Clock, link: str
) -> None:
    most, during = PEER_LIMITS[0]
    for number in range(most):
        assert is_gone(phone.get(f"/svara/{number:043}"))
    assert [phone.get("/svara/en-till").status_code for _ in range(2)] == [429, 429]
    with app.read() as connection:
        counted = connection.execute(select(func.count()).select_from(ATTEMPT)).scalar_one()
    assert counted == most, "what is refused is not written down"
    assert send(phone, link, typed(phone.get(link), participant__health="2")).status_code == 303
    clock.forward(seconds=during.total_seconds())
    assert is_gone(phone.get("/svara/en-till"))


def test_to_look_at_the_questions_waits_for_nobody_who_writes(app: App, phone: Browser, link: str) -> None:
    with app.work():
        assert phone.get(link).status_code == 200


def test_what_staff_changed_is_not_told_as_the_participant_s_own(
    app: App, anna: Browser, phone: Browser, link: str
) -> None:
    send(phone, link, typed(phone.get(link), participant__health="1"))
    assert "Deltagaren har svarat själv, via en länk." in anna.get(STEP).text
    assert fill_in(anna, STEP, participant__health="5", do="keep").status_code == 303
    assert "ändrade eller ifyllda av någon som arbetar här" in anna.get(STEP).text
    saves(anna, STEP)
    assert registered(app) == {"values": {"participant": {"health": 5}}}


def test_nor_is_what_staff_had_filled_in_before(app: App, anna: Browser, phone: Browser) -> None:
    fill_in(anna, STEP, participant__goals="3", do="keep")
    link = new_link(anna)
    send(phone, link, typed(phone.get(link), participant__health="1"))
    assert "ändrade eller ifyllda av någon som arbetar här" in anna.get(STEP).text
    saves(anna, STEP)
    assert registered(app) == {"values": {"participant": {"goals": 3, "health": 1}}}


def test_two_links_are_both_their_own(app: App, anna: Browser, phone: Browser) -> None:
    for question in ("health", "goals"):
        link = new_link(anna)
        send(phone, link, typed(phone.get(link), **{f"participant__{question}": "2"}))
    saves(anna, STEP, caseworker__health="4")
    assert registered(app) == {
        "values": {"participant": {"health": 2, "goals": 2}, "caseworker": {"health": 4}},
        "alone": True,
    }


def test_what_staff_correct_afterwards_is_not_answered_alone_and_taken_back_it_is_again(
    app: App, anna: Browser, phone: Browser, link: str
) -> None:
    send(phone, link, typed(phone.get(link), participant__health="2"))
    saves(anna, STEP, caseworker__health="4")
    correct = f"{HERE}/ratta/{last_event(app)}"
    page = saves(anna, correct, caseworker__health="5", why="Såg fel")
    theirs = {"participant": {"health": 2}, "caseworker": {"health": 5}}
    assert registered(app) == {"values": theirs, "alone": True}, "their own answers are as they sent them"
    assert "ändrade av någon som arbetar här" not in page
    page = saves(anna, correct, participant__health="3", why="Sa en annan siffra på mötet")
    assert registered(app) == {"values": theirs | {"participant": {"health": 3}}}
    assert "Svarade deltagarens svar är ändrade av någon som arbetar här" in text_of(page).replace(":", "")
    registers(app, "voided", "2026-03-02", of=last_event(app), reason="Det var rätt från början")
    assert registered(app) == {"values": theirs, "alone": True}


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def last_event(app: App) -> str:
    with app.read() as connection:
        return load(connection, app.catalogue(connection), REFERENCE).events[-1].id


def test_a_protected_person_can_answer_so_too(app: App, sign_in_as: SignIn, phone: Browser) -> None:
    refers(app, protected=True)
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    registers(app, "started", "2026-03-02")
    assert phone.get(new_link(sign_in_as("anna@molndal.example"))).status_code == 200


def test_another_unit_makes_no_link(anna: Browser, sign_in_as: SignIn) -> None:
    per = sign_in_as("per@partille.example")
    assert [per.get(MAKE).status_code, per.post(MAKE, page="/konto").status_code] == [404, 404]
    assert anna.get(f"{HERE}/lank/contact").status_code == 404, "nor does anybody for what is no self-assessment"


def test_there_is_none_where_it_could_not_be_registered(app: App, sign_in_as: SignIn) -> None:
    refers(app)
    anna = sign_in_as("anna@molndal.example")
    assert "Det går inte nu" in anna.get(MAKE).text
    assert anna.post(MAKE).status_code == 400
