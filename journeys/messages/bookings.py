"""The row of a booked checkpoint: what the history says of it, beside what people were told last."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from journeys.dossier import Dossier
from journeys.journal.lines import Line
from journeys.ledger import Ledger
from journeys.settings import STOCKHOLM
from journeys.tables.journeys import MEETING
from workflows.events import CORRECTIONS
from workflows.history import Booking, History

Row = dict[str, Any]

CAN_END_IT = CORRECTIONS | {
    "booked",
    "cancelled",
    "checkpoint",
    "exited",
    "declined",
    "reopened",
    "reassigned",
    "advanced",
}
_SAYS_WHERE = CORRECTIONS | {"booked"}


def starts_at(booking: Booking) -> datetime:
    """The moment of a local wall-clock time."""
    return booking.time.replace(tzinfo=STOCKHOLM).astimezone(UTC)


def values_of(journey_id: int, history: History, place: str | None) -> Row | None:
    """The row of the meeting that is booked, with a new UID; None where there is none."""
    if history.booking is None or history.end is not None:
        return None
    return {
        "journey_id": journey_id,
        "uid": f"{uuid.uuid4()}@farled",
        "sequence": 0,
        "starts_at": starts_at(history.booking),
        "booked_on": history.booking.booked_on,
        "place": place,
        "caseworker": history.caseworker,
    }


def stored(connection: Connection, journey_id: int) -> Row | None:
    row = connection.execute(_OF_ONE, {"its_id": journey_id}).mappings().first()
    return dict(row) if row else None


_OF_ONE = select(MEETING).where(MEETING.c.journey_id == bindparam("its_id"))


def was_held(row: Row, new: Iterable[Line]) -> bool:
    """Whether a checkpoint was held when the meeting's day had come."""
    day = row["starts_at"].astimezone(STOCKHOLM).date()
    return any(line.event == "checkpoint" and day <= line.on for line in new)


def wanted(ledger: Ledger, dossier: Dossier, journey_id: int, history: History, before: Row | None) -> Row | None:
    """The row as it should be now. One that there was keeps its UID, and counts on where time or place is another."""
    row = values_of(journey_id, history, _place(ledger, dossier, before))
    if row is None or before is None:
        return row
    moved = any(row[key] != before[key] for key in ("starts_at", "place"))
    return row | {"uid": before["uid"], "sequence": before["sequence"] + moved}


def _place(ledger: Ledger, dossier: Dossier, before: Row | None) -> str | None:
    if before is not None and not any(draft.line.event in _SAYS_WHERE for draft in dossier.new):
        place: str | None = before["place"]
    else:
        place = dossier.private(ledger, "booked").get("booked", {}).get("place")
    return place


def store(connection: Connection, journey_id: int, before: Row | None, now: Row | None) -> None:
    """Put `now` in the place of `before`."""
    if before == now:
        return
    mine = MEETING.c.journey_id == journey_id
    if before and now:
        connection.execute(update(MEETING).where(mine).values(now))
    elif now:
        connection.execute(insert(MEETING), now)
    else:
        connection.execute(delete(MEETING).where(mine))
