"""Signing in and out: the password, and the one-time link of a new account."""

from starlette.responses import Response

from journeys.logs import logger
from journeys.signing_in import accounts, sessions
from journeys.signing_in.accounts import PasswordWeak, TooManyAttempts, WrongSignIn
from journeys.signing_in.sessions import IN
from journeys.web import parking
from journeys.web.entering import HOME, NEW_PASSWORD, TILL, check_current, inside, password_given, refuse
from journeys.web.forms import Fault, Field, Filled, Form, fill
from journeys.web.pages import go, show
from journeys.web.routes import ANYBODY, STAFF, Pages
from journeys.web.visit import Visit

pages = Pages()

SIGN_IN = Form(
    fields=(
        Field(name="address", label="E-postadress", kind="email", autocomplete="username", longest=254),
        Field(name="password", label="Lösenord", kind="password", autocomplete="current-password"),
        TILL,
    ),
    send="Logga in",
)
WELCOME = Form(fields=(NEW_PASSWORD,), send="Spara lösenordet")


@pages.get("/", who=ANYBODY)
def root(visit: Visit) -> Response:
    session = visit.session
    return go(HOME[session.staff.role] if session and session.step == IN else "/logga-in")


@pages.get("/logga-in", who=ANYBODY)
def ask(visit: Visit) -> Response:
    till = inside(visit.request.query_params.get("till", ""))
    if visit.session and visit.session.step == IN:
        return go(till or HOME[visit.staff.role])
    filled = Filled(form=SIGN_IN, values={"till": till})
    return show(visit, "sign_in.html", filled=filled, waits=parking.waits(visit))


@pages.post("/logga-in", who=ANYBODY, form=SIGN_IN)
def sign_in(visit: Visit) -> Response:
    filled = fill(SIGN_IN, visit.lists)
    if filled.faults:
        return show(visit, "sign_in.html", status=422, filled=filled)
    try:
        staff = check_current(visit, filled.value("address"), filled.value("password"))
    except (WrongSignIn, TooManyAttempts) as error:
        logger().info("sign-in-refused", kind=type(error).__name__)
        return refuse(visit, "sign_in.html", filled, error)
    return password_given(visit, staff, inside(filled.value("till")))


@pages.post("/logga-ut", who=STAFF)
def sign_out(visit: Visit) -> Response:
    """The browser keeps its token, which opens nothing: by it a form in another tab is kept for its owner."""
    if visit.session:
        sessions.sign_out(visit.connection, visit.session)
    return go("/logga-in")


@pages.get("/valkommen/{link}", who=ANYBODY)
def welcome(visit: Visit) -> Response:
    staff = accounts.staff_of_link(visit.connection, visit.path["link"], visit.now)
    return show(visit, "welcome.html", filled=Filled(form=WELCOME), address=staff.address)


@pages.post("/valkommen/{link}", who=ANYBODY, form=WELCOME)
def choose_password(visit: Visit) -> Response:
    link = visit.path["link"]
    staff = accounts.staff_of_link(visit.connection, link, visit.now)
    filled = fill(WELCOME, visit.lists)
    if not filled.faults:
        try:
            accounts.set_password(visit.connection, staff, filled.value("new_password"), visit.now)
        except PasswordWeak as error:
            filled.faults.append(Fault(name="new_password", sentence=str(error)))
    if filled.faults:
        return show(visit, "welcome.html", status=422, filled=filled, address=staff.address)
    accounts.use_link(visit.connection, link, visit.now)
    return password_given(visit, staff, "")
