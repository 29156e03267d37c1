"""Passkeys (WebAuthn) as the second step: added on the account page, asked for instead of a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import webauthn
from sqlalchemy import Connection, delete, insert, select, update
from webauthn.helpers import options_to_json, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from journeys.errors import JourneyError
from journeys.signing_in.accounts import WrongSignIn
from journeys.tables.access import PASSKEY
from journeys.visibility.access import Staff

CHALLENGE_BYTES = 32
MOST = 10

# What the library lets through when a browser sends something else than a credential.
_UNREADABLE = (WebAuthnException, ValueError, TypeError, RecursionError)


class PasskeyRefused(JourneyError):
    """Det gick inte att lägga till passnyckeln. Försök igen."""


class TooManyPasskeys(JourneyError):
    """Du har redan tio passnycklar. Ta bort en som du inte använder."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """The web site that a passkey is for: its host name and its origin."""

    host: str
    origin: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A passkey as its owner sees it."""

    id: int
    name: str
    added_at: datetime


def listed(connection: Connection, staff: Staff) -> list[Listed]:
    """One's passkeys in the order they were added."""
    query = select(*PASSKEY.c["id", "name", "added_at"]).where(PASSKEY.c.staff_id == staff.id).order_by(PASSKEY.c.id)
    return [Listed(**row) for row in connection.execute(query).mappings()]


def to_register(connection: Connection, staff: Staff, place: Place, challenge: bytes) -> str:
    """What a browser is asked for a new passkey: JSON of PublicKeyCredentialCreationOptions."""
    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name="Farled",
        user_name=staff.address,
        user_display_name=staff.name,
        user_id=b"%d" % staff.id,
        challenge=challenge,
        exclude_credentials=_descriptors(connection, staff),
    )
    return options_to_json(options)


def register(
    connection: Connection, staff: Staff, place: Place, challenge: bytes, *, credential: str, name: str, now: datetime
) -> None:
    """Keep a new passkey. Raises PasskeyRefused or TooManyPasskeys."""
    known = _credentials(connection, staff)
    if len(known) >= MOST:
        raise TooManyPasskeys
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
        )
    except _UNREADABLE:
        raise PasskeyRefused from None
    taken = select(PASSKEY.c.id).where(PASSKEY.c.credential == made.credential_id)
    if connection.execute(taken).first():
        raise PasskeyRefused
    row = {
        "staff_id": staff.id,
        "credential": made.credential_id,
        "public_key": made.credential_public_key,
        "sign_count": made.sign_count,
        "name": name,
        "added_at": now,
    }
    connection.execute(insert(PASSKEY), row)


def to_sign(connection: Connection, staff: Staff, place: Place, challenge: bytes) -> str:
    """What a browser is asked when a passkey is used: JSON of PublicKeyCredentialRequestOptions."""
    options = webauthn.generate_authentication_options(
        rp_id=place.host, challenge=challenge, allow_credentials=_descriptors(connection, staff)
    )
    return options_to_json(options)


def by_passkey(connection: Connection, staff: Staff, place: Place, challenge: bytes, credential: str) -> None:
    """The second step with a passkey. Raises WrongSignIn."""
    try:
        given = parse_authentication_credential_json(credential)
        mine = PASSKEY.c.staff_id == staff.id, PASSKEY.c.credential == given.raw_id
        known = connection.execute(select(PASSKEY).where(*mine)).first()
        if known is None:
            raise WrongSignIn
        used = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=known.public_key,
            credential_current_sign_count=known.sign_count,
        )
    except _UNREADABLE:
        raise WrongSignIn from None
    connection.execute(update(PASSKEY).where(PASSKEY.c.id == known.id).values(sign_count=used.new_sign_count))


def remove(connection: Connection, staff: Staff, id_: int) -> None:
    """Remove one of one's own."""
    connection.execute(delete(PASSKEY).where(PASSKEY.c.staff_id == staff.id, PASSKEY.c.id == id_))


def _credentials(connection: Connection, staff: Staff) -> Sequence[bytes]:
    return connection.execute(select(PASSKEY.c.credential).where(PASSKEY.c.staff_id == staff.id)).scalars().all()


def _descriptors(connection: Connection, staff: Staff) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each) for each in _credentials(connection, staff)]
