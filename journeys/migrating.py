"""Journeys to another version of their programme: what it would do to each, and doing it (spec: counting.md).

Each batch of journeys is one transaction. Whoever is stopped in between begins again: what has been moved is on the new
version, and is not found any more among those that are to be moved.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from journeys.app import App
from journeys.casework import Snapshot, snapshot
from journeys.catalogue import Catalogue
from journeys.changes import Shift, shifts
from journeys.dossier import Dossier
from journeys.errors import JourneyError
from journeys.journal.checking import Case
from journeys.journal.lines import Line
from journeys.journal.reading import line_of
from journeys.journal.storing import store
from journeys.onward import hold
from journeys.pinned import journeys_on, references_in
from journeys.queries import dossiers
from workflows.errors import EventInvalid, EventRefused
from workflows.events import Event, effective
from workflows.history import History
from workflows.obligations import obligations
from workflows.programme import Programme
from workflows.replay import with_change

BATCH = 250


class NothingToMove(JourneyError):
    """Two versions that no journey can be moved between."""

    def __init__(self, was: Programme, version: Programme) -> None:
        super().__init__(
            f"Ett ärende kan byta version inom sin insats, men {was.name} {was.version} och "
            f"{version.name} {version.version} är {'samma version' if was.id == version.id else 'olika insatser'}."
        )


class OnlyUnknown(JourneyError):
    """Some of what only is to be moved is neither a journey of the programme nor a unit."""

    def __init__(self, programme: Programme, unknown: Sequence[str]) -> None:
        super().__init__(
            f"Inget är ändrat: {programme.name} har varken ärende eller enhet som heter {', '.join(unknown)}. Skriv "
            "ärendets beteckning, som LUL-2025-031, eller enhetens id."
        )
        self.unknown = unknown


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """From which version to which, of which journeys: references or units; none means all. `undo` takes moves back."""

    was: Programme
    version: Programme
    only: Sequence[str] = ()
    by: str | None = None
    undo: bool = False

    def step(self, dossier: Dossier, today: date) -> Line | None:
        """The event that does it; None where there is nothing to take back."""
        head = {"journey": dossier.reference, "on": today.isoformat(), "id": dossier.free_id()}
        head |= {"by": self.by} if self.by else {}
        if not self.undo:
            return line_of(head | {"event": "migrated", "version": self.version.version, "was": self.was.version})
        moves = [event for event in effective(dossier.events) if event.name == "migrated"]
        if not moves or moves[-1].data["was"] != self.was.version:
            return None
        return line_of(head | {"event": "voided", "of": moves[-1].id, "reason": "Versionsbytet togs tillbaka."})

    @property
    def follows(self) -> str:
        """The version that the journeys follow before it."""
        return (self.version if self.undo else self.was).version


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """What would become of one journey. `refused`: why it cannot be moved."""

    journey: str
    journey_id: int
    history: History
    shifts: Sequence[Shift] = ()
    refused: str | None = None

    @property
    def excused(self) -> Sequence[Shift]:
        """What only the change would make late."""
        return [shift for shift in self.shifts if shift.kind == "excepted"]


def plan_of(
    catalogue: Catalogue, was: Programme, version: Programme, *, only: Sequence[str], by: str | None, undo: bool
) -> Plan:
    """Raises NothingToMove, or VersionChanged where the file of the version is refused."""
    if was.id != version.id or was.version == version.version:
        raise NothingToMove(was, version)
    catalogue.for_new_journey(version.id, version.version, version.valid_from)
    return Plan(was=was, version=version, only=only, by=by, undo=undo)


def require_known(connection: Connection, plan: Plan) -> None:
    """Raises OnlyUnknown. Journeys that are on another version, or have ended, are known and are not moved."""
    units = {unit.id for version in (plan.was, plan.version) for unit in version.units}
    known = units | references_in(connection, plan.was.id, plan.only)
    if unknown := [each for each in plan.only if each not in known]:
        raise OnlyUnknown(plan.version, unknown)


def moves(
    connection: Connection, catalogue: Catalogue, plan: Plan, today: date, references: Sequence[str] | None = None
) -> Iterator[Move]:
    """Journey by journey, what the plan would do, to all or to these. Nothing is written."""
    if references is None:
        references = list(journeys_on(connection, plan.was.id, plan.follows, plan.only))
    for dossier in dossiers(connection, catalogue, references):
        if line := plan.step(dossier, today):
            yield _move(dossier, line, today)


def _move(dossier: Dossier, line: Line, today: date) -> Move:
    assert dossier.id is not None
    before = snapshot(dossier, today)
    event = dossier.add(line).event
    move = Move(journey=dossier.reference, journey_id=dossier.id, history=before.history)
    try:
        after = _after(before, event, dossier)
    except EventInvalid as error:
        return replace(move, refused=error.problem[:1].upper() + error.problem[1:])
    except EventRefused as error:
        return replace(move, refused=str(error))
    return replace(move, history=after.history, shifts=shifts(before, after))


def _after(before: Snapshot, event: Event, dossier: Dossier) -> Snapshot:
    """Nothing of a journey comes after a change of today, so only that is run. Raises EventRefused."""
    if event.name != "migrated":
        return snapshot(dossier, before.today)
    history = with_change(before.history, event, dossier.versions)
    found = obligations(history, today=before.today, before=before.obligations)
    return Snapshot(today=before.today, history=history, obligations=found)


def carry_out(
    app: App, plan: Plan, *, seen: Mapping[str, int] | None = None, moved: Callable[[int], object] | None = None
) -> int:
    """Move every journey that can be moved; how many. `moved` is told of each batch that is stored.

    `seen`: only these, and only while they have the revision that somebody looked at.
    """
    if seen is None:
        with app.read() as connection:
            found = list(journeys_on(connection, plan.was.id, plan.follows, plan.only))
    else:
        found = list(seen)
    done = 0
    for start in range(0, len(found), BATCH):
        stored = _store(app, plan, found[start : start + BATCH], seen or {})
        done += stored
        if moved:
            moved(stored)
    return done


def _store(app: App, plan: Plan, references: Sequence[str], seen: Mapping[str, int]) -> int:
    with app.work() as work:
        hold(work.connection, *references)  # before the log, as every step
        work.ledger.hold(work.connection)  # nobody takes a step between the reading and the writing
        now = journeys_on(work.connection, plan.was.id, plan.follows, references)
        still = [each for each, revision in now.items() if seen.get(each, revision) == revision]
        cases = [
            case
            for dossier in dossiers(work.connection, work.catalogue, still)
            if (line := plan.step(dossier, work.today)) and (case := _case(dossier, line, work.now))
        ]
        store(work, cases)
    return len(cases)


def _case(dossier: Dossier, line: Line, now: datetime) -> Case | None:
    """The journey with its new event; None where that is not possible."""
    dossier.add(line, at=now)
    try:
        history = dossier.replayed(date.max)
    except EventRefused:
        return None
    return Case(reference=dossier.reference, dossier=dossier, history=history)
