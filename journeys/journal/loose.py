"""The lines that belong to no journey: programme events, and what cannot be read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection

from journeys.catalogue import Catalogue, NoVersionYet, ProgrammeUnknown
from journeys.journal.checking import NO_JOURNEY, Numbered, read_checked
from journeys.journal.lines import ProgrammeEvent
from journeys.journal.reading import LineRefused
from journeys.journal.repeats import Said
from journeys.journal.written import written_programme_events
from journeys.ledger import Entry, Ledger
from journeys.programme_events import Proceedings, proceedings_of
from journeys.queries import last_programme_event
from journeys.refused import NotYet
from workflows.errors import EventRefused


@dataclass(slots=True)
class Loose:
    """What came of those lines."""

    proceedings: dict[str, tuple[Proceedings, Said]] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    """Place of a line → what is wrong with it."""
    repeated: int = 0
    added: int = 0

    def entries(self) -> Iterator[Entry]:
        """The new programme events as the log takes them, by their numbers."""
        found = [entry for proceedings, _ in self.proceedings.values() for entry in proceedings.entries()]
        yield from sorted(found, key=lambda entry: entry.number)


def check_loose(
    connection: Connection,
    ledger: Ledger,
    catalogue: Catalogue,
    numbered: Iterable[Numbered],
    today: date,
    now: datetime,
) -> Loose:
    """Check each line by itself and against the programme events that are stored."""
    loose = Loose()
    last = last_programme_event(connection)
    for place, text in numbered:
        try:
            line = read_checked(text, today, now)
            if not isinstance(line, ProgrammeEvent):
                raise LineRefused([NO_JOURNEY])
            proceedings, said = _of_programme(connection, ledger, loose, line.programme)
            if said.has(line, partial(proceedings.parts_of, line)):
                loose.repeated += 1
                continue
            said.add(proceedings.add(line, catalogue, number=last + loose.added + 1, today=today))
            loose.added += 1
        except (LineRefused, NotYet, ProgrammeUnknown, NoVersionYet, EventRefused) as error:
            loose.faults[place] = str(error)
    return loose


def _of_programme(connection: Connection, ledger: Ledger, loose: Loose, programme: str) -> tuple[Proceedings, Said]:
    if programme not in loose.proceedings:
        said = Said(None, written_programme_events(connection, ledger, programme))
        loose.proceedings[programme] = proceedings_of(connection, programme), said
    return loose.proceedings[programme]
