"""What happens in a programme and in no journey: group starts, joint meetings (spec: journal.md, "programme event").

Corrected and taken back like any other event; nothing personal follows from them, and no obligation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection

from journeys.catalogue import Catalogue
from journeys.dossier import Draft, drafted
from journeys.journal.lines import LIFECYCLE, ProgrammeEvent
from journeys.journal.reading import LineRefused, read_set
from journeys.ledger import Entry
from journeys.queries import last_programme_event, registered_programme_events
from journeys.refused import NotYet
from journeys.storage.logged import stored_event
from journeys.storage.parts import Parts, split
from journeys.work import Work
from workflows.errors import BrokenCorrection, EventInvalid
from workflows.events import CORRECTIONS, Event, corrected_in_the_end, effective
from workflows.programme import Programme

_NAME = re.compile(r"[a-z][a-z0-9-]{0,99}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Registered:
    """A programme event that was registered: the id by which it can be corrected."""

    programme: str
    event_id: str


@dataclass(slots=True)
class Proceedings:
    """The events of one programme, old and new, while something is added."""

    programme: str
    events: list[Event] = field(default_factory=list)
    new: list[Draft] = field(default_factory=list)

    def add(
        self, line: ProgrammeEvent, catalogue: Catalogue, *, number: int, today: date, at: datetime | None = None
    ) -> Draft:
        """Raises NotYet, ProgrammeUnknown, NoVersionYet, BrokenCorrection, EventInvalid or LineRefused."""
        if line.id in {event.id for event in self.events}:
            raise EventInvalid(line.event, line.on, f"insatsen har redan en händelse med id ”{line.id}”.")
        _check_shape(line)
        draft = drafted(line, self.parts_of(line), number, at)
        _has_been(draft.event, today)
        self._check(draft.event, catalogue)
        self.events.append(draft.event)
        self.new.append(draft)
        return draft

    def _check(self, new: Event, catalogue: Catalogue) -> None:
        """What is new, or what it corrects as that reads now, is possible in the programme that is valid on its day."""
        events = [*self.events, new]
        name = corrected_in_the_end(events, new)
        for event in effective(events):
            if event.id == name:
                _check(catalogue.valid_on(self.programme, event.on), event)

    def parts_of(self, line: ProgrammeEvent) -> Parts:
        """The two parts of a line of this programme. Raises BrokenCorrection or LineRefused."""
        if line.event not in CORRECTIONS:
            return split(line)
        if line.of not in {event.id for event in self.events}:
            raise BrokenCorrection(line.id or line.event, line.of or "", "inte finns i insatsen")
        if line.event == "voided":
            return split(line)
        return split(line.model_copy(update={"set": read_set(line.event, line.set or {}, programme_event=True)}))

    def entries(self) -> Iterator[Entry]:
        """The new events as the log takes them."""
        return (draft.entry(programme=self.programme) for draft in self.new)


def happen(work: Work, line: ProgrammeEvent) -> Registered:
    """Register something that happened in a programme. Raises what `Proceedings.add` raises."""
    work.ledger.hold(work.connection)  # the next number is looked up before it is used
    proceedings = proceedings_of(work.connection, line.programme)
    number = last_programme_event(work.connection) + 1
    named = line if line.id else line.model_copy(update={"id": _free_id(proceedings, number)})
    draft = proceedings.add(named, work.catalogue, number=number, today=work.today, at=line.at or work.now)
    work.ledger.append(work.connection, proceedings.entries())
    return Registered(programme=line.programme, event_id=draft.event.id)


def proceedings_of(connection: Connection, programme: str) -> Proceedings:
    """The stored events of a programme."""
    events = [stored_event(row) for row in registered_programme_events(connection, programme)]
    return Proceedings(programme=programme, events=events)


def _has_been(event: Event, today: date) -> None:
    for day in (event.on, event.data.get("set", {}).get("on", event.on)):
        if day > today:
            raise NotYet(day, today)


def _free_id(proceedings: Proceedings, number: int) -> str:
    taken = {event.id for event in proceedings.events}
    while f"p{number}" in taken:
        number += 1
    return f"p{number}"


def _check_shape(line: ProgrammeEvent) -> None:
    wanted = _OF_CORRECTIONS.get(line.event, frozenset())
    said = {key for key in ("of", "set", "reason") if getattr(line, key) is not None}
    if said != wanted:
        raise LineRefused([_amiss(key, missing=key in wanted) for key in sorted(said ^ wanted)])


_OF_CORRECTIONS = {"corrected": frozenset({"of", "set", "reason"}), "voided": frozenset({"of", "reason"})}


def _amiss(key: str, *, missing: bool) -> str:
    return f"{key}: {'saknas.' if missing else 'hör inte till en sådan händelse.'}"


def _check(programme: Programme, event: Event) -> None:
    of_a_journey = event.name in LIFECYCLE or programme.record(event.name)
    if of_a_journey or not _NAME.fullmatch(event.name):
        problem = "en insats har ingen sådan händelse. Hör den till ett ärende saknas nyckeln journey."
        raise EventInvalid(event.name, event.on, problem)
    unit = event.data.get("unit")
    if unit and programme.unit(unit) is None:
        known = ", ".join(unit.id for unit in programme.units)
        raise EventInvalid(event.name, event.on, f"enheten ”{unit}” finns inte i insatsen. Välj: {known}.")
