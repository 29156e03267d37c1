"""The facts that a report counts: from rows where they say what the events say, else from the events."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, select

from journeys.catalogue import Catalogue
from journeys.dossier import Dossier
from journeys.queries import dossiers
from journeys.reporting.profiles import Journeys, active_from_rows, from_rows, told_by_events
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
    rules = {goal.rule for goal in programme.goals if goal.rule}
    yield from from_rows(connection, journeys, rules, spans, today, exits_in)
    if any(goal.measure == "at_once" for goal in programme.goals):
        yield from active_from_rows(connection, journeys, next(iter(spans)), today)


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
