"""Min dag: what is overdue, what is for today and the coming two weeks, meetings, and new referrals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import RowMapping
from starlette.responses import Response

from journeys import access
from journeys.queries import DueRow, what_is_due
from journeys.web import finding
from journeys.web.pages import show
from journeys.web.routes import CASEWORK, Pages
from journeys.web.visit import Visit
from journeys.words import rule_text

pages = Pages()

AHEAD = timedelta(days=14)


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One thing to do: who, what, by when, since when it can be done, and the page that does it."""

    due: DueRow
    name: str
    what: str
    path: str


@pages.get("/min-dag", who=CASEWORK, writes=True)
def my_day(visit: Visit) -> Response:
    whole_unit = visit.request.query_params.get("vy") == "enheten"
    rows = [row for row in _due(visit) if whole_unit or row.caseworker in visit.staff.calls]
    meetings = finding.meetings(visit.connection, visit.staff, visit.now, visit.today + timedelta(days=7))
    meetings = [each for each in meetings if whole_unit or each["caseworker"] in visit.staff.calls]
    known = finding.names_of(visit.connection, visit.staff, {row.journey for row in rows})
    shown = [*(known[row.journey]["id"] for row in rows), *(each["id"] for each in meetings)]
    access.log_listing(visit.connection, visit.staff, shown, page="/min-dag", now=visit.now)
    tasks = [_task(visit, row, known[row.journey]) for row in rows]
    return show(
        visit,
        "day.html",
        groups=list(_grouped(tasks, visit.today)),
        whole_unit=whole_unit,
        meetings=meetings,
        waiting=finding.waiting_referrals(visit.connection, visit.staff),
    )


def _due(visit: Visit) -> list[DueRow]:
    return what_is_due(
        visit.connection,
        visit.catalogue,
        today=visit.today,
        until=visit.today + AHEAD,
        seen=access.listed_for(visit.staff),
    )


def _task(visit: Visit, row: DueRow, journey: RowMapping) -> Task:
    programme = visit.catalogue.get(row.programme, row.version)
    rule = programme.rule(row.rule)
    step = "checkpoint" if rule is None or rule.checkpoint else rule.record
    return Task(
        due=row,
        name=f"{journey['given_name'] or ''} {journey['family_name'] or ''}".strip() or "Gallrad",
        what=rule_text(programme, row.rule, row.n),
        path=f"/arende/{row.journey}/steg/{step}",
    )


def _grouped(tasks: list[Task], today: date) -> Iterator[tuple[str, str, list[Task]]]:
    """Overdue, today, coming: a key, a heading and what is in it."""
    yield "late", "Försenat", [task for task in tasks if task.due.due < today]
    yield "today", "Idag", [task for task in tasks if task.due.due == today]
    yield "coming", "Kommande två veckor", [task for task in tasks if task.due.due > today]
