"""From a template to an answer."""

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from babel.dates import format_date
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from journeys.reporting.numbers import Hidden
from journeys.reporting.pages import parts_of_a_report
from journeys.reporting.words import number
from journeys.settings import STOCKHOLM
from journeys.visibility.access import Staff
from journeys.web.forms import Filled
from journeys.web.step_paths import quoted, step_path
from journeys.web.visit import Visit
from journeys.words import counted, day_text, with_days_in_words


@cache
def environment() -> Environment:
    """One for all pages."""
    made = Environment(
        # The second has the parts of a report that the desk shows as its own.
        loader=ChoiceLoader([PackageLoader("journeys.web"), PackageLoader("journeys")]),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # else every page asks the disk about each of its templates
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"menu": menu, "step_path": step_path} | parts_of_a_report()
    made.filters |= {"day": day, "short_day": short_day, "moment": moment, "number": number, "days": days}
    made.filters |= {"in_words": with_days_in_words, "urlencode": quoted}
    return made


@lru_cache(maxsize=4096)  # the same days come again and again, and a locale's pattern is slow to fill in
def day(value: date) -> str:
    """tisdag 17 mars 2026"""
    return format_date(value, "EEEE d MMMM y", locale="sv_SE")


def short_day(value: date, today: date) -> str:
    """17 mars, with its year where that is another than today's"""
    return day_text(value, today)


def days(value: float | Hidden | None) -> str:
    """12 dagar, 10,5 dagar, "dolt" where it is hidden, or a dash where there is nothing to count"""
    if value is None:
        return "–"
    if isinstance(value, Hidden):
        return number(value)
    return counted(int(value), "dag", "dagar") if value == int(value) else f"{value:g} dagar".replace(".", ",")


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


PREPARING, GROUPS = ("/beredning", "Beredning", "b"), ("/grupper", "Grupper", "g")


def menu(visit: Visit, staff: Staff) -> tuple[tuple[str, str, str], ...]:
    """The main menu of a role: path, label, shortcut. Who works in a group that prepares referrals begins with that;
    whose programme starts people together has their groups."""
    ordinary = MENU.get(staff.role, ())
    if not staff.sees_persons:
        return ordinary
    own = [each for each in visit.catalogue.versions.values() if each.unit(staff.unit or "")]
    first = (PREPARING,) if any(each.prepares for each in own) else ()
    groups = (GROUPS,) if any(stage.group for each in own for stage in each.stages) else ()
    return (*first, *ordinary[:-1], *groups, *ordinary[-1:])


def show(visit: Visit, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page. Every template has `visit`, and `staff` where somebody has signed in."""
    staff = visit.session.staff if visit.session and visit.session.step == "in" else None
    html = environment().get_template(template).render(visit=visit, staff=staff, today=visit.today, **context)
    return HTMLResponse(html, status_code=status)


def show_filled(visit: Visit, template: str, filled: Filled, **context: Any) -> Response:
    """The page of what was asked for by a form, or of what was wrong with it."""
    return show(visit, template, status=filled.status, filled=filled, **context)


def go(path: str) -> Response:
    """After something was done: another page, by GET."""
    return RedirectResponse(path, status_code=303)
