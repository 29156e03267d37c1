"""The outbox from the side of those who have something to say.

Every function works in the transaction of the connection it is given and commits nothing: what is said stands or falls
with what caused it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Insert, RowMapping, Select, Table, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from notifications.message import Invitation, Message
from notifications.tables import OUTBOX, State

_INSERT: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
_UNSENT = (State.QUEUED, State.SENDING)
_CHUNK = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawn:
    """A message that was taken back; `tried` if it may have reached its recipient all the same."""

    key: str
    tried: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A message with an invitation; `told` if its recipient got it or may have got it."""

    key: str
    template: str
    audience: str
    address: str
    language: str
    invitation: Invitation
    told: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A message as the list of the outbox shows it: its recipient masked, without what it says."""

    id: int
    key: str
    recipient: str
    about: str | None
    template: str
    language: str
    state: State
    reason: str | None
    attempts: int
    created_at: datetime
    due_at: datetime | None
    settled_at: datetime | None
    expires_at: datetime | None


def enqueue(connection: Connection, messages: Iterable[Message], *, now: datetime) -> list[str]:
    """Put messages in the outbox, due at once. Gives the keys that were new; one that is known changes nothing.

    One that was withdrawn before anybody tried to send it was never said, and so is new.
    """
    rows = [_row(message, now) | {"state": State.QUEUED, "due_at": now} for message in messages]
    for keys in _chunks([row["key"] for row in rows]):
        connection.execute(_NEVER_SAID, {"keys": keys})
    return _add(connection, rows)


_THESE = OUTBOX.c.key.in_(bindparam("keys", expanding=True))
_NEVER_SAID = delete(OUTBOX).where(_THESE, OUTBOX.c.state == State.WITHDRAWN, OUTBOX.c.claimed_by.is_(None))


def skip(connection: Connection, message: Message, *, reason: str, now: datetime) -> bool:
    """Keep on record that a message is not sent, and why; not to whom, nor what. False when its key was known."""
    row = _row(message, now) | {"recipient": "", "context": {}, "invitation": None}
    return bool(_add(connection, [row | {"state": State.SKIPPED, "due_at": None, "reason": reason, "settled_at": now}]))


def withdraw(
    connection: Connection, *, about: str, keep: Collection[str] = (), key_prefix: str = "", now: datetime
) -> list[Withdrawn]:
    """Take back what is not sent yet about something, save the keys in `keep` and those without the prefix."""
    query = select(OUTBOX.c.id, OUTBOX.c.key, OUTBOX.c.attempts).where(
        OUTBOX.c.about == about, OUTBOX.c.state.in_(_UNSENT)
    )
    rows = [row for row in connection.execute(query.with_for_update()) if _is_meant(row.key, keep, key_prefix)]
    # `claimed_by` stays: a worker that has just sent one of them may still say so.
    change = update(OUTBOX).values(state=State.WITHDRAWN, due_at=None, settled_at=now)
    for chunk in _chunks([row.id for row in rows]):
        connection.execute(change.where(OUTBOX.c.id.in_(chunk)))
    return [Withdrawn(key=row.key, tried=row.attempts > 0) for row in rows]


def said(connection: Connection, *, about: str, key_prefix: str) -> list[Said]:
    """Every invitation about something that was told or may still be, in order; they are held until the commit."""
    query = select(OUTBOX).where(OUTBOX.c.about == about, OUTBOX.c.invitation.is_not(None)).order_by(OUTBOX.c.id)
    rows = connection.execute(query.with_for_update()).mappings()
    return [_said(row) for row in rows if row["key"].startswith(key_prefix) and _counts(row)]


def _said(row: RowMapping) -> Said:
    return Said(
        key=row["key"],
        template=row["template"],
        audience=row["context"].get("audience", ""),
        address=row["recipient"],
        language=row["language"],
        invitation=Invitation.from_json(row["invitation"]),
        told=_may_have_come(row),
    )


def _counts(row: RowMapping) -> bool:
    return row["state"] in _UNSENT or _may_have_come(row)


def _may_have_come(row: RowMapping) -> bool:
    """One that was withdrawn at the last look has neither a worker nor a reason, and did not go."""
    if row["state"] == State.WITHDRAWN:
        return row["attempts"] > 0 and (row["claimed_by"] is not None or row["reason"] is not None)
    return row["state"] in (State.SENT, State.FAILED) or (row["state"] in _UNSENT and row["attempts"] > 0)


def erase(connection: Connection, *, about: str, now: datetime) -> int:
    """Blank what is personal in every message about something and withdraw the unsent; the fact of each stays.

    Gives how many messages there were.
    """
    withdraw(connection, about=about, now=now)
    blank = update(OUTBOX).where(OUTBOX.c.about == about).values(recipient="", language="", context={}, invitation=None)
    return connection.execute(blank).rowcount


def retry(connection: Connection, *, ids: Collection[int] | None = None, now: datetime) -> int:
    """Try failed messages anew: those with these ids, or all of them. Gives how many."""
    change = update(OUTBOX).where(OUTBOX.c.state == State.FAILED, OUTBOX.c.recipient != "")
    if ids is not None:
        change = change.where(OUTBOX.c.id.in_(ids))
    again = change.values(state=State.QUEUED, due_at=now, attempts=0, reason=None, settled_at=None, claimed_by=None)
    return connection.execute(again).rowcount


def listing(connection: Connection, *, states: Collection[State] = tuple(State), limit: int = 100) -> list[Listed]:
    """The latest messages in these states, newest first."""
    # State by state, so that the index gives each in order however many there are of another.
    rows = [row for state in states for row in connection.execute(_latest(state, limit)).mappings()]
    rows.sort(key=lambda row: row["id"], reverse=True)
    return [
        Listed(**{**row, "state": State(row["state"]), "recipient": _masked(row["recipient"])}) for row in rows[:limit]
    ]


def counts(connection: Connection) -> dict[State, int]:
    """How many messages are in each state; every state is there."""
    query = select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state)
    found = {State(state): count for state, count in connection.execute(query)}
    return {state: found.get(state, 0) for state in State}


def _row(message: Message, now: datetime) -> dict[str, Any]:
    return {
        "key": message.key,
        "about": message.about,
        "template": message.template,
        "language": message.language,
        "recipient": message.recipient,
        "context": dict(message.context),
        "invitation": message.invitation and message.invitation.to_json(),
        "message_id": f"<{token_hex(16)}@farled.invalid>",
        "created_at": now,
        "expires_at": message.expires_at,
    }


def _add(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[str]:
    if not rows:
        return []
    connection.execute(_unless_known(connection.dialect.name), rows)
    # A Message-ID is of this very insert, so it tells whose row holds the key.
    stored = {row.message_id for chunk in _chunks([row["key"] for row in rows]) for row in _ids(connection, chunk)}
    return [row["key"] for row in rows if row["message_id"] in stored]


@cache
def _unless_known(dialect: str) -> Insert:
    return _INSERT[dialect](OUTBOX).values(attempts=0).on_conflict_do_nothing(index_elements=["key"])


def _ids(connection: Connection, keys: Sequence[str]) -> Iterable[Any]:
    return connection.execute(_MESSAGE_IDS, {"keys": keys})


_MESSAGE_IDS = select(OUTBOX.c.message_id).where(_THESE)


def _latest(state: State, limit: int) -> Select[Any]:
    columns = [OUTBOX.c[name] for name in Listed.__slots__]
    return select(*columns).where(OUTBOX.c.state == state).order_by(OUTBOX.c.id.desc()).limit(limit)


def _masked(address: str) -> str:
    """ "anna@region.example" as "a…@region.example": enough to see which mail server it was."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}…{at}{host}" if at else ""


def _is_meant(key: str, keep: Collection[str], prefix: str) -> bool:
    return key.startswith(prefix) and key not in keep


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))
