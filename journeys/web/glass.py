"""Break the glass: another unit's journey is opened for 60 minutes, to read, against a written reason."""

from datetime import timedelta
from urllib.parse import quote

from sqlalchemy import select
from starlette.responses import Response

from journeys.logs import logger
from journeys.messages import recipients
from journeys.messages.recipients import Recipient
from journeys.references import spellings
from journeys.settings import STOCKHOLM
from journeys.signing_in.accounts import Limits, TooManyAttempts, check_limit, count_one
from journeys.tables.journeys import JOURNEY
from journeys.visibility import access
from journeys.web import parking
from journeys.web.entering import refuse
from journeys.web.forms import Fault, Field, Filled, Form, fill
from journeys.web.pages import go, show
from journeys.web.routes import CASEWORK, Pages
from journeys.web.visit import Visit
from notifications import outbox
from notifications.message import Message

pages = Pages()

SHORTEST_REASON = 20
LIMITS: Limits = ((10, timedelta(minutes=15)), (30, timedelta(hours=24)))
"""How often one of the staff may try: enough for whoever knows the reference, too few to look for one."""

NOTHING = "Det gick inte att öppna något ärende med den beteckningen."
TOO_SHORT = f"Skäl: skriv minst {SHORTEST_REASON} tecken."

BREAK = Form(
    fields=(
        Field(name="reference", label="Ärendets beteckning", longest=64, hint="Som MOL-2026-001."),
        Field(
            name="reason",
            label="Skäl",
            kind="prose",
            longest=2000,
            hint=f"Minst {SHORTEST_REASON} tecken, och inget om vem deltagaren är.",
        ),
    ),
    send="Öppna i 60 minuter",
)


@pages.get("/bryt-glaset", who=CASEWORK, writes=True)
def ask(visit: Visit) -> Response:
    return show(visit, "glass.html", filled=parking.restored(visit, BREAK))


@pages.post("/bryt-glaset", who=CASEWORK, form=BREAK)
def break_(visit: Visit) -> Response:
    filled = fill(BREAK, visit.lists)
    if not filled.faults and len(_reason(filled)) < SHORTEST_REASON:
        filled.faults.append(Fault(name="reason", sentence=TOO_SHORT))
    if filled.faults:
        return show(visit, "glass.html", status=422, filled=filled)
    try:
        _count(visit)
    except TooManyAttempts as error:
        return refuse(visit, "glass.html", filled, error)
    return _opened(visit, filled) or _nothing(visit, filled)


def _reason(filled: Filled) -> str:
    """In one paragraph."""
    return " ".join(str(filled.value("reason")).split())


def _count(visit: Visit) -> None:
    """One attempt more, whatever comes of it. Raises TooManyAttempts."""
    subject = visit.app.keys.lookup(f"glass {visit.staff.id}")
    check_limit(visit.connection, subject, visit.now, LIMITS)
    count_one(visit.connection, subject, visit.now)


def _opened(visit: Visit, filled: Filled) -> Response | None:
    """To the journey; None where no reason opens it: unknown, protected, or no other unit's."""
    found = _meant(visit, filled.value("reference"))
    if found is None:
        return None
    reference, journey_id = found
    if access.open_until(visit.connection, visit.staff, journey_id, visit.now) is None:
        opening = access.break_glass(visit.connection, visit.staff, journey_id, reason=_reason(filled), now=visit.now)
        logger().info("glass-broken", staff=visit.staff.id, opening=opening)
        _tell_managers(visit, journey_id, opening)
    return go(f"/arende/{quote(reference)}")


def _meant(visit: Visit, typed: str) -> tuple[str, int] | None:
    """The reference and id of a journey that can be opened, whatever the size of the letters."""
    ids = {each: access.can_be_broken_open(visit.connection, visit.staff, each) for each in spellings(typed)}
    return next(((reference, id_) for reference, id_ in ids.items() if id_ is not None), None)


def _nothing(visit: Visit, filled: Filled) -> Response:
    filled.faults.append(Fault(name="reference", sentence=NOTHING))
    return show(visit, "glass.html", status=422, filled=filled)


def _tell_managers(visit: Visit, journey_id: int, opening: int) -> None:
    """A neutral notice: who, what and why stand in the access log."""
    unit = visit.connection.execute(select(JOURNEY.c.unit).where(JOURNEY.c.id == journey_id)).scalar_one()
    messages = [
        Message(
            key=f"glass:{opening}:{number}",
            template="glass-broken",
            recipient=each.address,
            language=each.language,
            context={"audience": each.audience},
        )
        for number, each in enumerate(recipients.staff(visit.connection, "manager", unit))
        if isinstance(each, Recipient)
    ]
    outbox.enqueue(visit.connection, messages, now=visit.now)


def banner(visit: Visit, journey_id: int) -> str | None:
    """What every page says of a journey that is seen through broken glass; None for the others."""
    if visit.may_write(journey_id):
        return None
    until = access.open_until(visit.connection, visit.staff, journey_id, visit.now)
    return f"Öppnat med skäl till kl. {until.astimezone(STOCKHOLM):%H.%M}. Allt du läser antecknas." if until else None
