"""Konto: one's own password, sessions and shortcuts."""

from collections.abc import Mapping

from starlette.responses import Response

from journeys.logs import logger
from journeys.signing_in import accounts, passkeys, second_factor, sessions
from journeys.signing_in.accounts import PasswordWeak
from journeys.signing_in.sessions import IN
from journeys.staff import IN_SWEDISH
from journeys.web.browsers import called
from journeys.web.entering import CURRENT_PASSWORD, NEW_PASSWORD, is_confirmed, renew, with_token
from journeys.web.forms import Fault, Filled, Form, fill
from journeys.web.pages import go, show
from journeys.web.routes import STAFF, Pages
from journeys.web.visit import Visit

pages = Pages()

PASSWORDS = Form(fields=(CURRENT_PASSWORD, NEW_PASSWORD), send="Byt lösenord")

DONE: Mapping[str, str] = {
    "losenord": "Lösenordet är bytt. Du är utloggad på alla andra ställen.",
    "app": "Appen är bytt. Den gamla gäller inte längre.",
    "passnyckel": "Passnyckeln är tillagd.",
    "borttagen": "Passnyckeln är borttagen.",
    "inloggning": "Inloggningen är avslutad.",
    "kortkommandon": "Valet är sparat.",
}
"""What was done, by the word that the address of the page carries."""


@pages.get("/konto", who=STAFF)
def account(visit: Visit) -> Response:
    connection, staff = visit.connection, visit.staff
    mine = visit.session
    return show(
        visit,
        "account.html",
        done=DONE.get(visit.request.query_params.get("klart", "")),
        role=IN_SWEDISH[staff.role],
        has_app=second_factor.is_enrolled(connection, staff),
        codes_left=second_factor.recovery_codes_left(connection, staff),
        passkeys=passkeys.listed(connection, staff),
        sessions=[(each, called(each.browser)) for each in sessions.listed(connection, staff, visit.now)],
        this=mine.id if mine else None,
        shortcuts=mine.shortcuts if mine else True,
    )


@pages.get("/konto/losenord", who=STAFF)
def ask_password(visit: Visit) -> Response:
    return show(visit, "account_form.html", title="Byt lösenord", text="", filled=Filled(form=PASSWORDS))


@pages.post("/konto/losenord", who=STAFF, form=PASSWORDS)
def change_password(visit: Visit) -> Response:
    filled, staff = fill(PASSWORDS, visit.lists), visit.staff
    if is_confirmed(visit, filled):
        try:
            accounts.set_password(visit.connection, staff, filled.value("new_password"), visit.now)
        except PasswordWeak as error:
            filled.faults.append(Fault(name="new_password", sentence=str(error)))
    if filled.faults:
        return show(visit, "account_form.html", status=422, title="Byt lösenord", text="", filled=filled)
    logger().info("password-changed", staff=staff.id)
    renew(visit, staff, IN)
    return with_token(visit, go("/konto?klart=losenord"))


@pages.post("/konto/inloggning/{id}", who=STAFF)
def end_session(visit: Visit) -> Response:
    sessions.end_one_of(visit.connection, visit.staff, visit.path["id"])
    return go("/konto?klart=inloggning")


@pages.post("/konto/overallt", who=STAFF)
def end_all_sessions(visit: Visit) -> Response:
    accounts.end_sessions(visit.connection, visit.staff.id)
    return go("/logga-in")


@pages.post("/konto/kortkommandon", who=STAFF)
def choose_shortcuts(visit: Visit) -> Response:
    accounts.set_shortcuts(visit.connection, visit.staff, on=visit.form.get("on") == "ja")
    return go("/konto?klart=kortkommandon")
