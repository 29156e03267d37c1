"""The journeys behind a number: how each counts for one goal, for the unit that works with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, select

from journeys.catalogue import Catalogue
from journeys.reporting.facts import from_events
from journeys.reporting.profiles import Journeys, status_of, told_by_rows
from journeys.tables.journeys import JOURNEY, OBLIGATION
from workflows.facts import Due, Facts, Span, counted_gender
from workflows.figures.measures import NOTHING, PER_JOURNEY, Count, count_of
from workflows.programme_tables import Goal

Stand = Literal["short", "waiting", "excepted", "met"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Behind:
    """One journey. `dues`: its obligations of the goal's rule that are not met, in order of their days."""

    journey: str
    stand: Stand
    dues: Sequence[Due]


def has_journeys(goal: Goal) -> bool:
    """Whether journeys can be told one by one behind its number."""
    return goal.measure in PER_JOURNEY


def behind(
    connection: Connection,
    catalogue: Catalogue,
    *,
    programme: str,
    goal: Goal,
    unit: str,
    span: Span,
    today: date,
    seen: ColumnElement[bool],
) -> list[Behind]:
    """What counts, or may come to, on a unit; of the journeys that `seen` lets through. The longest first."""
    journeys = and_(Journeys(programme).condition, JOURNEY.c.unit == unit, seen)
    told = (
        (dossier.reference, facts) for dossier, _, facts in from_events(connection, catalogue, journeys, today=today)
    )
    found = (
        _behind(goal, reference, facts, span)
        for reference, facts in chain(_from_rows(connection, journeys, goal, today), told)
        if facts.unit == unit
    )
    return sorted((each for each in found if each), key=_order)


def _behind(goal: Goal, reference: str, facts: Facts, span: Span) -> Behind | None:
    count = count_of(goal, facts, span)
    if count == NOTHING:
        return None
    first = span.first if goal.measure == "on_time" else date.min
    dues = facts.dues.get(goal.rule or "", ())
    undone = [due for due in dues if first <= due.due <= span.last and due.status != "met"]
    return Behind(journey=reference, stand=_stand(count), dues=sorted(undone, key=lambda due: due.due))


def _stand(count: Count) -> Stand:
    if count.met < count.counted:
        return "short"
    if count.not_counted_yet:
        return "waiting"
    return "excepted" if count.excepted else "met"


def _order(each: Behind) -> tuple[date, str]:
    return each.dues[0].due if each.dues else date.max, each.journey


_ABOUT = (
    *JOURNEY.c["id", "reference", "unit", "caseworker", "gender", "party", "outcome", "counted"],
    *JOURNEY.c["referred_on", "started_on", "ended_on"],
    (JOURNEY.c.state == "paused").label("paused"),
)


def _from_rows(
    connection: Connection, journeys: ColumnElement[bool], goal: Goal, today: date
) -> Iterator[tuple[str, Facts]]:
    of_rule = and_(OBLIGATION.c.journey_id == JOURNEY.c.id, OBLIGATION.c.rule == (goal.rule or ""))
    query = (
        select(*_ABOUT, *OBLIGATION.c["due", "done"], OBLIGATION.c.state.label("stands"))
        .select_from(JOURNEY.outerjoin(OBLIGATION, of_rule))
        .where(journeys, told_by_rows(today))
        .order_by(JOURNEY.c.id)
    )
    for _, rows in groupby(connection.execute(query), key=attrgetter("id")):
        journey, *others = rows
        yield journey.reference, _facts(journey, (journey, *others), goal, today)


def _facts(journey: Any, rows: Sequence[Any], goal: Goal, today: date) -> Facts:
    dues = [Due(row.due, row.done, status_of(row.stands, row.due, today)) for row in rows if row.due is not None]
    return Facts(
        unit=journey.unit,
        gender=counted_gender(journey.gender),
        party=journey.party,
        referred_on=journey.referred_on,
        started_on=journey.started_on,
        ended_on=journey.ended_on,
        outcome=journey.outcome,
        counted=journey.counted,
        paused=bool(journey.paused),
        dues={goal.rule: dues} if goal.rule and dues else {},
    )
