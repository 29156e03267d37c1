"""Händelser i insatsen: group starts and joint meetings are registered, corrected and taken back (spec: journal.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import Response

from journeys.access import NotFound
from journeys.errors import JourneyError
from journeys.lines import ProgrammeEvent
from journeys.programme_events import happen, proceedings_of
from journeys.reading import LineRefused, line_of
from journeys.refused import NotYet
from journeys.web import parking
from journeys.web.case_events import staff_names
from journeys.web.correctable import DAY_THEN, WHY
from journeys.web.forms import Fault, Field, Filled, Form, fill
from journeys.web.held import WHOLE, WHOLE_PROGRAMME, Held, event_name, events_of, held
from journeys.web.hidden import Hidden
from journeys.web.pages import go, show
from journeys.web.referral_taking import new_hidden
from journeys.web.refusals import INCOMPLETE
from journeys.web.routes import CASEWORK, Pages
from journeys.web.step_fields import DAY, NOTE, REASON
from journeys.web.units import of_today
from journeys.web.visit import Visit
from journeys.words import day_text, unit_text
from workflows.errors import WorkflowError
from workflows.programme import Programme

pages = Pages()

EVENT = Field(name="event", label="Vad hände?", kind="radio")
UNIT = Field(name="unit", label="Vilka gällde det?", kind="radio")
HAPPENED = Form(fields=(EVENT, DAY, UNIT, replace(NOTE, hint="Inget om deltagare.")))
CORRECTED = Form(fields=(DAY_THEN, UNIT, WHY))
TAKEN_BACK = Form(fields=(REASON,), send="Ta tillbaka")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A form of this page: what it is called, and the keys of the journal line that it becomes."""

    programme: Programme
    title: str
    form: Form
    line: dict[str, Any]
    start: Mapping[str, Any]


@pages.get("/insatsen", who=CASEWORK)
def happenings(visit: Visit) -> Response:
    unit, names = visit.staff.unit or "", staff_names(visit.connection)
    return show(
        visit,
        "happenings.html",
        done=visit.request.query_params.get("klart") == "ja",
        told=[(each, held(visit.connection, visit.app.ledger, each, unit)) for each in _programmes(visit)],
        names=names,
    )


@pages.get("/insatsen/{programme}/ny", who=CASEWORK, writes=True)
def ask(visit: Visit) -> Response:
    return _ask(visit, _new(visit))


@pages.post("/insatsen/{programme}/ny", who=CASEWORK, form=HAPPENED)
def register(visit: Visit) -> Response:
    return _answer(visit, _new(visit))


@pages.get("/insatsen/{programme}/{id}/ratta", who=CASEWORK, writes=True)
def ask_what_was_wrong(visit: Visit) -> Response:
    return _ask(visit, _correction(visit))


@pages.post("/insatsen/{programme}/{id}/ratta", who=CASEWORK, form=CORRECTED)
def correct(visit: Visit) -> Response:
    return _answer(visit, _correction(visit))


@pages.get("/insatsen/{programme}/{id}/ta-tillbaka", who=CASEWORK, writes=True)
def ask_why(visit: Visit) -> Response:
    return _ask(visit, _taking_back(visit))


@pages.post("/insatsen/{programme}/{id}/ta-tillbaka", who=CASEWORK, form=TAKEN_BACK)
def take_back(visit: Visit) -> Response:
    return _answer(visit, _taking_back(visit))


def _programmes(visit: Visit) -> list[Programme]:
    """Those that the unit carries out, in the version of today."""
    return [each for each in of_today(visit) if each.unit(visit.staff.unit or "")]


def _programme(visit: Visit) -> Programme:
    """The one in the path. Raises NotFound."""
    found = next((each for each in _programmes(visit) if each.id == visit.path["programme"]), None)
    if found is None:
        raise NotFound
    return found


def _held(visit: Visit, programme: Programme) -> Held:
    """The event in the path, which stands and is the unit's or everybody's. Raises NotFound."""
    found = held(visit.connection, visit.app.ledger, programme, visit.staff.unit or "")
    event = next((each for each in found if each.event.id == visit.path["id"] and not each.voided), None)
    if event is None:
        raise NotFound
    return event


def _new(visit: Visit) -> Sheet:
    programme = _programme(visit)
    events = [(each, event_name(each)) for each in events_of(programme)]
    form = HAPPENED.with_choices("event", events).with_choices("unit", _units(visit, programme))
    start = {"on": visit.today.isoformat(), "unit": visit.staff.unit}
    return Sheet(programme=programme, title=f"Ny händelse i {programme.name}", form=form, line={}, start=start)


