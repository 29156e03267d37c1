"""The words by which a person is found are those of the name they have now."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import delete, insert, select

from journeys import migrations
from journeys.journal.storing import store_people
from journeys.storage.database import Database
from journeys.tables.people import NAME_WORD, PERSON
from tests.office import PERSON as KANARIELLA
from tests.office import Office


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    office = Office(database_url, tmp_path)
    yield office
    office.close()


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
