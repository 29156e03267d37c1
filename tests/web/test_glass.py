"""Break-glass: another unit's journey is opened to read, against a written reason; never a protected person's."""

from collections.abc import Callable

import httpx2
import pytest
from sqlalchemy import select

from journeys.app import App
from journeys.tables.access import ACCESS_LOG, BREAK_GLASS
from journeys.web.glass import NOTHING
from notifications.tables import OUTBOX
from tests.filling import erases, refers, registers
from tests.visitors import Browser, Clock, faults

pytestmark = pytest.mark.both_databases

SignIn = Callable[..., Browser]

REASON = "Deltagaren sitter i vår reception"
BANNER = "Allt du läser antecknas."


@pytest.fixture(autouse=True)
def journeys(app: App) -> None:
    """Two in Mölndal, the second of a protected person; one in Partille."""
    refers(app, reference="MOL-1")
    refers(app, reference="MOL-2", personnummer="191212121220", family_name="Hemligsson", protected=True)
    refers(app, reference="PAR-1", unit="partille", personnummer=None, birth_date="1990-01-01")


@pytest.fixture
def per(sign_in_as: SignIn) -> Browser:
    """A caseworker in Partille."""
    return sign_in_as("per@partille.example")


def breaks(browser: Browser, reference: str = "MOL-1", reason: str = REASON) -> httpx2.Response:
    return browser.post("/bryt-glaset", reference=reference, reason=reason)


def openings(app: App) -> list[str]:
    with app.read() as connection:
        return list(connection.execute(select(BREAK_GLASS.c.reason)).scalars())


def letters(app: App) -> list[tuple[str, str]]:
    with app.read() as connection:
        query = select(OUTBOX.c.recipient, OUTBOX.c.context).where(OUTBOX.c.template == "glass-broken")
        return [(row.recipient, str(row.context)) for row in connection.execute(query)]


def test_the_way_there_stands_on_the_page_of_what_is_not_found(per: Browser) -> None:
    unknown, forbidden, protected = (per.get(f"/arende/{each}").text for each in ("MOL-99", "MOL-1", "MOL-2"))
    assert unknown == forbidden == protected
    assert 'href="/bryt-glaset"' in unknown


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_it_is_for_those_who_see_persons(sign_in_as: SignIn, role: str) -> None:
    browser = sign_in_as(role)
    assert "/bryt-glaset" not in browser.get("/arende/MOL-1").text
    assert browser.get("/bryt-glaset").status_code == 404


def test_with_a_reason_the_journey_opens_and_says_until_when(per: Browser) -> None:
    answer = breaks(per)
    assert (answer.status_code, answer.headers["location"]) == (303, "/arende/MOL-1")
    page = per.get("/arende/MOL-1").text
    assert "Prövqvist" in page
    assert "Öppnat med skäl till kl. 10.0" in page
    assert BANNER in page


def test_the_reference_may_have_small_letters_and_blanks_around_it(per: Browser) -> None:
    assert breaks(per, "  mol-1 ").headers["location"] == "/arende/MOL-1"


def test_it_closes_after_an_hour(clock: Clock, sign_in_as: SignIn, per: Browser) -> None:
    breaks(per)
    clock.forward(minutes=29)
    assert per.get("/arende/MOL-1").status_code == 200
    clock.forward(minutes=29)
    assert per.get("/arende/MOL-1").status_code == 200
    clock.forward(minutes=3)
    assert per.get("/arende/MOL-1").status_code == 404


def test_the_units_managers_hear_of_it_and_not_of_whom(app: App, per: Browser) -> None:
    breaks(per)
    assert letters(app) == [("mia@molndal.example", "{'audience': 'manager'}")]


def test_they_see_which_by_whom_and_why_for_three_months(clock: Clock, sign_in_as: SignIn, per: Browser) -> None:
    breaks(per)
    told = '/arende/MOL-1/lasningar">MOL-1<span class="hidden">: vem har läst</span></a>\n    <span>Per'
    page = sign_in_as("manager").get("/enheten").text
    assert (told in page, REASON in page) == (True, True)
    assert REASON not in sign_in_as("manager", "partille").get("/enheten").text
    clock.forward(days=91)
    assert REASON not in sign_in_as("manager").get("/enheten").text