def _correction(visit: Visit) -> Sheet:
    programme = _programme(visit)
    before = _held(visit, programme)
    return Sheet(
        programme=programme,
        title=f"Rätta: {before.what} {day_text(before.event.on, visit.today)}",
        form=CORRECTED.with_choices("unit", _units(visit, programme)),
        line={"event": "corrected", "of": before.event.id},
        start={"on": before.event.on.isoformat(), "unit": before.event.data.get("unit", WHOLE)},
    )


def _taking_back(visit: Visit) -> Sheet:
    programme = _programme(visit)
    before = _held(visit, programme)
    title = f"Ta tillbaka: {before.what} {day_text(before.event.on, visit.today)}"
    line = {"event": "voided", "of": before.event.id}
    return Sheet(programme=programme, title=title, form=TAKEN_BACK, line=line, start={})


def _units(visit: Visit, programme: Programme) -> Sequence[tuple[str, str]]:
    own = visit.staff.unit or ""
    return ((own, unit_text(programme, own)), (WHOLE, WHOLE_PROGRAMME))


def _ask(visit: Visit, sheet: Sheet) -> Response:
    parked = parking.take(visit, visit.request.url.path)
    values = fill(sheet.form, parked).values if parked else sheet.start
    return _show(visit, sheet, Filled(form=sheet.form, values=values), Hidden.read(parked) or new_hidden(), status=200)


def _answer(visit: Visit, sheet: Sheet) -> Response:
    filled, hidden = fill(sheet.form, visit.lists), Hidden.read(visit.lists)
    if hidden is None:
        filled.faults.append(INCOMPLETE)
    if hidden is None or filled.faults:
        return _show(visit, sheet, filled, hidden or new_hidden())
    id_ = hidden.line_id(visit.lists)
    visit.work.ledger.hold(visit.connection)  # the first of two clicks may not be done yet
    if id_ not in {event.id for event in proceedings_of(visit.connection, sheet.programme.id).events}:
        try:
            happen(visit.work, _line(visit, sheet, filled, id_))
        except (JourneyError, WorkflowError) as error:
            filled.faults.extend(_faults(error))
            return _show(visit, sheet, filled, hidden)
    return go("/insatsen?klart=ja")


def _line(visit: Visit, sheet: Sheet, filled: Filled, id_: str) -> ProgrammeEvent:
    head = {"programme": sheet.programme.id, "id": id_, "by": visit.staff.address, "on": visit.today.isoformat()}
    line = line_of(head | (_said(filled) if "event" in filled.values else _put_right(sheet, filled)) | sheet.line)
    assert isinstance(line, ProgrammeEvent)
    return line


def _said(filled: Filled) -> dict[str, Any]:
    """Of something that happened."""
    said = {name: filled.value(name) for name in ("event", "on", "unit", "note")}
    return {name: value for name, value in said.items() if value and value != WHOLE}


def _put_right(sheet: Sheet, filled: Filled) -> dict[str, Any]:
    """Of a correction what is not as it was, and why; of a taking back why."""
    if "why" not in filled.values:
        return {"reason": filled.value("reason")}
    changed = {name: filled.value(name) for name in ("on", "unit") if filled.value(name) != sheet.start[name]}
    if changed.get("unit") == WHOLE:
        changed["unit"] = None
    return {"set": changed, "reason": filled.value("why")}


def _faults(error: Exception) -> list[Fault]:
    if isinstance(error, NotYet):
        return [Fault(name="on", sentence="Dag: den har inte varit än.")]
    problems = error.problems if isinstance(error, LineRefused) else [str(error)]
    return [_fault(problem) for problem in problems]


def _fault(problem: str) -> Fault:
    """A problem of a line begins with its key."""
    key, _, sentence = problem.partition(": ")
    if key.removeprefix("set.") == "on":
        return Fault(name="on", sentence=f"Dag: {sentence}")
    return Fault(name="", sentence=(sentence or problem)[:1].upper() + (sentence or problem)[1:])


def _show(visit: Visit, sheet: Sheet, filled: Filled, hidden: Hidden, *, status: int = 422) -> Response:
    return show(visit, "happening.html", status=status, title=sheet.title, filled=filled, hidden=hidden.fields)
