"""Remisser: what waits for an answer, in one's own unit, and taking a referral by phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from journeys.app import App
from journeys.casework import register
from journeys.journal.reading import line_of
from journeys.queries import how_many_journeys, journey_row
from journeys.storage.dossiers import load
from journeys.tables.access import ACCESS_LOG
from journeys.tables.journeys import JOURNEY
from tests.referring import REFERRAL, again, hidden, send
from tests.visitors import Browser, Clock, faults

pytestmark = pytest.mark.both_databases

SignIn = Callable[..., Browser]

NEW = "/remisser/ny/activera"
BY_PHONE = {name: value for name, value in REFERRAL.items() if name != "unit"} | {"unit": None, "on": "2026-02-27"}


def referred(app: App, reference: str, on: str = "2026-02-23", unit: str = "molndal", **person: Any) -> None:
    told = {"given_name": "Dag", "family_name": "Larsson", "birth_date": "1990-03-02", "gender": "man", **person}
    line = {
        "journey": reference,
        "event": "referred",
        "on": on,
        "programme": "activera",
        "unit": unit,
        "person": {key: value for key, value in told.items() if value is not None},
        "referrer": {"party": "region", "organisation": "Vårdcentralen Kvarnen", "name": "Rut Remiss"},
    }
    with app.work() as work:
        register(work, line_of(line))


def rows(page: str) -> list[str]:
    """The text of each row of the inbox."""
    main = page.partition('<ul class="list">')[2]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in re.findall(r"<li>(.*?)</li>", main, re.DOTALL)]


class TestInbox:
    """The referrals that wait, with what is needed to answer."""

    def test_each_says_who_when_and_from_whom_and_how_long_it_has_waited(self, app: App, sign_in_as: SignIn) -> None:
        referred(app, "MOL-2026-001", on="2026-03-02")
        referred(app, "MOL-2026-002", on="2026-02-12", given_name="Disa")
        page = sign_in_as("caseworker", "molndal").get("/remisser").text
        first, second = rows(page)
        assert "Disa Larsson, MOL-2026-002" in first
        assert "Kom 12 februari från region, Vårdcentralen Kvarnen, Rut Remiss, väntat 18 dagar" in first
        assert "kom idag" in second
        assert 'href="/arende/MOL-2026-001/steg/admitted"' in page
        assert 'href="/arende/MOL-2026-001/steg/declined"' in page

    def test_where_it_lies_outside_the_target_group_is_said(self, app: App, sign_in_as: SignIn) -> None:
        referred(app, "MOL-2026-001", birth_date="1950-01-01", municipality="Kiruna")
        [row] = rows(sign_in_as("caseworker", "molndal").get("/remisser").text)
        assert "Utanför målgruppen: Åldern ligger utanför 16–66 år." in row
        assert "Utanför målgruppen: Kommunen hör inte till insatsen." in row

    def test_an_answered_one_is_gone(self, app: App, sign_in_as: SignIn) -> None:
        referred(app, "MOL-2026-001")
        line = {"journey": "MOL-2026-001", "event": "declined", "on": "2026-03-02", "reason": "Passar inte"}
        with app.work() as work:
            register(work, line_of(line))
        assert "Inga remisser väntar." in sign_in_as("caseworker", "molndal").get("/remisser").text

    def test_what_came_from_the_public_page_waits_here(self, client: Browser, sign_in_as: SignIn) -> None:
        send(client)
        [row] = rows(sign_in_as("caseworker", "molndal").get("/remisser").text)
        assert "Dag Deltagarsson, MOL-2026-001" in row

    def test_everybody_who_was_shown_stands_in_the_access_log(self, app: App, sign_in_as: SignIn) -> None:
        referred(app, "MOL-2026-001")
        referred(app, "PAR-2026-001", unit="partille")
        sign_in_as("caseworker", "molndal").get("/remisser")
        with app.read() as connection:
            read = select(JOURNEY.c.reference).join(ACCESS_LOG, ACCESS_LOG.c.journey_id == JOURNEY.c.id)
            assert list(connection.execute(read).scalars()) == ["MOL-2026-001"]


class TestWhoSees:
    """One's own unit, and protected persons for those who are named."""

    @pytest.mark.parametrize(
        ("role", "unit", "seen"),
        [("caseworker", "molndal", True), ("manager", "molndal", True), ("caseworker", "partille", False)],
    )
    def test_a_unit_sees_its_own(self, app: App, sign_in_as: SignIn, role: str, unit: str, seen: bool) -> None:
        referred(app, "MOL-2026-001")
        assert ("MOL-2026-001" in sign_in_as(role, unit).get("/remisser").text) is seen

    @pytest.mark.parametrize("role", ["coordinator", "administrator"])
    @pytest.mark.parametrize("path", ["/remisser", "/remisser/ny", NEW])
    def test_who_sees_no_persons_finds_no_page(self, sign_in_as: SignIn, role: str, path: str) -> None:
        assert sign_in_as(role).get(path).status_code == 404

    def test_a_protected_person_is_in_the_list_of_the_named_only(self, client: Browser, sign_in_as: SignIn) -> None:
        send(client, protected="ja")
        [row] = rows(sign_in_as("manager", "molndal").get("/remisser").text)
        assert "(skyddad)" in row
        assert rows(sign_in_as("caseworker", "molndal").get("/remisser").text) == []


