"""Every read, named for the question it answers.

What is due is read from rows wherever they say what the events say: for a journey whose last event is about a day that
has come (`last_day <= today`); the others are replayed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select, true

from journeys.catalogue import Catalogue
from journeys.dossier import Dossier, load_many
from journeys.settings import STOCKHOLM
from journeys.tables import EVENT, EVENT_PRIVATE, JOURNEY, MEETING, OBLIGATION, PERSON
from workflows.history import Booking, History
from workflows.obligations import Obligation, obligations
from workflows.programme import Programme
from workflows.reminders import Reminding, Standing, Waiting, reminders
from workflows.windows import Window, windows

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
    return connection.execute(_TAKEN, {"reference": reference}).first() is not None


_TAKEN = select(JOURNEY.c.id).where(JOURNEY.c.reference == bindparam("reference"))


def what_is_due(
    connection: Connection,
    catalogue: Catalogue,
    *,
    today: date,
    until: date,
    unit: str | None = None,
    caseworker: str | None = None,
    seen: ColumnElement[bool] = true(),  # noqa: B008 a constant of SQL
) -> list[DueRow]:
    """What is open and due on or before `until`, or overdue, sorted by day, journey, rule and n.

    `seen` is a condition on JOURNEY: which journeys may be told of.
    """
    found = list(_due_from_rows(connection, today, until, unit, caseworker, seen))
    for dossier, row in _not_settled_by(connection, catalogue, today, seen):
        history = dossier.replayed(today)
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
    connection: Connection,
    today: date,
    until: date,
    unit: str | None,
    caseworker: str | None,
    seen: ColumnElement[bool],
) -> Iterator[DueRow]:
    query = (
        select(
            *OBLIGATION.c["rule", "n", "anchor", "due", "why"],
            *JOURNEY.c["reference", "unit", "caseworker", "programme", "version", "protected"],
        )
        .join(JOURNEY, JOURNEY.c.id == OBLIGATION.c.journey_id)
        .where(OBLIGATION.c.state == "waiting", OBLIGATION.c.due <= max(until, today), JOURNEY.c.last_day <= today)
        .where(seen)
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
        version=history.programme.version,
        protected=row.protected,
    )


def _not_settled_by(
    connection: Connection,
    catalogue: Catalogue,
    today: date,
    seen: ColumnElement[bool] = true(),  # noqa: B008 a constant of SQL
) -> Iterator[tuple[Dossier, Any]]:
    """The journeys that have an event about a day after `today`: their rows say more than was known then."""
    later = select(*JOURNEY.c["id", "reference", "protected", "party"]).where(JOURNEY.c.last_day > today, seen)
    # Sorted here: asked to sort, SQLite would go through all journeys by id instead of by the index on the day.
    rows = {row.reference: row for row in sorted(connection.execute(later), key=lambda row: row.id)}
    for dossier in dossiers(connection, catalogue, list(rows)):
        yield dossier, rows[dossier.reference]


def reminders_between(
    connection: Connection, catalogue: Catalogue, *, first: date, last: date, today: date
) -> list[tuple[str, Reminding]]:
    """The reminders whose day is in [first, last], with their journeys, as things stand on `today`.

    Sorted by day, journey, rule, n, offset and recipient.
    """
    standings = chain(
        _standing_in_rows(connection, catalogue, first, last, today), _standing_then(connection, catalogue, today)
    )
    found = [
        (reference, each)
        for reference, programme, standing, waiting in standings
        for each in reminders(programme, standing, waiting, first=first, last=last)
    ]
    return sorted(found, key=lambda pair: (pair[1].on, pair[0], pair[1].rule, pair[1].n, pair[1].offset, pair[1].to))


_Stands = tuple[str, Programme, Standing, Iterable[Waiting]]


def _standing_in_rows(
    connection: Connection, catalogue: Catalogue, first: date, last: date, today: date
) -> Iterator[_Stands]:
    """From rows: the journeys that wait for something which can give a reminder between the days."""
    wanted = {window for programme in catalogue.versions.values() for window in windows(programme, first, last)}
    if not wanted:
        return
    rows = (
        select(
            *OBLIGATION.c["rule", "n", "anchor", "due"],
            *JOURNEY.c["reference", "programme", "version", "party", "ended_on"],
            *MEETING.c["starts_at", "booked_on"],
        )
        .select_from(OBLIGATION.join(JOURNEY).outerjoin(MEETING, MEETING.c.journey_id == JOURNEY.c.id))
        .where(OBLIGATION.c.state == "waiting", JOURNEY.c.state != "paused", JOURNEY.c.last_day <= today)
    )
    found = rows.where(_in_a_window(wanted)).union(rows.where(_booked_in_a_window(wanted)))
    by_journey = connection.execute(found.order_by("reference", "rule", "n"))
    for reference, group in groupby(by_journey, key=lambda row: row.reference):
        waiting = list(group)
        journey = waiting[0]
        yield (
            reference,
            catalogue.get(journey.programme, journey.version),
            Standing(paused=False, ended=journey.ended_on is not None, party=journey.party, booking=_booking(journey)),
            [Waiting(rule=row.rule, n=row.n, anchor=row.anchor, due=row.due) for row in waiting],
        )


def _in_a_window(wanted: Collection[Window]) -> ColumnElement[bool]:
    terms = (and_(OBLIGATION.c.rule == each.rule, OBLIGATION.c.due.between(each.first, each.last)) for each in wanted)
    return and_(OBLIGATION.c.due.between(*_span(wanted)), or_(*terms))


def _booked_in_a_window(wanted: Collection[Window]) -> ColumnElement[bool]:
    terms = (
        and_(OBLIGATION.c.rule == each.rule, MEETING.c.starts_at.between(_begin(each.first), _begin(each.last, 1)))
        for each in wanted
    )
    first, last = _span(wanted)
    booked = select(MEETING.c.journey_id).where(MEETING.c.starts_at.between(_begin(first), _begin(last, 1)))
    # Meetings are few: begin with them and not with all that waits.
    return and_(OBLIGATION.c.journey_id.in_(booked), or_(*terms))


def _span(wanted: Collection[Window]) -> tuple[date, date]:
    """From the first day of any window to the last."""
    return min(each.first for each in wanted), max(each.last for each in wanted)


def _begin(day: date, days_later: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=days_later), time(), STOCKHOLM)


def _booking(row: Any) -> Booking | None:
    """The booked meeting in local wall-clock time."""
    if row.starts_at is None:
        return None
    return Booking(time=row.starts_at.astimezone(STOCKHOLM).replace(tzinfo=None), booked_on=row.booked_on)


def _standing_then(connection: Connection, catalogue: Catalogue, today: date) -> Iterator[_Stands]:
    """From events: the journeys whose rows say more than was known on `today`."""
    for dossier, row in _not_settled_by(connection, catalogue, today):
        history = dossier.replayed(today)
        waiting = [
            Waiting(rule=each.rule, n=each.n, anchor=each.anchor, due=each.due)
            for each in obligations(history, today=today)
            if each.waiting
        ]
        ended = history.end is not None
        standing = Standing(paused=history.paused, ended=ended, party=row.party, booking=history.booking)
        yield dossier.reference, history.programme, standing, waiting


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
