"""What staff can do: take a referral, register a step or a record, correct, take back. One transaction each.

A step is a `Line` (its classes are the steps: `Admitted(journey=…, on=…, caseworker=…)`), the same value that a line of
an imported journal becomes. Nothing here commits: the command, page or tick that opened the transaction does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, update

from journeys import meetings
from journeys.dossier import Dossier, JourneyExists, JourneyUnknown, load
from journeys.errors import JourneyError
from journeys.lines import Line, Referred
from journeys.people import store_person, store_referrer
from journeys.projection import active_values, journey_values, obligation_values
from journeys.queries import reference_taken
from journeys.tables import ACTIVE, JOURNEY, OBLIGATION
from journeys.target_group import warnings
from journeys.work import Work
from workflows.events import CORRECTIONS
from workflows.history import History, replay
from workflows.machine import machine_of
from workflows.obligations import Obligation, obligations


class Conflict(JourneyError):
    """Somebody else changed the journey in the meantime."""

    def __init__(self, reference: str, revision: int) -> None:
        super().__init__(
            f"Någon annan har just ändrat ärendet {reference} (nu i lydelse {revision}). Inget har sparats: "
            "titta på ärendet och gör om steget om det fortfarande behövs."
        )
        self.reference, self.revision = reference, revision


class NotYet(JourneyError):
    """A day that has not come."""

    def __init__(self, on: date, today: date) -> None:
        super().__init__(f"Dagen {on} har inte varit än (idag är {today}). Registrera det som har hänt.")
        self.on, self.today = on, today


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """A journey on one day."""

    history: History
    obligations: Sequence[Obligation]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What one step changed. `before` is None for a new journey; `messages` counts invitations put in the outbox."""

    reference: str
    event_id: str
    revision: int
    before: Snapshot | None
    after: Snapshot
    warnings: Sequence[str]
    messages: int


def refer(work: Work, line: Referred) -> Change:
    """Take a referral. Raises JourneyExists, ProgrammeUnknown, NoVersionYet, VersionChanged, EventInvalid, NotYet."""
    assert line.journey is not None
    _has_been(work, line)
    if reference_taken(work.connection, line.journey):
        raise JourneyExists(line.journey)
    programme = work.catalogue.for_new_journey(line.programme, line.version, line.on)
    dossier = Dossier(reference=line.journey, programme=programme)
    return _register(work, dossier, line, before=None)


def register(work: Work, line: Line, *, seen: int | None = None) -> Change:
    """Add an event to a journey. `seen` is the revision the person looked at, where they looked.

    Raises JourneyUnknown, Conflict, NotYet, EventRefused (StepRefused names the steps that are allowed), LineRefused.
    """
    if isinstance(line, Referred):
        return refer(work, line)
    if line.journey is None:
        raise JourneyUnknown("")
    _has_been(work, line)
    dossier = load(work.connection, work.catalogue, line.journey)
    if seen is not None and seen != dossier.revision:
        raise Conflict(dossier.reference, dossier.revision)
    return _register(work, dossier, line, before=snapshot(dossier, work.today))


def snapshot(dossier: Dossier, today: date) -> Snapshot:
    """How the journey stands on a day."""
    history = replay(dossier.programme, dossier.events, today=today)
    return Snapshot(history=history, obligations=obligations(history, today=today))


def possible_steps(dossier: Dossier, today: date) -> list[str]:
    """The steps and records that can be registered now."""
    history = replay(dossier.programme, dossier.events, today=today)
    return [*machine_of(dossier.programme).allowed(history.case, today), *sorted(CORRECTIONS)]


def _has_been(work: Work, line: Line) -> None:
    if line.on > work.today:
        raise NotYet(line.on, work.today)


def _register(work: Work, dossier: Dossier, line: Line, *, before: Snapshot | None) -> Change:
    draft = dossier.add(line if line.id else line.model_copy(update={"id": dossier.free_id()}), at=line.at or work.now)
    after = snapshot(dossier, work.today)
    told = _told(work, dossier, line)
    outside = warnings(dossier.programme, after.history) if before is None else []
    journey_id, revision = _store(work, dossier, after, told, outside)
    work.ledger.append(work.connection, dossier.entries(journey_id))
    messages = meetings.follow(work, dossier, journey_id, after.history, line)
    return Change(
        reference=dossier.reference,
        event_id=draft.event.id,
        revision=revision,
        before=before,
        after=after,
        warnings=outside,
        messages=messages,
    )


def _told(work: Work, dossier: Dossier, line: Line) -> Mapping[str, Any]:
    """Who the referral is about, where this line tells of it or may change what was told."""
    if line.event == "referred" or line.event in CORRECTIONS:
        return dossier.private(work.ledger, "referred").get("referred", {})
    return {}


def _store(
    work: Work, dossier: Dossier, after: Snapshot, told: Mapping[str, Any], outside: Sequence[str]
) -> tuple[int, int]:
    values = journey_values(after.history, dossier.events)
    if "person" in told:
        values["person_id"] = store_person(work.connection, work.keys, told["person"], dossier.person_id)
    if dossier.id is None:
        work.catalogue.keep(work.connection, dossier.programme, work.now)
        pinned = {"programme": dossier.programme.id, "version": dossier.programme.version}
        row = values | pinned | {"reference": dossier.reference, "revision": 1, "warnings": "\n".join(outside) or None}
        journey_id = int(work.connection.execute(insert(JOURNEY).returning(JOURNEY.c.id), row).scalar_one())
    else:
        journey_id = dossier.id
        _update(work.connection, dossier, values)
    if "referrer" in told:
        store_referrer(work.connection, journey_id, told["referrer"])
    _rewrite(work.connection, journey_id, after)
    return journey_id, dossier.revision + 1


def _update(connection: Connection, dossier: Dossier, values: Mapping[str, Any]) -> None:
    """Whoever names the revision it read, and finds it, wins."""
    mine = (JOURNEY.c.id == dossier.id) & (JOURNEY.c.revision == dossier.revision)
    changed = connection.execute(update(JOURNEY).where(mine).values(revision=dossier.revision + 1, **values))
    if changed.rowcount != 1:
        raise Conflict(dossier.reference, dossier.revision + 1)


def _rewrite(connection: Connection, journey_id: int, after: Snapshot) -> None:
    for table, rows in (
        (OBLIGATION, obligation_values(journey_id, after.history, after.obligations)),
        (ACTIVE, active_values(journey_id, after.history)),
    ):
        connection.execute(delete(table).where(table.c.journey_id == journey_id))
        if rows:
            connection.execute(insert(table), rows)
