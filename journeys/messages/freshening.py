"""A last look at a message before it is sent: is there still a reason, and does it still say what is so?

A reminder goes only while its work waits; what was done, excused, paused, moved or ended meanwhile is left out.
Somebody who has got protected identity in the meantime gets nothing.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from journeys.messages import recipients
from journeys.messages.meetings import journey_of
from journeys.messages.recipients import Recipient
from journeys.reminders.reminding import digest_context, errand
from journeys.settings import STOCKHOLM
from journeys.storage.projection import WAITING
from journeys.tables.journeys import JOURNEY, MEETING, OBLIGATION, REMINDER
from notifications.claims import Claimed
from notifications.message import Message


def freshen(connection: Connection, claimed: Claimed, *, today: date) -> Message | None:
    """The message as it should read now, or None where there is no reason for it any more."""
    message = claimed.message
    kind = message.key.split(":", 1)[0]
    if kind in ("reminder", "digest"):
        still = _days_that_still_stand(connection, message.key)
        if not still:
            return None
        if kind == "digest":
            return replace(message, context={**message.context, **digest_context(still, today)})
    return _to_whom_it_may(connection, message)


def _days_that_still_stand(connection: Connection, key: str) -> list[date]:
    """The days that its reminders count from, one for each thing that still waits and is still for that day.

    The others are forgotten: should the work wait again, because a step was taken back, it is reminded of again.
    """
    rows = connection.execute(_COVERED.where(REMINDER.c.message == errand(key))).all()
    still = {row[:3]: row.counts_from for row in rows if _stands(row)}
    for row in rows:
        if not _stands(row):
            connection.execute(_FORGET, {f"its_{name}": getattr(row, name) for name in _ITS_KEY})
    return list(still.values())


def _stands(row: Any) -> bool:
    waits: bool = row.obligation_state == WAITING and row.state != "paused"
    return waits and row.counts_from == _counts_from(row)


def _counts_from(row: Any) -> date:
    """The day that such a reminder counts from now (spec: counting.md, "Reminders")."""
    booked = row.checkpoint and row.starts_at is not None
    day: date = row.starts_at.astimezone(STOCKHOLM).date() if booked else row.due
    return day


_ITS_KEY = ("journey_id", "rule", "n", "offset", "recipient", "counts_from")
_COVERED = select(
    *REMINDER.c["journey_id", "rule", "n", "offset", "recipient", "counts_from", "checkpoint"],
    OBLIGATION.c.state.label("obligation_state"),
    OBLIGATION.c.due,
    JOURNEY.c.state,
    MEETING.c.starts_at,
).select_from(
    REMINDER.join(JOURNEY, JOURNEY.c.id == REMINDER.c.journey_id)
    .outerjoin(
        OBLIGATION,
        (OBLIGATION.c.journey_id == REMINDER.c.journey_id)
        & (OBLIGATION.c.rule == REMINDER.c.rule)
        & (OBLIGATION.c.n == REMINDER.c.n),
    )
    .outerjoin(MEETING, MEETING.c.journey_id == JOURNEY.c.id)
)
_FORGET = delete(REMINDER).where(*(REMINDER.c[name] == bindparam(f"its_{name}") for name in _ITS_KEY))


def _to_whom_it_may(connection: Connection, message: Message) -> Message | None:
    """To the address that the participant or referrer has now; to nobody where the person is protected now.

    What lets a former address off goes there and nowhere else.
    """
    audience = str(message.context.get("audience"))
    journey_id = journey_of(message.about)
    if journey_id is None or audience not in recipients.OUTSIDE:
        return message
    journey = recipients.journey_contacts(connection, journey_id)
    if recipients.is_protected(journey):
        return None
    if message.context.get("former"):
        return message
    found = recipients.OUTSIDE[audience](journey)
    return replace(message, recipient=found.address) if isinstance(found, Recipient) else None