class TestDoubles:
    """The same number, or the same name and day of birth, in the same unit."""

    @pytest.mark.parametrize(
        ("one", "other", "alike"),
        [
            ({}, {"given_name": "DAG ", "family_name": "larsson"}, True),
            ({}, {"given_name": "Disa"}, False),
            ({}, {"birth_date": "1990-03-03"}, False),
            ({}, {"unit": "partille"}, False),
            (
                {"birth_date": None, "personnummer": "191212121212"},
                {"birth_date": None, "personnummer": "191212121212", "family_name": "Nyman"},
                True,
            ),
        ],
    )
    def test_they_are_pointed_out(
        self, app: App, sign_in_as: SignIn, one: dict[str, Any], other: dict[str, Any], alike: bool
    ) -> None:
        referred(app, "MOL-2026-001", **one)
        referred(app, "X-2", on="2026-02-24", **other)
        first = rows(sign_in_as("caseworker", "molndal").get("/remisser").text)[0]
        assert ("Kanske samma person: X-2" in first) is alike

    def test_one_whose_answer_was_given_long_ago_counts_too(self, app: App, sign_in_as: SignIn) -> None:
        referred(app, "MOL-2026-001")
        line = {"journey": "MOL-2026-001", "event": "declined", "on": "2026-02-24", "reason": "Passar inte"}
        with app.work() as work:
            register(work, line_of(line))
        referred(app, "MOL-2026-002", on="2026-02-25")
        [row] = rows(sign_in_as("caseworker", "molndal").get("/remisser").text)
        assert "Kanske samma person: MOL-2026-001" in row

    def test_a_protected_person_is_nobodys_double(self, app: App, sign_in_as: SignIn) -> None:
        referred(app, "MOL-2026-001", protected=True)
        referred(app, "MOL-2026-002", on="2026-02-25")
        [row] = rows(sign_in_as("caseworker", "molndal").get("/remisser").text)
        assert "Kanske samma person" not in row


