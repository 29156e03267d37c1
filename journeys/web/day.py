"""Min dag: what is overdue, what is for today and the coming two weeks, meetings, and new referrals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping
from starlette.responses import Response

from journeys.case_words import time_text
from journeys.due import DueRow, what_is_due
from journeys.settings import STOCKHOLM
from journeys.visibility import access
from journeys.web import finding, replies, waiting
from journeys.web.pages import show
from journeys.web.resting import to_look_at
from journeys.web.routes import CASEWORK, Pages
from journeys.web.step_paths import due_path, step_path
from journeys.web.visit import Visit
from journeys.web.workload import Names
from journeys.words import rule_text
from workflows.calendar import ONE_DAY

pages = Pages()

AHEAD = timedelta(days=14)
WEEK = timedelta(days=7)
MOST = 50
"""How many of each kind the whole unit's day shows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One thing to do: who, what, by when, since when it can be done, and the page that does it.

    `meeting`: when the one to be held is booked; `book`: the page that books it, where it is not. Empty where what is
    to be done is no meeting.
    """

    due: DueRow
    name: str
    protected: bool
    caseworker: str
    what: str
    path: str
    meeting: str
    book: str


@pages.get("/min-dag", who=CASEWORK)
def my_day(visit: Visit) -> Response:
    usual = "enheten" if visit.staff.role == "manager" else "mina"
    whole_unit = visit.request.query_params.get("vy", usual) == "enheten"
    whose = None if whole_unit else visit.staff.calls
    rows = _due_in_the_unit(visit) if whole_unit else _due(visit, visit.today + AHEAD, caseworkers=visit.staff.calls)
    meetings = finding.meetings(
        visit.connection, visit.staff, visit.today, visit.today + WEEK, caseworkers=whose, most=MOST
    )
    resting = to_look_at(visit, whose)[:MOST]
    known = finding.names_of(visit.connection, visit.staff, {row.journey for row in rows})
    shown = [
        *(known[row.journey]["id"] for row in rows),
        *(each["id"] for each in meetings),
        *(each.row["id"] for each in resting),
    ]
    visit.tells_of(shown)
    names = Names.read(
        visit.connection, {*(row.caseworker for row in rows), *(each["caseworker"] for each in meetings)}
    )
    tasks = [_task(visit, row, known[row.journey], names) for row in rows]
    return show(
        visit,
        "day.html",
        handed_over=visit.request.query_params.get("klart") == "overlamnat",
        groups=list(_grouped(tasks, visit.today)),
        whole_unit=whole_unit,
        most=MOST if whole_unit else None,
        meetings=[_meeting(visit, each, names) for each in meetings],
        resting=[(each, finding.name_of(each.row), names.name(each.row["caseworker"])) for each in resting],
        waiting=finding.waiting_referrals(visit.connection, visit.staff),
        most_waiting=waiting.MOST,
        replies=replies.waiting(visit, whose),
    )


def _due(visit: Visit, until: date, **narrowed: Any) -> list[DueRow]:
    return what_is_due(
        visit.connection,
        visit.catalogue,
        today=visit.today,
        until=until,
        seen=access.LISTED,
        asking=visit.staff.asking,
        **narrowed,
    )


def _due_in_the_unit(visit: Visit) -> list[DueRow]:
    """The first of what is overdue, for today and coming: a unit can have thousands."""
    spans = ((date.min, -ONE_DAY), (visit.today, timedelta()), (visit.today + ONE_DAY, AHEAD))
    return [row for since, ahead in spans for row in _due(visit, visit.today + ahead, since=since, most=MOST)]


def _task(visit: Visit, row: DueRow, journey: RowMapping, names: Names) -> Task:
    programme = visit.catalogue.get(row.programme, row.version)
    rule = programme.rule(row.rule)
    step = rule.step if rule else "checkpoint"
    booked = journey["starts_at"] if step == "checkpoint" else None
    return Task(
        due=row,
        name=finding.name_of(journey),
        protected=journey["protected"],
        caseworker=names.name(row.caseworker),
        what=rule_text(programme, row.rule, row.n),
        path=due_path(journey, step),
        meeting=time_text(_local(booked), visit.today) if booked else "",
        book=step_path(row.journey, "booked") if step == "checkpoint" and not booked else "",
    )


def _grouped(tasks: list[Task], today: date) -> Iterator[tuple[str, str, list[Task]]]:
    """Overdue, today, coming: a key, a heading and what is in it."""
    yield "late", "Försenat", [task for task in tasks if task.due.due < today]
    yield "today", "Idag", [task for task in tasks if task.due.due == today]
    yield "coming", "Kommande två veckor", [task for task in tasks if task.due.due > today]


def _meeting(visit: Visit, row: RowMapping, names: Names) -> Mapping[str, Any]:
    """When, where and who. `can_be_held`: it is today, and the block ends with it."""
    stage = visit.catalogue.get(row["programme"], row["version"]).stage(row["stage"] or "")
    time = _local(row["starts_at"])
    return {
        "time": time_text(time, visit.today),
        "is_today": time.date() == visit.today,
        "can_be_held": time.date() == visit.today and stage is not None and stage.ends_with is not None,
        "place": row["place"],
        "reference": row["reference"],
        "name": finding.name_of(row),
        "caseworker": names.name(row["caseworker"]),
    }


def _local(moment: datetime) -> datetime:
    return moment.astimezone(STOCKHOLM)
