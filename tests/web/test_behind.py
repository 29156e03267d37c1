"""From a number to the journeys behind it."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from journeys.app import App
from journeys.tables.access import ACCESS_LOG
from tests.filling import REFERENCE, refers, registers
from tests.visitors import Browser

SignIn = Callable[..., Browser]
OTHER = "MOL-2026-002"
CONTACT = "/siffror/arenden?insats=activera&fran=2026-01-01&tom=2026-03-02&mal=contact-in-two-weeks"


@pytest.fixture(autouse=True)
def journeys(app: App) -> None:
    """One that nobody has contacted, one contacted in time, one of another unit, and one of a protected person."""
    someone = {"personnummer": None, "birth_date": "1990-01-01"}
    refers(app, "2026-01-05")
    refers(app, "2026-01-05", OTHER, **someone, family_name="Kontaktad")
    refers(app, "2026-01-05", "PAR-2026-001", "partille", **someone, family_name="Annorstädes")
    refers(app, "2026-01-05", "MOL-2026-003", **someone, family_name="Hemligsson", protected=True)
    for reference in (REFERENCE, OTHER, "PAR-2026-001", "MOL-2026-003"):
        registers(app, "admitted", "2026-01-12", reference, caseworker="bo@molndal.example")
    registers(app, "contact", "2026-01-20", OTHER)


def by_kind(page: str) -> dict[str, list[str]]:
    """References under each heading."""
    return {
        heading: re.findall(r'href="/arende/([\w-]+)">', section)
        for heading, section in re.findall(r"<h2[^>]*>(.*?) <span.*?</h2>(.*?)</section>", page, re.DOTALL)
    }


def test_the_journeys_stand_by_how_they_count_with_what_is_missing(sign_in_as: SignIn) -> None:
    page = sign_in_as("caseworker").get(CONTACT).text
    assert by_kind(page) == {"Nådde inte målet": [REFERENCE], "Nådde målet": [OTHER]}
    assert "senast 26 januari, försenat." in page


def test_the_button_leads_to_the_step_that_mends_it(sign_in_as: SignIn) -> None:
    anna = sign_in_as("caseworker")
    [path] = re.findall(r'class="button" href="(.*?)"', anna.get(CONTACT).text)
    assert path == f"/arende/{REFERENCE}/steg/contact"
    assert anna.get(path).status_code == 200


def test_a_plan_is_written_on_its_own_page(app: App, sign_in_as: SignIn) -> None:
    registers(app, "started", "2026-01-12", OTHER)
    page = sign_in_as("caseworker").get(CONTACT.replace("contact-in-two-weeks", "plan")).text
    assert re.findall(r'class="button" href="(.*?)"', page) == [f"/arende/{OTHER}/plan/skriv"]


def test_the_figures_of_ones_own_unit_lead_there(sign_in_as: SignIn) -> None:
    mia = sign_in_as("manager")
    page = mia.get("/siffror?period=ar").text
    paths = re.findall(r'href="(/siffror/arenden[^"]*mal=contact-in-two-weeks)"', page)
    assert len(paths) == 1
    assert by_kind(mia.get(paths[0].replace("&amp;", "&")).text)["Nådde målet"] == [OTHER]


def test_a_coordinator_has_no_way_there(sign_in_as: SignIn) -> None:
    kim = sign_in_as("coordinator")
    assert "/siffror/arenden" not in kim.get("/siffror").text
    assert kim.get(CONTACT).status_code == 404


def test_nobody_reads_of_another_unit_or_of_whom_they_may_not_see(sign_in_as: SignIn) -> None:
    page = sign_in_as("manager", unit="partille").get(CONTACT).text
    assert by_kind(page) == {"Nådde inte målet": ["PAR-2026-001"]}
    told = {role: "Hemligsson" in sign_in_as(role).get(CONTACT).text for role in ("caseworker", "manager")}
    assert told == {"caseworker": False, "manager": True}


def test_whoever_is_shown_is_in_the_access_log(app: App, sign_in_as: SignIn) -> None:
    sign_in_as("caseworker").get(CONTACT)
    with app.read() as connection:
        pages = connection.execute(select(ACCESS_LOG.c.page)).scalars().all()
    assert pages == ["/siffror/arenden"] * 2


def test_as_of_a_day_it_says_what_was_known_to_have_happened(sign_in_as: SignIn) -> None:
    page = sign_in_as("caseworker").get(f"{CONTACT}&lage=2026-01-19".replace("tom=2026-03-02", "tom=2026-01-31")).text
    assert by_kind(page) == {"Räknas inte än": [REFERENCE, OTHER]}


def test_a_number_counts_whom_it_lists(app: App, sign_in_as: SignIn) -> None:
    registers(app, "started", "2026-02-02")
    page = sign_in_as("manager").get(CONTACT.replace("contact-in-two-weeks", "places")).text
    assert by_kind(page) == {"Räknas": [REFERENCE]}


def test_behind_a_number_of_exits_are_those_it_counts(app: App, sign_in_as: SignIn) -> None:
    for reference, outcome in ((REFERENCE, "work"), (OTHER, "further-rehabilitation")):
        registers(app, "started", "2026-01-19", reference)
        registers(app, "exited", "2026-02-20", reference, outcome=outcome)
    path = CONTACT.replace("contact-in-two-weeks", "more-to-further-rehabilitation").replace(
        "tom=2026-03", "tom=2026-12"
    )
    assert by_kind(sign_in_as("manager").get(path).text) == {"Räknas": [OTHER]}


@pytest.mark.parametrize("goal", ["", "finns-inte"])
def test_an_unknown_goal_is_not_found(sign_in_as: SignIn, goal: str) -> None:
    assert sign_in_as("manager").get(f"/siffror/arenden?mal={goal}").status_code == 404


def test_what_is_no_report_leads_to_the_page_that_says_why(sign_in_as: SignIn) -> None:
    answer = sign_in_as("manager").get("/siffror/arenden?mal=places&fran=2026-03-02&tom=2026-01-01")
    assert answer.headers["location"].startswith("/siffror?mal=places&fran=2026-03-02")
