"""Everything that is kept about one person, in sections: who they are, and each of their journeys.

What lies in the log is told as it was registered, also what was corrected or taken back since. Which of the staff have
read it is a log of its own (`farled access-log`); here is how often.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, bindparam, func, select

from journeys.case import Case, case_of
from journeys.case_words import happened
from journeys.cli.changes import where
from journeys.errors import JourneyError
from journeys.exit.source import long_day
from journeys.extract.said import Line, Reader, people
from journeys.extract.under_way import under_way
from journeys.people import SEAL
from journeys.skapa.assessed import made_with
from journeys.tables.access import ACCESS_LOG
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON
from journeys.tables.staff import STAFF
from journeys.words import STATUS, moment_text, rule_text, unit_text
from journeys.work import Work
from workflows.events import Event


class NobodyKept(JourneyError):
    """The person of a journey is erased."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"Personuppgifterna i {reference} är gallrade, så det finns inget att lämna ut.")
        self.reference = reference


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading, and under it paragraphs: a first line with lines that belong to it."""

    heading: str
    paragraphs: Sequence[tuple[str, Sequence[Line]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Extract:
    """`name` is whose it is; `journeys` their references."""

    name: str
    protected: bool
    journeys: Sequence[str]
    sections: Sequence[Section]


def extract_of(work: Work, reference: str) -> Extract:
    """All about whoever the journey is about, in this journey and others. Raises JourneyUnknown or NobodyKept."""
    first = case_of(work.connection, work.catalogue, reference, work.today)
    person = work.connection.execute(_PERSON, {"its_id": first.dossier.person_id}).mappings().first()
    if person is None:
        raise NobodyKept(reference)
    references = work.connection.execute(_THEIRS, {"its_id": person["id"]}).scalars().all()
    cases = [case_of(work.connection, work.catalogue, each, work.today) for each in references]
    return Extract(
        name=f"{person['given_name']} {person['family_name']}",
        protected=person["protected"],
        journeys=references,
        sections=[_who(work, person), *(section for case in cases for section in _journey(work, case))],
    )


def _who(work: Work, person: RowMapping) -> Section:
    number = work.keys.open(person["personnummer"], SEAL).decode() if person["personnummer"] else None
    told = {key: person[key] for key in ("given_name", "family_name", "birth_date")}
    told |= {"personnummer": number, **{key: person[key] for key in ("email", "phone", "language", "protected")}}
    return Section(heading="Om personen", paragraphs=[("Så här står det nu:", list(people(told)))])


def _journey(work: Work, case: Case) -> Iterator[Section]:
    reference, programme = case.dossier.reference, case.programme
    heading = f"Ärende {reference}: {programme.name} {programme.version}, {unit_text(programme, case.history.unit)}"
    yield Section(heading=heading, paragraphs=[(f"Läge: {where(case.history, case.today)}.", list(_read(work, case)))])
    yield Section(heading=f"{reference}: det som har registrerats", paragraphs=list(_events(work, case)))
    yield Section(heading=f"{reference}: det som ska eller skulle göras", paragraphs=[("", list(_due(case)))])
    if found := list(under_way(work, case)):
        yield Section(heading=f"{reference}: utkast, dokument och brev", paragraphs=found)


def _read(work: Work, case: Case) -> Iterator[Line]:
    row = work.connection.execute(_READINGS, {"its_id": case.dossier.id}).one()
    if row.number:
        yield "Visat för personal", f"{row.number} gånger, senast {moment_text(row.last)}"
    stored = work.connection.execute(_WARNINGS, {"its_id": case.dossier.id}).scalar()
    yield from (("Utanför målgruppen", warning) for warning in (stored or "").splitlines())


def _events(work: Work, case: Case) -> Iterator[tuple[str, Sequence[Line]]]:
    """In the order they happened; each with when and by whom it was registered."""
    dossier = case.dossier
    told = {event.id: event for event in dossier.everything(work.ledger)}
    names: dict[str, str] = dict(work.connection.execute(_NAMES).all())
    forms = {
        id_: form
        for id_, event in told.items()
        if (form := made_with(list(told.values()), dossier.programme, dossier.versions, event))
    }
    reader = Reader(case=case, names=names, forms=forms)
    for each in case.happened:
        event: Event = told[each.registered.name]
        by = f" av {names.get(each.registered.by, each.registered.by)}" if each.registered.by else ""
        standing = f" ({_STANDING[each.standing]})" if each.standing != "stands" else ""
        what = f"{long_day(event.on)}: {happened(case.programme, event.name)}{standing}."
        registered = f"Registrerat {moment_text(each.registered.at)}{by}."
        yield f"{what} {registered}", list(reader.lines(event.id, event.data))


_STANDING = {"corrected": "rättat sedan dess", "voided": "tillbakataget"}


def _due(case: Case) -> Iterator[Line]:
    for each in case.obligations:
        name = rule_text(case.history.programme_with(each.rule), each.rule, each.n)
        done = f" {long_day(each.done)}" if each.done else ""
        yield name, f"senast {long_day(each.due)}, {STATUS[each.status]}{done}"


_ID: Any = bindparam("its_id")
_PERSON = select(PERSON).where(PERSON.c.id == _ID)
_THEIRS = select(JOURNEY.c.reference).where(JOURNEY.c.person_id == _ID).order_by(JOURNEY.c.id)
_WARNINGS = select(JOURNEY.c.warnings).where(JOURNEY.c.id == _ID)
_NAMES = select(*STAFF.c["address", "name"])
_READINGS = select(func.count().label("number"), func.max(ACCESS_LOG.c.at).label("last")).where(
    ACCESS_LOG.c.journey_id == _ID
)