class TestByPhone:
    """The same questions, asked by staff, for their own unit."""

    def test_where_the_unit_has_one_programme_the_form_opens_at_once(self, sign_in_as: SignIn) -> None:
        anna = sign_in_as("caseworker", "molndal")
        assert anna.get("/remisser/ny").headers["location"] == NEW
        page = anna.get(NEW).text
        assert "Ny remiss till ACTivera Mölndal" in page
        assert 'value="2026-03-02"' in page
        assert 'name="unit"' not in page
        assert 'name="receipt"' not in page

    def test_it_becomes_a_journey_of_ones_own_unit_by_whoever_took_it(self, app: App, sign_in_as: SignIn) -> None:
        anna = sign_in_as("anna@molndal.example")
        answer = send(anna, NEW, **{**BY_PHONE, "unit": "partille"})
        assert answer.headers["location"].startswith("/arende/MOL-2026-001?klart=")
        assert anna.get("/arende/MOL-2026-001").status_code == 200
        with app.read() as connection:
            row = journey_row(connection, "MOL-2026-001")
            assert row is not None
            assert (row["unit"], row["referred_on"].isoformat()) == ("molndal", "2026-02-27")
            referral = load(connection, app.catalogue(connection), "MOL-2026-001")
            assert "Samtycke" in referral.private(app.ledger, "referred")["referred"]["note"]

    def test_a_double_click_is_one_referral(self, app: App, sign_in_as: SignIn) -> None:
        anna = sign_in_as("anna@molndal.example")
        unseen = hidden(anna, NEW)
        first, second = (again(anna, unseen, NEW, **BY_PHONE) for _ in range(2))
        assert first.headers["location"] == second.headers["location"]
        with app.read() as connection:
            assert how_many_journeys(connection) == 1

    def test_staff_are_not_held_to_the_limits_of_the_public(self, sign_in_as: SignIn) -> None:
        anna = sign_in_as("anna@molndal.example")
        assert [send(anna, NEW, **BY_PHONE).status_code for _ in range(6)] == [303] * 6

    def test_whoever_takes_a_protected_person_sees_them_beside_the_manager(self, sign_in_as: SignIn) -> None:
        anna = sign_in_as("anna@molndal.example")
        send(anna, NEW, **BY_PHONE, protected="ja")
        seen = [
            sign_in_as(address).get("/arende/MOL-2026-001").status_code
            for address in ("anna@molndal.example", "mia@molndal.example", "bo@molndal.example")
        ]
        assert seen == [200, 200, 404]

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"on": "2026-03-03"}, "Dagen remissen kom: den har inte varit än."),
            ({"on": "2026-02-30"}, "Dagen remissen kom: ska vara ett datum som finns: 2026-03-02."),
            (
                {"on": "2020-01-01"},
                "Insatsen ACTivera fanns inte 1 januari 2020: den första versionen gäller från 1 januari.",
            ),
            ({"consent": None}, "Samtycke behövs: utan det får uppgifterna inte lämnas."),
        ],
    )
    def test_a_slip_is_said_and_nothing_typed_is_lost(
        self, sign_in_as: SignIn, changed: dict[str, Any], sentence: str
    ) -> None:
        answer = send(sign_in_as("caseworker", "molndal"), NEW, **{**BY_PHONE, **changed})
        assert (answer.status_code, faults(answer)) == (422, [sentence])
        assert 'value="Deltagarsson"' in answer.text

    def test_a_programme_that_the_unit_does_not_have_is_not_found(self, sign_in_as: SignIn) -> None:
        assert sign_in_as("caseworker", "molndal").get("/remisser/ny/finns-inte").status_code == 404

    def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(
        self, sign_in_as: SignIn, clock: Clock, person: Callable[..., Any]
    ) -> None:
        anna, one = sign_in_as("anna@molndal.example"), person("anna@molndal.example")
        unseen = hidden(anna, NEW)
        clock.forward(minutes=31)
        assert again(anna, unseen, NEW, **BY_PHONE).headers["location"].startswith("/logga-in")
        anna.post("/logga-in", address=one.address, password=one.password, till=NEW)
        anna.post("/logga-in/kod", code=one.code(clock), till=NEW)
        page = anna.get(NEW).text
        assert 'value="Deltagarsson"' in page
        assert f'value="{unseen["once"]}"' in page
