"""The participant and the referrer: the personal rows of a journey. A person with a known number is stored once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from journeys.identity import birth_date_of
from journeys.keys import Keys
from journeys.tables import PERSON, REFERRER

SEAL = b"personnummer"


def person_values(keys: Keys, person: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a person as a referral tells of them: JSON values in, columns out."""
    number = person.get("personnummer")
    born = person.get("birth_date")
    return {
        "given_name": person["given_name"],
        "family_name": person["family_name"],
        "birth_date": date.fromisoformat(born) if born else birth_date_of(number or ""),
        "personnummer": keys.seal(number.encode(), SEAL) if number else None,
        "personnummer_mark": keys.lookup(number) if number else None,
        "email": person.get("email"),
        "phone": person.get("phone"),
        "language": person.get("language"),
        "protected": person.get("protected", False),
    }


def store_person(connection: Connection, keys: Keys, person: Mapping[str, Any], person_id: int | None) -> int:
    """Write the person and return their id: the one given, the one with the same number, or a new one."""
    values = person_values(keys, person)
    place = _place(connection, values["personnummer_mark"], person_id)
    if place is None:
        return int(connection.execute(insert(PERSON).returning(PERSON.c.id), values).scalar_one())
    connection.execute(update(PERSON).where(PERSON.c.id == place).values(values))
    return int(place)


def _place(connection: Connection, mark: str | None, person_id: int | None) -> int | None:
    """Where the person is stored already. Another number is another person, whose row is not to be written over."""
    if mark and (known := connection.execute(select(PERSON.c.id).where(PERSON.c.personnummer_mark == mark)).scalar()):
        return int(known)
    before = connection.execute(select(PERSON.c.personnummer_mark).where(PERSON.c.id == person_id)).scalar()
    return person_id if before in (None, mark) else None


def store_referrer(connection: Connection, journey_id: int, referrer: Mapping[str, Any]) -> None:
    """Write who sent the person, in place of what was there."""
    connection.execute(delete(REFERRER).where(REFERRER.c.journey_id == journey_id))
    if values := referrer_values(journey_id, referrer):
        connection.execute(insert(REFERRER), values)


def referrer_values(journey_id: int, referrer: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row of a referrer, or None where there is nothing personal to keep."""
    told = {key: referrer.get(key) for key in ("organisation", "name", "email")}
    return {"journey_id": journey_id, **told} if any(told.values()) else None
