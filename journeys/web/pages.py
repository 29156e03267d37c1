"""From a template to an answer."""

from datetime import date, datetime
from functools import cache
from typing import Any

from babel.dates import format_date, format_datetime
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from journeys.access import Staff
from journeys.reporting.words import number
from journeys.settings import STOCKHOLM
from journeys.web.visit import Visit


@cache
def environment() -> Environment:
    """One for all pages."""
    made = Environment(
        # The second has the parts of a report that the desk shows as its own.
        loader=ChoiceLoader([PackageLoader("journeys.web"), PackageLoader("journeys")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["menu"] = menu
    made.filters |= {"day": day, "short_day": short_day, "moment": moment, "number": number}
    return made


def day(value: date) -> str:
    """tisdag 17 mars 2026"""
    return format_date(value, "EEEE d MMMM y", locale="sv_SE")


def short_day(value: date) -> str:
    """17 mars"""
    return format_date(value, "d MMMM", locale="sv_SE")


def moment(value: datetime) -> str:
    """17 mars 2026 kl. 13.00, in Stockholm"""
    return format_datetime(value.astimezone(STOCKHOLM), "d MMMM y 'kl.' HH.mm", locale="sv_SE")


MENU = {
    "caseworker": (
        ("/min-dag", "Min dag"),
        ("/arenden", "Ärenden"),
        ("/remisser", "Remisser"),
        ("/siffror", "Siffror"),
    ),
    "manager": (
        ("/min-dag", "Min dag"),
        ("/arenden", "Ärenden"),
        ("/remisser", "Remisser"),
        ("/enheten", "Enheten"),
        ("/siffror", "Siffror"),
    ),
    "coordinator": (("/siffror", "Siffror"),),
    "administrator": (("/personal", "Personal"), ("/utkorg", "Utkorg"), ("/halsa", "Hälsa")),
}


def menu(staff: Staff) -> tuple[tuple[str, str], ...]:
    """The main menu of a role."""
    return MENU.get(staff.role, ())


def show(visit: Visit, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page. Every template has `visit`, and `staff` where somebody has signed in."""
    staff = visit.session.staff if visit.session and visit.session.step == "in" else None
    html = environment().get_template(template).render(visit=visit, staff=staff, today=visit.today, **context)
    return HTMLResponse(html, status_code=status)


def go(path: str) -> Response:
    """After something was done: another page, by GET."""
    return RedirectResponse(path, status_code=303)
