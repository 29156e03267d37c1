"""What of each event can be corrected, field by field: its own keys and its day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from journeys.case import Case
from journeys.languages import languages
from journeys.skapa.assessed import instrument_then
from journeys.web.answers import questions
from journeys.web.forms import Field
from journeys.web.step_fields import (
    AREA,
    ATTEMPT,
    ATTENDED,
    DAY,
    DECISIONS,
    FIRST,
    GROUP,
    HOURS,
    INCOME,
    ITS_GROUP,
    LAST,
    LONGEST_TEXT,
    NOTE,
    PLACE,
    REASON,
    TIME,
    UNTIL,
    WEEKS,
    WHAT,
    Ask,
    colleagues,
    outcome,
    recipients,
    resolved,
)
from journeys.web.visit import Visit
from journeys.words import PARTY
from workflows.events import Event

DAY_THEN = replace(DAY, hint="Dagen det hände.")
WHY = Field(name="why", label="Varför rättar du?", kind="prose", longest=LONGEST_TEXT)
WHOLE = frozenset({"personnummer"})
"""Parts that are never shown, and that stay as they are when nothing is typed."""

GENDERS = (("woman", "kvinna"), ("man", "man"), ("other", "annat"), ("unknown", "okänt"))
LANGUAGES = tuple(languages().items())
"""All of them: whoever referred chose among the usual ones."""
PERSON = (
    Field(name="person.given_name", label="Förnamn"),
    Field(name="person.family_name", label="Efternamn"),
    Field(name="person.birth_date", label="Födelsedag", kind="date", required=False, longest=10),
    Field(
        name="person.personnummer",
        label="Nytt personnummer",
        required=False,
        longest=20,
        inputmode="numeric",
        hint="Tolv siffror. Lämna tomt för att behålla det som finns.",
    ),
    Field(name="person.gender", label="Kön", kind="radio", choices=GENDERS),
    Field(name="person.municipality", label="Kommun", required=False),
    Field(name="person.email", label="E-postadress", kind="email", required=False, longest=254),
    Field(name="person.phone", label="Telefon", kind="tel", required=False, longest=100),
    Field(name="person.language", label="Språk", kind="choice", required=False, choices=LANGUAGES),
    Field(name="person.protected", label="Skyddade personuppgifter", kind="tick", required=False),
)
REFERRER = (
    Field(name="referrer.party", label="Remittent", kind="choice", choices=tuple(PARTY.items())),
    Field(name="referrer.organisation", label="Remittentens organisation", required=False),
    Field(name="referrer.name", label="Remittentens namn", required=False),
    Field(name="referrer.email", label="Remittentens e-postadress", kind="email", required=False, longest=254),
)


def unit(visit: Visit, case: Case) -> Field:
    choices = [(each.id, each.name) for each in case.programme.units]
    return Field(name="unit", label="Enhet", kind="choice", choices=choices)


def other_unit(visit: Visit, case: Case) -> Field:
    return replace(unit(visit, case), required=False)


def anyone(visit: Visit, case: Case) -> Field:
    """Somebody of any unit of the programme."""
    choices = [
        (address, f"{name}, {each.name}")
        for each in case.programme.units
        for address, name in colleagues(visit, each.id)
    ]
    return Field(name="caseworker", label="Handläggare", kind="choice", choices=choices)


def any_rule(visit: Visit, case: Case) -> Field:
    choices = [(rule.id, rule.name) for rule in case.programme.rules]
    return Field(name="rule", label="Vad skulle undantas?", kind="radio", choices=choices)


def any_stage(visit: Visit, case: Case) -> Field:
    choices = [(stage.id, stage.name) for stage in case.programme.stages[1:]]
    return Field(name="to", label="Till", kind="choice", required=False, choices=choices)


DECISION = Field(name="decision", label="Beslut", kind="radio", choices=DECISIONS)

FIELDS: Mapping[str, Sequence[Ask]] = {
    "referred": (unit, *PERSON, *REFERRER),
    "declined": (REASON,),
    "admitted": (anyone, NOTE),
    "started": (GROUP, NOTE),
    "booked": (TIME, PLACE),
    "cancelled": (NOTE,),
    "checkpoint": (DECISION, WEEKS, ATTENDED, NOTE),
    "advanced": (any_stage, GROUP, NOTE),
    "paused": (UNTIL, REASON),
    "resumed": (NOTE,),
    "grouped": (ITS_GROUP, NOTE),
    "migrated": (NOTE,),
    "reassigned": (anyone, other_unit, NOTE),
    "activity": (AREA, replace(WHAT, required=False), HOURS, replace(FIRST, required=False), LAST, NOTE),
    "activity-ended": (NOTE,),
    "excepted": (any_rule, REASON),
    "exited": (outcome, INCOME, NOTE),
    "reopened": (REASON,),
}
PLAIN = (
    *PERSON,
    *REFERRER,
    GROUP,
    TIME,
    PLACE,
    DECISION,
    WEEKS,
    ATTENDED,
    ATTEMPT,
    INCOME,
    UNTIL,
    AREA,
    WHAT,
    HOURS,
    FIRST,
    LAST,
    REASON,
    NOTE,
)


def correctable_fields(visit: Visit, case: Case, event: Event) -> list[Field]:
    """The day and the event's own keys, with what it says now among the choices."""
    asks = FIELDS.get(event.name) or _of_record(case, event)
    return [_with_present(each, event.data) for each in resolved((DAY_THEN, *asks), visit, case)]


def _of_record(case: Case, event: Event) -> Sequence[Ask]:
    record = case.programme.record(event.name)
    if record is None or record.offer:
        return ()
    dossier = case.dossier
    if instrument := instrument_then(dossier.events, dossier.programme, dossier.versions, event):
        return (*questions(instrument), NOTE)
    to = (recipients(record),) if record.recipients else ()
    attempt = (ATTEMPT,) if event.data.get("attempt") or not to else ()
    return (*to, *attempt, NOTE)


def _with_present(field: Field, data: Mapping[str, Any]) -> Field:
    """Who has left the unit, or was called something else, can stay."""
    value = data.get(field.name)
    present = value if isinstance(value, list) else [value]
    missing = [each for each in present if isinstance(each, str) and each not in dict(field.choices)]
    if not field.choices or not missing:
        return field
    return replace(field, choices=[*field.choices, *((each, each) for each in missing)])
