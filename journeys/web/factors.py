"""The second factor on a page: the QR code of the app, the recovery codes, what a passkey is asked."""

import secrets

import segno
from markupsafe import Markup
from starlette.responses import Response

from journeys.signing_in import passkeys, second_factor, sessions
from journeys.signing_in.accounts import WrongSignIn
from journeys.signing_in.sessions import Session
from journeys.web.entering import place
from journeys.web.forms import Fault, Field, Filled
from journeys.web.pages import show
from journeys.web.visit import Visit

APP, KEY = b"app", b"passkey"
"""What a session can be asked to prove."""

APP_CODE = Field(
    name="code", label="Koden som appen visar", hint="Sex siffror.", autocomplete="one-time-code", longest=20
)
CREDENTIAL = Field(name="credential", label="Passnyckel", kind="prose", longest=20_000)

WRONG_CODE = Fault(name="code", sentence="Koden stämmer inte. Kontrollera att telefonens klocka går rätt.")

_SEAL = b"secret that no app has shown a code of"
_IN_A_GROUP = 4


def secret_for(visit: Visit, session: Session) -> str:
    """The secret that this session sets up an app with: the same in every window until a code of it was given."""
    keys = visit.app.keys
    sealed = sessions.asked(
        visit.connection, session, APP, lambda: keys.seal(second_factor.new_secret().encode(), _SEAL)
    )
    return keys.open(sealed, _SEAL).decode()


def show_app(visit: Visit, session: Session, filled: Filled, *, status: int = 200) -> Response:
    """The QR code, the secret to type, and the form for the first code."""
    secret = secret_for(visit, session)
    uri = second_factor.enrolment_uri(session.staff, secret)
    groups = [secret[start : start + _IN_A_GROUP] for start in range(0, len(secret), _IN_A_GROUP)]
    return show(visit, "app.html", status=status, filled=filled, picture=_picture(uri), uri=uri, secret=groups)


def enrol(visit: Visit, session: Session, filled: Filled) -> list[str]:
    """The recovery codes, once a code shows that the app has the secret; else none, and the form says what is wrong."""
    connection, keys, secret = visit.connection, visit.app.keys, secret_for(visit, session)
    try:
        codes = second_factor.enrol(connection, keys, session.staff, secret, filled.value("code"), visit.now)
    except WrongSignIn:
        filled.faults.append(WRONG_CODE)
        return []
    sessions.no_longer_asked(connection, session)
    return codes


def show_codes(visit: Visit, codes: list[str], *, action: str) -> Response:
    """The recovery codes, this once; `action` is where "I have saved them" goes."""
    return show(visit, "recovery_codes.html", codes=codes, action=action)


def challenge_for(visit: Visit, session: Session) -> bytes:
    """What a passkey must sign."""
    return sessions.asked(visit.connection, session, KEY, lambda: secrets.token_bytes(passkeys.CHALLENGE_BYTES))


def question_for(visit: Visit, session: Session) -> str | None:
    """What the browser asks one of their passkeys, as JSON; None where they have none."""
    if not passkeys.listed(visit.connection, session.staff):
        return None
    challenge = challenge_for(visit, session)
    return passkeys.to_sign(visit.connection, session.staff, place(visit), challenge)


def _picture(uri: str) -> Markup:
    drawn = segno.make(uri, micro=False).svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=False)
    return Markup(drawn)  # noqa: S704 — drawn by segno from squares only
