"""From a template to an answer."""

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from babel.dates import format_date
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from journeys.access import Staff
from journeys.reporting.words import number
from journeys.settings import STOCKHOLM
from journeys.web.step_paths import step_path
from journeys.web.visit import Visit
from journeys.words import day_text


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
    made.globals["step_path"] = step_path
    made.filters |= {"day": day, "short_day": short_day, "moment": moment, "number": number}
    return made


@lru_cache(maxsize=4096)  # the same days come again and again, and a locale's pattern is slow to fill in
def day(value: date) -> str:
    """tisdag 17 mars 2026"""
    return format_date(value, "EEEE d MMMM y", locale="sv_SE")


def short_day(value: date, today: date) -> str:
    """17 mars, with its year where that is another than today's"""
    return day_text(value, today)


def moment(value: datetime) -> str:
    """17 mars 2026 kl. 13.00, in Stockholm"""
    local = value.astimezone(STOCKHOLM)
    return f"{_day_and_year(local.date())} kl. {local:%H.%M}"


@lru_cache(maxsize=4096)
def _day_and_year(value: date) -> str:
    return format_date(value, "d MMMM y", locale="sv_SE")


MY_DAY, JOURNEYS, REFERRALS = ("/min-dag", "Min dag", "m"), ("/arenden", "Ärenden", "a"), ("/remisser", "Remisser", "r")
UNIT, FIGURES = ("/enheten", "Enheten", "e"), ("/siffror", "Siffror", "f")
MENU = {
    "caseworker": (MY_DAY, JOURNEYS, REFERRALS, FIGURES),
    "manager": (MY_DAY, JOURNEYS, REFERRALS, UNIT, FIGURES),
    "coordinator": (FIGURES,),
    "administrator": (
        ("/personal", "Personal", "p"),
        ("/enheter", "Enheter", "e"),
        ("/utkorg", "Utkorg", "u"),
        ("/halsa", "Hälsa", "h"),
    ),
}


def menu(staff: Staff) -> tuple[tuple[str, str, str], ...]:
    """The main menu of a role: path, label, shortcut."""
    return MENU.get(staff.role, ())


def show(visit: Visit, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page. Every template has `visit`, and `staff` where somebody has signed in."""
    staff = visit.session.staff if visit.session and visit.session.step == "in" else None
    html = environment().get_template(template).render(visit=visit, staff=staff, today=visit.today, **context)
    return HTMLResponse(html, status_code=status)


def go(path: str) -> Response:
    """After something was done: another page, by GET."""
    return RedirectResponse(path, status_code=303)
