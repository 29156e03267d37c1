"""Grupper: when they start, who is in them and who is behind; one is planned, changed and begun."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from sqlalchemy import RowMapping
from starlette.responses import Response

from journeys.groups import groups as groups_of
from journeys.groups import places_left
from journeys.visibility.access import NotFound
from journeys.web.finding import PAGE, name_of
from journeys.web.forms import Fault, Field, Filled, Form
from journeys.web.grouping import GroupHere, group_here, groups_here, has_groups, without_group
from journeys.web.happenings import UNIT, said, units
from journeys.web.pages import show
from journeys.web.programme_sheet import Sheet, asked, programme_here, programmes_here
from journeys.web.routes import CASEWORK, Pages
from journeys.web.step_fields import DAY, value_of
from journeys.web.visit import Visit
from workflows.programme import Programme
from workflows.words import state_name

pages = Pages()

NAME = Field(name="group", label="Gruppens namn", longest=100, hint="Som Vår 2026. Inget om deltagare.")
STARTS = Field(name="starts", label="Börjar", kind="date", longest=10, hint="Dagen gruppen börjar, som 2026-08-31.")
PLACES = Field(
    name="places",
    label="Antal platser",
    kind="number",
    required=False,
    longest=4,
    inputmode="numeric",
    hint="Utan antal får hur många som helst plats.",
)
PLANNED = Form(fields=(NAME, STARTS, PLACES, replace(UNIT, label="Vilka gäller den?")), send="Planera gruppen")
CHANGED = Form(fields=(STARTS, replace(PLACES, required=True, hint="")))
BEGUN = Form(fields=(DAY,), send="Spara att den har börjat")


@pages.get("/grupper", who=CASEWORK)
def groups(visit: Visit) -> Response:
    programmes = [each for each in programmes_here(visit) if has_groups(each)]
    return show(visit, "groups.html", told=[(each, groups_here(visit, each)) for each in programmes])


@pages.get("/grupper/{programme}/grupp/{group:path}", who=CASEWORK)
def group(visit: Visit) -> Response:
    programme = _programme(visit)
    found = group_here(visit, programme, visit.path["group"])
    waiting = [] if found.is_over else without_group(visit, programme)
    visit.tells_of(row["id"] for row in waiting[:PAGE])
    return show(
        visit,
        "group.html",
        left=places_left(found.group),
        programme=programme,
        found=found,
        done=visit.request.query_params.get("klart") == "ja",
        waiting=[_waits(visit, row) for row in waiting[:PAGE]],
        more_wait=len(waiting) > PAGE,
    )


def _waits(visit: Visit, row: RowMapping) -> tuple[str, str, str]:
    version = visit.catalogue.get(row["programme"], row["version"])
    return row["reference"], name_of(row), state_name(version, row["state"])


def _programme(visit: Visit) -> Programme:
    """The one in the path, which has groups. Raises NotFound."""
    programme = programme_here(visit)
    if not has_groups(programme):
        raise NotFound
    return programme


@asked(pages, "/grupper/{programme}/ny", form=PLANNED)
def plan(visit: Visit) -> Sheet:
    programme = _programme(visit)
    return Sheet(
        programme=programme,
        title=f"Planera en grupp i {programme.name}",
        form=PLANNED.with_choices("unit", units(visit, programme)),
        says=lambda filled: {**_told(filled), "event": "group-planned"},
        start={"unit": visit.staff.unit},
        back="/grupper",
        check=lambda filled: _is_new(visit, programme, filled),
    )


def _is_new(visit: Visit, programme: Programme, filled: Filled) -> Sequence[Fault]:
    taken = {each.name for each in groups_of(visit.connection, programme.id, visit.today)}
    if filled.value("group") not in taken:
        return ()
    return [Fault(name="group", sentence="Gruppens namn: det finns redan en grupp som heter så.")]


@asked(pages, "/grupper/{programme}/andra/{group:path}", form=CHANGED)
def change(visit: Visit) -> Sheet:
    """A later plan of the same group says what is another than before."""
    found = group_here(visit, _programme(visit), visit.path["group"])
    starts = found.group.starts
    form = Form(fields=CHANGED.fields[1:]) if found.group.has_started else CHANGED
    start = {"starts": starts.isoformat() if starts else "", "places": found.group.places or ""}
    return _about(visit, found, f"Ändra gruppen {found.group.name}", form, {"event": "group-planned"}, start)


@asked(pages, "/grupper/{programme}/borjat/{group:path}", form=BEGUN)
def beginning(visit: Visit) -> Sheet:
    found = group_here(visit, _programme(visit), visit.path["group"])
    start = {"on": visit.today.isoformat()}
    return _about(visit, found, f"Gruppen {found.group.name} har börjat", BEGUN, {"event": "group-start"}, start)


def _about(
    visit: Visit, found: GroupHere, title: str, form: Form, event: Mapping[str, str], start: Mapping[str, Any]
) -> Sheet:
    programme, name = _programme(visit), found.group.name
    head = {**event, "group": name, **({"unit": found.group.unit} if found.group.unit else {})}
    return Sheet(
        programme=programme,
        title=title,
        form=form,
        says=lambda filled: {**_told(filled), **head},
        start=start,
        back=f"/grupper/{quote(programme.id)}/grupp/{quote(name)}",
    )


def _told(filled: Filled) -> Mapping[str, Any]:
    fields = {each.name: each for each in filled.form.fields}
    return {name: value_of(fields[name], value) for name, value in said(filled).items()}
