"""What is kept of a journey beside its log: drafts, finished papers, links, letters, and who opened it and why."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from journeys.case import Case
from journeys.exit.drafts import draft_of
from journeys.exit.editions import editions_of
from journeys.exit.sections import SECTIONS
from journeys.extract.said import Line, answers
from journeys.messages.meetings import about
from journeys.messages.words import STATES, TEMPLATES
from journeys.skapa.drafts import find
from journeys.tables.access import BREAK_GLASS
from journeys.tables.assessments import ANSWER_LINK, DRAFT
from journeys.tables.staff import STAFF
from journeys.words import moment_text
from journeys.work import Work
from notifications.tables import OUTBOX, State
from workflows.assessments import form_of
from workflows.instruments import instrument_of
from workflows.words import step_name

Paragraph = tuple[str, Sequence[Line]]


def under_way(work: Work, case: Case) -> Iterator[Paragraph]:
    """Each kind with what there is of it, in lines; nothing of a kind of which there is nothing."""
    assert case.dossier.id is not None
    yield from _assessments(work, case, case.dossier.id)
    for heading, told in _KINDS.items():
        if lines := list(told(work, case.dossier.id)):
            yield heading, lines


def _assessments(work: Work, case: Case, journey_id: int) -> Iterator[Paragraph]:
    for record in work.connection.execute(_BEGUN, {"its_id": journey_id}).scalars():
        draft, instrument = find(work.connection, work.keys, journey_id, record), instrument_of(case.programme, record)
        if draft:
            note = [("Anteckning", draft.content.note)] if draft.content.note else []
            given = answers(form_of(instrument) if instrument else None, draft.content.answers)
            name = step_name(case.programme, record)
            yield f"{name}, påbörjad {moment_text(draft.begun_at)} och inte registrerad än:", [*given, *note]


def _exit_draft(work: Work, journey_id: int) -> Iterator[Line]:
    if draft := draft_of(work.connection, work.keys, journey_id):
        headings = {section.id: section.heading for section in SECTIONS}
        yield from ((headings.get(id_, id_), text) for id_, text in draft.texts.items() if text)


def _editions(work: Work, journey_id: int) -> Iterator[Line]:
    for each in editions_of(work.connection, journey_id):
        yield f"Utgåva {each.number}", f"gjord {moment_text(each.at)} av {each.by}"


def _links(work: Work, journey_id: int) -> Iterator[Line]:
    for row in work.connection.execute(_LINKS, {"its_id": journey_id}):
        used = f", använd {moment_text(row.used_at)}" if row.used_at else ""
        yield "Länk", f"gjord {moment_text(row.made_at)}{used}"


def _letters(work: Work, journey_id: int) -> Iterator[Line]:
    """To whomever they went: what is said in them is a time and a place."""
    for row in work.connection.execute(_LETTERS, {"its": about(journey_id)}):
        time = row.context.get("starts_at")
        said = [f"tid {moment_text(datetime.fromisoformat(time))}" if time else "", row.context.get("place")]
        state = f"{STATES[State(row.state)]} {moment_text(row.settled_at or row.created_at)}"
        to = f"till {row.recipient}" if row.recipient else ""
        yield TEMPLATES.get(row.template, "Meddelande"), ", ".join(filter(None, [to, state, *said]))


def _opened(work: Work, journey_id: int) -> Iterator[Line]:
    for row in work.connection.execute(_OPENED, {"its_id": journey_id}):
        yield moment_text(row.opened_at), f"{row.name}: {row.reason}"


_KINDS: dict[str, Callable[[Work, int], Iterator[Line]]] = {
    "Utkast till avslutsdokument:": _exit_draft,
    "Färdiga avslutsdokument, som lämnas ut för sig:": _editions,
    "Länkar att svara själv genom:": _links,
    "Brev och påminnelser:": _letters,
    "Öppnat från en annan enhet, med skälet:": _opened,
}
_ID: Any = bindparam("its_id")
_BEGUN = select(DRAFT.c.record).where(DRAFT.c.journey_id == _ID).order_by(DRAFT.c.record)
_LINKS = select(*ANSWER_LINK.c["made_at", "used_at"]).where(ANSWER_LINK.c.journey_id == _ID)
_LETTERS = select(OUTBOX).where(OUTBOX.c.about == bindparam("its")).order_by(OUTBOX.c.id)
_OPENED = (
    select(*BREAK_GLASS.c["opened_at", "reason"], STAFF.c.name)
    .join(STAFF, STAFF.c.id == BREAK_GLASS.c.staff_id)
    .where(BREAK_GLASS.c.journey_id == _ID)
    .order_by(BREAK_GLASS.c.id)
)
