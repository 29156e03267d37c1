"""Self-assessments in words: how each answer went from the first to the last, of each question as it was put."""

from collections.abc import Iterator, Sequence

from journeys.exit.source import Source, span
from journeys.skapa.assessed import measurements_of
from workflows.assessments import Measurement, Question
from workflows.telling.phrases import RESPONDENTS


def in_words(source: Source) -> str:
    """A paragraph and a list for each form and respondent that has answers; empty where there are none."""
    records = (each for each in source.case.programme.records if each.instrument)
    told = (words_of(each.name, measurements_of(source.case, source.ledger, each.id)) for each in records)
    return "\n\n".join(text for text in told if text)


def words_of(record: str, measured: Sequence[Measurement]) -> str:
    """The same of one form; `measured`: the earliest first."""
    by_respondent = {who: [each for each in measured if each.is_answered_by(who)] for who in RESPONDENTS}
    return "\n\n".join(_told(record, who, answered) for who, answered in by_respondent.items() if answered)


def _told(record: str, who: str, measured: Sequence[Measurement]) -> str:
    asked = list(_asked(measured, who))
    scales = {question.scale for question in asked}
    scale = f" på {_scale(asked[0])}" if len(scales) == 1 else ""
    now = measured[-1].form.questions
    lines = [_line(question, measured, who, is_old=question not in now, on_scale=not scale) for question in asked]
    days = span(measured[0].on, measured[-1].on)
    return "\n".join([f"{record}. {RESPONDENTS[who]}s svar {days}{scale}:", *lines])


def _asked(measured: Sequence[Measurement], who: str) -> Iterator[Question]:
    """Those that have an answer, each as it was put: first those of the latest form."""
    for question in dict.fromkeys(question for each in reversed(measured) for question in each.form.questions):
        if any(each.answer(who, question) is not None for each in measured):
            yield question


def _line(question: Question, measured: Sequence[Measurement], who: str, *, is_old: bool, on_scale: bool) -> str:
    given = (each.answer(who, question) for each in measured)
    went = _went([answer for answer in given if answer is not None])
    name = f"{question.name} (i ett tidigare formulär)" if is_old else question.name
    return f"- {name}: {went}{f' på {_scale(question)}' if on_scale else ''}"


def _went(answers: Sequence[float]) -> str:
    first, last = (str(answer).replace(".", ",") for answer in (answers[0], answers[-1]))
    if len(answers) == 1:
        return last
    return f"{last} både först och sist" if first == last else f"från {first} till {last}"


def _scale(question: Question) -> str:
    low, high = question.scale
    return f"skalan {low}–{high}"
