"""Enheten: who has how many, what is overdue for whom, which places are taken, and what to look at."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import RowMapping
from starlette.responses import Response

from journeys.due import DueRow
from journeys.visibility.readings import opened_here
from journeys.web import finding, workload
from journeys.web.pages import show
from journeys.web.programme_sheet import unit_has_groups
from journeys.web.routes import MANAGERS, Pages
from journeys.web.visit import Visit
from journeys.web.whose import meant_by, number_of
from journeys.web.workload import MOST_HANDS, PAGE, SILENT, Names
from journeys.words import counted, rule_text

pages = Pages()

OPENED = timedelta(days=90)
"""So long it is told that somebody broke the glass."""


@pages.get("/enheten", who=MANAGERS)
def unit(visit: Visit) -> Response:
    staff, names = visit.staff, Names.read(visit.connection)
    due = workload.due(visit.connection, visit.catalogue, staff, visit.today)
    number = visit.request.query_params.get("handlaggare", "")
    whose = meant_by(visit, names, number, workload.called(visit.connection, staff)) if number else ""
    overdue = [row for row in due if row.due < visit.today and whose in ("", names.address(row.caseworker))]
    look = workload.to_look_at(visit.connection, staff, visit.today)
    known = finding.names_of(visit.connection, staff, {row.journey for row in overdue[:PAGE]})
    opened = opened_here(visit.connection, staff, since=visit.now - OPENED, limit=PAGE)
    shown = [*(row["id"] for row in known.values()), *(row["id"] for row in [*look[:PAGE], *opened])]
    visit.tells_of(shown)
    return show(
        visit,
        "unit.html",
        unit=visit.unit_names.get(staff.unit or "", staff.unit),
        moved=_moved(visit.request.query_params.get("bytta", "")),
        loads=[
            (each, number_of(visit, names, None if each.address == workload.NOBODY else each.address))
            for each in workload.loads(visit.connection, staff, names, due, visit.today)
        ],
        has_groups=unit_has_groups(visit),
        places=workload.places(visit.connection, visit.catalogue, staff, visit.today),
        whose=names.name(None if whose == workload.NOBODY else whose) if whose else "",
        overdue=[_task(visit, row, known[row.journey], names) for row in overdue[:PAGE]],
        more_overdue=len(overdue) - PAGE,
        look=[(row, finding.name_of(row), ". ".join(_why(row, visit.today))) for row in look[:PAGE]],
        more_to_look_at=len(look) > PAGE,
        opened=[(row, visit.unit_names.get(row["unit"] or "", row["unit"])) for row in opened],
    )


def _moved(text: str) -> str:
    """What was just done, by the number in the address."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    return f"{counted(number, 'ärende', 'ärenden')} har fått en ny handläggare." if number else ""


def _task(visit: Visit, row: DueRow, journey: RowMapping, names: Names) -> tuple[DueRow, str, str, str]:
    """What is overdue, for whom and by whom."""
    programme = visit.catalogue.get(row.programme, row.version)
    return row, rule_text(programme, row.rule, row.n), finding.name_of(journey), names.name(row.caseworker)


def _why(row: RowMapping, today: date) -> Iterator[str]:
    days = (today - row["last_day"]).days
    if days > SILENT.days and row["state"] != "paused":
        yield f"Inget har hänt på {days} dagar"
    if row["hands"] > MOST_HANDS:
        yield f"{row['hands']} handläggare hittills"
