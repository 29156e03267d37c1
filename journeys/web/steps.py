"""Every step of a journey on a form of its own: which fields it asks for, and what its journal line says besides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from journeys import staff
from journeys.case import Case
from journeys.visibility.access import NotFound
from journeys.web import answers, begun
from journeys.web.asked import Asking, Check, nothing_more
from journeys.web.asking import answer, ask
from journeys.web.forms import Fault, Field, Form
from journeys.web.group_fields import first_group, its_group, next_group
from journeys.web.letters import who_is_told
from journeys.web.onward_fields import in_next_unit, next_unit
from journeys.web.routes import CASEWORK, Pages
from journeys.web.step_fields import (
    AREA,
    ATTEMPT,
    ATTENDED,
    DAY,
    FIRST,
    GROUP,
    HOURS,
    INCOME,
    LAST,
    LAST_DAY,
    NOTE,
    PLACE,
    REASON,
    TIME,
    UNTIL,
    WEEKS,
    WHAT,
    Ask,
    caseworker,
    colleague,
    decision,
    going_on,
    later_stage,
    outcome,
    recipients,
    resolved,
    waiting_rule,
)
from journeys.web.step_texts import text_of
from journeys.web.visit import Visit
from workflows.instruments import instrument_of
from workflows.machine import machine_of
from workflows.programme_tables import Instrument, Record
from workflows.words import state_of_a_journey, step_name

pages = Pages()

Says = Callable[[Visit, Case, Mapping[str, Any]], Mapping[str, Any]]
"""From the values of the form to the further keys of the line."""


def as_typed(visit: Visit, case: Case, values: Mapping[str, Any]) -> Mapping[str, Any]:
    return values


def about_checkpoint(visit: Visit, case: Case, values: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**values, "meeting": "checkpoint"}


def decided(visit: Visit, case: Case, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Weeks belong to an extension only."""
    return values if values.get("decision") == "extend" else {**values, "weeks": None}


def answered(visit: Visit, case: Case, values: Mapping[str, Any]) -> Mapping[str, Any]:
    return answers.written(values)


