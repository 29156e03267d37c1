"""The facts that a report counts: from rows where they say what the events say, else from the events."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, select

from journeys.catalogue import Catalogue
from journeys.dossier import Dossier
from journeys.queries import dossiers
from journeys.reporting.profiles import Journeys, Reader, active_from_rows, from_rows, told_by_events
from journeys.storage import kept
from journeys.storage.kept import Row
from journeys.tables.journeys import JOURNEY
from workflows.errors import EventRefused
from workflows.events import known_at as known
from workflows.facts import Facts, Span, facts_of
from workflows.history import History
from workflows.obligations import obligations
from workflows.programme import Programme
from workflows.replay import replay


def facts(
    connection: Connection,
    catalogue: Catalogue,
    programme: Programme,
    *,
    version: str | None,
    spans: Collection[Span],
    exits_in: Collection[Span] = (),
    today: date,
    known_at: datetime | None,
) -> Iterator[Facts]:
    """The facts of every journey that the goals of `programme` count, a few hundred journeys in memory at a time.

    They are good for a report of any of the spans, the first of which holds the others, and for exits in `exits_in`.
    """
    journeys = Journeys(programme.id, version)
    if known_at is None:
        yield from _told_by_rows(connection, journeys, programme, spans, exits_in, today)
        yield from _told_by_events(
            connection, catalogue, journeys, programme, spans=spans, exits_in=exits_in, today=today
        )
    else:
        for *_, found in from_events(connection, catalogue, journeys.condition, today=today, known_at=known_at):
            yield found


def _told_by_rows(
    connection: Connection,
    journeys: Journeys,
    programme: Programme,
    spans: Collection[Span],
    exits_in: Collection[Span],
    today: date,
) -> Iterator[Facts]:
    yield from from_rows(connection, journeys, _rules(programme), spans, today, exits_in)
    if any(goal.measure == "at_once" for goal in programme.goals):
        yield from active_from_rows(connection, journeys, next(iter(spans)), today)


def _rules(programme: Programme) -> set[str]:
    """Those that a goal asks about."""
    return {goal.rule for goal in programme.goals if goal.rule}


def _told_by_events(
    connection: Connection,
    catalogue: Catalogue,
    journeys: Journeys,
    programme: Programme,
    *,
    spans: Collection[Span],
    exits_in: Collection[Span],
    today: date,
) -> Iterator[Facts]:
    """Kept in the form of rows: to replay a journey takes a hundred times as long as to read what came of it."""
    rules = sorted(_rules(programme))
    reader = Reader((*spans, *exits_in), spans, today)

    def read(some: Collection[int] | None) -> Iterator[tuple[int, Row]]:
        chosen = journeys.condition if some is None else journeys.condition & JOURNEY.c.id.in_(some)
        for dossier, _, found in from_events(connection, catalogue, chosen, today=today):
            assert dossier.id is not None
            yield dossier.id, (*reader.row(found, rules), tuple(found.active if found.counted else ()))

    what = "events", journeys, tuple(rules), tuple(spans), tuple(exits_in), today
    rows = kept.rows(connection, what, read)
    yield from reader.referrals(rows)
    yield from reader.lives(rows)
    yield from (Facts(unit=unit, gender=gender, active=active) for unit, gender, *_, active in rows if active)


def from_events(
    connection: Connection,
    catalogue: Catalogue,
    journeys: ColumnElement[bool],
    *,
    today: date,
    known_at: datetime | None = None,
) -> Iterator[tuple[Dossier, History, Facts]]:
    """Those of some journeys whose rows say more than was known on `today`; with `known_at` all of them.

    What was not known by then is left out, and a step that was allowed only because of it passed over.
    """
    untold = journeys if known_at else journeys & told_by_events(today)
    chosen = list(connection.execute(select(JOURNEY.c.reference).where(untold).order_by(JOURNEY.c.id)).scalars())
    for dossier in dossiers(connection, catalogue, chosen):
        events = known(dossier.events, known_at) if known_at else dossier.events
        refused: list[EventRefused] | None = [] if known_at else None
        history = replay(dossier.programme, events, today=today, refused=refused, versions=dossier.versions)
        if found := facts_then(history, today):
            yield dossier, history, found


def facts_then(history: History, today: date) -> Facts | None:
    """None before its referral."""
    referral = next((event.data for event in history.events if event.name == "referred"), None)
    if referral is None:
        return None
    found = obligations(history, today=today)
    return facts_of(history, found, gender=referral["gender"], party=referral["party"])
