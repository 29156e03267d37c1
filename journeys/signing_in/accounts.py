"""Signing in: passwords, limits, one-time links. No HTTP here; what comes after the password is in second_factor."""

import hashlib
import secrets
import string
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, delete, func, insert, select, update

from journeys.errors import JourneyError
from journeys.storage.dialect import insert_all_new
from journeys.storage.keys import Keys
from journeys.tables.access import ACCOUNT, ATTEMPT, LINK, PASSKEY, RECOVERY_CODE, SESSION
from journeys.tables.staff import STAFF
from journeys.visibility.access import Staff

SHORTEST = 12
LONGEST = 200
LINK_LASTS = timedelta(hours=72)
TELLING = 4
"""From this length on, the name in an address may not be part of the password."""

Limits = Sequence[tuple[int, timedelta]]
LIMITS: Limits = ((5, timedelta(minutes=15)), (20, timedelta(hours=24)))
"""At most so many failed attempts in so long, for one account."""
PEER_LIMITS: Limits = ((30, timedelta(minutes=15)), (200, timedelta(hours=24)))
"""The same for one address of the network, which a whole office may share."""
REMEMBERED = max(during for _, during in (*LIMITS, *PEER_LIMITS))

_HASHER = PasswordHasher()  # argon2id with the library's current recommendation


class TooManyAttempts(JourneyError):
    """Det har varit för många försök. Vänta en kvart och försök igen."""


class WrongSignIn(JourneyError):
    """Adressen, lösenordet eller koden stämmer inte."""


class PasswordWeak(JourneyError):
    """A password that would not keep anybody out."""


class LinkUsedUp(JourneyError):
    """Länken gäller inte längre. Be administratören om en ny."""


