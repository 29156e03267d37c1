"""Whoever is protected is seen by somebody who works here, however the journey came and wherever it goes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from journeys.journal.importing import import_files
from journeys.signing_in.accounts import staff_of
from journeys.tables.journeys import JOURNEY
from journeys.tables.staff import STAFF
from journeys.visibility import access_named
from journeys.visibility.access import Staff
from tests.office import PERSON, REFERRER, Office

ADA, CHEF = "ada@berga.example", "chef@berga.example"
DAN, DALBYS = "dan@dalby.example", "chef@dalby.example"
PROTECTED = {"personnummer": "191212121212", "birth_date": None, "protected": True}
OPEN = PROTECTED | {"protected": False}


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    office = Office(database_url, tmp_path)
    yield office
    office.close()


@pytest.fixture
def manned(office: Office) -> Office:
    """A caseworker and a manager in each of two units, who go by their addresses."""
    for unit, people in (("berga", (ADA, CHEF)), ("dalby", (DAN, DALBYS))):
        for address, role in zip(people, ("caseworker", "manager"), strict=True):
            office.hires(address, role, unit)
    return office


def named(office: Office, reference: str = "BER-1") -> set[str]:
    with office.app.read() as connection:
        return {each.address for each in access_named.named(connection, _id(connection, reference))}


def _id(connection: Any, reference: str) -> int:
    return int(connection.execute(select(JOURNEY.c.id).where(JOURNEY.c.reference == reference)).scalar_one())


def who(connection: Any, address: str) -> Staff:
    found = staff_of(connection, connection.execute(select(STAFF.c.id).where(STAFF.c.address == address)).scalar_one())
    assert found
    return found


def test_a_step_names_its_caseworker_and_the_managers_of_the_unit_it_comes_to(manned: Office) -> None:
    manned.refers(person=PROTECTED)
    assert named(manned) == {CHEF}
    manned.registers("BER-1", "admitted", caseworker=ADA)
    assert named(manned) == {CHEF, ADA}
    manned.registers("BER-1", "reassigned", caseworker=DAN, unit="dalby")
    assert named(manned) == {CHEF, ADA, DAN, DALBYS}


def test_of_whom_nobody_has_to_be_careful_nobody_is_named(manned: Office) -> None:
    manned.begins(person=OPEN)
    assert named(manned) == set()


def test_whoever_turns_out_to_be_protected_is_so_in_every_journey(manned: Office) -> None:
    manned.begins(person=OPEN)
    manned.refers("DAL-1", person=OPEN, unit="dalby")
    manned.registers("DAL-1", "corrected", of="e1", set={"person": _person(PROTECTED)}, reason="Nytt besked")
    assert (named(manned), named(manned, "DAL-1")) == ({CHEF, ADA}, {DALBYS})


def test_whom_a_manager_has_given_away_does_not_come_back_with_the_next_step(manned: Office) -> None:
    manned.refers(person=PROTECTED)
    with manned.app.work() as work:
        journey = _id(work.connection, "BER-1")
        access_named.name_one(work.connection, journey, who(work.connection, DALBYS).id)
        access_named.unname_one(work.connection, journey, who(work.connection, CHEF).id)
    manned.registers("BER-1", "admitted", caseworker=ADA)
    assert named(manned) == {DALBYS, ADA}


def test_an_import_names_the_same(manned: Office, tmp_path: Path) -> None:
    protected, admitted = _line("referred", **_referral(PROTECTED)), _line("admitted", id="a", caseworker=ADA)
    _reads_in(manned, tmp_path, protected, admitted, _line("referred", journey="BER-2", **_referral(OTHER)))
    assert (named(manned), named(manned, "BER-2")) == ({CHEF, ADA}, set())
    _reads_in(manned, tmp_path, _line("reassigned", id="b", caseworker=DAN, unit="dalby"))
    assert named(manned) == {CHEF, ADA, DAN, DALBYS}


@pytest.mark.parametrize("then", ["works with it", "is named by a manager"])
def test_nobody_is_put_on_an_empty_list_alone(office: Office, then: str) -> None:
    """What came before there was any staff is its unit's managers' as long as nobody is on its list."""
    office.refers(person=PROTECTED)
    office.hires(CHEF, "manager", "berga")
    office.hires(ADA, "caseworker", "berga")
    with office.app.work() as work:
        journey, ada = _id(work.connection, "BER-1"), who(work.connection, ADA)
        if then == "works with it":
            access_named.name_who_works_with(work.connection, journey, ada)
        else:
            access_named.name_one(work.connection, journey, ada.id)
    assert named(office) == {CHEF, ADA}


OTHER = {"personnummer": "201212121212", "birth_date": None}


def _person(more: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in (PERSON | more).items() if value is not None}


def _referral(person: dict[str, Any]) -> dict[str, Any]:
    where = {"programme": "laboratory", "unit": "berga"}
    return {**where, "id": "r", "person": _person(person), "referrer": REFERRER}


def _line(event: str, **keys: Any) -> dict[str, Any]:
    return {"journey": "BER-1", "event": event, "on": "2026-01-05", **keys}


def _reads_in(office: Office, folder: Path, *lines: dict[str, Any]) -> None:
    file = folder / "journal.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    import_files(office.app, [file])
