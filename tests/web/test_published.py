"""Publishing a report, and what is different later: late registrations and corrections, and nobody in it."""

import io
import re
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from journeys.app import App
from tests.filling import REFERENCE, refers, registers
from tests.visitors import Browser, Clock

SignIn = Callable[..., Browser]
ASKED = "insats=activera&fran=2026-01-01&tom=2026-03-02"


@pytest.fixture(autouse=True)
def journeys(app: App) -> None:
    """Eight referred in January; the first has started."""
    for number in range(1, 9):
        birth_date = f"1990-01-0{number}"
        refers(app, "2026-01-05", f"MOL-2026-00{number}", personnummer=None, birth_date=birth_date)
    registers(app, "admitted", "2026-01-12", caseworker="anna@molndal.example")
    registers(app, "started", "2026-02-02")


@pytest.fixture
def kim(sign_in_as: SignIn) -> Browser:
    return sign_in_as("coordinator")


@pytest.fixture
def mia(sign_in_as: SignIn) -> Browser:
    return sign_in_as("manager", "molndal")


def published(browser: Browser) -> str:
    """The address of what somebody has published."""
    path = f"/siffror/publicera?{ASKED}"
    assert "ändras aldrig" in browser.get(path).text
    answer = browser.post(path)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def late(app: App, clock: Clock) -> None:
    """A while later: another referral of January, and the day of the first start is put right."""
    clock.forward(minutes=9)
    refers(app, "2026-01-30", "MOL-2026-009", personnummer=None, birth_date="1990-01-09")
    registers(app, "corrected", "2026-03-02", of="e3", set={"on": "2026-02-03"}, reason="Fel dag")


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


def differences_of(page: str) -> str:
    return text_of("<main" + page.partition('id="skillnader"')[2].partition("</section>")[0])


def test_it_is_listed_with_its_day_and_who_published_it(kim: Browser) -> None:
    at = published(kim)
    page = kim.get("/publicerat").text
    assert f'<a href="{at}">ACTivera 1 januari – 2 mars 2026</a>' in page
    assert "2 mars 2026 kl. 09.00</td><td>Kim Berg" in page
    assert "Inget." in differences_of(kim.get(at).text)


def test_the_same_figures_are_published_once(kim: Browser, mia: Browser) -> None:
    assert published(kim) == published(mia) == published(kim)


def test_it_stays_as_it_was_and_says_what_is_different_and_why(
    app: App, clock: Clock, kim: Browser, mia: Browser
) -> None:
    at = published(kim)
    before = {kind: mia.get(f"{at}/hamta?som={kind}").content for kind in ("csv", "xlsx", "pdf")}
    late(app, clock)
    told = differences_of(mia.get(at).text)
    assert "ACTivera Mölndal Remisser 8 9" in told
    assert "Hela insatsen: Remisser har ändrats." in told
    of_own = "i din enhets ärenden"
    assert f"Några få händelser {of_own} registrerades i efterhand. Några få händelser {of_own} rättades." in told
    assert {kind: mia.get(f"{at}/hamta?som={kind}").content for kind in before} == before
    _, *rows = load_workbook(io.BytesIO(before["xlsx"]))["Siffror"].iter_rows(values_only=True)
    assert rows[0] == ("Hela insatsen", "Remisser", None, "Alla", 8)


def test_a_coordinator_reads_that_it_is_different_and_no_number_to_take_from_the_other(
    app: App, clock: Clock, kim: Browser
) -> None:
    at = published(kim)
    late(app, clock)
    told = differences_of(kim.get(at).text)
    assert "Hela insatsen: Remisser har ändrats." in told
    assert "Några få händelser registrerades i efterhand. Några få händelser rättades." in told
    assert not re.search(r"\b[89]\b", told)


