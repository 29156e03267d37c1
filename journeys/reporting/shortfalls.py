"""The journeys behind what a goal falls short of: for the unit that works with them, and for nobody else."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, false, or_, select

from journeys.catalogue import Catalogue
from journeys.reporting.facts import from_events
from journeys.reporting.profiles import Journeys, status_of, told_by_events, told_by_rows
from journeys.reporting.reports import Report
from journeys.storage.projection import WAITING
from journeys.tables.journeys import JOURNEY, OBLIGATION
from journeys.visibility.protection import is_protected
from workflows.facts import Due, Facts, Span, counted_gender
from workflows.figures.measures import shortfalls
from workflows.programme import Programme
from workflows.programme_tables import Goal


class Shortfall(NamedTuple):
    """One obligation of one journey that a goal falls short by: overdue, late or missed."""

    goal: str
    journey: str
    unit: str
    caseworker: str | None
    protected: bool
    rule: str
    due: date
    done: date | None
    status: str
    paused: bool

    @property
    def possible(self) -> bool:
        """Whether it can still be done."""
        return self.status == "overdue"


def shortfalls_of(connection: Connection, catalogue: Catalogue, report: Report) -> list[Shortfall]:
    """All of a report as things stand on its day; what can still be done comes first, by day."""
    span = Span(report.first, report.last)
    journeys = Journeys(report.programme.id, report.version).condition
    suspected = chain(
        _from_rows(connection, journeys, report.programme, span, report.today),
        _from_events(connection, catalogue, journeys, report.today),
    )
    found = [each for who, facts in suspected for each in _of_journey(report.programme, who, facts, span)]
    return sorted(found, key=lambda each: (not each.possible, each.due, each.journey))


class _Who(NamedTuple):
    """A journey as its unit knows it."""

    journey: str
    caseworker: str | None
    protected: bool


def _of_journey(programme: Programme, who: _Who, facts: Facts, span: Span) -> Iterator[Shortfall]:
    for goal in programme.goals:
        if goal.rule in facts.dues:
            for due in shortfalls(goal, facts, span):
                yield _shortfall(goal, who, facts, due)


def _shortfall(goal: Goal, who: _Who, facts: Facts, due: Due) -> Shortfall:
    return Shortfall(
        goal=goal.id,
        journey=who.journey,
        unit=facts.unit,
        caseworker=who.caseworker,
        protected=who.protected,
        rule=goal.rule or "",
        due=due.due,
        done=due.done,
        status=due.status,
        paused=facts.paused,
    )


def _from_rows(
    connection: Connection, journeys: ColumnElement[bool], programme: Programme, span: Span, today: date
) -> Iterator[tuple[_Who, Facts]]:
    """Journeys that may fall short, with all obligations of the rules by which they may."""
    here = journeys & told_by_rows(today) & JOURNEY.c.counted
    suspected = _may_fall_short(programme, span, today)
    suspects = select(*OBLIGATION.c["journey_id", "rule"]).where(suspected).distinct().subquery()
    of_suspects = (OBLIGATION.c.journey_id == suspects.c.journey_id) & (OBLIGATION.c.rule == suspects.c.rule)
    query = (
        select(
            *OBLIGATION.c["journey_id", "rule", "due", "done", "state"],
            *JOURNEY.c["reference", "unit", "caseworker", "gender", "started_on", "ended_on"],
            (JOURNEY.c.state == "paused").label("paused"),
            is_protected().label("protected"),
        )
        .select_from(suspects.join(OBLIGATION, of_suspects).join(JOURNEY))
        .where(here)
        .order_by(OBLIGATION.c.journey_id)
    )
    found = chain.from_iterable(connection.execute(query).partitions(1000))
    for _, rows in groupby(found, key=attrgetter("journey_id")):
        yield _read(list(rows), today)


def _may_fall_short(programme: Programme, span: Span, today: date) -> ColumnElement[bool]:
    """A sieve, not the rule: what it lets through is judged by `shortfalls`, and what it stops cannot fall short."""
    undone = or_(OBLIGATION.c.state == "missed", and_(OBLIGATION.c.state == WAITING, OBLIGATION.c.due < today))
    failed = {"on_time": or_(undone, OBLIGATION.c.state == "late"), "reached": undone}
    measured = ((goal.rule, failed[goal.measure]) for goal in programme.goals if goal.measure in failed)
    return and_(
        OBLIGATION.c.due <= span.last, or_(false(), *(and_(OBLIGATION.c.rule == rule, it) for rule, it in measured))
    )


def _read(rows: Sequence[Any], today: date) -> tuple[_Who, Facts]:
    journey = rows[0]
    dues: dict[str, list[Due]] = {}
    for _, rule, due, done, state, *_ in rows:
        dues.setdefault(rule, []).append(Due(due, done, status_of(state, due, today)))
    facts = Facts(
        unit=journey.unit,
        gender=counted_gender(journey.gender),
        started_on=journey.started_on,
        ended_on=journey.ended_on,
        paused=bool(journey.paused),
        dues=dues,
    )
    return _Who(journey=journey.reference, caseworker=journey.caseworker, protected=bool(journey.protected)), facts


def _from_events(
    connection: Connection, catalogue: Catalogue, journeys: ColumnElement[bool], today: date
) -> Iterator[tuple[_Who, Facts]]:
    """Those whose rows say more than was known on the day."""
    protected = _protected(connection, journeys & told_by_events(today))
    for dossier, history, facts in from_events(connection, catalogue, journeys, today=today):
        reference = dossier.reference
        yield _Who(journey=reference, caseworker=history.caseworker, protected=reference in protected), facts


def _protected(connection: Connection, journeys: ColumnElement[bool]) -> set[str]:
    query = select(JOURNEY.c.reference).where(journeys, is_protected())
    return set(connection.execute(query).scalars())
