"""The journeys of protected persons: for named staff only, and who names them."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from journeys.app import App
from journeys.reporting import report
from journeys.reporting.cases import cases_of
from journeys.reporting.shortfalls import shortfalls_of
from journeys.signing_in import personnel
from journeys.tables.journeys import JOURNEY
from journeys.tables.staff import STAFF
from journeys.visibility import access_named
from tests.filling import refers, registers
from tests.visitors import Browser, Person, faults

SignIn = Callable[..., Browser]
Find = Callable[..., Person]

HERE = "/arende/MOL-9"
NAMED = f"{HERE}/skyddad"
TRACES = ("MOL-9", "Prövqvist", "Kanariella")


@pytest.fixture(autouse=True)
def journey(app: App) -> int:
    """A protected person in Mölndal, Bo's, overdue; he and the manager are named."""
    refers(app, "2026-02-02", "MOL-9", protected=True)
    registers(app, "admitted", "2026-02-03", "MOL-9", caseworker="bo@molndal.example")
    with app.read() as connection:
        return int(connection.execute(select(JOURNEY.c.id).where(JOURNEY.c.reference == "MOL-9")).scalar_one())


def who_is_named(app: App, journey: int) -> set[str]:
    with app.read() as connection:
        return {each.name for each in access_named.named(connection, journey)}


def id_of(person: Find, who: str) -> str:
    return str(person(who).staff.id)


class TestWhoeverIsNotNamed:
    """Finds nothing of it anywhere."""

    @pytest.fixture(params=["anna@molndal.example", "pia@partille.example", "coordinator", "administrator"])
    def other(self, request: pytest.FixtureRequest, sign_in_as: SignIn) -> Browser:
        return sign_in_as(request.param)

    @pytest.mark.parametrize(
        "path",
        [
            *("/min-dag", "/min-dag?vy=enheten", "/arenden", "/arenden?status=all", "/remisser", "/enheten"),
            *("/enheten/byt?handlaggare=2", "/siffror", "/utkorg", "/halsa", "/personal"),
            *(HERE, NAMED, f"{HERE}/lasningar", f"{HERE}/steg/contact", f"{HERE}/ratta/e1", f"{HERE}/ta-tillbaka/e2"),
        ],
    )
    def test_on_no_page(self, other: Browser, path: str) -> None:
        page = other.get(path).text
        assert [trace for trace in TRACES if trace in page] == []

    @pytest.mark.parametrize("text", ["MOL-9", "Kanariella", "Prövqvist", "191212121212"])
    def test_by_no_search(self, sign_in_as: SignIn, text: str) -> None:
        answer = sign_in_as("anna@molndal.example").post("/sok", page="/min-dag", text=text)
        assert "Inget ärende hittades" in answer.text

    def test_in_no_list_of_shortfalls(self, app: App) -> None:
        with app.read() as connection:
            catalogue = app.catalogue(connection)
            days = {"first": date(2026, 1, 1), "last": date(2026, 3, 2), "today": date(2026, 3, 2)}
            found = report(connection, catalogue, programme="activera", **days)
            (only,) = cases_of(found.programme, shortfalls_of(connection, catalogue, found))
        assert (list(only.cases), only.protected) == ([], 1)


