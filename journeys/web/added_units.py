"""A unit is added to a programme, gets another name or other figures, and is closed for new referrals."""

import re
from collections.abc import Mapping
from functools import partial

from starlette.responses import Response

from journeys import added_units
from journeys.added_units import LONGEST_ID, Added, UnitRefused
from journeys.logs import logger
from journeys.tables.units import FIGURES
from journeys.visibility.access import NotFound
from journeys.web import parking
from journeys.web.forms import Fault, Field, Filled, Form, fill
from journeys.web.pages import go, show
from journeys.web.routes import ADMINISTRATORS, Pages
from journeys.web.unit_closing import DONE, closed
from journeys.web.visit import Visit

pages = Pages()


def _figure(name: str, label: str, hint: str = "") -> Field:
    return Field(name=name, label=label, kind="number", required=False, hint=hint, longest=6, inputmode="numeric")


_NUMBER = re.compile(r"0*[1-9][0-9]*", re.ASCII)
NAME = Field(name="name", label="Namn")
COUNTS = (
    _figure(
        "places_per_year",
        "Platser per år",
        "Har de andra enheterna ett tal här eller nedan behövs det också: annars får insatsen som helhet inget mål.",
    ),
    _figure("max_at_once", "Högsta antal deltagare samtidigt"),
    _figure("group_starts_per_year", "Gruppstarter per år"),
)
ADD = Form(
    fields=(
        Field(name="programme", label="Insats", kind="choice"),
        NAME,
        Field(
            name="id",
            label="Beteckning",
            required=False,
            longest=LONGEST_ID,
            hint="a–z, 0–9 och bindestreck. Utan den görs den av namnet. Den kan inte ändras. Samma beteckning i två "
            "insatser är samma enhet: personalen där ser ärendena i båda.",
        ),
        *COUNTS,
    ),
    send="Lägg till",
)
CHANGE = Form(fields=(NAME, *COUNTS), send="Ändra")


@pages.get("/enheter/ny", who=ADMINISTRATORS, writes=True)
def ask_which(visit: Visit) -> Response:
    return show(visit, "unit_new.html", filled=parking.restored(visit, _to_add(visit)))


@pages.post("/enheter/ny", who=ADMINISTRATORS, form=ADD)
def add(visit: Visit) -> Response:
    filled = fill(_to_add(visit), visit.lists)
    figures = _figures(filled)
    if not filled.faults:
        try:
            added = added_units.add(
                visit.work, filled.value("programme"), name=filled.value("name"), id_=filled.value("id"), **figures
            )
        except UnitRefused as error:
            filled.faults.append(Fault(name=error.field, sentence=str(error)))
        else:
            logger().info("unit-added", unit=added.unit.id, programme=added.programme, by=visit.staff.id)
            return go(f"/enheter/{added.row}?klart=tillagd")
    return show(visit, "unit_new.html", status=422, filled=filled)


@pages.get("/enheter/{id:int}", who=ADMINISTRATORS, writes=True)
def one(visit: Visit) -> Response:
    added = _in_path(visit)
    as_is = {"name": added.unit.name, **{figure: _text(getattr(added.unit, figure)) for figure in FIGURES}}
    return _show(visit, added, parking.restored(visit, CHANGE, as_is))


@pages.post("/enheter/{id:int}", who=ADMINISTRATORS, form=CHANGE)
def change(visit: Visit) -> Response:
    added, filled = _in_path(visit), fill(CHANGE, visit.lists)
    figures = _figures(filled)
    if not filled.faults:
        try:
            added_units.change(visit.work, added, name=filled.value("name"), **figures)
        except UnitRefused as error:
            filled.faults.append(Fault(name=error.field, sentence=str(error)))
        else:
            logger().info("unit-changed", unit=added.unit.id, programme=added.programme, by=visit.staff.id)
            return go(f"/enheter/{added.row}?klart=andrad")
    return _show(visit, added, filled, status=422)


@pages.post("/enheter/{id:int}/stang", who=ADMINISTRATORS)
def close(visit: Visit) -> Response:
    return _close(visit, undo=False)


@pages.post("/enheter/{id:int}/oppna", who=ADMINISTRATORS)
def open_again(visit: Visit) -> Response:
    return _close(visit, undo=True)


def _close(visit: Visit, *, undo: bool) -> Response:
    added = _in_path(visit)
    change = partial(added_units.close, visit.work, added, undo=undo)
    return closed(visit, added, change, f"/enheter/{added.row}", undo=undo)


def _in_path(visit: Visit) -> Added:
    """Raises NotFound."""
    found = added_units.numbered(visit.connection, visit.catalogue, visit.number("id"))
    if found is None:
        raise NotFound
    return found


def _to_add(visit: Visit) -> Form:
    """With every programme, as its latest version calls it."""
    versions = sorted(visit.catalogue.versions.values(), key=lambda each: each.valid_from)
    names = {each.id: each.name for each in versions}
    return ADD.with_choices("programme", sorted(names.items(), key=lambda pair: pair[1]))


def _figures(filled: Filled) -> Mapping[str, int | None]:
    """The figures as numbers; what is none of them is a fault."""
    said: dict[str, int | None] = {}
    for field in COUNTS:
        text = filled.value(field.name)
        said[field.name] = int(text) if _NUMBER.fullmatch(text) else None
        if text and said[field.name] is None and filled.fault(field.name) is None:
            sentence = f"{field.label}: skriv ett heltal från 1 till 999 999, eller inget."
            filled.faults.append(Fault(name=field.name, sentence=sentence))
    return said


def _text(figure: int | None) -> str:
    return "" if figure is None else str(figure)


def _show(visit: Visit, added: Added, filled: Filled, *, status: int = 200) -> Response:
    names = {each.id: each.name for each in visit.catalogue.versions.values()}
    done = DONE.get(visit.request.query_params.get("klart", ""), "")
    programme = names.get(added.programme, added.programme)
    return show(visit, "unit_one.html", status=status, added=added, programme=programme, filled=filled, done=done)
