"""The answers of a self-assessment: asked question by question, written as the journal has them, shown over time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from journeys.case import Case
from journeys.skapa.assessed import measurements, measurements_of
from journeys.web.forms import Field
from journeys.web.visit import Visit
from workflows.assessments import Form, Measurement, Question, form_of
from workflows.events import Event
from workflows.instruments import BUILT_IN, instrument_of
from workflows.programme_tables import Instrument
from workflows.telling.phrases import RESPONDENTS

MOST_SHOWN = 4
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
    """The latest self-assessments beside each other, the earliest first, as far as they can be compared.

    `record` is what they are registered as; `changed`: whether some were made with another form.
    """

    record: str
    name: str
    changed: bool
    questions: Sequence[str]
    columns: Sequence[Column]


def questions(instrument: Instrument) -> list[Field]:
    """One field for each question and respondent, called `respondent.question`."""
    steps = steps_of(instrument)
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


def steps_of(instrument: Instrument) -> list[tuple[str, str]]:
    """The answers that can be chosen."""
    low, high = instrument.scale
    return [(str(step), str(step)) for step in range(low, high + 1)]


def explained(instrument: Instrument) -> str:
    told = f"Svara på {scale_in_words(instrument)}. Lämna det som inte är besvarat."
    return told + (PLACEHOLDER if is_placeholder(instrument) else "")


def scale_in_words(instrument: Instrument) -> str:
    """ "skalan 1–5, där 1 är stämmer inte alls och 5 är stämmer helt" """
    low, high = instrument.scale
    ends = f", där {low} är {instrument.labels[0]} och {high} är {instrument.labels[1]}" if instrument.labels else ""
    return f"skalan {low}–{high}{ends}"


def is_placeholder(instrument: Instrument) -> bool:
    """Whether the association has yet to enter its own form."""
    return instrument == BUILT_IN.get(instrument.id)


def with_last(fields: Sequence[Field], visit: Visit, case: Case, event: str) -> list[Field]:
    """The fields with what was answered the last time beside them."""
    if not any(field.kind == "scale" for field in fields):
        return list(fields)
    instrument = instrument_of(case.programme, event)
    earlier = measurements_of(case, visit.app.ledger, event)
    if instrument is None or not earlier:
        return list(fields)
    asked = {each.id: each for each in form_of(instrument).questions}
    return [_with_last(field, earlier[-1], asked) for field in fields]


def _with_last(field: Field, last: Measurement, asked: Mapping[str, Question]) -> Field:
    """Only beside the same question on the same scale."""
    respondent, _, id_ = field.name.partition(".")
    answer = last.answer(respondent, asked[id_]) if id_ in asked else None
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


def progress(case: Case, registered: Sequence[Event]) -> list[Progress]:
    """Of each form of the programme that has been answered, from the events as they were registered."""
    found = (_progress(case, record.id, registered) for record in case.programme.records if record.instrument)
    return [each for each in found if each is not None]


def _progress(case: Case, record: str, registered: Sequence[Event]) -> Progress | None:
    dossier = case.dossier
    answered = measurements(registered, dossier.programme, dossier.versions, record=record, today=case.today)
    if not answered:
        return None
    form = answered[-1].form
    shown = [each for each in answered if each.form.questions == form.questions][-MOST_SHOWN:]
    return Progress(
        record=record,
        name=form.name,
        changed=any(each.form.questions != form.questions for each in answered),
        questions=[each.name for each in form.questions],
        columns=list(columns(shown, form)),
    )


def columns(measured: Iterable[Measurement], form: Form) -> Iterator[Column]:
    """What each respondent answered to the questions of a form, occasion by occasion; nobody who answered none."""
    for each in measured:
        for who in each.form.respondents:
            answers = [each.answer(who, question) for question in form.questions]
            if any(answer is not None for answer in answers):
                yield Column(on=each.on, respondent=RESPONDENTS[who], answers=[in_words(answer) for answer in answers])


def in_words(answer: float | None) -> str:
    return "–" if answer is None else str(answer).replace(".", ",")
