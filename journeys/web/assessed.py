"""Självskattningar över tid: how one participant's answers have changed, drawn and as tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from starlette.responses import Response

from journeys.case import Case, case_of
from journeys.people import who
from journeys.skapa.assessed import measurements
from journeys.web import charts, radar
from journeys.web.answers import Column, columns, is_placeholder
from journeys.web.charts import Panel, panels
from journeys.web.pages import show
from journeys.web.radar import Radar, radars
from journeys.web.routes import CASEWORK, Pages
from journeys.web.visit import Visit
from workflows.assessments import Form, Measurement, Question, changed_on
from workflows.instruments import instrument_of
from workflows.programme_tables import Record

pages = Pages()


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The answers to the questions of one form, and the drawings of those that no later form asks."""

    form: Form
    columns: Sequence[Column]
    panels: Sequence[Panel]


@dataclass(frozen=True, kw_only=True, slots=True)
class Assessed:
    """One self-assessment of the programme: its latest form first, then those before it."""

    name: str
    placeholder: bool
    changed: Sequence[date]
    radars: Sequence[Radar]
    tables: Sequence[Table]


@pages.get("/arende/{reference}/skapa", who=CASEWORK)
def assessed(visit: Visit) -> Response:
    journey_id = visit.journey(visit.path["reference"])
    case = case_of(visit.connection, visit.catalogue, visit.path["reference"], visit.today)
    return show(
        visit,
        "assessed.html",
        case=case,
        here=f"/arende/{quote(case.dossier.reference)}",
        person=who(visit.connection, visit.app.keys, journey_id),
        assessed=list(_assessed(visit, case)),
        panel_size=(charts.WIDTH, charts.HEIGHT, charts.LEFT, charts.RIGHT),
        radar_size=(radar.WIDTH, radar.HEIGHT, radar.CENTRE_X, radar.CENTRE_Y),
    )


def _assessed(visit: Visit, case: Case) -> Iterator[Assessed]:
    dossier = case.dossier
    events = dossier.everything(visit.app.ledger)
    for record in case.programme.records:
        if record.instrument:
            found = measurements(events, dossier.programme, dossier.versions, record=record.id, today=case.today)
            if found:
                yield _of_record(case, record, found)


def _of_record(case: Case, record: Record, found: Sequence[Measurement]) -> Assessed:
    instrument = instrument_of(case.programme, record.id)
    return Assessed(
        name=record.name,
        placeholder=instrument is not None and is_placeholder(instrument),
        changed=list(changed_on(found)),
        radars=radars(found, case.today),
        tables=list(_tables(found, case.today)),
    )


def _tables(found: Sequence[Measurement], today: date) -> Iterator[Table]:
    """The latest form first; a question that several ask alike is drawn once, through all of them."""
    drawn: set[Question] = set()
    forms = {each.form.questions: each.form for each in reversed(found)}
    for form in forms.values():
        same = [each for each in found if each.form.questions == form.questions]
        new = [each for each in form.questions if each not in drawn]
        drawn.update(new)
        yield Table(form=form, columns=list(columns(same, form)), panels=panels(found, new, today))
