"""An edition of the exit document is handed over: registered in the journey as the record that its rule waits for."""

from typing import Any

from starlette.responses import Response

from journeys.case import Case
from journeys.casework import Change
from journeys.exit.editions import RECORD, note_handed
from journeys.web.asked import Asking
from journeys.web.asking import answer, ask
from journeys.web.exit_opened import to_give
from journeys.web.forms import Form
from journeys.web.routes import CASEWORK, Pages
from journeys.web.step_fields import DAY, recipients
from journeys.web.steps import not_now
from journeys.web.visit import Visit
from workflows.programme_tables import Record

pages = Pages()

TEXT = "Dokumentet lämnas i handen eller med vanlig post, aldrig med öppen e-post. Här sparas vilka som har fått det."


def _form(record: Record) -> Form:
    return Form(fields=(DAY, recipients(record)), send="Spara att det är lämnat")


ANY = _form(Record(id=RECORD, name=RECORD, recipients=("participant", "referrer")))


@pages.get("/arende/{reference}/avslutsdokument/{edition:int}/lamna", who=CASEWORK, writes=True)
def form(visit: Visit) -> Response:
    return ask(visit, _asking)


@pages.post("/arende/{reference}/avslutsdokument/{edition:int}/lamna", who=CASEWORK, form=ANY)
def take(visit: Visit) -> Response:
    return answer(visit, _asking)


def _asking(visit: Visit, case: Case) -> Asking:
    """Raises NotFound where there is no such edition, and TellsTooMuch."""
    opened, edition = to_give(visit), visit.number("edition")
    start: dict[str, Any] = {"on": visit.today.isoformat(), "to": []}
    return Asking(
        case=case,
        title=f"Lämna över utgåva {edition}",
        form=_form(opened.record),
        line=lambda values: {"event": opened.record.id, **values},
        start=start,
        text=TEXT,
        not_now=not_now(case, opened.record.id),
        saved=lambda change: _note(visit, opened.journey_id, edition, change),
    )


def _note(visit: Visit, journey_id: int, edition: int, change: Change) -> None:
    note_handed(visit.connection, journey_id, edition, change.event_id)
