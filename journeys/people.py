"""The participant and the referrer: the personal rows of a journey. A person with a known number is stored once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from journeys.dossier import Dossier
from journeys.identity import birth_date_of, masked
from journeys.names import keep_words, words_of
from journeys.storage.dossiers import load_many
from journeys.storage.keys import Keys
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON, REFERRER, REFERRER_WORD
from journeys.visibility.protection import is_protected
from journeys.work import Work

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
        (added,) = add_people(connection, [values])
        return added
    change_person(connection, place, values)
    return place


def add_people(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """Write new persons; their ids."""
    if not rows:
        return []
    ids = connection.execute(_ADD_PEOPLE, rows).scalars().all()
    keep_words(connection, dict(zip(ids, rows, strict=True)), new=True)
    return ids


def change_person(connection: Connection, person_id: int, values: Mapping[str, Any]) -> None:
    """Write what is told of a person now."""
    connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(values))
    keep_words(connection, {person_id: values})


def _place(connection: Connection, mark: str | None, person_id: int | None) -> int | None:
    """Where the person is stored already. Another number is another person, whose row is not to be written over."""
    if mark and (known := connection.execute(_BY_MARK, {"mark": mark}).scalar()):
        return int(known)
    if person_id is None:
        return None
    before = connection.execute(select(PERSON.c.personnummer_mark).where(PERSON.c.id == person_id)).scalar()
    return person_id if before in (None, mark) else None


def leave(work: Work, person_id: int | None) -> None:
    """When a journey turned out to be about somebody else: keep of the person it left what the other journeys tell.

    Whom no journey is about any more is forgotten: the number they were referred with was another's.
    """
    of_them = {"person_id": person_id}
    references = work.connection.execute(_OTHERS, of_them).scalars().all()
    if person_id is None or not references:
        work.connection.execute(_FORGET, of_them)
        return
    dossiers = load_many(work.connection, work.catalogue, references)
    last = max(dossiers, key=lambda dossier: _told_at(work, dossier))
    person = last.private(work.ledger, "referred")["referred"].get("person")
    if person:
        change_person(work.connection, person_id, person_values(work.keys, person))


def _told_at(work: Work, dossier: Dossier) -> int:
    """The place in the log of what the journey told of its person last."""
    opened = ((seq, work.ledger.opened(seq, body)) for seq, body in dossier.sealed.values())
    return max((seq for seq, told in opened if "person" in told or "person" in told.get("set", {})), default=0)


def store_referrer(connection: Connection, journey_id: int, referrer: Mapping[str, Any]) -> None:
    """Write who sent the person, in place of what was there."""
    connection.execute(_DROP_REFERRER, {"its_id": journey_id})
    if values := referrer_values(journey_id, referrer):
        add_referrers(connection, [values])


def add_referrers(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write who sent the persons of new journeys, and the words by which they are found."""
    if not rows:
        return
    connection.execute(_ADD_REFERRER, rows)
    words = [
        {"journey_id": row["journey_id"], "word": word}
        for row in rows
        for word in words_of(*filter(None, (row["organisation"], row["name"], row["email"])))
    ]
    if words:
        connection.execute(_ADD_WORDS, words)


# Built once: putting a statement together takes longer than running it.
_ADD_PEOPLE = insert(PERSON).returning(PERSON.c.id, sort_by_parameter_order=True)
_BY_MARK = select(PERSON.c.id).where(PERSON.c.personnummer_mark == bindparam("mark"))
_OTHERS = select(JOURNEY.c.reference).where(JOURNEY.c.person_id == bindparam("person_id"))
_FORGET = delete(PERSON).where(PERSON.c.id == bindparam("person_id"))
_DROP_REFERRER = delete(REFERRER).where(REFERRER.c.journey_id == bindparam("its_id"))
_ADD_REFERRER = insert(REFERRER)
_ADD_WORDS = insert(REFERRER_WORD)


def referrer_values(journey_id: int, referrer: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row of a referrer, or None where there is nothing personal to keep."""
    told = {key: referrer.get(key) for key in ("organisation", "name", "email")}
    return {"journey_id": journey_id, **told} if any(told.values()) else None


def who(connection: Connection, keys: Keys, journey_id: int) -> dict[str, Any] | None:
    """Who a journey is about, for those who may see it: the number masked; None where the person is erased.

    How to reach a protected person is left out: that lies with the authorities.
    """
    row = connection.execute(_WHO, {"its_id": journey_id}).mappings().first()
    if row is None:
        return None
    number = masked(keys.open(row["personnummer"], SEAL).decode()) if row["personnummer"] else None
    reached = {} if row["is_protected"] else {key: row[key] for key in ("email", "phone")}
    told = {key: row[key] for key in ("given_name", "family_name", "birth_date", "language")}
    return told | {"protected": row["is_protected"], "personnummer": number} | reached


_WHO = (
    select(PERSON, is_protected().label("is_protected"))
    .join(JOURNEY, JOURNEY.c.person_id == PERSON.c.id)
    .where(JOURNEY.c.id == bindparam("its_id"))
)
