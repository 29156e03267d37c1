"""Whether lines can be stored: each line by itself, then a journey's lines together as a history.

Nothing is said of a line that is refused only because another line is missing: who has put that one right will see.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from journeys.catalogue import Catalogue, NoVersionYet, ProgrammeUnknown, UnitClosed, VersionChanged, VersionUnknown
from journeys.closed_units import keep_out
from journeys.dossier import Dossier, IdTaken
from journeys.journal.culprits import culprit, run, without_referral
from journeys.journal.files import LONGEST
from journeys.journal.lines import LIFECYCLE, Line, ProgrammeEvent, Referred
from journeys.journal.reading import LineRefused, read_line
from journeys.journal.repeats import Said
from journeys.ledger import Ledger
from journeys.refused import Erased, NotYet, ReferralStays
from workflows.errors import BrokenCorrection, EventInvalid, StepRefused
from workflows.events import CORRECTIONS, corrected_in_the_end
from workflows.history import History

TOO_LONG = "raden är längre än 1 MiB. Så långa rader läses inte in."
NOT_UTF8 = "raden är inte UTF-8 (kanske Windows-1252). Spara om filen som UTF-8."
NOT_YET = "at: tidpunkten har inte varit än."
NO_JOURNEY = "nyckeln journey saknas: vilket ärende gäller det?"
NO_REFERRAL = "ärendet har ingen remiss (referred), varken här eller i databasen."

_EVENT = re.compile(rb'"event"\s*:\s*"([^"\\]{1,100})"')

Numbered = tuple[int, bytes]
"""A line with its place in the files."""


def read_checked(text: bytes, today: date, now: datetime) -> Line:
    """One line by itself. Raises LineRefused or NotYet."""
    if len(text) > LONGEST:
        raise LineRefused([TOO_LONG])
    try:
        line = read_line(text.decode())
    except UnicodeDecodeError:
        raise LineRefused([NOT_UTF8]) from None
    if line.journey is None and not isinstance(line, ProgrammeEvent):
        raise LineRefused([NO_JOURNEY])
    if line.on > today:
        raise NotYet(line.on, today)
    if line.at is not None and line.at > now:
        raise LineRefused([NOT_YET])
    return line


@dataclass(slots=True)
class Case:
    """The lines of one journey and what came of them. With a history and without faults it can be stored."""

    reference: str
    places: list[int] = field(default_factory=list)
    lines: list[tuple[int, Line]] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)
    """Place of a line → what is wrong with it."""
    dossier: Dossier | None = None
    history: History | None = None
    repeated: int = 0
    """Lines that say what another line, or the database, says already."""
    unread: list[bytes] = field(default_factory=list)
    gap: date = date.max
    """From this day on a step may be missing, because its line is bad."""

    @property
    def is_new(self) -> bool:
        return self.dossier is None or self.dossier.id is None

    @property
    def new_events(self) -> int:
        return len(self.dossier.new) if self.dossier else 0

    def refuse(self, place: int, problem: str) -> None:
        self.faults.setdefault(place, problem)


def read_case(reference: str, numbered: Iterable[Numbered], today: date, now: datetime) -> Case:
    """The lines of a journey, each checked by itself."""
    case = Case(reference=reference)
    for place, text in numbered:
        case.places.append(place)
        try:
            case.lines.append((place, read_checked(text, today, now)))
        except (LineRefused, NotYet) as error:
            case.refuse(place, str(error))
            case.unread.append(text)
            case.gap = date.min if _may_be_a_step(text) else case.gap
    return case


def _may_be_a_step(text: bytes) -> bool:
    found = _EVENT.search(text)
    return found is None or found[1].decode(errors="replace") in LIFECYCLE


def check(case: Case, stored: tuple[Dossier, Said] | None, catalogue: Catalogue, ledger: Ledger, today: date) -> None:
    """Put the lines of a journey together with what is stored of it and see whether the history is possible."""
    if stored:
        case.dossier, said = stored
    elif dossier := _opened(case, catalogue):
        case.dossier, said = dossier, Said(dossier.programme.version)
    else:
        return
    if case.dossier.erased:  # nothing in its lines can be compared, and nothing may come back
        case.refuse(case.places[0], str(Erased(case.reference)))
        return
    places = _add(case, case.dossier, said, ledger, case.lines)
    if case.dossier.new:
        _check_history(case, case.dossier, places, today)
        _check_corrected(case, case.dossier, places, catalogue, ledger)


def _opened(case: Case, catalogue: Catalogue) -> Dossier | None:
    for place, line in case.lines:
        if isinstance(line, Referred):
            try:
                programme = catalogue.for_new_journey(line.programme, line.version, line.on, unit=line.unit)
            except (ProgrammeUnknown, VersionUnknown, NoVersionYet, VersionChanged, UnitClosed) as error:
                case.refuse(place, str(error))
                return None
            return Dossier(reference=case.reference, programme=programme, versions=catalogue.of(programme.id))
    if not case.faults:
        case.refuse(case.places[0], NO_REFERRAL)
    return None


def _add(case: Case, dossier: Dossier, said: Said, ledger: Ledger, lines: Iterable[tuple[int, Line]]) -> dict[int, int]:
    """Number of each new event → place of its line."""
    places: dict[int, int] = {}
    early: list[tuple[int, Line, BrokenCorrection]] = []
    for place, line in lines:
        try:
            if said.has(line, partial(dossier.parts_of, line, ledger)):
                case.repeated += 1
                continue
            draft = dossier.add(line, ledger)
        except BrokenCorrection as error:
            early.append((place, line, error))
        except (IdTaken, LineRefused) as error:
            case.refuse(place, str(error))
            case.gap = min(case.gap, line.on if line.event in LIFECYCLE else date.max)
        else:
            said.add(draft)
            places[draft.number] = place
    if places and early:
        return places | _add(case, dossier, said, ledger, [(place, line) for place, line, _ in early])
    _refuse_early(case, early)
    return places


def _refuse_early(case: Case, early: Sequence[tuple[int, Line, BrokenCorrection]]) -> None:
    """Corrections that stand before what they correct, of which nothing more has come."""
    for place, _, error in early:
        if not any(error.target.encode() in text for text in case.unread):
            case.refuse(place, str(error))
        case.gap = date.min


def _check_history(case: Case, dossier: Dossier, places: Mapping[int, int], today: date) -> None:
    for draft in dossier.new:
        moved_to = draft.event.data.get("set", {}).get("on")
        if moved_to and moved_to > today:
            case.refuse(places[draft.number], str(NotYet(moved_to, today)))
    case.history, refused = run(dossier, dossier.events)
    for error in refused:
        if isinstance(error, EventInvalid):
            _blame(case, dossier, places, error)
            case.gap = min(case.gap, error.on if error.event in LIFECYCLE else date.max)
    if case.history.referred_on is None and not case.faults:
        case.refuse(places[without_referral(dossier).number], str(ReferralStays(case.reference)))
        return
    for error in refused:
        if isinstance(error, StepRefused) and error.on < case.gap:
            _blame(case, dossier, places, error)


def _check_corrected(
    case: Case, dossier: Dossier, places: Mapping[int, int], catalogue: Catalogue, ledger: Ledger
) -> None:
    """Blames the last of the new corrections of an event: what they make of it together is what counts."""
    corrections = [draft for draft in dossier.new if draft.event.name in CORRECTIONS]
    last = {corrected_in_the_end(dossier.events, draft.event): draft for draft in corrections}
    for draft in last.values():
        try:
            dossier.check_corrected(ledger, draft.event)
            keep_out(catalogue, dossier, draft.event)
        except (LineRefused, UnitClosed) as error:
            case.refuse(places[draft.number], str(error))


def _blame(case: Case, dossier: Dossier, places: Mapping[int, int], error: EventInvalid | StepRefused) -> None:
    assert error.event_id is not None
    draft = culprit(dossier, error.event_id)
    case.refuse(places[draft.number], str(error) if draft.event.id == error.event_id else _makes_impossible(error))


def _makes_impossible(error: EventInvalid | StepRefused) -> str:
    if isinstance(error, StepRefused):
        return f"då går inte längre ”{error.step}” {error.on} (händelsen {error.event_id})."
    return f"då stämmer inte längre händelsen {error.event_id}: {error}"