def test_nobody_takes_their_own_units_events_from_those_of_all(
    app: App, clock: Clock, kim: Browser, mia: Browser
) -> None:
    """Five of one's own and one other are six in all: to somebody of the unit it is told apart."""
    at = published(kim)
    clock.forward(minutes=9)
    for number in range(1, 7):
        unit = "molndal" if number < 6 else "partille"
        refers(app, "2026-01-30", f"SEN-2026-00{number}", unit, personnummer=None, birth_date=f"1991-01-0{number}")
    assert "6 händelser registrerades i efterhand." in differences_of(kim.get(at).text)
    told = differences_of(mia.get(at).text)
    assert "5 händelser i din enhets ärenden registrerades i efterhand." in told
    assert "Några få händelser utanför din enhets ärenden registrerades i efterhand." in told
    assert "6 händelser" not in told
    assert "Hela insatsen" not in told, "one more than one's own would say so too"


def test_what_is_registered_of_later_days_changes_nothing(
    app: App, clock: Clock, mia: Browser, sign_in_as: SignIn
) -> None:
    at = published(mia)
    clock.forward(days=1)
    refers(app, "2026-03-03", "MOL-2026-009", personnummer=None, birth_date="1990-01-09")
    assert "Inget." in differences_of(sign_in_as("manager", "molndal").get(at).text)


def test_small_numbers_are_hidden_for_whoever_publishes(mia: Browser) -> None:
    at = published(mia)
    _, *rows = load_workbook(io.BytesIO(mia.get(f"{at}/hamta?som=xlsx").content))["Siffror"].iter_rows(values_only=True)
    assert {row[4] for row in rows if row[1] == "Påbörjade"} <= {0, "dolt"}
    assert REFERENCE not in mia.get(at).text


@pytest.mark.parametrize("path", ["/publicerat/9", "/publicerat/99999999999999999999", "/publicerat/9/hamta"])
def test_there_is_no_page_of_what_was_never_published(kim: Browser, path: str) -> None:
    assert kim.get(path).status_code == 404


def test_only_managers_and_coordinators_publish(sign_in_as: SignIn) -> None:
    anna = sign_in_as("caseworker")
    assert anna.get(f"/siffror/publicera?{ASKED}").status_code == 404
    assert "/siffror/publicera" not in anna.get("/siffror").text
    assert anna.get("/publicerat").status_code == 200


def test_what_cannot_be_counted_cannot_be_published_or_fetched(kim: Browser) -> None:
    for path in ("/siffror/publicera", "/siffror/hamta"):
        answer = kim.get(f"{path}?insats=activera&ar=1999", follow=True)
        assert (answer.status_code, "År: välj ett av alternativen." in answer.text) == (422, True)
    assert kim.get("/siffror/hamta?som=docx").status_code == 404


@pytest.mark.parametrize(
    "days",
    [
        "fran=2026-01-01&tom=2026-02-28",
        "fran=2026-01-01&tom=2026-12-31",
        "fran=2026-02-01&tom=2026-12-31",
        "fran=2025-01-01&tom=2026-03-02",
        "period=ar&lage=2026-02-01",
    ],
)
def test_only_whole_years_and_this_one_so_far_are_published(mia: Browser, days: str) -> None:
    asked = f"insats=activera&{days}"
    page = mia.get(f"/siffror?{asked}").text
    assert "/siffror/publicera" not in page
    assert "Det går bara att publicera ett helt kalenderår eller året hittills" in page
    for answer in (mia.get(f"/siffror/publicera?{asked}"), mia.post(f"/siffror/publicera?{asked}")):
        assert (answer.status_code, answer.headers["location"]) == (303, f"/siffror?{asked}")
    assert "Ingen rapport är publicerad än." in mia.get("/publicerat").text


def test_other_days_of_a_coordinator_publish_this_year(kim: Browser) -> None:
    at = kim.post("/siffror/publicera?insats=activera&fran=2026-02-01&tom=2026-02-28").headers["location"]
    assert "1 januari – 2 mars 2026" in text_of(kim.get(at).text)
