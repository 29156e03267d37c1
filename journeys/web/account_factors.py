"""Konto: one's own app, recovery codes and passkeys. Whoever changes them gives their password once more."""

from starlette.responses import Response

from journeys.logs import logger
from journeys.signing_in import passkeys, second_factor, sessions
from journeys.signing_in.passkeys import PasskeyRefused, TooManyPasskeys
from journeys.signing_in.sessions import Session
from journeys.visibility.access import NotFound
from journeys.web import factors, parking
from journeys.web.entering import CURRENT_PASSWORD, is_confirmed, place
from journeys.web.forms import Fault, Field, Filled, Form, fill
from journeys.web.pages import go, show
from journeys.web.routes import STAFF, Pages
from journeys.web.visit import Visit

pages = Pages()

APP = Form(fields=(factors.APP_CODE, CURRENT_PASSWORD), send="Spara")
CODES = Form(fields=(CURRENT_PASSWORD,), send="Visa nya koder")
NAME = Field(name="name", label="Vad ska den heta?", hint="Till exempel: jobbtelefonen.", longest=60)
PASSKEY = Form(fields=(NAME, CURRENT_PASSWORD), send="Lägg till")
SENT_PASSKEY = Form(fields=(*PASSKEY.fields, factors.CREDENTIAL), send=PASSKEY.send)

ABOUT_CODES = (
    "En reservkod ersätter koden i appen en gång, om telefonen är borta. När du tar nya slutar de gamla att gälla."
)


@pages.get("/konto/app", who=STAFF, writes=True)
def ask_app(visit: Visit) -> Response:
    return factors.show_app(visit, _session(visit), Filled(form=APP))


@pages.post("/konto/app", who=STAFF, form=APP)
def change_app(visit: Visit) -> Response:
    session, filled = _session(visit), fill(APP, visit.lists)
    codes = factors.enrol(visit, session, filled) if is_confirmed(visit, filled) else []
    if not codes:
        return factors.show_app(visit, session, filled, status=422)
    logger().info("app-changed", staff=visit.staff.id)
    return factors.show_codes(visit, codes, action="/konto/reservkoder/sparade")


@pages.get("/konto/reservkoder", who=STAFF)
def ask_codes(visit: Visit) -> Response:
    return _ask_codes(visit, Filled(form=CODES))


@pages.post("/konto/reservkoder", who=STAFF, form=CODES)
def new_codes(visit: Visit) -> Response:
    filled = fill(CODES, visit.lists)
    if not is_confirmed(visit, filled):
        return _ask_codes(visit, filled, status=422)
    codes = second_factor.new_recovery_codes(visit.connection, visit.app.keys, visit.staff)
    logger().info("recovery-codes-changed", staff=visit.staff.id)
    return factors.show_codes(visit, codes, action="/konto/reservkoder/sparade")


@pages.post("/konto/reservkoder/sparade", who=STAFF)
def codes_are_saved(visit: Visit) -> Response:
    return go("/konto")


def _ask_codes(visit: Visit, filled: Filled, *, status: int = 200) -> Response:
    return show(visit, "account_form.html", status=status, title="Nya reservkoder", text=ABOUT_CODES, filled=filled)


@pages.get("/konto/passnyckel", who=STAFF, writes=True)
def ask_passkey(visit: Visit) -> Response:
    return _ask_passkey(visit, parking.restored(visit, PASSKEY))


@pages.post("/konto/passnyckel", who=STAFF, form=SENT_PASSKEY)
def add_passkey(visit: Visit) -> Response:
    filled = fill(SENT_PASSKEY, visit.lists)
    if is_confirmed(visit, filled):
        _register(visit, filled)
    if filled.faults:
        again = Filled(form=PASSKEY, values=filled.values, faults=[_on_the_page(fault) for fault in filled.faults])
        return _ask_passkey(visit, again, status=422)
    logger().info("passkey-added", staff=visit.staff.id)
    return go("/konto?klart=passnyckel")


def _register(visit: Visit, filled: Filled) -> None:
    session = _session(visit)
    challenge = factors.challenge_for(visit, session)
    sessions.no_longer_asked(visit.connection, session)
    try:
        passkeys.register(
            visit.connection,
            visit.staff,
            place(visit),
            challenge,
            credential=filled.value("credential"),
            name=filled.value("name"),
            now=visit.now,
        )
    except (PasskeyRefused, TooManyPasskeys) as error:
        filled.faults.append(Fault(name="", sentence=str(error)))


def _on_the_page(fault: Fault) -> Fault:
    """The credential has no field that a person sees."""
    return Fault(name="", sentence=str(PasskeyRefused())) if fault.name == "credential" else fault


def _ask_passkey(visit: Visit, filled: Filled, *, status: int = 200) -> Response:
    challenge = factors.challenge_for(visit, _session(visit))
    question = passkeys.to_register(visit.connection, visit.staff, place(visit), challenge)
    return show(visit, "account_passkey.html", status=status, filled=filled, question=question)


@pages.post("/konto/passnyckel/{id:int}/bort", who=STAFF)
def remove_passkey(visit: Visit) -> Response:
    passkeys.remove(visit.connection, visit.staff, visit.number("id"))
    return go("/konto?klart=borttagen")


def _session(visit: Visit) -> Session:
    if visit.session is None:
        raise NotFound
    return visit.session
