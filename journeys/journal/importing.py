"""`farled import`: journals in, all or nothing (spec: journal.md, "Commands").

Everything is checked and written journey by journey in one transaction, which the first fault rolls back; what is wrong
with the rest is then found out without keeping others from their work. To check all before writing would cost every
good file twice the time, and what was checked might no longer be so when it is written.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from journeys.app import App
from journeys.catalogue import Catalogue
from journeys.dossier import Dossier
from journeys.journal.checking import Case, Numbered, check, read_case
from journeys.journal.faults import Fault, FilesRefused
from journeys.journal.files import Lines
from journeys.journal.line_values import REFERENCE
from journeys.journal.loose import Loose, check_loose
from journeys.journal.rejecting import write_rejected
from journeys.journal.repeats import Said
from journeys.journal.storing import store
from journeys.journal.written import Written, written
from journeys.onward import hold_all
from journeys.storage.bulk import seldom_collected
from journeys.storage.dossiers import load_many
from journeys.work import Work

BATCH = 400
"""Journeys that are in memory at a time."""


class Bar(Protocol):
    """Something that is told how much more has been done."""

    def update(self, n_steps: int, /) -> object: ...


Watch = Callable[[str, int], AbstractContextManager[Bar]]
"""Begins a stage of the work: its name, and how many steps it has."""


class _Nobody:
    def update(self, n_steps: int, /) -> None:
        """Nobody watches."""


def unwatched(stage: str, steps: int) -> AbstractContextManager[Bar]:
    return nullcontext(_Nobody())


@dataclass(slots=True)
class Imported:
    """What an import did."""

    new: int = 0
    extended: int = 0
    known: int = 0
    """Journeys of which everything was stored before."""
    events: int = 0
    programme_events: int = 0
    repeated: int = 0
    """Lines that said what was said before."""
    outside: int = 0
    """New journeys outside the target group."""
    meetings: list[str] = field(default_factory=list)
    """The journeys whose booked meeting is another than before."""
    messages: int = 0
    """To those who were invited from here, about such meetings."""
    faults: list[Fault] = field(default_factory=list)
    rejected: list[Path] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.events or self.programme_events)

    @property
    def found_good(self) -> bool:
        return bool(self.new or self.extended or self.known or self.programme_events or self.repeated)


class _FirstFault(Exception):
    """Something is wrong, so nothing of the files is to be stored."""


def import_files(
    app: App, files: Sequence[Path], *, today: date | None = None, keep_good: bool = False, watch: Watch = unwatched
) -> Imported:
    """Read journals in. `keep_good` leaves out the journeys with bad lines and writes these to `FILE.rejected.jsonl`.

    Raises FilesRefused with every fault, and Conflict where somebody changes one of the journeys at the same time.
    """
    with seldom_collected(), Lines(files) as lines:
        with watch("Läser", lines.size) as bar:
            lines.note(bar.update)
        return _Import(app, lines, today or app.today, watch).run(keep_good=keep_good)


class _Import:
    """One import under way."""

    def __init__(self, app: App, lines: Lines, today: date, watch: Watch) -> None:
        self._app, self._lines, self._today, self._watch = app, lines, today, watch
        self._now = app.clock()

    def run(self, *, keep_good: bool) -> Imported:
        if self._lines.faults or (self._lines.broken and not keep_good):
            self._require_good()
        with suppress(_FirstFault):
            return self._store(keep_good=keep_good)
        self._require_good()
        raise FilesRefused([])

    def _require_good(self) -> None:
        """Raises FilesRefused with all that is wrong."""
        with self._app.read() as connection:
            catalogue = self._app.catalogue(connection)
            bad = self._loose(connection, catalogue).faults
            for cases in self._cases("Granskar", connection, catalogue):
                for case in cases:
                    bad |= case.faults
        if bad or self._lines.faults:
            raise FilesRefused(self._lines.in_order(bad))

    def _store(self, *, keep_good: bool) -> Imported:
        done = Imported()
        with self._app.work(today=self._today) as work:
            hold_all(work.connection, self._references())  # before the log, as every step
            work.ledger.hold(work.connection)  # nobody takes a reference between the question and the answer
            loose = self._loose(work.connection, work.catalogue)
            bad, places = loose.faults, set(loose.faults)
            for cases in self._cases("Läser in", work.connection, work.catalogue):
                for case in cases:
                    bad |= case.faults
                    places.update(case.places if case.faults else ())
                if bad and not keep_good:
                    raise _FirstFault
                self._store_journeys(work, [case for case in cases if not case.faults], done)
            self._store_loose(work, loose, done)
            if bad and not (keep_good and done.found_good):
                raise _FirstFault
            done.faults = self._lines.in_order(bad)
            done.rejected = write_rejected(self._lines, places)
        return done

    def _store_journeys(self, work: Work, good: Sequence[Case], done: Imported) -> None:
        stored = store(work, [case for case in good if case.new_events])
        done.outside += stored.outside
        done.meetings += stored.meetings
        done.messages += stored.messages
        for case in good:
            done.events += case.new_events
            done.repeated += case.repeated
            done.new += case.is_new
            done.extended += bool(case.new_events) and not case.is_new
            done.known += not case.new_events

    def _store_loose(self, work: Work, loose: Loose, done: Imported) -> None:
        work.ledger.append(work.connection, loose.entries())
        done.programme_events += loose.added
        done.repeated += loose.repeated

    def _cases(self, stage: str, connection: Connection, catalogue: Catalogue) -> Iterator[list[Case]]:
        """All journeys, read and checked, some hundred at a time."""
        journeys = self._lines.journeys
        with self._watch(stage, len(journeys)) as bar:
            for start in range(0, len(journeys), BATCH):
                names = journeys[start : start + BATCH]
                cases = [read_case(name, self._numbered(name), self._today, self._now) for name in names]
                stored = self._stored(connection, catalogue, [case.reference for case in cases if case.lines])
                for case in cases:
                    check(case, stored.get(case.reference), catalogue, self._app.ledger, self._today)
                yield cases
                bar.update(len(cases))

    def _references(self) -> list[str]:
        """Those that a journey can have: a broken line may say anything, also what no database takes."""
        return [each for each in self._lines.journeys if re.fullmatch(REFERENCE, each)]

    def _loose(self, connection: Connection, catalogue: Catalogue) -> Loose:
        return check_loose(connection, self._app.ledger, catalogue, self._numbered(None), self._today, self._now)

    def _numbered(self, reference: str | None) -> Iterator[Numbered]:
        for place in self._lines.of(reference):
            yield place, self._lines.read(place)

    def _stored(
        self, connection: Connection, catalogue: Catalogue, references: Sequence[str]
    ) -> Mapping[str, tuple[Dossier, Said]]:
        """Those of the journeys that are stored, and what they say."""
        dossiers = {dossier.id: dossier for dossier in load_many(connection, catalogue, references) if dossier.id}
        pinned = {id_: (dossier.reference, dossier.programme.version) for id_, dossier in dossiers.items()}
        lines: dict[int, list[Written]] = {id_: [] for id_ in dossiers}
        for id_, line in written(connection, self._app.ledger, pinned):
            lines[id_].append(line)
        return {
            dossier.reference: (dossier, Said(dossier.programme.version, lines[id_]))
            for id_, dossier in dossiers.items()
        }