class TestNaming:
    """By a manager who is named."""

    def test_the_page_says_who_is_named(self, sign_in_as: SignIn) -> None:
        page = sign_in_as("manager", "molndal").get(NAMED).text
        assert re.findall(r"<span>(.*?)</span>", page) == [
            "Bo Alm, handläggare, ACTivera Mölndal",
            "Mia Lund, enhetschef, ACTivera Mölndal",
        ]

    def test_whoever_is_named_sees_it_at_once(self, sign_in_as: SignIn, person: Find) -> None:
        anna = sign_in_as("anna@molndal.example")
        assert anna.get(HERE).status_code == 404
        sign_in_as("manager", "molndal").post(NAMED, staff=id_of(person, "anna@molndal.example"))
        assert anna.get(HERE).status_code == 200
        assert "Prövqvist" in anna.get("/arenden").text

    def test_whoever_is_no_longer_named_does_not(
        self, app: App, sign_in_as: SignIn, person: Find, journey: int
    ) -> None:
        mia, anna = sign_in_as("manager", "molndal"), id_of(person, "anna@molndal.example")
        mia.post(NAMED, staff=anna)
        answer = mia.post(f"{NAMED}/{anna}/bort", page=NAMED)
        assert answer.headers["location"] == NAMED
        assert who_is_named(app, journey) == {"Bo Alm", "Mia Lund"}
        assert sign_in_as("anna@molndal.example").get(HERE).status_code == 404

    def test_the_caseworker_stays(self, app: App, sign_in_as: SignIn, person: Find, journey: int) -> None:
        bo = id_of(person, "bo@molndal.example")
        answer = sign_in_as("manager", "molndal").post(f"{NAMED}/{bo}/bort", page=NAMED)
        assert faults(answer) == ["Handläggaren i ärendet måste kunna se det. Byt handläggare först."]
        assert "Bo Alm" in who_is_named(app, journey)

    def test_the_last_manager_stays(self, app: App, sign_in_as: SignIn, person: Find, journey: int) -> None:
        mia = id_of(person, "mia@molndal.example")
        answer = sign_in_as("manager", "molndal").post(f"{NAMED}/{mia}/bort", page=NAMED)
        assert answer.status_code == 422
        assert "Mia Lund" in who_is_named(app, journey)

    def test_whoever_follows_the_last_manager_is_named(self, app: App, journey: int) -> None:
        with app.work() as work:
            personnel.let_go(work, "mia@molndal.example")
        assert who_is_named(app, journey) == {"Bo Alm"}
        with app.work() as work:
            personnel.hire(work, address="ny@molndal.example", name="Ny Chef", role="manager", unit="molndal")
        assert who_is_named(app, journey) == {"Bo Alm", "Ny Chef"}

    def test_another_manager_of_the_unit_is_named_when_the_last_one_leaves(self, app: App, journey: int) -> None:
        with app.work() as work:
            personnel.hire(work, address="ny@molndal.example", name="Ny Chef", role="manager", unit="molndal")
        assert "Ny Chef" not in who_is_named(app, journey)
        with app.work() as work:
            personnel.let_go(work, "mia@molndal.example")
        assert who_is_named(app, journey) == {"Bo Alm", "Ny Chef"}

    def test_a_manager_hands_it_to_another_and_leaves(self, sign_in_as: SignIn, person: Find) -> None:
        mia = sign_in_as("manager", "molndal")
        mia.post(NAMED, staff=id_of(person, "pia@partille.example"))
        answer = mia.post(f"{NAMED}/{id_of(person, 'mia@molndal.example')}/bort", page=NAMED)
        assert answer.headers["location"] == "/min-dag"
        assert mia.get(HERE).status_code == 404
        assert sign_in_as("manager", "partille").get(NAMED).status_code == 200

    @pytest.mark.parametrize("role", ["coordinator", "administrator"])
    def test_nobody_who_sees_no_persons_is_named(
        self, app: App, sign_in_as: SignIn, person: Find, journey: int, role: str
    ) -> None:
        answer = sign_in_as("manager", "molndal").post(NAMED, staff=str(person(role).staff.id))
        assert faults(answer) == ["Kollega: välj ett av alternativen."]
        with app.work() as work, pytest.raises(access_named.CannotBeNamed):
            access_named.name_one(work.connection, journey, person(role).staff.id)

    @pytest.mark.parametrize("id_", ["0", "99", "9223372036854775808"])
    def test_an_id_that_is_nobodys_changes_nothing(self, app: App, sign_in_as: SignIn, journey: int, id_: str) -> None:
        assert sign_in_as("manager", "molndal").post(f"{NAMED}/{id_}/bort", page=NAMED).status_code < 500
        assert who_is_named(app, journey) == {"Bo Alm", "Mia Lund"}

    def test_a_named_caseworker_names_nobody(self, sign_in_as: SignIn) -> None:
        bo = sign_in_as("bo@molndal.example")
        assert bo.get(NAMED).status_code == 404
        page = bo.get(HERE)
        assert (page.status_code, "/skyddad" in page.text) == (200, False)

    def test_the_journey_links_there_for_managers(self, sign_in_as: SignIn) -> None:
        assert f'href="{NAMED}"' in sign_in_as("manager", "molndal").get(HERE).text

    def test_what_is_not_protected_has_no_such_page(self, app: App, sign_in_as: SignIn) -> None:
        refers(app, reference="MOL-1", personnummer=None, birth_date="1990-01-01")
        assert sign_in_as("manager", "molndal").get("/arende/MOL-1/skyddad").status_code == 404


class TestByDefault:
    """The caseworker, and some manager of the unit."""

    def test_other_managers_are_not_named_where_one_is(self, app: App, journey: int) -> None:
        _hires(app, "ny@molndal.example", "Nya Chef")
        _again(app, journey)
        assert who_is_named(app, journey) == {"Bo Alm", "Mia Lund"}

    def test_where_the_last_has_left_the_others_are(self, app: App, journey: int) -> None:
        _hires(app, "ny@molndal.example", "Nya Chef")
        with app.work() as work:
            work.connection.execute(STAFF.update().where(STAFF.c.name == "Mia Lund").values(removed_at=work.now))
        _again(app, journey)
        assert who_is_named(app, journey) == {"Bo Alm", "Nya Chef"}


def _again(app: App, journey: int) -> None:
    with app.work() as work:
        access_named.name_by_default(work.connection, journey)


def _hires(app: App, address: str, name: str) -> None:
    with app.work() as work:
        row = {"address": address, "name": name, "role": "manager", "unit": "molndal", "added_at": work.now}
        work.connection.execute(STAFF.insert(), row)
