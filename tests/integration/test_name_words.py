"""The words by which a person is found are those of the name they have now."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import delete, insert, select

from journeys import migrations
from journeys.journal.storing import store_people
from journeys.storage.database import Database
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import NAME_WORD, PERSON, REFERRER, REFERRER_WORD
from tests.office import PERSON as KANARIELLA
from tests.office import Office


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    office = Office(database_url, tmp_path)
    yield office
    office.close()


def referrer_words(office: Office) -> list[str]:
    with office.app.read() as connection:
        return list(connection.execute(select(REFERRER_WORD.c.word).order_by(REFERRER_WORD.c.word)).scalars())


def words(office: Office) -> list[str]:
    with office.app.read() as connection:
        return list(connection.execute(select(NAME_WORD.c.word).order_by(NAME_WORD.c.word)).scalars())


def test_a_referral_keeps_them(office: Office) -> None:
    office.refers()
    assert words(office) == ["kanariella", "provqvist"]


def test_a_corrected_name_is_found_and_the_old_one_is_not(office: Office) -> None:
    office.refers()
    office.registers("BER-1", "corrected", of="e1", set={"person": {**KANARIELLA, "family_name": "Ek"}}, reason="Gift")
    assert words(office) == ["ek", "kanariella"]


def test_they_go_with_the_person(office: Office) -> None:
    office.refers()
    with office.app.work() as work:
        work.connection.execute(delete(PERSON))
    assert words(office) == []


def test_those_of_a_referrer_are_what_is_told_now_and_go_with_them(office: Office) -> None:
    office.refers()
    assert referrer_words(office) == ["example", "region", "remittent", "rut"]
    told = {"party": "region", "organisation": "Vårdcentralen", "name": "Åsa Ek"}
    office.registers("BER-1", "corrected", of="e1", set={"referrer": told}, reason="En annan")
    assert referrer_words(office) == ["asa", "ek", "vardcentralen"]
    with office.app.work() as work:
        work.connection.execute(delete(REFERRER))
    assert referrer_words(office) == []


def test_an_import_keeps_them_and_a_known_person_has_the_latest(office: Office) -> None:
    numbered = {**KANARIELLA, "personnummer": "191212121212"}
    with office.app.work() as work:
        store_people(work.connection, work.keys, [numbered, {**KANARIELLA, "given_name": "Åsa"}])
        store_people(work.connection, work.keys, [{**numbered, "family_name": "Ek"}])
    assert words(office) == ["asa", "ek", "kanariella", "provqvist"]


def test_who_was_known_before_there_was_a_desk_is_found_too(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    with database.begin_alone() as connection:
        command.upgrade(migrations._config(connection), "0001")
        told = {"given_name": "Åsa", "family_name": "Ek", "protected": False}
        connection.execute(insert(PERSON), [{"id": number, **told} for number in range(1, 1002)])
    database.prepare()
    with database.read() as connection:
        found = connection.execute(select(NAME_WORD.c.person_id).where(NAME_WORD.c.word == "asa")).scalars().all()
    database.close()
    assert sorted(found) == list(range(1, 1002))


def test_who_had_referred_before_they_were_searched_for_is_found_too(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    journey = {"programme": "p", "version": "1", "unit": "u", "state": "referred", "gender": "woman", "party": "region"}
    days = {"referred_on": date(2026, 3, 2), "last_day": date(2026, 3, 2), "events": 1}
    with database.begin_alone() as connection:
        command.upgrade(migrations._config(connection), "0006")
        connection.execute(insert(JOURNEY), {"id": 7, "reference": "U-7", **journey, **days})
        connection.execute(insert(REFERRER), {"journey_id": 7, "name": "Rut Ström"})
    database.prepare()
    with database.read() as connection:
        found = connection.execute(select(REFERRER_WORD.c.word).where(REFERRER_WORD.c.journey_id == 7)).scalars().all()
    database.close()
    assert sorted(found) == ["rut", "strom"]
