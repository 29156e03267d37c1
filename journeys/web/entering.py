"""What the steps of signing in have in common: a new token at every step, limits, and where to go afterwards."""

import re
from urllib.parse import quote

from starlette.responses import Response

from journeys.errors import JourneyError
from journeys.logs import logger
from journeys.signing_in import accounts, second_factor, sessions
from journeys.signing_in.accounts import TooManyAttempts, WrongSignIn
from journeys.signing_in.passkeys import Place
from journeys.signing_in.sessions import IN, PASSWORD
from journeys.visibility.access import Staff
from journeys.web import parking
from journeys.web.forms import Fault, Field, Filled
from journeys.web.pages import go, show
from journeys.web.security import give_token
from journeys.web.visit import Visit

HOME = {"caseworker": "/min-dag", "manager": "/min-dag", "coordinator": "/siffror", "administrator": "/personal"}

TILL = Field(name="till", label="Sidan efteråt", required=False, longest=500)
CURRENT_PASSWORD = Field(name="password", label="Ditt lösenord", kind="password", autocomplete="current-password")
NEW_PASSWORD = Field(
    name="new_password",
    label="Välj lösenord",
    kind="password",
    hint=f"Minst {accounts.SHORTEST} tecken. Några ord efter varandra går bra.",
    autocomplete="new-password",
)

_OUR_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def inside(path: str) -> str:
    """A path of our own as it is; nothing else."""
    return path if _OUR_PATH.fullmatch(path) else ""


def peer(visit: Visit) -> str:
    """The address of the network that the request came from."""
    return visit.request.client.host if visit.request.client else ""


def place(visit: Visit) -> Place:
    """The web site as the browser knows it."""
    url = visit.request.url
    return Place(host=url.hostname or "", origin=f"{url.scheme}://{url.netloc}")


def check_current(visit: Visit, address: str, password: str) -> Staff:
    """Whose password it is; a wrong one is counted. Raises WrongSignIn or TooManyAttempts."""
    who, now = peer(visit), visit.now
    try:
        return accounts.by_password(
            visit.connection, visit.app.keys, address=address, password=password, peer=who, now=now
        )
    except WrongSignIn:
        accounts.count_failure(visit.connection, visit.app.keys, address=address, peer=who, now=now)
        raise


def is_confirmed(visit: Visit, filled: Filled) -> bool:
    """Whether somebody who is signed in gave their password once more; if not, the form says so."""
    if filled.faults:
        return False
    try:
        check_current(visit, visit.staff.address, filled.value("password"))
    except WrongSignIn:
        filled.faults.append(Fault(name="password", sentence="Lösenordet stämmer inte."))
    except TooManyAttempts as error:
        filled.faults.append(Fault(name="password", sentence=str(error)))
    return not filled.faults


def password_given(visit: Visit, staff: Staff, till: str) -> Response:
    """The first step is done: on to the second, or in where there is none."""
    if not second_factor.is_needed(visit.connection, staff):
        return come_in(visit, staff, till)
    renew(visit, staff, PASSWORD)
    path = f"/logga-in/kod{_query(till)}" if second_factor.is_enrolled(visit.connection, staff) else "/logga-in/app"
    return with_token(visit, go(path))


def come_in(visit: Visit, staff: Staff, till: str = "") -> Response:
    """Every step is done."""
    renew(visit, staff, IN)
    logger().info("signed-in", staff=staff.id)
    return with_token(visit, go(till or HOME[staff.role]))


def renew(visit: Visit, staff: Staff, step: str) -> None:
    """A new session with a new token in place of the one before: nobody who knew that one gets further."""
    before = visit.session
    if before and before.step == IN and before.staff.id == staff.id:
        sessions.sign_out(visit.connection, before)
    elif before:
        sessions.end(visit.connection, before)
    browser = visit.request.headers.get("user-agent")
    token = sessions.start(visit.connection, staff, step=step, browser=browser, now=visit.now)
    parking.hand_over(visit, token)
    visit.token = token


def with_token(visit: Visit, response: Response) -> Response:
    give_token(response, visit.token)
    return response


def refuse(visit: Visit, template: str, filled: Filled, error: JourneyError, **context: object) -> Response:
    """The form again, with what was wrong."""
    filled.faults.append(Fault(name="", sentence=str(error)))
    status = 429 if isinstance(error, TooManyAttempts) else 422
    return show(visit, template, status=status, filled=filled, **context)


def _query(till: str) -> str:
    return f"?till={quote(till, safe='/')}" if till else ""