def from_its_first_day(visit: Visit, case: Case, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What has begun is told of on the day it began, what is to come today."""
    first, today = values.get("from") or "", visit.today.isoformat()
    return {**values, "on": today} if first > today else {**values, "on": first, "from": None}


def weeks_of_extension(values: Mapping[str, Any]) -> Sequence[Fault]:
    if values.get("decision") != "extend" or values.get("weeks"):
        return ()
    return [Fault(name="weeks", sentence="Antal veckor: fyll i hur länge blocket förlängs.")]


def to_their_unit(visit: Visit, case: Case, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """With the unit of the new caseworker, where that is another."""
    own = {each.address for each in staff.members(visit.connection, unit=case.history.unit or "")}
    if values.get("caseworker") in own:
        return values
    units = [unit.id for unit in case.programme.units]
    theirs = {each.address: unit for unit in units for each in staff.members(visit.connection, unit=unit)}
    return {**values, "unit": theirs.get(values.get("caseworker", ""))}


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What a step is called on its page, and what it asks. `shown_first`: what follows is shown before it is saved."""

    title: str
    asks: Sequence[Ask] = ()
    says: Says = as_typed
    shown_first: bool = False
    text: str = ""
    send: str = "Spara"
    check: Check = nothing_more
    renamed: Mapping[str, str] = field(default_factory=dict)


STEPS: Mapping[str, Step] = {
    "admitted": Step(title="Anta", asks=(DAY, caseworker, NOTE), shown_first=True),
    "declined": Step(title="Tacka nej", asks=(DAY, REASON), shown_first=True),
    "started": Step(title="Starta", asks=(DAY, first_group, NOTE)),
    "booked": Step(title="Boka möte", asks=(TIME, PLACE), says=about_checkpoint),
    "cancelled": Step(title="Avboka mötet", says=about_checkpoint, send="Avboka mötet"),
    "checkpoint": Step(
        title="Avstämning",
        asks=(DAY, decision, WEEKS, ATTENDED, NOTE),
        says=decided,
        check=weeks_of_extension,
        shown_first=True,
    ),
    "advanced": Step(title="Gå till nästa fas", asks=(DAY, later_stage, next_group, NOTE), shown_first=True),
    "paused": Step(
        title="Gör vilande",
        asks=(DAY, UNTIL, REASON),
        shown_first=True,
        text="Medan ärendet vilar står tiden stilla och ingen påminns.",
    ),
    "resumed": Step(title="Återuppta", asks=(DAY, NOTE), shown_first=True),
    "grouped": Step(title="Placera i grupp", asks=(DAY, its_group, NOTE)),
    "reassigned": Step(title="Byt handläggare", asks=(DAY, colleague, NOTE), says=to_their_unit),
    "activity": Step(
        title="Ny aktivitet",
        asks=(AREA, WHAT, HOURS, FIRST, LAST, NOTE),
        says=from_its_first_day,
        renamed={"on": "from"},
    ),
    "activity-ended": Step(title="Avsluta aktivitet", asks=(going_on, LAST_DAY, NOTE)),
    "excepted": Step(title="Undanta", asks=(DAY, waiting_rule, REASON)),
    "exited": Step(title="Avsluta", asks=(DAY, outcome, next_unit, INCOME, NOTE), says=in_next_unit, shown_first=True),
    "reopened": Step(title="Öppna igen", asks=(DAY, REASON), shown_first=True),
}

MEETINGS = frozenset({"booked", "cancelled"})


def step_of(case: Case, event: str) -> Step:
    """The step with this name, or the record of the programme. Raises NotFound."""
    if step := STEPS.get(event):
        return step
    record = case.programme.record(event)
    if record is None:
        raise NotFound
    if instrument := instrument_of(case.programme, event):
        return _assessment(record, instrument)
    return _record(record)


def _assessment(record: Record, instrument: Instrument) -> Step:
    return Step(
        title=record.name,
        asks=(DAY, *answers.questions(instrument), NOTE),
        says=answered,
        text=answers.explained(instrument),
    )


def _record(record: Record) -> Step:
    text = text_of(record)
    if record.offer:
        return Step(title=record.name, asks=(DAY,), text=text, send="Spara att det erbjöds")
    return Step(title=record.name, asks=(DAY, recipients(record) if record.recipients else ATTEMPT, NOTE), text=text)


ANY_STEP = Form(
    fields=(
        *(DAY, TIME, PLACE, GROUP, WEEKS, ATTENDED, ATTEMPT, INCOME, REASON, NOTE, AREA, WHAT, HOURS, FIRST),
        UNTIL,
        *(
            Field(name=name, label=name)
            for name in ("caseworker", "decision", "to", "rule", "outcome", "leads_to_unit", "activity")
        ),
    )
)
"""All that any step takes: for those who ask what the page takes."""


@pages.get("/arende/{reference}/steg/{event}", who=CASEWORK, writes=True)
def form(visit: Visit) -> Response:
    return ask(visit, _asking)


@pages.post("/arende/{reference}/steg/{event}", who=CASEWORK, form=ANY_STEP)
def take(visit: Visit) -> Response:
    return answer(visit, _asking)


def _asking(visit: Visit, case: Case) -> Asking:
    event = visit.path["event"]
    step = step_of(case, event)
    fields = answers.with_last(resolved(step.asks, visit, case), visit, case, event)
    asking = Asking(
        case=case,
        title="Flytta mötet" if event == "booked" and case.history.booking else step.title,
        form=Form(fields=fields, send="Visa vad som händer" if step.shown_first else step.send),
        line=lambda values: {"event": event, **step.says(visit, case, values)},
        start=_start(visit, case, event, fields),
        shown_first=step.shown_first,
        text=who_is_told(visit.connection, case) if event in MEETINGS else step.text,
        not_now=not_now(case, event),
        check=step.check,
        renamed=step.renamed,
    )
    instrument = instrument_of(case.programme, event)
    return begun.continued(visit, asking, event, instrument) if instrument else asking


def _start(visit: Visit, case: Case, event: str, fields: Sequence[Field]) -> Mapping[str, Any]:
    """What the form says before anybody has typed."""
    booking = case.history.booking
    start: dict[str, Any] = {"on": visit.today.isoformat(), "from": visit.today.isoformat()}
    if event == "checkpoint" and booking and booking.time.date() <= visit.today:
        start["on"] = booking.time.date().isoformat()
    if event == "booked" and booking:
        booked = case.dossier.private(visit.app.ledger, "booked").get("booked", {})
        start |= {"time": booking.time.isoformat(timespec="minutes"), "place": booked.get("place", "")}
    if event == "admitted":
        start["caseworker"] = visit.staff.address
    if event == "grouped":
        start["group"] = visit.request.query_params.get("grupp", "")
    start |= {each.name: [value for value, _ in each.choices] for each in fields if each.name == "to" and each.choices}
    return start


def not_now(case: Case, event: str) -> str:
    """Why the step is not possible today; it may have been earlier, so the form is there all the same."""
    programme = case.programme
    allowed = machine_of(programme).allowed(case.history.case, case.today)
    if event in allowed:
        return ""
    names = ", ".join(step_name(programme, name) for name in allowed) or "inget"
    state = state_of_a_journey(programme, case.history.state)
    return f"Det går inte idag: ärendet är {state}. Möjligt nu: {names}. Hände det tidigare? Skriv dagen då."
