"""Server-side sessions: idle 30 minutes, at most 10 hours, listed, and ended when the account is."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from journeys.signing_in.accounts import hashed_token
from journeys.tables.access import ACCOUNT, SESSION
from journeys.tables.staff import STAFF
from journeys.visibility.access import Staff

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
NOTED_EVERY = timedelta(minutes=1)
"""How exactly we know when a session was last used."""

KEPT = timedelta(hours=24)
"""How long we know whose session it was, for a form that arrives after its end."""

PASSWORD, CODES, IN, OUT = "password", "codes", "in", "out"


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """A browser that somebody gave their password in.

    `step`: `password` while the second factor is missing, `codes` while new recovery codes are to be saved, else `in`.
    One that its owner has signed out of is `out`, and found no more.
    """

    mark: str
    id: str
    staff: Staff
    step: str
    seen_at: datetime
    challenge: bytes | None
    shortcuts: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A session as its owner sees it."""

    id: str
    browser: str | None
    created_at: datetime
    seen_at: datetime


def start(connection: Connection, staff: Staff, *, step: str, browser: str | None, now: datetime) -> str:
    """Begin a session; its token, which only the browser has."""
    _forget_old(connection, now)
    token = secrets.token_urlsafe(32)
    row = {
        "mark": hashed_token(token),
        "id": secrets.token_hex(8),
        "staff_id": staff.id,
        "step": step,
        "created_at": now,
        "seen_at": now,
        "browser": (browser or "")[:200] or None,
    }
    connection.execute(insert(SESSION), row)
    return token


def find(connection: Connection, token: str, now: datetime) -> Session | None:
    """The session of a token, as long as it lasts and its account does."""
    asked = {"mark": hashed_token(token), "idle_since": now - IDLE, "begun": now - LONGEST}
    row = connection.execute(_LASTING, asked).first()
    if row is None:
        return None
    staff = Staff(id=row.staff_id, address=row.address, name=row.name, role=row.role, unit=row.unit)
    return Session(
        mark=row.mark,
        id=row.id,
        staff=staff,
        step=row.step,
        seen_at=row.seen_at,
        challenge=row.challenge,
        shortcuts=row.shortcuts,
    )


# Built once: putting a statement together takes longer than running it.
_LASTING = (
    select(
        *SESSION.c["mark", "id", "staff_id", "step", "seen_at", "challenge"],
        *STAFF.c["address", "name", "role", "unit"],
        ACCOUNT.c.shortcuts,
    )
    .join(STAFF, STAFF.c.id == SESSION.c.staff_id)
    .join(ACCOUNT, ACCOUNT.c.staff_id == SESSION.c.staff_id)
    .where(
        SESSION.c.mark == bindparam("mark"),
        SESSION.c.seen_at > bindparam("idle_since"),
        SESSION.c.created_at > bindparam("begun"),
        SESSION.c.step != OUT,
        STAFF.c.removed_at.is_(None),
    )
)


def owner_of(connection: Connection, token: str) -> int | None:
    """Who was signed in with a token, though time or they may have ended it: for a day, and not if it was revoked."""
    query = select(SESSION.c.staff_id).where(SESSION.c.mark == hashed_token(token), SESSION.c.step.in_((IN, OUT)))
    return connection.execute(query).scalar()


def marks_of(connection: Connection, staff: Staff) -> Sequence[str]:
    """Of their sessions, also of those that time or they have ended: for a day, and not if they were revoked."""
    query = select(SESSION.c.mark).where(SESSION.c.staff_id == staff.id, SESSION.c.step.in_((IN, OUT)))
    return connection.execute(query).scalars().all()


def is_to_be_noted(session: Session, now: datetime) -> bool:
    return now - session.seen_at > NOTED_EVERY


def note(connection: Connection, session: Session, now: datetime) -> None:
    """It was used just now."""
    connection.execute(update(SESSION).where(SESSION.c.mark == session.mark).values(seen_at=now))


def asked(connection: Connection, session: Session, purpose: bytes, make: Callable[[], bytes]) -> bytes:
    """What this session is asked to prove for a purpose: the same until it is proven, in every window."""
    known = session.challenge or b""
    if known.startswith(purpose + b" "):
        return known.removeprefix(purpose + b" ")
    made = make()
    _set_challenge(connection, session, purpose + b" " + made)
    return made


def no_longer_asked(connection: Connection, session: Session) -> None:
    """What was asked has been answered, and is not accepted again."""
    _set_challenge(connection, session, None)


def _set_challenge(connection: Connection, session: Session, challenge: bytes | None) -> None:
    connection.execute(update(SESSION).where(SESSION.c.mark == session.mark).values(challenge=challenge))


def end(connection: Connection, session: Session) -> None:
    connection.execute(delete(SESSION).where(SESSION.c.mark == session.mark))


def sign_out(connection: Connection, session: Session) -> None:
    """End it by choice: it lets nobody in, and a form of another tab that comes late is still known to be its owner's.

    What has been asked of it for a passkey is forgotten.
    """
    ended = update(SESSION).where(SESSION.c.mark == session.mark).values(step=OUT, challenge=None)
    connection.execute(ended)


def end_one_of(connection: Connection, staff: Staff, id_: str) -> None:
    """End one of one's own sessions."""
    connection.execute(delete(SESSION).where(SESSION.c.staff_id == staff.id, SESSION.c.id == id_))


def listed(connection: Connection, staff: Staff, now: datetime) -> list[Listed]:
    """One's own sessions that last, newest first."""
    rows = connection.execute(
        select(*SESSION.c["id", "browser", "created_at", "seen_at"])
        .where(
            SESSION.c.staff_id == staff.id,
            SESSION.c.seen_at > now - IDLE,
            SESSION.c.created_at > now - LONGEST,
            SESSION.c.step != OUT,
        )
        .order_by(SESSION.c.created_at.desc())
    )
    return [Listed(**row) for row in rows.mappings()]


def _forget_old(connection: Connection, now: datetime) -> None:
    connection.execute(delete(SESSION).where(SESSION.c.seen_at <= now - KEPT))
