"""Who may see the journey of a protected person: a manager who is named for it names others."""

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from journeys.errors import JourneyError
from journeys.logs import logger
from journeys.staff import IN_SWEDISH
from journeys.visibility import access_named
from journeys.visibility.access import NotFound, Staff
from journeys.web import parking
from journeys.web.entering import refuse
from journeys.web.forms import Field, Filled, Form, fill
from journeys.web.pages import go, show
from journeys.web.routes import MANAGERS, Pages
from journeys.web.visit import Visit

pages = Pages()

NAME = Form(fields=(Field(name="staff", label="Kollega", kind="choice"),), send="Lägg till")


@pages.get("/arende/{reference}/skyddad", who=MANAGERS, writes=True)
def who_may_see(visit: Visit) -> Response:
    journey_id = _protected(visit)
    filled = parking.restored(visit, _form(visit, journey_id))
    return show(visit, "named.html", filled=filled, **_told(visit, journey_id))


@pages.post("/arende/{reference}/skyddad", who=MANAGERS, form=NAME)
def name(visit: Visit) -> Response:
    journey_id = _protected(visit)
    filled = fill(_form(visit, journey_id), visit.lists)
    if filled.faults:
        return show(visit, "named.html", status=422, filled=filled, **_told(visit, journey_id))
    access_named.name_one(visit.connection, journey_id, int(filled.value("staff")))
    logger().info("protected-named", journey=journey_id, staff=int(filled.value("staff")), by=visit.staff.id)
    return go(_path(visit))


@pages.post("/arende/{reference}/skyddad/{id:int}/bort", who=MANAGERS)
def unname(visit: Visit) -> Response:
    journey_id, staff_id = _protected(visit), visit.number("id")
    try:
        access_named.unname_one(visit.connection, journey_id, staff_id)
    except JourneyError as error:
        return refuse(visit, "named.html", Filled(form=_form(visit, journey_id)), error, **_told(visit, journey_id))
    logger().info("protected-unnamed", journey=journey_id, staff=staff_id, by=visit.staff.id)
    return go("/min-dag" if staff_id == visit.staff.id else _path(visit))


def _protected(visit: Visit) -> int:
    """The journey in the path. Raises NotFound where they may not see it, or it is nobody's who is protected."""
    journey_id = visit.journey(visit.path["reference"])
    if not access_named.is_protected_journey(visit.connection, journey_id):
        raise NotFound
    return journey_id


def _form(visit: Visit, journey_id: int) -> Form:
    found = access_named.can_be_named(visit.connection, journey_id)
    own_first = sorted(found, key=lambda each: each.unit != visit.staff.unit)
    return NAME.with_choices("staff", [(str(each.id), _described(visit, each)) for each in own_first])


def _described(visit: Visit, each: Staff) -> str:
    return ", ".join((each.name, IN_SWEDISH[each.role], visit.unit_names.get(each.unit or "", each.unit or "")))


def _told(visit: Visit, journey_id: int) -> dict[str, Any]:
    found = access_named.named(visit.connection, journey_id)
    return {
        "reference": visit.path["reference"],
        "here": f"/arende/{quote(visit.path['reference'])}",
        "named": [(each, _described(visit, each)) for each in found],
    }


def _path(visit: Visit) -> str:
    return f"/arende/{quote(visit.path['reference'])}/skyddad"
