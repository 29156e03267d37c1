"""Händelser i insatsen: group starts and joint meetings are registered, corrected and taken back (spec: journal.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from journeys.visibility.access import NotFound
from journeys.web.case_events import staff_names
from journeys.web.correctable import DAY_THEN, WHY
from journeys.web.forms import Field, Filled, Form
from journeys.web.held import WHOLE, WHOLE_PROGRAMME, Held, event_name, events_of, held
from journeys.web.pages import show
from journeys.web.programme_sheet import Sheet, asked, programme_here, programmes_here, unit_has_groups
from journeys.web.routes import CASEWORK, Pages
from journeys.web.step_fields import DAY, NOTE, REASON
from journeys.web.visit import Visit
from journeys.words import day_text, unit_text
from workflows.programme import Programme

pages = Pages()

EVENT = Field(name="event", label="Vad hände?", kind="radio")
UNIT = Field(name="unit", label="Vilka gällde det?", kind="radio")
HAPPENED = Form(fields=(EVENT, DAY, UNIT, replace(NOTE, hint="Inget om deltagare.")))
CORRECTED = Form(fields=(DAY_THEN, UNIT, WHY))
TAKEN_BACK = Form(fields=(REASON,), send="Ta tillbaka")
HERE = "/insatsen"


@pages.get("/insatsen", who=CASEWORK)
def happenings(visit: Visit) -> Response:
    unit, names = visit.staff.unit or "", staff_names(visit.connection)
    return show(
        visit,
        "happenings.html",
        done=visit.request.query_params.get("klart") == "ja",
        told=[(each, held(visit.connection, visit.app.ledger, each, unit)) for each in programmes_here(visit)],
        names=names,
        has_groups=unit_has_groups(visit),
    )


def _held(visit: Visit, programme: Programme) -> Held:
    """The event in the path, which stands and is the unit's or everybody's. Raises NotFound."""
    found = held(visit.connection, visit.app.ledger, programme, visit.staff.unit or "")
    event = next((each for each in found if each.event.id == visit.path["id"] and not each.voided), None)
    if event is None:
        raise NotFound
    return event


@asked(pages, "/insatsen/{programme}/ny", form=HAPPENED)
def new(visit: Visit) -> Sheet:
    programme = programme_here(visit)
    events = [(each, event_name(each)) for each in events_of(programme)]
    return Sheet(
        programme=programme,
        title=f"Ny händelse i {programme.name}",
        form=HAPPENED.with_choices("event", events).with_choices("unit", units(visit, programme)),
        says=said,
        start={"on": visit.today.isoformat(), "unit": visit.staff.unit},
        back=HERE,
    )


def said(filled: Filled) -> Mapping[str, Any]:
    """What was filled in, as it is; nothing of a unit where it is about them all."""
    return {name: value for name, value in filled.values.items() if value and (name, value) != ("unit", WHOLE)}


@asked(pages, "/insatsen/{programme}/{id}/ratta", form=CORRECTED)
def correction(visit: Visit) -> Sheet:
    programme = programme_here(visit)
    before = _held(visit, programme)
    start = {"on": before.event.on.isoformat(), "unit": before.event.data.get("unit", WHOLE)}
    return Sheet(
        programme=programme,
        title=f"Rätta: {before.what} {day_text(before.event.on, visit.today)}",
        form=CORRECTED.with_choices("unit", units(visit, programme)),
        says=lambda filled: {"event": "corrected", "of": before.event.id, **_put_right(filled, start)},
        start=start,
        back=HERE,
    )


def _put_right(filled: Filled, start: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is not as it was, and why."""
    changed = {name: filled.value(name) for name in start if filled.value(name) != start[name]}
    if changed.get("unit") == WHOLE:
        changed["unit"] = None
    return {"set": changed, "reason": filled.value("why")}


@asked(pages, "/insatsen/{programme}/{id}/ta-tillbaka", form=TAKEN_BACK)
def taking_back(visit: Visit) -> Sheet:
    programme = programme_here(visit)
    before = _held(visit, programme)
    return Sheet(
        programme=programme,
        title=f"Ta tillbaka: {before.what} {day_text(before.event.on, visit.today)}",
        form=TAKEN_BACK,
        says=lambda filled: {"event": "voided", "of": before.event.id, "reason": filled.value("reason")},
        start={},
        back=HERE,
    )


def units(visit: Visit, programme: Programme) -> Sequence[tuple[str, str]]:
    """Their own, or all."""
    own = visit.staff.unit or ""
    return ((own, unit_text(programme, own)), (WHOLE, WHOLE_PROGRAMME))
