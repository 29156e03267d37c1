"""The draft of an exit document: sealed text, section by section, with a version so that nobody writes over another."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from journeys.exit.tables import EXIT_DRAFT
from journeys.storage.dialect import insert_new
from journeys.storage.keys import Keys
from journeys.tables.staff import STAFF

Texts = Mapping[str, str]
"""Section → what it says."""

NEW = 0
"""The version of a draft that has not been saved yet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """As it was saved last, by whom and when."""

    version: int
    texts: Texts
    by: str
    at: datetime


def draft_of(connection: Connection, keys: Keys, journey_id: int) -> Draft | None:
    """The draft of a journey; None where none has been saved."""
    row = connection.execute(_DRAFT, {"its_id": journey_id}).first()
    if row is None:
        return None
    texts = json.loads(keys.open(row.body, _seal(journey_id)))
    return Draft(version=row.version, texts=texts, by=row.name, at=row.at)


def save_draft(
    connection: Connection, keys: Keys, journey_id: int, texts: Texts, *, seen: int, staff_id: int, now: datetime
) -> bool:
    """Save over the version that was `seen` (NEW where there was none). False where somebody else was first."""
    body = keys.seal(json.dumps(dict(texts)).encode(), _seal(journey_id))
    row = {"version": seen + 1, "body": body, "staff_id": staff_id, "at": now}
    if seen == NEW:
        return insert_new(connection, EXIT_DRAFT, {"journey_id": journey_id, **row})
    saved = connection.execute(_SAVE.values(row), {"its_id": journey_id, "seen": seen})
    return saved.rowcount == 1


def _seal(journey_id: int) -> bytes:
    return b"exit draft of %d" % journey_id


_DRAFT = (
    select(*EXIT_DRAFT.c["version", "body", "at"], STAFF.c.name)
    .join(STAFF, STAFF.c.id == EXIT_DRAFT.c.staff_id)
    .where(EXIT_DRAFT.c.journey_id == bindparam("its_id"))
)
_SAVE = update(EXIT_DRAFT).where(
    EXIT_DRAFT.c.journey_id == bindparam("its_id"), EXIT_DRAFT.c.version == bindparam("seen")
)
