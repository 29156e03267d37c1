"""Whom one journey led on to the next is stored once, also where no number says that the two are the same."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, delete, select, update

from journeys.people import change_person
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON

TELLS_WHO = ("given_name", "family_name", "birth_date")


def join_people(connection: Connection, led_on: Iterable[tuple[int, str]]) -> None:
    """Of journeys with the references of those they come from: those that are of somebody without a number, of the same
    name and birth date, are of the person who is stored there.
    """
    for journey_id, comes_from in led_on:
        here = _person(connection, JOURNEY.c.id == journey_id)
        before = _person(connection, JOURNEY.c.reference == comes_from)
        if here and before and _are_same(here, before):
            _join(connection, here, before["id"])


def _person(connection: Connection, where: ColumnElement[bool]) -> RowMapping | None:
    return connection.execute(_PERSON.where(where)).mappings().first()


def _are_same(here: RowMapping, before: RowMapping) -> bool:
    nameless = here["personnummer_mark"] is None and before["personnummer_mark"] is None
    return nameless and here["id"] != before["id"] and all(here[key] == before[key] for key in TELLS_WHO)


def _join(connection: Connection, here: RowMapping, person_id: int) -> None:
    connection.execute(_MOVE, {"was": here["id"], "now": person_id})
    connection.execute(_DROP, {"was": here["id"]})
    change_person(connection, person_id, {key: value for key, value in here.items() if key != "id"})  # told last


_PERSON = select(PERSON).join(JOURNEY, JOURNEY.c.person_id == PERSON.c.id)
_MOVE = update(JOURNEY).where(JOURNEY.c.person_id == bindparam("was")).values(person_id=bindparam("now"))
_DROP = delete(PERSON).where(PERSON.c.id == bindparam("was"))
