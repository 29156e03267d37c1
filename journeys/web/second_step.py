"""After the password: a code, a recovery code or a passkey; and, the first time, setting up the app."""

from collections.abc import Callable

from starlette.responses import Response

from journeys.logs import logger
from journeys.signing_in import accounts, passkeys, second_factor, sessions
from journeys.signing_in.accounts import PEER_LIMITS, WrongSignIn
from journeys.signing_in.sessions import CODES, PASSWORD, Session
from journeys.web import factors
from journeys.web.entering import TILL, come_in, inside, peer, place, renew, with_token
from journeys.web.forms import Fault, Field, Filled, Form, fill
from journeys.web.pages import go, show
from journeys.web.routes import ANYBODY, Pages
from journeys.web.visit import Visit

pages = Pages()

CODE = Form(
    fields=(
        Field(
            name="code",
            label="Kod",
            hint="Sex siffror ur din app, eller en av dina reservkoder.",
            autocomplete="one-time-code",
            longest=20,
        ),
        TILL,
    ),
    send="Fortsätt",
)
SIGNED = Form(fields=(factors.CREDENTIAL, TILL))
FIRST_CODE = Form(fields=(factors.APP_CODE,), send="Fortsätt")

WRONG_CODE = Fault(name="code", sentence="Koden stämmer inte. Vänta tills appen visar en ny och försök igen.")
WRONG_PASSKEY = Fault(name="", sentence="Passnyckeln gick inte att använda. Försök igen, eller skriv en kod.")


@pages.get("/logga-in/kod", who=ANYBODY, writes=True)
def ask_code(visit: Visit) -> Response:
    session = _at(visit, PASSWORD)
    till = inside(visit.request.query_params.get("till", ""))
    return _ask(visit, session, Filled(form=CODE, values={"till": till})) if session else go("/logga-in")


@pages.post("/logga-in/kod", who=ANYBODY, form=CODE)
def give_code(visit: Visit) -> Response:
    filled = fill(CODE, visit.lists)
    return _prove(visit, filled, lambda session: _by_code(visit, session, filled.value("code")), WRONG_CODE)


@pages.post("/logga-in/passnyckel", who=ANYBODY, form=SIGNED)
def give_passkey(visit: Visit) -> Response:
    filled = fill(SIGNED, visit.lists)
    return _prove(visit, filled, lambda session: _by_passkey(visit, session, filled.value("credential")), WRONG_PASSKEY)


def _prove(visit: Visit, filled: Filled, check: Callable[[Session], None], wrong: Fault) -> Response:
    """In, if the check passes; else the question again."""
    session = _at(visit, PASSWORD)
    if session is None:
        return go("/logga-in")
    till = inside(filled.value("till"))
    if not filled.faults and _passes(visit, session, check):
        return come_in(visit, session.staff, till)
    faults = [fault for fault in filled.faults if fault.name == wrong.name] or [wrong]
    return _ask(visit, session, Filled(form=CODE, values={"till": till}, faults=faults), status=422)


def _passes(visit: Visit, session: Session, check: Callable[[Session], None]) -> bool:
    """A wrong answer is counted, for the account and for where it came from. Raises TooManyAttempts."""
    account, network = (visit.app.keys.lookup(each) for each in (f"code {session.staff.id}", f"peer {peer(visit)}"))
    accounts.check_limit(visit.connection, account, visit.now)
    accounts.check_limit(visit.connection, network, visit.now, PEER_LIMITS)
    try:
        check(session)
    except WrongSignIn:
        logger().info("second-step-refused", staff=session.staff.id)
        accounts.count_one(visit.connection, account, visit.now)
        accounts.count_one(visit.connection, network, visit.now)
        return False
    return True


def _by_code(visit: Visit, session: Session, code: str) -> None:
    check = second_factor.by_recovery_code if "-" in code else second_factor.by_code
    check(visit.connection, visit.app.keys, session.staff, code, visit.now)


def _by_passkey(visit: Visit, session: Session, credential: str) -> None:
    challenge = factors.challenge_for(visit, session)
    sessions.no_longer_asked(visit.connection, session)
    passkeys.by_passkey(visit.connection, session.staff, place(visit), challenge, credential)


def _ask(visit: Visit, session: Session, filled: Filled, *, status: int = 200) -> Response:
    question = factors.question_for(visit, session)
    return show(visit, "sign_in_code.html", status=status, filled=filled, question=question)


@pages.get("/logga-in/app", who=ANYBODY, writes=True)
def set_up_app(visit: Visit) -> Response:
    session = _without_app(visit)
    return factors.show_app(visit, session, Filled(form=FIRST_CODE)) if session else go("/logga-in")


@pages.post("/logga-in/app", who=ANYBODY, form=FIRST_CODE)
def give_first_code(visit: Visit) -> Response:
    session = _without_app(visit)
    if session is None:
        return go("/logga-in")
    filled = fill(FIRST_CODE, visit.lists)
    codes = [] if filled.faults else factors.enrol(visit, session, filled)
    if not codes:
        return factors.show_app(visit, session, filled, status=422)
    renew(visit, session.staff, CODES)
    return with_token(visit, factors.show_codes(visit, codes, action="/logga-in/reservkoder"))


@pages.post("/logga-in/reservkoder", who=ANYBODY)
def codes_are_saved(visit: Visit) -> Response:
    session = _at(visit, CODES)
    return come_in(visit, session.staff) if session else go("/logga-in")


def _at(visit: Visit, step: str) -> Session | None:
    """The session, if it stands at this step."""
    return visit.session if visit.session and visit.session.step == step else None


def _without_app(visit: Visit) -> Session | None:
    """The session of somebody who has given their password and has no second factor yet."""
    session = _at(visit, PASSWORD)
    return session if session and not second_factor.is_enrolled(visit.connection, session.staff) else None
