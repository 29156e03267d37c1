"""A person who is protected in one journey is so in all; and of all of them somebody who works here knows."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete

from journeys.app import App
from journeys.signing_in import personnel
from journeys.tables.access import NAMED_STAFF
from tests.filling import names_only, refers, registers
from tests.visitors import Browser, Person

pytestmark = pytest.mark.both_databases

SignIn = Callable[..., Browser]
ANNA, BO = "anna@molndal.example", "bo@molndal.example"
EARLIER, LATER = "/arende/MOL-1", "/arende/MOL-2"


@pytest.fixture(autouse=True)
def journeys(app: App) -> None:
    """Bo's, of somebody who was not protected then; and a new referral of the same person, who is now."""
    refers(app, "2026-02-02", "MOL-1")
    registers(app, "admitted", "2026-02-03", "MOL-1", caseworker=BO)
    refers(app, "2026-03-02", "MOL-2", protected=True)


@pytest.mark.parametrize("path", [EARLIER, LATER])
def test_a_colleague_in_the_unit_finds_neither(sign_in_as: SignIn, path: str) -> None:
    anna = sign_in_as(ANNA)
    assert anna.get(path).status_code == 404
    assert "Prövqvist" not in anna.get("/arenden").text


def test_its_caseworker_keeps_the_earlier_one_alone(sign_in_as: SignIn) -> None:
    bo = sign_in_as(BO)
    assert [bo.get(path).status_code for path in (EARLIER, LATER)] == [200, 404]
    assert "Skyddade personuppgifter" in bo.get(EARLIER).text


@pytest.mark.parametrize("by", ["name", "being the unit's manager while nobody is"])
def test_the_unit_s_manager_sees_both(app: App, sign_in_as: SignIn, by: str) -> None:
    if by != "name":
        with app.database.begin() as connection:
            connection.execute(delete(NAMED_STAFF))
    mia = sign_in_as("manager", "molndal")
    assert [mia.get(path).status_code for path in (EARLIER, LATER)] == [200, 200]
    assert mia.get(f"{EARLIER}/skyddad").status_code == 200
    assert "(skyddad)" in mia.get("/arenden").text


def test_another_unit_s_managers_do_not(sign_in_as: SignIn) -> None:
    assert sign_in_as("manager", "partille").get(LATER).status_code == 404


def test_nor_do_the_unit_s_where_somebody_else_is_named(
    app: App, sign_in_as: SignIn, person: Callable[..., Person]
) -> None:
    names_only(app, "MOL-2", person(ANNA).staff.id)
    assert sign_in_as("manager", "molndal").get(LATER).status_code == 404
    assert sign_in_as(ANNA).get(LATER).status_code == 200


def test_a_list_of_those_who_have_left_is_empty(app: App, sign_in_as: SignIn, person: Callable[..., Person]) -> None:
    names_only(app, "MOL-2", person(ANNA).staff.id)
    with app.work() as work:
        personnel.let_go(work, ANNA)
    assert sign_in_as("manager", "molndal").get(LATER).status_code == 200


def test_a_list_of_those_who_no_longer_see_anybody_is_empty(
    app: App, sign_in_as: SignIn, person: Callable[..., Person]
) -> None:
    names_only(app, "MOL-2", person(ANNA).staff.id)
    with app.work() as work:
        personnel.move(work, person("administrator").staff, person(ANNA).staff.id, role="coordinator", unit=None)
    assert sign_in_as("manager", "molndal").get(LATER).status_code == 200


def test_how_to_reach_them_is_said_in_no_journey_whichever_told_last(app: App, sign_in_as: SignIn) -> None:
    refers(app, "2026-03-02", "MOL-3")  # by somebody who did not know
    mia = sign_in_as("manager", "molndal")
    for path in (EARLIER, LATER, "/arende/MOL-3"):
        page = mia.get(path).text
        assert "Skyddade personuppgifter" in page
        assert "kanariella@deltagare.example" not in page
        assert "070-1740605" not in page


def test_on_the_list_of_what_is_to_be_done_they_are_marked_in_every_journey(app: App, sign_in_as: SignIn) -> None:
    registers(app, "started", "2026-02-04", "MOL-1")
    assert "(skyddad)" in sign_in_as(BO).get("/min-dag").text
