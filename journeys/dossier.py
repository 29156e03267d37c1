"""One journey while something is added to it: its events so far, and what is new."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from journeys.errors import JourneyError
from journeys.journal.lines import Corrected, Line
from journeys.journal.reading import check_whole, read_set
from journeys.ledger import Entry, Ledger
from journeys.storage.logged import engine_data, with_private
from journeys.storage.parts import COPIED, Parts, registered_at, split
from workflows.errors import BrokenCorrection, EventRefused
from workflows.events import CORRECTIONS, Event, corrected_in_the_end, effective
from workflows.history import History
from workflows.programme import Programme
from workflows.replay import replay


class IdTaken(JourneyError):
    """Two events of a journey with the same id."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Ärendet har redan en händelse med id ”{name}”.")
        self.name = name


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A new event, not written yet."""

    number: int
    line: Line
    parts: Parts
    event: Event

    def entry(
        self, *, journey_id: int | None = None, reference: str | None = None, programme: str | None = None
    ) -> Entry:
        """As the log takes it: of a journey, or of a programme."""
        return Entry(
            journey_id=journey_id,
            reference=reference,
            programme=programme,
            number=self.number,
            name=self.line.id,
            event=self.line.event,
            on=self.line.on,
            at=self.event.at,
            by=self.line.by,
            facts=self.parts.facts,
            private=self.parts.private,
        )


def drafted(line: Line, parts: Parts, number: int, at: datetime | None) -> Draft:
    """A new event; one without an id of its own is called by its number."""
    event = Event(
        name=line.event,
        on=line.on,
        at=at or registered_at(line),
        id=line.id or f"#{number}",
        data=engine_data(parts.facts),
    )
    return Draft(number=number, line=line, parts=parts, event=event)


@dataclass(slots=True)
class Dossier:
    """The events of one journey, old and new. `id` and `revision` are None and 0 before it is stored.

    `programme` is the version that the journey began with.
    """

    reference: str
    programme: Programme
    id: int | None = None
    revision: int = 0
    person_id: int | None = None
    unit: str | None = None
    """Where it was before what is new."""
    erased: bool = False
    """Whether what is personal in it is gone."""
    versions: Mapping[str, Programme] = field(default_factory=dict)
    """The versions of its programme: those that it may be moved to."""
    events: list[Event] = field(default_factory=list)
    new: list[Draft] = field(default_factory=list)
    sealed: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    """Number of an event → its place in the log and its sealed part."""

    def replayed(self, today: date, *, refused: list[EventRefused] | None = None) -> History:
        """The state of the journey as seen on a day. Raises EventRefused, or collects them (replay)."""
        return replay(self.programme, self.events, today=today, refused=refused, versions=self.versions)

    def add(self, line: Line, ledger: Ledger | None = None, *, at: datetime | None = None) -> Draft:
        """Put a line at the end of what is registered. Raises IdTaken, BrokenCorrection or LineRefused."""
        number = len(self.events) + 1
        taken = {event.id for event in self.events}
        if line.id in taken:
            raise IdTaken(line.id)
        draft = drafted(line, self.parts_of(line, ledger), number, at)
        self.events.append(draft.event)
        self.new.append(draft)
        return draft

    def parts_of(self, line: Line, ledger: Ledger | None = None) -> Parts:
        """The two parts of a line of this journey. Raises BrokenCorrection or LineRefused.

        Without a ledger a correction sees of what is stored only the part that is not personal.
        """
        target = self._target(line)
        if target is None or not isinstance(line, Corrected):
            return split(line)
        checked = line.model_copy(update={"set": read_set(target.name, line.set)})
        return split(checked, target=self._as_told(target, line, ledger))

    def _as_told(self, target: Event, correction: Line, ledger: Ledger | None) -> Event:
        """The referral as it read before the correction; of other events nothing is worked out."""
        if target.name != "referred":
            return target
        told = list(takewhile(lambda event: event.id != correction.id, self.everything(ledger)))
        return next((event for event in effective(told) if event.id == target.id), target)

    def _target(self, line: Line) -> Event | None:
        if line.event not in CORRECTIONS:
            return None
        of = getattr(line, "of", None)
        for event in self.events:
            if event.id == of:
                return event
        raise BrokenCorrection(line.id or line.event, of or "", "inte finns i ärendet")

    def check_corrected(self, ledger: Ledger, correction: Event) -> None:
        """Whether what was corrected reads as it could have been told from the beginning. Raises LineRefused."""
        name = corrected_in_the_end(self.events, correction)
        for event in self.standing(ledger):
            if event.id == name:
                told = {key: value for key, value in event.data.items() if key not in COPIED}
                check_whole({**told, "journey": self.reference, "event": event.name, "on": event.on.isoformat()})

    def free_id(self) -> str:
        """An id for the next event that no other has."""
        taken = {event.id for event in self.events}
        number = len(self.events) + 1
        while f"e{number}" in taken:
            number += 1
        return f"e{number}"

    def entries(self, journey_id: int) -> list[Entry]:
        """The new events as the log takes them."""
        return [draft.entry(journey_id=journey_id, reference=self.reference) for draft in self.new]

    def before(self) -> "Dossier":
        """Without what is new."""
        return replace(self, events=self.events[: len(self.events) - len(self.new)], new=[])

    def newly_told(self, ledger: Ledger, name: str) -> Mapping[str, Any]:
        """What the latest such event tells that is personal, as far as something new tells or changes it."""
        now, earlier = (each.private(ledger, name).get(name, {}) for each in (self, self.before()))
        return {key: value for key, value in now.items() if value != earlier.get(key)}

    def private(self, ledger: Ledger, *names: str) -> Mapping[str, Mapping[str, Any]]:
        """The personal part, after corrections, of the latest standing event of each name that has one."""
        return {event.name: event.data for event in self.standing(ledger) if event.name in names}

    def standing(self, ledger: Ledger) -> list[Event]:
        """The events that stand after corrections, in the order they apply, with what is personal in their data."""
        return effective(self.everything(ledger))

    def everything(self, ledger: Ledger | None) -> list[Event]:
        """All events as they were registered, with what is personal in their data, as far as a ledger opens it."""
        private = {number: ledger.opened(seq, body) for number, (seq, body) in self.sealed.items()} if ledger else {}
        private |= {draft.number: draft.parts.private for draft in self.new}
        return [with_private(event, private.get(number, {})) for number, event in enumerate(self.events, start=1)]
