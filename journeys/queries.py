"""Every read, named for the question it answers.

What is due is read from rows wherever they say what the events say: for a journey whose last event is about a day that
has come (`last_day <= today`); the others are replayed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from journeys.catalogue import Catalogue
from journeys.dossier import Dossier, load_many
from journeys.tables import EVENT, JOURNEY, OBLIGATION
from workflows.history import History, replay
from workflows.obligations import Obligation, obligations

CHUNK = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class DueRow:
    """One line of the work list."""

    journey: str
    rule: str
    n: int
    anchor: date
    due: date
    status: str
    unit: str
    caseworker: str | None
    why: str
    programme: str
    version: str
    protected: bool


def reference_taken(connection: Connection, reference: str) -> bool:
    return connection.execute(select(JOURNEY.c.id).where(JOURNEY.c.reference == reference)).first() is not None


def what_is_due(
    connection: Connection,
    catalogue: Catalogue,
    *,
    today: date,
    until: date,
    unit: str | None = None,
    caseworker: str | None = None,
) -> list[DueRow]:
    """What is open and due on or before `until`, or overdue, sorted by day, journey, rule and n."""
    found = list(_due_from_rows(connection, today, until, unit, caseworker))
    for dossier, row in _not_settled_by(connection, catalogue, today):
        history = replay(dossier.programme, dossier.events, today=today)
        if (unit and history.unit != unit) or (caseworker and history.caseworker != caseworker):
            continue
        found += [
            _due_row(dossier, history, obligation, row)
            for obligation in obligations(history, today=today)
            if is_listed(history, obligation, until)
        ]
    return sorted(found, key=lambda due: (due.due, due.journey, due.rule, due.n))


def is_listed(history: History, obligation: Obligation, until: date) -> bool:
    """Overdue, or open, not at rest and due by the day (spec: counting.md, "While a journey is paused")."""
    if obligation.status == "open":
        return obligation.due <= until and not history.paused
    return obligation.status == "overdue"


def _due_from_rows(
    connection: Connection, today: date, until: date, unit: str | None, caseworker: str | None
) -> Iterator[DueRow]:
    query = (
        select(
            *OBLIGATION.c["rule", "n", "anchor", "due", "why"],
            *JOURNEY.c["reference", "unit", "caseworker", "programme", "version", "protected"],
        )
        .join(JOURNEY, JOURNEY.c.id == OBLIGATION.c.journey_id)
        .where(OBLIGATION.c.state == "waiting", OBLIGATION.c.due <= max(until, today), JOURNEY.c.last_day <= today)
    )
    if unit:
        query = query.where(JOURNEY.c.unit == unit)
    if caseworker:
        query = query.where(JOURNEY.c.caseworker == caseworker)
    for row in connection.execute(query):
        if row.due <= until or row.due < today:
            yield DueRow(
                journey=row.reference,
                rule=row.rule,
                n=row.n,
                anchor=row.anchor,
                due=row.due,
                status="open" if today <= row.due else "overdue",
                unit=row.unit,
                caseworker=row.caseworker,
                why=row.why,
                programme=row.programme,
                version=row.version,
                protected=row.protected,
            )


def _due_row(dossier: Dossier, history: History, obligation: Obligation, row: Any) -> DueRow:
    return DueRow(
        journey=dossier.reference,
        rule=obligation.rule,
        n=obligation.n,
        anchor=obligation.anchor,
        due=obligation.due,
        status=obligation.status,
        unit=history.unit or "",
        caseworker=history.caseworker,
        why=obligation.why,
        programme=dossier.programme.id,
        version=dossier.programme.version,
        protected=row.protected,
    )


def _not_settled_by(connection: Connection, catalogue: Catalogue, today: date) -> Iterator[tuple[Dossier, Any]]:
    """The journeys that have an event about a day after `today`: their rows say more than was known then."""
    later = select(*JOURNEY.c["reference", "protected"]).where(JOURNEY.c.last_day > today).order_by(JOURNEY.c.id)
    rows = {row.reference: row for row in connection.execute(later)}
    for dossier in dossiers(connection, catalogue, list(rows)):
        yield dossier, rows[dossier.reference]


def dossiers(connection: Connection, catalogue: Catalogue, references: Sequence[str]) -> Iterator[Dossier]:
    """The dossiers of many journeys, a few hundred in memory at a time."""
    for start in range(0, len(references), CHUNK):
        yield from load_many(connection, catalogue, references[start : start + CHUNK])


def references(connection: Connection, *, programme: str | None = None) -> list[str]:
    """The references of all journeys, or of one programme's, in the order they were registered."""
    query: Select[Any] = select(JOURNEY.c.reference).order_by(JOURNEY.c.id)
    if programme:
        query = query.where(JOURNEY.c.programme == programme)
    return list(connection.execute(query).scalars())


def journey_row(connection: Connection, reference: str) -> Mapping[str, Any] | None:
    """The row of one journey."""
    row = connection.execute(select(JOURNEY).where(JOURNEY.c.reference == reference)).mappings().first()
    return dict(row) if row else None


def programmes_in_use(connection: Connection) -> list[str]:
    """The ids of the programmes that have journeys."""
    return list(connection.execute(select(JOURNEY.c.programme).distinct().order_by(JOURNEY.c.programme)).scalars())


@dataclass(frozen=True, kw_only=True, slots=True)
class Registered:
    """One event of a journey's history, as it was registered."""

    number: int
    name: str
    event: str
    on: date
    at: datetime
    by: str | None
    facts: str


def history_of(connection: Connection, journey_id: int) -> list[Registered]:
    """All events of a journey in the order they were registered, without what is personal."""
    rows = connection.execute(
        select(*EVENT.c["number", "name", "event", "on", "at", "by", "facts"])
        .where(EVENT.c.journey_id == journey_id)
        .order_by(EVENT.c.number)
    )
    return [Registered(**{**row, "name": row["name"] or f"#{row['number']}"}) for row in rows.mappings()]
