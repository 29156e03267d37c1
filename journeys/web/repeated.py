"""The back button, and saved once more: a form opened anew that says what was registered last is asked about first."""

from journeys.case import Case
from journeys.journal.lines import Line
from journeys.queries import Registered
from journeys.settings import STOCKHOLM
from journeys.storage.parts import ENVELOPE
from journeys.web.forms import Fault
from journeys.web.visit import Visit


def repeated(visit: Visit, case: Case, line: Line) -> Fault | None:
    """A question, where the last that was registered says the same of the same day, by the same person."""
    last = case.dossier.everything(visit.app.ledger)[-1]
    said = line.model_dump(mode="json", exclude_none=True, exclude=set(ENVELOPE))
    registered = _registered(case, last.id)
    if registered is None or (line.event, line.on, line.by, said) != (last.name, last.on, registered.by, last.data):
        return None
    at = registered.at.astimezone(STOCKHOLM)
    sentence = f"Det här är redan registrerat, av dig kl. {at:%H.%M}. Hände det en gång till? Spara igen."
    return Fault(name="", sentence=sentence)


def _registered(case: Case, event_id: str) -> Registered | None:
    return next((each.registered for each in case.happened if each.registered.name == event_id), None)
