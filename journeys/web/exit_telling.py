"""A mail that says there is a document and where to fetch it. What the document says never goes by mail."""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.responses import Response

from journeys.messages.meetings import about
from journeys.messages.recipients import OUTSIDE, Nobody, Recipient, journey_contacts
from journeys.web import parking
from journeys.web.exit_opened import Opened, to_give
from journeys.web.forms import Field, Filled, Form, fill
from journeys.web.pages import go
from journeys.web.routes import CASEWORK, Pages
from journeys.web.step_fields import NAMES
from journeys.web.visit import Visit
from notifications import outbox
from notifications.message import Message
from workflows.telling.phrases import RECIPIENTS

pages = Pages()

TELL = Form(
    fields=(
        Field(name="to", label="Vilka ska få veta det?", kind="ticks", choices=tuple(NAMES.items())),
        Field(
            name="place",
            label="Var dokumentet hämtas",
            hint="Rum, adress eller telefonnummer. Skriv inget om vem det gäller eller vad det handlar om.",
        ),
    ),
    send="Skicka meddelandet",
)


@pages.get("/arende/{reference}/avslutsdokument/{edition:int}/meddela", who=CASEWORK, writes=True)
def form(visit: Visit) -> Response:
    opened = to_give(visit)
    found = _reached(opened)
    return _show(opened, found, parking.restored(visit, _form(found)))


@pages.post("/arende/{reference}/avslutsdokument/{edition:int}/meddela", who=CASEWORK, form=TELL)
def tell(visit: Visit) -> Response:
    """In the outbox, for each at most once a day."""
    opened = to_give(visit)
    found = _reached(opened)
    filled = fill(_form(found), visit.lists)
    if filled.faults:
        return _show(opened, found, filled, status=422)
    chosen = [each for role, each in found.items() if role in filled.value("to") and isinstance(each, Recipient)]
    messages = [_message(opened, each, str(filled.value("place"))) for each in chosen]
    outbox.enqueue(visit.connection, messages, now=visit.now)
    return go(f"/arende/{quote(opened.case.dossier.reference)}#meddelanden")


Reached = Mapping[str, Recipient | Nobody]


def _reached(opened: Opened) -> Reached:
    """Each of those who are to have the document, with their mailbox or why there is none."""
    contacts = journey_contacts(opened.visit.connection, opened.journey_id)
    return {role: OUTSIDE[role](contacts) for role in opened.record.recipients}


def _form(found: Reached) -> Form:
    choices = [(role, NAMES[role]) for role, each in found.items() if isinstance(each, Recipient)]
    return TELL.with_choices("to", choices)


def _message(opened: Opened, recipient: Recipient, place: str) -> Message:
    visit = opened.visit
    edition, role = visit.number("edition"), recipient.audience
    return Message(
        key=f"exit-document:{opened.journey_id}:{edition}:{visit.today}:{role}",
        template="document-ready",
        recipient=recipient.address,
        language=recipient.language,
        context={"place": place, "audience": role},
        about=about(opened.journey_id),
    )


def _show(opened: Opened, found: Reached, filled: Filled, *, status: int = 200) -> Response:
    why = {role: each.reason for role, each in found.items() if isinstance(each, Nobody)}
    return opened.show(
        "exit_telling.html",
        status=status,
        filled=filled,
        nobody=[f"Inget går till {RECIPIENTS[role]}: {reason}." for role, reason in why.items()],
        somebody=len(why) < len(found),
    )
