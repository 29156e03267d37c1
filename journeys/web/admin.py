"""Personal: who works here, with which role, and how they get in. No journey, no participant."""

from collections.abc import Sequence
from typing import cast

from starlette.responses import Response

from journeys.errors import JourneyError
from journeys.logs import logger
from journeys.signing_in import personnel
from journeys.signing_in.personnel import Listed
from journeys.staff import IN_SWEDISH, ROLES, Role, StaffRefused, UnitUnknown
from journeys.visibility.access import Staff
from journeys.web import parking
from journeys.web.entering import place, refuse
from journeys.web.forms import Field, Filled, Form, fill
from journeys.web.pages import moment, show
from journeys.web.routes import ADMINISTRATORS, Pages
from journeys.web.visit import Visit

pages = Pages()

ROLE = Field(name="role", label="Roll", kind="radio", choices=[(role, IN_SWEDISH[role].capitalize()) for role in ROLES])
UNIT = Field(
    name="unit", label="Enhet", kind="choice", required=False, hint="För handläggare och enhetschefer.", choices=()
)
HIRE = Form(
    fields=(
        Field(name="name", label="Namn"),
        Field(name="address", label="E-postadress", kind="email", longest=254),
        ROLE,
        UNIT,
    ),
    send="Lägg till",
)
MOVE = Form(fields=(ROLE, UNIT), send="Ändra")


@pages.get("/personal", who=ADMINISTRATORS)
def roster(visit: Visit) -> Response:
    units = dict(_units(visit))
    listed = [
        (each.staff, IN_SWEDISH[each.staff.role], units.get(each.staff.unit or ""), _account(each))
        for each in personnel.roster(visit.connection, visit.now)
    ]
    return show(visit, "admin.html", listed=listed)


def _account(each: Listed) -> str:
    """How far they have come in a word or two."""
    if each.has_password:
        return "klart" if each.has_second_factor or each.staff.role == "coordinator" else "har ingen app än"
    return f"länk till {moment(each.link_until)}" if each.link_until else "ingen länk som gäller"


@pages.get("/personal/ny", who=ADMINISTRATORS, writes=True)
def ask_whom(visit: Visit) -> Response:
    return show(visit, "admin_new.html", filled=parking.restored(visit, _with_units(HIRE, visit)))


@pages.post("/personal/ny", who=ADMINISTRATORS, form=HIRE)
def hire(visit: Visit) -> Response:
    filled = fill(_with_units(HIRE, visit), visit.lists)
    if filled.faults:
        return show(visit, "admin_new.html", status=422, filled=filled)
    address, name = filled.value("address"), filled.value("name")
    try:
        hired = personnel.hire(visit.work, address=address, name=name, role=_role(filled), unit=_unit(filled))
    except (StaffRefused, UnitUnknown) as error:
        return refuse(visit, "admin_new.html", filled, error)
    logger().info("staff-added", staff=hired.staff_id, by=visit.staff.id)
    return _show_link(visit, name, hired.link)


@pages.get("/personal/{id:int}", who=ADMINISTRATORS, writes=True)
def one(visit: Visit) -> Response:
    them = personnel.somebody(visit.connection, visit.number("id"))
    as_is = {"role": them.role, "unit": them.unit or ""}
    return _show_one(visit, them, parking.restored(visit, _with_units(MOVE, visit), as_is))


@pages.post("/personal/{id:int}", who=ADMINISTRATORS, form=MOVE)
def move(visit: Visit) -> Response:
    them = personnel.somebody(visit.connection, visit.number("id"))
    filled = fill(_with_units(MOVE, visit), visit.lists)
    if filled.faults:
        return _show_one(visit, them, filled, status=422)
    try:
        personnel.move(visit.work, visit.staff, them.id, role=_role(filled), unit=_unit(filled))
    except (StaffRefused, UnitUnknown) as error:
        return _refuse_one(visit, them, filled, error)
    logger().info("staff-moved", staff=them.id, by=visit.staff.id)
    return _told(visit, f"{them.name} är ändrad", "Det gäller från nästa inloggning; alla tidigare är avslutade.")


@pages.post("/personal/{id:int}/ny-lank", who=ADMINISTRATORS)
def reset(visit: Visit) -> Response:
    them = personnel.somebody(visit.connection, visit.number("id"))
    link = personnel.reset(visit.work, visit.staff, them.id)
    logger().info("sign-in-reset", staff=them.id, by=visit.staff.id)
    return _show_link(visit, them.name, link)


@pages.get("/personal/{id:int}/bort", who=ADMINISTRATORS)
def ask_to_let_go(visit: Visit) -> Response:
    return show(visit, "admin_remove.html", them=personnel.somebody(visit.connection, visit.number("id")))


@pages.post("/personal/{id:int}/bort", who=ADMINISTRATORS)
def let_go(visit: Visit) -> Response:
    left = personnel.let_go_by(visit.work, visit.staff, visit.number("id"))
    logger().info("staff-removed", staff=visit.number("id"), by=visit.staff.id)
    count = len(left.open_journeys)
    behind = f"Öppna ärenden som behöver en ny handläggare: {count}. Enhetschefen ser vilka." if count else ""
    return _told(visit, f"{left.member.name} är borttagen", behind)


def _show_one(visit: Visit, them: Staff, filled: Filled, *, status: int = 200) -> Response:
    return show(visit, "admin_one.html", status=status, them=them, role=IN_SWEDISH[them.role], filled=filled)


def _refuse_one(visit: Visit, them: Staff, filled: Filled, error: JourneyError) -> Response:
    return refuse(visit, "admin_one.html", filled, error, them=them, role=IN_SWEDISH[them.role])


def _show_link(visit: Visit, name: str, link: str) -> Response:
    return show(visit, "admin_link.html", name=name, link=f"{place(visit).origin}/valkommen/{link}")


def _told(visit: Visit, title: str, text: str) -> Response:
    return show(visit, "admin_told.html", title=title, text=text)


def _role(filled: Filled) -> Role:
    return cast(Role, filled.value("role"))


def _unit(filled: Filled) -> str | None:
    return filled.value("unit") or None


def _with_units(form: Form, visit: Visit) -> Form:
    return form.with_choices("unit", _units(visit))


def _units(visit: Visit) -> Sequence[tuple[str, str]]:
    """Every unit of every programme, by name."""
    found = {unit.id: unit.name for programme in visit.catalogue.versions.values() for unit in programme.units}
    return sorted(found.items(), key=lambda pair: pair[1])
