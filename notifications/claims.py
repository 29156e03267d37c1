"""The outbox from the side of those who deliver: claim what is due, hold it, settle it.

A claim is a lease. A worker that dies lets it run out, and the message is due again, with the same Message-ID. Every
settling counts the rows it changed: none means that the claim was lost and somebody else decides.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, Update, func, select, update

from notifications.message import Invitation, Message
from notifications.tables import OUTBOX, State


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """A message that one worker holds until its lease runs out."""

    id: int
    message: Message
    message_id: str
    created_at: datetime
    attempts: int
    """How many times it has been claimed, this one among them."""
    claimed_by: str


def claim(connection: Connection, *, worker: str, now: datetime, limit: int, lease: timedelta) -> list[Claimed]:
    """Take at most `limit` of the messages that are due, the longest due first. Needs a transaction that may write."""
    token = f"{worker}/{uuid4().hex}"  # new for each claim, so that two workers of one name are still two
    due = select(OUTBOX.c.id).where(OUTBOX.c.due_at <= now).order_by(OUTBOX.c.due_at, OUTBOX.c.id).limit(limit)
    ids = connection.scalars(due.with_for_update(skip_locked=True)).all()
    take = update(OUTBOX).values(
        state=State.SENDING, claimed_by=token, due_at=now + lease, attempts=OUTBOX.c.attempts + 1
    )
    if not ids or not connection.execute(take.where(OUTBOX.c.id.in_(ids), OUTBOX.c.due_at <= now)).rowcount:
        return []
    mine = select(OUTBOX).where(OUTBOX.c.id.in_(ids), OUTBOX.c.claimed_by == token).order_by(OUTBOX.c.id)
    return [_claimed(row) for row in connection.execute(mine).mappings()]


def renew(connection: Connection, claimed: Claimed, *, until: datetime) -> bool:
    """Hold on to a claim for longer. False when it was lost or the message was withdrawn."""
    return _changes(connection, _held(claimed).values(due_at=until))


def rewrite(connection: Connection, claimed: Claimed, message: Message) -> Claimed:
    """Say something else in a claimed message: its key and Message-ID stay, and a second copy says the same."""
    values = {
        "template": message.template,
        "language": message.language,
        "recipient": message.recipient,
        "context": dict(message.context),
        "invitation": message.invitation and message.invitation.to_json(),
        "expires_at": message.expires_at,
    }
    connection.execute(_held(claimed).values(values))
    mine = select(OUTBOX).where(OUTBOX.c.id == claimed.id)
    return _claimed(connection.execute(mine).mappings().one())


def settle_sent(connection: Connection, claimed: Claimed, *, now: datetime) -> bool:
    """It went. Also true of a message that was withdrawn while it was on its way."""
    sent = update(OUTBOX).where(OUTBOX.c.id == claimed.id, OUTBOX.c.claimed_by == claimed.claimed_by)
    return _changes(connection, _settled(sent, State.SENT, None, now))


def settle_failed(connection: Connection, claimed: Claimed, *, reason: str, now: datetime) -> bool:
    """It was refused for good, or is given up; somebody has to look at it."""
    return _changes(connection, _settled(_held(claimed), State.FAILED, reason, now))


def settle_expired(connection: Connection, claimed: Claimed, *, now: datetime) -> bool:
    """It became too late to send it."""
    return _changes(connection, _settled(_held(claimed), State.EXPIRED, None, now))


def settle_withdrawn(connection: Connection, claimed: Claimed, *, now: datetime) -> bool:
    """There is no reason for it any more."""
    return _changes(connection, _settled(_held(claimed), State.WITHDRAWN, None, now))


def settle_retry(connection: Connection, claimed: Claimed, *, reason: str, due_at: datetime) -> bool:
    """It did not go this time: try again from `due_at`."""
    return _changes(connection, _back(claimed, due_at).values(reason=reason))


def release(connection: Connection, claimed: Claimed, *, reason: str | None, due_at: datetime) -> bool:
    """Give it back untried until `due_at`, and do not count the attempt. Without a reason an earlier one stays."""
    change = _back(claimed, due_at).values(reason=func.coalesce(reason, OUTBOX.c.reason))
    return _changes(connection, change.values(attempts=OUTBOX.c.attempts - 1))


def _held(claimed: Claimed) -> Update:
    return update(OUTBOX).where(
        OUTBOX.c.id == claimed.id, OUTBOX.c.claimed_by == claimed.claimed_by, OUTBOX.c.state == State.SENDING
    )


def _back(claimed: Claimed, due_at: datetime) -> Update:
    return _held(claimed).values(state=State.QUEUED, due_at=due_at, claimed_by=None)


def _settled(change: Update, state: State, reason: str | None, now: datetime) -> Update:
    return change.values(state=state, reason=reason, due_at=None, claimed_by=None, settled_at=now)


def _changes(connection: Connection, change: Update) -> bool:
    return connection.execute(change).rowcount == 1


def _claimed(row: RowMapping) -> Claimed:
    return Claimed(
        message=_message(row),
        **{name: row[name] for name in ("id", "message_id", "created_at", "attempts", "claimed_by")},
    )


def _message(row: RowMapping) -> Message:
    stored: Any = row["invitation"]
    return Message(
        invitation=stored and Invitation.from_json(stored),
        **{name: row[name] for name in ("key", "template", "recipient", "language", "context", "about", "expires_at")},
    )
