"""What is asked after the password: a code of an app, or a recovery code. Passkeys are in passkeys.

It is asked of everybody who can see persons, of administrators, who can let people in, and of whoever has set it up.
"""

import secrets
from datetime import datetime

import pyotp
from sqlalchemy import Connection, delete, func, insert, select, update

from journeys.signing_in.accounts import WrongSignIn
from journeys.storage.keys import Keys
from journeys.tables.access import ACCOUNT, RECOVERY_CODE
from journeys.visibility.access import Staff

STEP = 30
"""Seconds that a code lasts."""
RECOVERY_CODES = 10


def is_needed(connection: Connection, staff: Staff) -> bool:
    return staff.sees_persons or staff.role == "administrator" or is_enrolled(connection, staff)


def is_enrolled(connection: Connection, staff: Staff) -> bool:
    return _stored(connection, staff)[0] is not None


def new_secret() -> str:
    """A secret for an authenticator app, in base32."""
    return pyotp.random_base32()


def enrolment_uri(staff: Staff, secret: str) -> str:
    """What the QR code says."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=staff.address, issuer_name="Farled")


def enrol(connection: Connection, keys: Keys, staff: Staff, secret: str, code: str, now: datetime) -> list[str]:
    """Keep the secret once a code shows that the app has it; the recovery codes, to show once. Raises WrongSignIn."""
    step = _step_of(secret, code, now, after=0)
    sealed = keys.seal(secret.encode(), _seal(staff))
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.staff_id == staff.id).values(totp=sealed, totp_step=step))
    return new_recovery_codes(connection, keys, staff)


def by_code(connection: Connection, keys: Keys, staff: Staff, code: str, now: datetime) -> None:
    """The second step with a code of the app, each once. Raises WrongSignIn."""
    sealed, last_step = _stored(connection, staff)
    if sealed is None:
        raise WrongSignIn
    step = _step_of(keys.open(sealed, _seal(staff)).decode(), code, now, after=last_step)
    unused = update(ACCOUNT).where(ACCOUNT.c.staff_id == staff.id, ACCOUNT.c.totp_step < step)
    if connection.execute(unused.values(totp_step=step)).rowcount != 1:
        raise WrongSignIn


def by_recovery_code(connection: Connection, keys: Keys, staff: Staff, code: str, now: datetime) -> None:
    """The second step with a recovery code, each once. Raises WrongSignIn."""
    mine = update(RECOVERY_CODE).where(
        RECOVERY_CODE.c.mark == _recovery_mark(keys, staff, code), RECOVERY_CODE.c.used_at.is_(None)
    )
    if connection.execute(mine.values(used_at=now)).rowcount != 1:
        raise WrongSignIn


def new_recovery_codes(connection: Connection, keys: Keys, staff: Staff) -> list[str]:
    """Ten new codes in place of the old."""
    codes = [f"{secrets.token_hex(4)}-{secrets.token_hex(4)}" for _ in range(RECOVERY_CODES)]
    connection.execute(delete(RECOVERY_CODE).where(RECOVERY_CODE.c.staff_id == staff.id))
    rows = [{"mark": _recovery_mark(keys, staff, code), "staff_id": staff.id} for code in codes]
    connection.execute(insert(RECOVERY_CODE), rows)
    return codes


def recovery_codes_left(connection: Connection, staff: Staff) -> int:
    unused = RECOVERY_CODE.c.staff_id == staff.id, RECOVERY_CODE.c.used_at.is_(None)
    return int(connection.execute(select(func.count()).select_from(RECOVERY_CODE).where(*unused)).scalar_one())


def _stored(connection: Connection, staff: Staff) -> tuple[bytes | None, int]:
    """The sealed secret and the last time step that was used."""
    row = connection.execute(select(ACCOUNT.c.totp, ACCOUNT.c.totp_step).where(ACCOUNT.c.staff_id == staff.id)).first()
    return (row.totp, row.totp_step) if row else (None, 0)


def _seal(staff: Staff) -> bytes:
    return b"totp %d" % staff.id


def _recovery_mark(keys: Keys, staff: Staff, code: str) -> str:
    return keys.lookup(f"recovery {staff.id} {code.strip().lower()}")


def _step_of(secret: str, code: str, now: datetime, *, after: int) -> int:
    """The time step whose code it is: now, or one before or after for clocks that differ; never one used before."""
    totp, current, given = pyotp.TOTP(secret, interval=STEP), int(now.timestamp()) // STEP, "".join(code.split())
    for step in (current, current - 1, current + 1):
        if step > after and secrets.compare_digest(totp.generate_otp(step).encode(), given.encode()):
            return step
    raise WrongSignIn
