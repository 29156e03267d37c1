"""Every read, named for the question it answers.

What is due is read from rows wherever they say what the events say: for a journey whose last event is about a day that
has come (`last_day <= today`); the others are replayed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
)

from journeys.catalogue import Catalogue
from journeys.dossier import Dossier, load_many
from journeys.tables import EVENT, EVENT_PRIVATE, JOURNEY, OBLIGATION, PERSON
from workflows.history import History
from workflows.obligations import Obligation, obligations

CHUNK = 500
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


def reference_taken(connection: Connection, reference: str) -> bool:
    return connection.execute(_TAKEN, {"reference": reference}).first() is not None


_TAKEN = select(JOURNEY.c.id).where(JOURNEY.c.reference == bindparam("reference"))


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


def references_of(connection: Connection, journey_ids: Sequence[int]) -> dict[int, str]:
    """The references of journeys by their ids."""
    query = select(*JOURNEY.c["id", "reference"])
    return {
        row.id: row.reference
        for start in range(0, len(journey_ids), CHUNK)
        for row in connection.execute(query.where(JOURNEY.c.id.in_(journey_ids[start : start + CHUNK])))
    }


def journey_row(connection: Connection, reference: str) -> Mapping[str, Any] | None:
    """The row of one journey."""
    row = connection.execute(_ROW, {"reference": reference}).mappings().first()
    return dict(row) if row else None


_ROW = select(JOURNEY).where(JOURNEY.c.reference == bindparam("reference"))


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
    return [
        Registered(number=number, name=name or f"#{number}", event=event, on=on, at=at, by=by, facts=facts)
        for number, name, event, on, at, by, facts in connection.execute(_HISTORY, {"its_id": journey_id})
    ]


_HISTORY = (
    select(*EVENT.c["number", "name", "event", "on", "at", "by", "facts"])
    .where(EVENT.c.journey_id == bindparam("its_id"))
    .order_by(EVENT.c.number)
)


def registered_events(connection: Connection, journey_ids: Sequence[int]) -> Iterable[Any]:
    """All events of some journeys with their sealed parts, journey by journey, in the order they were registered."""
    of_these = EVENT.c.journey_id.in_(journey_ids)
    return connection.execute(_WITH_SEALED.where(of_these).order_by(EVENT.c.journey_id, EVENT.c.number))


def registered_programme_events(connection: Connection, programme: str | None = None) -> Iterable[Any]:
    """The events of all programmes or of one, with their sealed parts, in the order they were registered."""
    query = _WITH_SEALED.where(EVENT.c.journey_id.is_(None)).order_by(EVENT.c.number)
    return connection.execute(query.where(EVENT.c.programme == programme) if programme else query)


_WITH_SEALED = select(
    *EVENT.c["seq", "journey_id", "programme", "number", "name", "event", "on", "at", "by", "facts"],
    EVENT_PRIVATE.c.body,
).select_from(EVENT.outerjoin(EVENT_PRIVATE, EVENT_PRIVATE.c.seq == EVENT.c.seq))


def journeys_after(connection: Connection, journey_id: int, count: int) -> Sequence[Any]:
    """The next journeys in the order they were registered: id, reference, version."""
    query = select(*JOURNEY.c["id", "reference", "version"]).where(JOURNEY.c.id > journey_id)
    return connection.execute(query.order_by(JOURNEY.c.id).limit(count)).all()


def how_many_journeys(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(JOURNEY)).scalar_one())


def last_programme_event(connection: Connection) -> int:
    """The number of the last programme event; they are numbered through the whole installation."""
    numbers = select(func.max(EVENT.c.number)).where(EVENT.c.journey_id.is_(None))
    return int(connection.execute(numbers).scalar() or 0)


def journeys_of_person(connection: Connection, programme: str, person: Mapping[str, Any]) -> Sequence[Any]:
    """The journeys that somebody has in a programme: reference, referred_on. `person`: columns of their row.

    Known by the number, or by name and birth date where one of the two has no number.
    """
    same = and_(*(PERSON.c[name] == person[name] for name in ("given_name", "family_name", "birth_date")))
    if mark := person["personnummer_mark"]:
        same = or_(PERSON.c.personnummer_mark == mark, same & PERSON.c.personnummer_mark.is_(None))
    query = select(*JOURNEY.c["reference", "referred_on"]).join(PERSON, PERSON.c.id == JOURNEY.c.person_id)
    return connection.execute(query.where(JOURNEY.c.programme == programme, same).order_by(JOURNEY.c.id)).all()
