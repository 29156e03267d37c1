"""The answers of a self-assessment: asked question by question, written as the journal has them, shown over time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from journeys.case import Case
from journeys.web.forms import Field
from journeys.web.visit import Visit
from workflows.events import Event
from workflows.instruments import BUILT_IN, instrument_of
from workflows.programme import Instrument

MOST_SHOWN = 4
RESPONDENTS = {"participant": "Deltagaren", "caseworker": "Handläggaren"}
PLACEHOLDER = " Frågorna är en platshållare tills förbundet har lagt in sitt formulär i insatsfilen."

Answers = Mapping[str, Mapping[str, Any]]
"""Respondent → question → answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """What one of them answered on one day, question by question."""

    on: date
    respondent: str
    answers: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """The latest self-assessments beside each other, the earliest first."""

    name: str
    questions: Sequence[str]
    columns: Sequence[Column]


def questions(instrument: Instrument) -> list[Field]:
    """One field for each question and respondent, called `respondent.question`."""
    low, high = instrument.scale
    steps = [(str(step), str(step)) for step in range(low, high + 1)]
    return [
        Field(
            name=f"{respondent}.{each.id}",
            label=f"{RESPONDENTS[respondent]}: {each.name}",
            kind="scale",
            required=False,
            choices=steps,
        )
        for respondent in instrument.respondents
        for each in instrument.indicators
    ]


def explained(instrument: Instrument) -> str:
    low, high = instrument.scale
    told = f"Svara på skalan {low}–{high}. Lämna det som inte är besvarat."
    return told + (PLACEHOLDER if instrument == BUILT_IN.get(instrument.id) else "")


def with_last(fields: Sequence[Field], visit: Visit, case: Case, event: str) -> list[Field]:
    """The fields with what was answered the last time beside them."""
    if not any(field.kind == "scale" for field in fields):
        return list(fields)
    last = spread(case.dossier.private(visit.app.ledger, event).get(event, {}))
    return [_with_last(field, last) for field in fields]


def _with_last(field: Field, last: Answers) -> Field:
    respondent, _, question = field.name.partition(".")
    answer = last.get(respondent, {}).get(question)
    return replace(field, hint=f"Förra gången: {answer}.") if field.kind == "scale" and answer is not None else field


def written(values: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a journal line: what was answered goes into `values`."""
    answers: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        respondent, _, question = name.partition(".")
        if question and value is not None:
            answers.setdefault(respondent, {})[question] = value
    return {name: value for name, value in values.items() if "." not in name} | ({"values": answers} if answers else {})


def spread(data: Mapping[str, Any]) -> Answers:
    """By respondent, as the fields of the form are called."""
    found: Answers = data.get("values") or {}
    return found


def gathered(changed: Mapping[str, Any], before: Answers) -> dict[str, Any]:
    """What a correction sets: the answers as a whole, where one of them has changed."""
    answers = {who: changed[who] for who in RESPONDENTS if who in changed}
    kept = {key: value for key, value in changed.items() if key not in answers}
    if not answers:
        return kept
    whole = {who: told for who, told in {**before, **answers}.items() if told}
    return kept | {"values": whole or None}


def progress(case: Case, standing: Iterable[Event]) -> list[Progress]:
    """Of each form of the programme that has been answered."""
    events = sorted(standing, key=lambda event: event.on)
    found = (_progress(case, record.id, events) for record in case.programme.records if record.instrument)
    return [each for each in found if each is not None]


def _progress(case: Case, record: str, events: Sequence[Event]) -> Progress | None:
    instrument = instrument_of(case.programme, record)
    answered = [event for event in events if event.name == record and spread(event.data)]
    if instrument is None or not answered:
        return None
    return Progress(
        name=instrument.name,
        questions=[each.name for each in instrument.indicators],
        columns=[
            Column(
                on=event.on,
                respondent=RESPONDENTS[who],
                answers=[_text(told.get(each.id)) for each in instrument.indicators],
            )
            for event in answered[-MOST_SHOWN:]
            for who in instrument.respondents
            if (told := spread(event.data).get(who))
        ],
    )


def _text(answer: Any) -> str:
    return "–" if answer is None else str(answer)
