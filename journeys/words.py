"""How days, statuses and the like are said on a screen."""

import re
from datetime import date, datetime
from functools import lru_cache

from journeys.settings import STOCKHOLM
from workflows.programme import Programme

_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)

STATUS = {
    "open": "att göra",
    "overdue": "försenat",
    "met": "gjort i tid",
    "late": "gjort för sent",
    "missed": "blev inte gjort",
    "void": "behövs inte",
    "excepted": "undantaget",
}
PARTY = {
    "municipality": "kommun",
    "region": "region",
    "försäkringskassan": "Försäkringskassan",
    "arbetsförmedlingen": "Arbetsförmedlingen",
    "self": "deltagaren själv",
    "relative": "anhörig",
    "other": "annan",
}


def day_text(day: date, today: date) -> str:
    """ "17 mars", with its year where that is not the year of `today`."""
    text = f"{day.day} {_MONTHS[day.month - 1]}"
    return text if day.year == today.year else f"{text} {day.year}"


@lru_cache(maxsize=4096)  # why something is due is said on every page that lists it
def with_days_in_words(text: str, today: date) -> str:
    """ "Startade 2026-03-17" as "Startade 17 mars": for those who read, where the text is also for programs."""
    return _DAY.sub(lambda found: day_text(date.fromisoformat(found[0]), today), text)


_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b", re.ASCII)


def moment_text(moment: datetime) -> str:
    """The moment in Stockholm, to the minute: "2026-03-17 13:00"."""
    return f"{moment.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"


def rule_text(programme: Programme, rule: str, n: int) -> str:
    """What is to be done: the rule's name, numbered from the second on."""
    found = programme.rule(rule)
    name = found.name if found else rule
    return name if n == 1 else f"{name}, nr {n}"


def unit_text(programme: Programme, unit: str | None) -> str:
    found = programme.unit(unit or "")
    return found.name if found else unit or ""


def counted(number: int, one: str, many: str) -> str:
    """ "1 ärende", "3 ärenden"."""
    grouped = f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
    return f"{grouped} {one if number == 1 else many}"
