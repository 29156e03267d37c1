"""What the forms of steps ask, field by field: named as the keys of a journal line (spec: journal.md)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from journeys import staff
from journeys.case import Case
from journeys.case_words import time_text
from journeys.taking_part import activities_of
from journeys.web.forms import Field
from journeys.web.visit import Visit
from journeys.words import day_text
from workflows.activities import AREA_NAMES
from workflows.programme_tables import Record, Stage

Choices = Sequence[tuple[str, str]]
Ask = Field | Callable[[Visit, Case], Field | None]
"""A field, or what makes it for a journey; None where the journey leaves nothing to ask."""

LONGEST_TEXT = 20_000
_DECIMAL = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?", re.ASCII)
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T| +(?:kl\.? *)?)([0-9]{1,2})[:.]([0-9]{2})", re.ASCII)
NAMES = {"participant": "Deltagaren", "referrer": "Remittenten"}
PRESENT = (("deltagare", "Deltagaren"), ("remittent", "Remittenten"), ("handläggare", "Handläggaren"))

DAY = Field(name="on", label="Dag", kind="date", longest=10, hint="Dagen det hände, som 2026-03-02.")
LAST_DAY = replace(DAY, label="Sista dag", hint="Sista dagen som deltagaren var med.")
NOTE = Field(name="note", label="Anteckning", kind="prose", required=False, longest=LONGEST_TEXT)
REASON = Field(name="reason", label="Skäl", kind="prose", longest=LONGEST_TEXT)
ATTEMPT = Field(name="attempt", label="Försökte, men nådde inte deltagaren", kind="tick", required=False)
TIME = Field(name="time", label="Dag och tid", kind="datetime", longest=25, hint="Som 2026-03-02 13:00.")
PLACE = Field(name="place", label="Plats", required=False, hint="Rum, adress eller ”på telefon”.")
WEEKS = Field(
    name="weeks",
    label="Antal veckor",
    kind="number",
    required=False,
    depends=True,
    longest=3,
    inputmode="numeric",
    hint="Fylls i om blocket förlängs: 1–104.",
)
ATTENDED = Field(name="attended", label="Vilka var med?", kind="ticks", required=False, choices=PRESENT)
INCOME = Field(
    name="income_after", label="Försörjning efter avslutet", kind="prose", required=False, longest=LONGEST_TEXT
)
UNTIL = Field(
    name="until",
    label="Ses över",
    kind="date",
    required=False,
    longest=10,
    hint="Dagen då någon ska se om det kan fortsätta, högst ett år bort. Då står ärendet på Min dag.",
)
AREA = Field(name="area", label="Område", kind="radio", choices=tuple(AREA_NAMES.items()))
WHAT = Field(name="what", label="Vad?", hint="Till exempel promenadgrupp eller praktik på ett kafé.")
HOURS = Field(
    name="hours",
    label="Timmar i veckan",
    kind="decimal",
    required=False,
    longest=6,
    inputmode="decimal",
    hint="Ungefär: 3 eller 7,5.",
)
FIRST = Field(name="from", label="Första dag", kind="date", longest=10, hint="Kan vara en dag som kommer.")
LAST = Field(name="to", label="Sista dag", kind="date", required=False, longest=10, hint="Om den är bestämd.")
GROUP = Field(name="group", label="Grupp", required=False, longest=100)
ITS_GROUP = replace(GROUP, required=True)


def caseworker(visit: Visit, case: Case) -> Field:
    """Somebody of the unit."""
    choices = colleagues(visit, case.history.unit or "")
    return Field(name="caseworker", label="Handläggare", kind="choice", choices=choices)


def colleague(visit: Visit, case: Case) -> Field:
    """Somebody of any unit of the programme, their own first: the journey goes to their unit."""
    own = case.history.unit or ""
    elsewhere = [
        (address, f"{name}, {unit.name} (ärendet flyttar dit)")
        for unit in case.programme.units
        if unit.id != own
        for address, name in colleagues(visit, unit.id)
    ]
    here = [each for each in colleagues(visit, own) if case.history.caseworker not in each]
    return Field(name="caseworker", label="Ny handläggare", kind="choice", choices=[*here, *elsewhere])


def colleagues(visit: Visit, unit: str) -> list[tuple[str, str]]:
    """The addresses and names of those who work in a unit."""
    return [(each.address, each.name) for each in staff.members(visit.connection, unit=unit)]


def later_stage(visit: Visit, case: Case) -> Field | None:
    """Which stage, where more than one follows."""
    later = later_stages(case)
    if len(later) < 2:
        return None
    choices = [(stage.id, stage.name) for stage in later]
    return Field(name="to", label="Till", kind="radio", choices=choices)


def later_stages(case: Case) -> Sequence[Stage]:
    """Those after the one where the journey is."""
    stages = case.programme.stages
    place = next((number for number, stage in enumerate(stages) if stage.id == case.history.stage), len(stages))
    return stages[place + 1 :]


def decision(visit: Visit, case: Case) -> Field:
    """What a checkpoint can decide in the stage where the journey is."""
    later = later_stages(case)
    onward = [("continue", f"Gå vidare till {later[0].name}")] if later else []
    return Field(name="decision", label="Beslut", kind="radio", choices=[*onward, *DECISIONS[1:]])


DECISIONS: Choices = (("continue", "Gå vidare"), ("extend", "Förläng"), ("exit", "Ärendet ska avslutas"))


def waiting_rule(visit: Visit, case: Case) -> Field:
    """One of the rules that something waits for."""
    waiting = {each.rule for each in case.obligations if each.waiting}
    choices = [(rule.id, rule.name) for rule in case.programme.rules if rule.id in waiting]
    return Field(name="rule", label="Vad ska undantas?", kind="radio", choices=choices)


def outcome(visit: Visit, case: Case) -> Field:
    choices = [(each.id, each.name) for each in case.programme.outcomes]
    return Field(name="outcome", label="Utfall", kind="radio", choices=choices)


def going_on(visit: Visit, case: Case) -> Field:
    """One of the activities that go on, or are to begin."""
    found = activities_of(case.history, case.dossier.standing(visit.app.ledger))
    choices = [
        (each.event_id, f"{each.what or each.area_name}, sedan {day_text(each.first, case.today)}")
        for each in found
        if each.goes_on(case.today)
    ]
    return Field(name="activity", label="Vilken aktivitet?", kind="radio", choices=choices)


def recipients(record: Record) -> Field:
    """Who got a document this day."""
    choices = [(each, NAMES[each]) for each in record.recipients]
    return Field(name="to", label="Vilka fick det?", kind="ticks", choices=choices)


def resolved(asks: Sequence[Ask], visit: Visit, case: Case) -> list[Field]:
    """The fields that are asked of this journey."""
    made = [each(visit, case) if callable(each) else each for each in asks]
    return [each for each in made if each is not None]


def value_of(field: Field, typed: Any) -> Any:
    """What was typed as the journal writes it; None where nothing was."""
    if not typed:
        return None
    return _READ.get(field.kind, lambda text: text)(typed)


def as_read(field: Field, value: Any, today: date) -> str:
    """What was typed and has no fault, as it reads on a page."""
    if field.kind == "date":
        return day_text(date.fromisoformat(value), today)
    if field.kind == "datetime":
        return time_text(value_of(field, value), today)
    labels = dict(field.choices)
    values = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(each) or str(each) for each in values)


def _moment(text: str) -> str:
    """ "2026-04-07 kl. 13.00" as 2026-04-07T13:00; what is no day and time as it is."""
    found = _MOMENT.fullmatch(text)
    return f"{found[1]}T{found[2]:0>2}:{found[3]}" if found else text


def _decimal(text: str) -> float | str:
    return float(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else text


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


_READ: Mapping[str, Callable[[Any], Any]] = {
    "number": _number,
    "scale": _number,
    "decimal": _decimal,
    "tick": bool,
    "datetime": _moment,
}
