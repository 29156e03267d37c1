"""What is due: the work list.

It is read from rows wherever they say what the events say: for a journey whose last event is about a day that has come
(`last_day <= today`); the others are replayed.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    bindparam,
    literal_column,
    select,
    true,
)

from journeys.catalogue import Catalogue
from journeys.dossier import Dossier
from journeys.queries import dossiers
from journeys.tables.erasures import NOT_ERASED
from journeys.tables.journeys import JOURNEY, OBLIGATION
from workflows.history import History
from workflows.obligations import Obligation, obligations

EVERY_JOURNEY = true()
NOTHING: Mapping[str, Any] = MappingProxyType({})


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


def what_is_due(
    connection: Connection,
    catalogue: Catalogue,
    *,
    today: date,
    until: date,
    since: date | None = None,
    most: int | None = None,
    unit: str | None = None,
    caseworkers: Collection[str] | None = None,
    seen: ColumnElement[bool] = EVERY_JOURNEY,
    asking: Mapping[str, Any] = NOTHING,
) -> list[DueRow]:
    """What is open and due on or before `until`, or overdue, sorted by day, journey, rule and n.

    With `since`, only what is due then or later; with `most`, no more than that. `caseworkers` are all that one or more
    of them are called by. `seen` is a condition on JOURNEY: which journeys may be told of; `asking` are its parameters.
    """
    given = {"unit": unit, "caseworkers": caseworkers, "since": since, "most": most}
    narrowed = {key: value for key, value in given.items() if value is not None}
    found = list(_due_from_rows(connection, today, until, narrowed, seen, asking))
    for dossier, _ in not_settled_by(connection, catalogue, today, seen, asking):
        history = dossier.replayed(today)
        if unit not in (None, history.unit) or (caseworkers is not None and history.caseworker not in caseworkers):
            continue
        found += [
            _due_row(dossier, history, obligation)
            for obligation in obligations(history, today=today)
            if is_listed(history, obligation, until) and obligation.due >= (since or date.min)
        ]
    return sorted(found, key=lambda due: (due.due, due.journey, due.rule, due.n))[:most]


def is_listed(history: History, obligation: Obligation, until: date) -> bool:
    """Overdue, or open, not at rest and due by the day (spec: counting.md, "While a journey is paused")."""
    if obligation.status == "open":
        return obligation.due <= until and not history.paused
    return obligation.status == "overdue"


def _due_from_rows(
    connection: Connection,
    today: date,
    until: date,
    narrowed: Mapping[str, Any],
    seen: ColumnElement[bool],
    asking: Mapping[str, Any],
) -> Iterator[DueRow]:
    query = _waiting(frozenset(narrowed), seen)
    for row in connection.execute(query, {**asking, **narrowed, "last": max(until, today), "today": today}):
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
            )


@lru_cache(maxsize=16)  # putting a statement together takes longer than running it
def _waiting(narrowed: frozenset[str], seen: ColumnElement[bool]) -> Select[Any]:
    query = (
        select(
            *OBLIGATION.c["rule", "n", "anchor", "due", "why"],
            *JOURNEY.c["reference", "unit", "caseworker", "programme", "version"],
        )
        .join(JOURNEY, JOURNEY.c.id == OBLIGATION.c.journey_id)
        .where(_IS_WAITING, OBLIGATION.c.due <= bindparam("last"), JOURNEY.c.last_day <= bindparam("today"), seen)
        .where(NOT_ERASED)
    )
    terms = {
        "unit": JOURNEY.c.unit == bindparam("unit"),
        "caseworkers": JOURNEY.c.caseworker.in_(bindparam("caseworkers", expanding=True)),
        "since": OBLIGATION.c.due >= bindparam("since"),
    }
    query = query.where(*(term for name, term in terms.items() if name in narrowed))
    return query.order_by(*OBLIGATION.c["due", "journey_id"]).limit(_MOST) if "most" in narrowed else query


_MOST = bindparam("most", type_=Integer)


_IS_WAITING = OBLIGATION.c.state == literal_column("'waiting'")
"""As it stands in the index on what waits: SQLite would not take a parameter for it."""


def _due_row(dossier: Dossier, history: History, obligation: Obligation) -> DueRow:
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
        version=history.programme.version,
    )


def not_settled_by(
    connection: Connection,
    catalogue: Catalogue,
    today: date,
    seen: ColumnElement[bool] = EVERY_JOURNEY,
    asking: Mapping[str, Any] = NOTHING,
) -> Iterator[tuple[Dossier, Any]]:
    """The journeys that have an event about a day after `today`: their rows say more than was known then."""
    later = connection.execute(_later(seen), {**asking, "today": today})
    # Sorted here: asked to sort, SQLite would go through all journeys by id instead of by the index on the day.
    rows = {row.reference: row for row in sorted(later, key=lambda row: row.id)}
    for dossier in dossiers(connection, catalogue, list(rows)):
        yield dossier, rows[dossier.reference]


@lru_cache(maxsize=16)
def _later(seen: ColumnElement[bool]) -> Select[Any]:
    return select(*JOURNEY.c["id", "reference", "party"]).where(JOURNEY.c.last_day > bindparam("today"), seen)
