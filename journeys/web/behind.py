"""From a number to the journeys of one's own unit behind it, and on to the step that mends it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from sqlalchemy import ColumnElement, RowMapping, select
from starlette.responses import Response

from journeys.catalogue import NoVersionYet
from journeys.reporting import words
from journeys.reporting.behind import Behind, behind, has_journeys
from journeys.tables.journeys import JOURNEY
from journeys.visibility import access
from journeys.visibility.access import NotFound
from journeys.web import figures, finding
from journeys.web.pages import go, show
from journeys.web.routes import CASEWORK, Pages
from journeys.web.step_paths import due_path
from journeys.web.visit import Visit
from journeys.words import rule_text
from workflows.facts import Due, Span
from workflows.programme import Programme
from workflows.programme_tables import Goal

pages = Pages()

MOST = 100
"""How many of each kind the page shows: a unit can have thousands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """Journeys that count alike. `more`: how many are not shown."""

    key: str
    name: str
    lines: Sequence[Mapping[str, Any]]
    more: int


KINDS = {
    "short": ("nar-inte", "Nådde inte målet"),
    "waiting": ("vantar", "Räknas inte än"),
    "excepted": ("undantagna", "Undantagna"),
    "met": ("nar", "Nådde målet"),
}
OF_A_NUMBER = {"met": ("raknas", "Räknas")}
"""Behind a number are those that it counts."""


@pages.get("/siffror/arenden", who=CASEWORK)
def journeys_behind(visit: Visit) -> Response:
    filled = figures.chosen(visit)
    programme = None if filled.faults else _programme(visit, filled.value("insats"), figures.days_of(visit, filled)[0])
    if programme is None:
        return go(f"/siffror?{visit.request.url.query}")
    span, today = figures.days_of(visit, filled)
    goal, unit = _goal(programme, visit.request.query_params.get("mal", "")), programme.unit(visit.staff.unit or "")
    if unit is None:
        raise NotFound
    found = behind(
        visit.connection,
        visit.catalogue,
        programme=programme.id,
        goal=goal,
        unit=unit.id,
        span=span,
        today=today,
        seen=_listed(visit),
    )
    return show(
        visit,
        "behind.html",
        programme=programme,
        goal=goal,
        unit=unit,
        period=words.period(span.first, span.last),
        seen_on=today,
        kinds=list(_kinds(visit, programme, goal, found)),
        back=f"/siffror?{visit.request.url.query}#enhet-{unit.id}",
    )


def _listed(visit: Visit) -> ColumnElement[bool]:
    """The condition of every list, with who asks filled in."""
    theirs = select(JOURNEY.c.id).where(access.LISTED, JOURNEY.c.unit == visit.staff.unit).correlate(None)
    return JOURNEY.c.id.in_(theirs.params(**visit.staff.asking))


def _programme(visit: Visit, programme: str, span: Span) -> Programme | None:
    """None where there is no such report: its own page says why."""
    try:
        return visit.catalogue.valid_on(programme, span.last) if span.first <= span.last else None
    except NoVersionYet:
        return None


def _goal(programme: Programme, wanted: str) -> Goal:
    goal = next((goal for goal in programme.goals if goal.id == wanted and has_journeys(goal)), None)
    if goal is None:
        raise NotFound
    return goal


def _kinds(visit: Visit, programme: Programme, goal: Goal, found: Sequence[Behind]) -> Iterator[Kind]:
    for stand, (key, name) in (OF_A_NUMBER if goal.is_number else KINDS).items():
        of_kind = [each for each in found if each.stand == stand]
        if of_kind:
            known = finding.names_of(visit.connection, visit.staff, [each.journey for each in of_kind[:MOST]])
            visit.tells_of(row["id"] for row in known.values())
            yield Kind(
                key=key,
                name=name,
                lines=[_line(programme, goal, each, known[each.journey]) for each in of_kind[:MOST]],
                more=max(len(of_kind) - MOST, 0),
            )


def _line(programme: Programme, goal: Goal, each: Behind, row: RowMapping) -> Mapping[str, Any]:
    return {
        "reference": each.journey,
        "name": finding.name_of(row),
        "protected": row["protected"],
        "path": f"/arende/{quote(each.journey)}",
        "missing": [] if each.stand == "met" else [_missing(programme, goal, row, due) for due in each.dues],
    }


def _missing(programme: Programme, goal: Goal, journey: RowMapping, due: Due) -> Mapping[str, Any]:
    """What is missing, by when it should have been done, how it stands, and the step that does it."""
    rule = programme.rule(goal.rule or "")
    possible = due.status in ("open", "overdue")
    return {
        "what": rule_text(programme, goal.rule or "", 1),
        "due": due.due,
        "stands": _stands(due),
        "path": due_path(journey, rule.step if rule else "checkpoint") if possible else None,
    }


def _stands(due: Due) -> str:
    told = {
        "overdue": "försenat",
        "open": "inte gjort än",
        "missed": "blev inte gjort innan ärendet avslutades",
        "excepted": "undantaget",
        "void": "behövdes inte: ärendet avslutades före",
    }
    return told.get(due.status) or f"gjordes {_day(due.done)}"


def _day(done: date | None) -> str:
    return words.day(done) if done else ""
