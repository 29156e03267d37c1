"""What an event says, in words: a label and a text for each of its keys."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from journeys.case import Case
from journeys.words import counted, day_text, unit_text
from workflows.activities import AREA_NAMES
from workflows.programme import Programme
from workflows.telling.phrases import RECIPIENTS, recipients
from workflows.words import step_name

Pairs = list[tuple[str, str]]
Names = Mapping[str, str]
"""Address → name of staff."""

LABELS = {
    "on": "Dag",
    "unit": "Enhet",
    "caseworker": "Handläggare",
    "group": "Grupp",
    "version": "Version",
    "was": "Tidigare version",
    "time": "Tid",
    "place": "Plats",
    "area": "Område",
    "what": "Vad",
    "hours": "Timmar i veckan",
    "from": "Första dag",
    "activity": "Aktivitet",
    "until": "Ses över",
    "plan": "Innehåll",
    "decision": "Beslut",
    "weeks": "Veckor",
    "attended": "Med var",
    "attempt": "Försök",
    "values": "Svar",
    "alone": "Svarade",
    "to": "Till",
    "rule": "Gäller",
    "outcome": "Utfall",
    "leads_to": "Ledde till",
    "comes_from": "Kommer från",
    "income_after": "Försörjning efter",
    "criteria": "Villkor",
    "person": "Deltagare",
    "referrer": "Remittent",
    "reason": "Skäl",
    "note": "Anteckning",
}
HAPPENED = {
    "referred": "Remiss",
    "declined": "Inte antagen",
    "admitted": "Antagen",
    "started": "Startade",
    "booked": "Möte bokat",
    "cancelled": "Möte avbokat",
    "advanced": "Till nästa fas",
    "paused": "Vilande",
    "resumed": "Återupptaget",
    "reassigned": "Ny handläggare",
    "grouped": "Placerad i grupp",
    "migrated": "Ny version av insatsen",
    "activity": "Ny aktivitet",
    "activity-ended": "Aktivitet avslutad",
    "excepted": "Undantaget",
    "exited": "Avslutat",
    "reopened": "Öppnat igen",
    "corrected": "Rättelse",
    "voided": "Tillbakataget",
}
"""What a step is called once it is done; the others are called what they are called before."""
DECISIONS = {"continue": "gå vidare", "extend": "förläng", "exit": "ärendet ska avslutas"}
_CHANGED = ("person", "referrer")


def happened(programme: Programme, event: str) -> str:
    """What an event is called in the history."""
    name = HAPPENED.get(event) or step_name(programme, event)
    return name[:1].upper() + name[1:]


def pairs(data: Mapping[str, Any], case: Case, names: Names) -> Pairs:
    """The keys that are shown, in one order whatever the event; people are not described over and over."""
    return list(_pairs({key: value for key, value in data.items() if key not in _CHANGED}, case, names))


def new_values(data: Mapping[str, Any], case: Case, names: Names) -> Pairs:
    """What a correction sets, in words."""
    return list(_pairs(data, case, names))


def _pairs(data: Mapping[str, Any], case: Case, names: Names) -> Iterator[tuple[str, str]]:
    for key, label in LABELS.items():
        if key in data and (text := _text(key, data[key], case, names)):
            yield label, text


def _text(key: str, value: Any, case: Case, names: Names) -> str:
    if value is None:
        return _GONE.get(key, "borttaget")
    if key == "caseworker":
        return names.get(value, value)
    if say := _WORDS.get(key):
        return say(value, case)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _to(value: Any, case: Case) -> str:
    """Of a document its recipients, of a step forward the stage, of an activity its last day."""
    if isinstance(value, list | tuple):
        return recipients(value)
    stage = case.programme.stage(value)
    return stage.name if stage else _day(value, case) if value[:1].isdecimal() else str(value)


def _day(value: date | str, case: Case) -> str:
    return day_text(value if isinstance(value, date) else date.fromisoformat(value), case.today)


def _activity(value: str, case: Case) -> str:
    found = next((each for each in case.history.activities if each.id == value), None)
    return f"{AREA_NAMES[found.area]} från {day_text(found.start, case.today)}" if found else value


def _plan(value: Mapping[str, Any], case: Case) -> str:
    goals, actions = len(value.get("goals") or ()), len(value.get("actions") or ())
    return f"{counted(goals, 'delmål', 'delmål')}, {counted(actions, 'åtgärd', 'åtgärder')}"


def _answered(respondent: str, answers: Mapping[str, Any]) -> str:
    return f"{RECIPIENTS[respondent]} {counted(len(answers), 'fråga', 'frågor')}"


def _name(find: Callable[[Programme, str], Any]) -> Callable[[Any, Case], str]:
    def named(value: Any, case: Case) -> str:
        found = find(case.programme, value)
        return str(found.name if found else value)

    return named


def time_text(value: str | datetime, today: date) -> str:
    """ "7 april kl. 13.00" """
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{day_text(moment.date(), today)} kl. {moment:%H.%M}"


_GONE = {"alone": "deltagarens svar är ändrade av någon som arbetar här"}
_WORDS: Mapping[str, Callable[[Any, Case], str]] = {
    "on": _day,
    "from": _day,
    "until": _day,
    "area": lambda value, _: AREA_NAMES.get(value, value),
    "hours": lambda value, _: f"{value:g}".replace(".", ","),
    "activity": _activity,
    "plan": _plan,
    "time": lambda value, case: time_text(value, case.today),
    "unit": lambda value, case: unit_text(case.programme, value),
    "decision": lambda value, _: DECISIONS.get(value, value),
    "attempt": lambda value, _: "nådde inte deltagaren" if value else "nej",
    "rule": _name(Programme.rule),
    "outcome": _name(Programme.outcome),
    "to": _to,
    "alone": lambda value, _: "deltagaren själv, via en länk" if value else "tillsammans",
    "values": lambda value, _: ", ".join(_answered(who, value[who]) for who in RECIPIENTS if value.get(who)),
    "person": lambda *_: "nya uppgifter",
    "referrer": lambda *_: "nya uppgifter",
}