def hashed_token(token: str) -> str:
    """What of a random token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_password(password: str, address: str) -> None:
    """Raises PasswordWeak with a sentence that says what to change."""
    if len(password) < SHORTEST:
        raise PasswordWeak(f"Lösenordet behöver minst {SHORTEST} tecken. Några ord efter varandra går bra.")
    if len(password) > LONGEST:
        raise PasswordWeak(f"Lösenordet får ha högst {LONGEST} tecken.")
    if _is_easy(password.casefold(), address.casefold()):
        raise PasswordWeak("Lösenordet är för lätt att gissa. Välj ett annat.")


def _is_easy(password: str, address: str) -> bool:
    """Common, as it is or with digits and signs around it; few different characters; of their address."""
    bare = password.strip(string.digits + string.punctuation + " ")
    return bool({password, bare} & _common() or len(set(password)) < 5 or _is_of(address, password, bare))


def _is_of(address: str, password: str, bare: str) -> bool:
    """Whether it has the name in the address or all of it, or is no more than a part of it, whatever the signs."""
    name = address.partition("@")[0]
    own, written, core = (_unsigned(each) for each in (address, password, bare))
    return (len(name) >= TELLING and name in password) or own in written or (len(core) >= TELLING and core in own)


def _unsigned(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@cache
def _common() -> frozenset[str]:
    text = files("journeys.signing_in").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line.casefold() for line in text.splitlines() if line and not line.startswith("#"))


def staff_of(connection: Connection, staff_id: int) -> Staff | None:
    """Somebody on the staff list; None once removed."""
    row = connection.execute(
        select(*STAFF.c["id", "address", "name", "role", "unit"]).where(
            STAFF.c.id == staff_id, STAFF.c.removed_at.is_(None)
        )
    ).first()
    return Staff(id=row.id, address=row.address, name=row.name, role=row.role, unit=row.unit) if row else None


def by_password(connection: Connection, keys: Keys, *, address: str, password: str, peer: str, now: datetime) -> Staff:
    """The first step; an unknown address takes as long as a known one. Raises TooManyAttempts or WrongSignIn."""
    check_limit(connection, keys.lookup(f"address {address.casefold()}"), now)
    check_limit(connection, keys.lookup(f"peer {peer}"), now, PEER_LIMITS)
    row = connection.execute(
        select(STAFF.c.id, ACCOUNT.c.password)
        .join(ACCOUNT, ACCOUNT.c.staff_id == STAFF.c.id)
        .where(func.lower(STAFF.c.address) == address.lower(), STAFF.c.removed_at.is_(None))
    ).first()
    nobodys = _nobodys()
    stored = row.password if row and row.password else nobodys
    if not _fits(stored, password) or row is None:
        raise WrongSignIn
    if _HASHER.check_needs_rehash(stored):
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.staff_id == row.id).values(password=_hashed(password)))
    staff = staff_of(connection, row.id)
    if staff is None:
        raise WrongSignIn
    return staff


@cache
def _nobodys() -> str:
    """The hash that is checked where there is none, so that it takes as long."""
    return _hashed(secrets.token_hex(16))


def _hashed(password: str) -> str:
    return _HASHER.hash(unicodedata.normalize("NFC", password))


def count_failure(connection: Connection, keys: Keys, *, address: str, peer: str, now: datetime) -> None:
    """Remember a failed attempt, for the account and for the address it came from."""
    for subject in (f"address {address.casefold()}", f"peer {peer}"):
        count_one(connection, keys.lookup(subject), now)
    connection.execute(delete(ATTEMPT).where(ATTEMPT.c.at < now - REMEMBERED))


def count_one(connection: Connection, subject: str, now: datetime) -> None:
    """Remember one attempt of a subject (a keyed hash)."""
    connection.execute(insert(ATTEMPT), {"subject": subject, "at": now})


def check_limit(connection: Connection, subject: str, now: datetime, limits: Limits = LIMITS) -> None:
    """Raises TooManyAttempts."""
    for most, during in limits:
        recent = (
            select(func.count()).select_from(ATTEMPT).where(ATTEMPT.c.subject == subject, ATTEMPT.c.at > now - during)
        )
        if connection.execute(recent).scalar_one() >= most:
            raise TooManyAttempts


def _fits(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, unicodedata.normalize("NFC", password))
    except (VerifyMismatchError, InvalidHashError):
        return False


def set_password(connection: Connection, staff: Staff, password: str, now: datetime) -> None:
    """Set the password and end every session. Raises PasswordWeak."""
    check_password(password, staff.address)
    blank = {"staff_id": staff.id, "totp_step": 0, "shortcuts": True, "changed_at": now}
    insert_all_new(connection, ACCOUNT, [blank])
    mine = update(ACCOUNT).where(ACCOUNT.c.staff_id == staff.id)
    connection.execute(mine.values(password=_hashed(password), changed_at=now))
    end_sessions(connection, staff.id)


def set_shortcuts(connection: Connection, staff: Staff, *, on: bool) -> None:
    """Whether keys are shortcuts for them."""
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.staff_id == staff.id).values(shortcuts=on))


def end_sessions(connection: Connection, staff_id: int) -> None:
    """Sign them out everywhere."""
    connection.execute(delete(SESSION).where(SESSION.c.staff_id == staff_id))


def new_link(connection: Connection, staff_id: int, now: datetime) -> str:
    """The token of a one-time link to set a password; earlier ones stop working."""
    token = secrets.token_urlsafe(32)
    connection.execute(delete(LINK).where(LINK.c.staff_id == staff_id))
    row = {"mark": hashed_token(token), "staff_id": staff_id, "expires_at": now + LINK_LASTS}
    connection.execute(insert(LINK), row)
    return token


def staff_of_link(connection: Connection, token: str, now: datetime) -> Staff:
    """Whose link it is. Raises LinkUsedUp."""
    valid = select(LINK.c.staff_id).where(
        LINK.c.mark == hashed_token(token), LINK.c.used_at.is_(None), LINK.c.expires_at > now
    )
    staff_id = connection.execute(valid).scalar()
    staff = staff_of(connection, staff_id) if staff_id is not None else None
    if staff is None:
        raise LinkUsedUp
    return staff


def use_link(connection: Connection, token: str, now: datetime) -> None:
    """Raises LinkUsedUp where somebody else was faster."""
    mine = update(LINK).where(LINK.c.mark == hashed_token(token), LINK.c.used_at.is_(None))
    if connection.execute(mine.values(used_at=now)).rowcount != 1:
        raise LinkUsedUp


def reset(connection: Connection, staff_id: int, now: datetime) -> str:
    """Forget password and second factor, end every session; the token of a new one-time link."""
    close(connection, staff_id)
    return new_link(connection, staff_id, now)


def close(connection: Connection, staff_id: int) -> None:
    """Forget everything somebody could sign in with, and end every session."""
    for table in (ACCOUNT, RECOVERY_CODE, PASSKEY, LINK, SESSION):
        connection.execute(delete(table).where(table.c.staff_id == staff_id))