def test_what_is_read_is_logged_as_such(app: App, per: Browser) -> None:
    breaks(per)
    per.get("/arende/MOL-1")
    with app.read() as connection:
        read = connection.execute(select(*ACCESS_LOG.c["page", "broke_glass"])).all()
    assert [tuple(each) for each in read] == [("/arende/{reference}", True)]


def test_a_second_click_opens_nothing_anew(app: App, per: Browser) -> None:
    assert breaks(per).status_code == breaks(per, reason="Ett annat skäl som är långt nog").status_code == 303
    assert openings(app) == [REASON]
    assert len(letters(app)) == 1


@pytest.mark.parametrize("reference", ["MOL-99", "MOL-2", "PAR-1", "MOL-1 ' OR 1=1", "å" * 64])
def test_unknown_protected_and_own_are_answered_alike(app: App, per: Browser, reference: str) -> None:
    answer = breaks(per, reference)
    assert (answer.status_code, faults(answer)) == (422, [NOTHING])
    assert REASON in answer.text, "what was typed is kept"
    assert (openings(app), letters(app)) == ([], [])


def test_of_who_is_erased_nothing_is_opened(app: App, per: Browser) -> None:
    registers(app, "declined", "2026-03-02", reference="MOL-1", reason="Fullt")
    erases(app, "MOL-1")
    assert faults(breaks(per)) == [NOTHING]
    assert openings(app) == []


def test_a_person_who_is_protected_in_one_journey_is_so_in_all(app: App, per: Browser) -> None:
    refers(app, reference="MOL-3", personnummer="191212121220")
    assert faults(breaks(per, "MOL-3")) == [NOTHING]


def test_a_person_who_becomes_protected_is_closed_at_once(app: App, per: Browser) -> None:
    breaks(per)
    refers(app, reference="MOL-3", protected=True)
    assert per.get("/arende/MOL-1").status_code == 404


@pytest.mark.parametrize(
    ("reference", "reason", "sentence"),
    [
        ("MOL-1", "För att", "Skäl: skriv minst 20 tecken."),
        ("MOL-1", " a" * 5 + " " * 30, "Skäl: skriv minst 20 tecken."),
        ("MOL-1", "", "Skäl: fyll i."),
        ("MOL-1", "x" * 2001, "Skäl: högst 2000 tecken."),
        ("", REASON, "Ärendets beteckning: fyll i."),
        ("x" * 65, REASON, "Ärendets beteckning: högst 64 tecken."),
        ("MOL-1\x00", REASON, "Ärendets beteckning: det finns tecken som inte går att använda."),
    ],
)
def test_a_form_that_is_not_filled_in_opens_nothing(
    app: App, per: Browser, reference: str, reason: str, sentence: str
) -> None:
    answer = breaks(per, reference, reason)
    assert (answer.status_code, faults(answer)) == (422, [sentence])
    assert openings(app) == []


def test_nobody_looks_for_journeys_by_trying(app: App, per: Browser) -> None:
    for number in range(10):
        assert breaks(per, f"MOL-{100 + number}").status_code == 422
    answer = breaks(per)
    assert answer.status_code == 429
    assert openings(app) == []


def test_it_is_read_and_not_changed(app: App, per: Browser) -> None:
    event = registers(app, "admitted", "2026-03-02", "MOL-1", caseworker="anna@molndal.example")
    breaks(per)
    page = per.get("/arende/MOL-1").text
    assert "/steg/" not in page
    assert "/ta-tillbaka/" not in page
    assert "/lasningar" not in page
    for path in ("steg/started", f"ratta/{event}", f"ta-tillbaka/{event}"):
        answer = per.get(f"/arende/MOL-1/{path}")
        assert answer.status_code == 403
        assert "bara den enheten kan ändra i det" in answer.text
        assert "Prövqvist" not in answer.text
    sent = per.post("/arende/MOL-1/steg/started", page="/min-dag", on="2026-03-02")
    assert sent.status_code == 403


def test_what_is_opened_is_in_no_list(per: Browser) -> None:
    breaks(per)
    for path in ("/min-dag?vy=enheten", "/arenden", "/remisser"):
        assert "MOL-1" not in per.get(path).text
    assert "Inget ärende hittades" in per.post("/sok", page="/min-dag", text="MOL-1").text


def test_ones_own_unit_has_no_banner(sign_in_as: SignIn) -> None:
    assert BANNER not in sign_in_as("anna@molndal.example").get("/arende/MOL-1").text
