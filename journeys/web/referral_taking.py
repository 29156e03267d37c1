"""A referral form becomes a journey: once, however often it is sent."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from journeys import casework
from journeys.journal.lines import Referred
from journeys.journal.reading import line_of
from journeys.references import next_reference
from journeys.signing_in.accounts import count_one
from journeys.tables.access import ATTEMPT
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT
from journeys.tables.people import PERSON
from journeys.visibility.access_named import name_who_answers
from journeys.visibility.protection import is_protected
from journeys.web.hidden import Hidden
from journeys.web.visit import Visit

PUBLIC = "intresseanmälan"
"""Who registered what came from the public page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """The journey that a form became."""

    journey_id: int
    reference: str
    event_id: str


def new_hidden() -> Hidden:
    """What a form carries whose journey is still to be: see `hidden`."""
    return Hidden(seen=0, known=0, once=secrets.token_hex(16))


def taken_before(visit: Visit, event_id: str) -> Taken | None:
    """What the same form with the same content became: a double click, or the back button and once more."""
    visit.work.ledger.hold(visit.connection)  # the first click may not be done yet
    connection, mark = visit.connection, _mark(visit, event_id)
    if connection.execute(select(ATTEMPT.c.id).where(ATTEMPT.c.subject == mark)).first() is None:
        return None
    its_event = EVENT.c.name == event_id, EVENT.c.event == "referred"
    newest = select(EVENT.c.journey_id).where(*its_event).order_by(EVENT.c.seq.desc()).limit(1)
    row = connection.execute(
        select(*JOURNEY.c["id", "reference"]).where(JOURNEY.c.id == newest.scalar_subquery())
    ).one()
    return Taken(journey_id=row.id, reference=row.reference, event_id=event_id)


def _mark(visit: Visit, event_id: str) -> str:
    return visit.app.keys.lookup(f"referral {event_id}")


def take(visit: Visit, values: Mapping[str, Any], event_id: str, *, by: str) -> Taken:
    """Register the referral. Raises LineRefused and what `casework.refer` raises; then nothing is stored."""
    connection, work = visit.connection, visit.work
    line = line_of({"journey": "NY", "id": event_id, "by": by, "on": visit.today.isoformat(), **values})
    assert isinstance(line, Referred)
    work.ledger.hold(connection)  # nobody else takes the same reference meanwhile
    if by == PUBLIC:
        line = _without_claim(visit, line)
    with connection.begin_nested():
        reference = next_reference(connection, line.unit, line.on)
        casework.refer(work, line.model_copy(update={"journey": reference}))
    count_one(connection, _mark(visit, event_id), visit.now)
    journey_id = connection.execute(select(JOURNEY.c.id).where(JOURNEY.c.reference == reference)).scalar_one()
    name_who_answers(connection, reference, line.unit)
    return Taken(journey_id=journey_id, reference=reference, event_id=event_id)


def _without_claim(visit: Visit, line: Referred) -> Referred:
    """A number that we know is not taken from somebody we do not know.

    With it they would write over the name, the e-mail address and the protection of a person who is already here. The
    day of birth stays; staff put the number in when they have asked.
    """
    number = line.person.personnummer
    if number is None:
        return line
    mark = visit.app.keys.lookup(number)
    if visit.connection.execute(select(PERSON.c.id).where(PERSON.c.personnummer_mark == mark)).first() is None:
        return line
    person = line.person.model_copy(update={"personnummer": None, "birth_date": line.person.born})
    note = _noted(line.note, _told_in(visit.connection, mark, line.unit))
    return line.model_copy(update={"person": person, "note": note})


def _noted(note: str | None, same: Sequence[str]) -> str | None:
    told = f"Samma personnummer som i {', '.join(same)}." if same else None
    return "\n\n".join(filter(None, (note, told))) or None


def _told_in(connection: Connection, mark: str, unit: str) -> Sequence[str]:
    """The unit's own journeys with the number, save those of protected persons: all that its staff may know."""
    query = select(JOURNEY.c.reference).join(PERSON, PERSON.c.id == JOURNEY.c.person_id)
    found = query.where(PERSON.c.personnummer_mark == mark, JOURNEY.c.unit == unit, ~is_protected())
    return connection.execute(found.order_by(JOURNEY.c.id)).scalars().all()
