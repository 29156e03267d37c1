"""Self-assessments over time: which answers can be set against each other, and which cannot.

An answer is a number only together with its question and scale. Where a later version of the form words a question
otherwise, or has another scale, it is another question: nothing is drawn or counted across.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from typing import Any

from workflows.programme_tables import Instrument


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What was asked: two answers can be compared where all of this is the same."""

    id: str
    name: str
    scale: tuple[int, int]
    labels: tuple[str, str] | None = None

    def read(self, answer: Any) -> int | float | None:
        """The answer as a number on the scale; None for anything else."""
        low, high = self.scale
        is_number = isinstance(answer, int | float) and not isinstance(answer, bool)
        return answer if is_number and low <= answer <= high else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form as it stood in one version of a programme."""

    name: str
    questions: tuple[Question, ...]
    respondents: tuple[str, ...]

    @property
    def mark(self) -> str:
        """The same for forms whose answers can be compared in all, another for any other form."""
        return sha256(repr((self.questions, self.respondents)).encode()).hexdigest()[:32]


@lru_cache(maxsize=128)
def form_of(instrument: Instrument) -> Form:
    """One value for one instrument, so that the same questions are also the same objects."""
    questions = tuple(
        Question(id=each.id, name=each.name, scale=instrument.scale, labels=instrument.labels)
        for each in instrument.indicators
    )
    return Form(name=instrument.name, questions=questions, respondents=instrument.respondents)


@dataclass(frozen=True, kw_only=True, slots=True)
class Measurement:
    """One occasion: the day, the form as it was then, and respondent → question → answer."""

    on: date
    form: Form
    answers: Mapping[str, Mapping[str, Any]]

    def asked(self, question: Question) -> bool:
        return question in self.form.questions

    def answer(self, respondent: str, question: Question) -> int | float | None:
        """None where it was not answered, not asked, or asked otherwise."""
        if not self.asked(question):
            return None
        return question.read(self.answers.get(respondent, {}).get(question.id))

    def is_answered_by(self, respondent: str) -> bool:
        return any(self.answer(respondent, each) is not None for each in self.form.questions)


Point = tuple[date, int | float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """What one respondent answered to one question over time: unbroken stretches, the earliest first."""

    question: Question
    respondent: str
    stretches: Sequence[Sequence[Point]]


def series(measurements: Sequence[Measurement], question: Question, respondent: str) -> Series:
    """Broken where the question was not answered, or was another one."""
    stretches: list[list[Point]] = [[]]
    for each in measurements:
        answer = each.answer(respondent, question)
        if answer is not None:
            stretches[-1].append((each.on, answer))
        elif stretches[-1]:
            stretches.append([])
    return Series(question=question, respondent=respondent, stretches=[each for each in stretches if each])


def changed_on(measurements: Sequence[Measurement]) -> Iterator[date]:
    """The days of those that were made with another form than the one before."""
    for before, after in pairwise(measurements):
        if before.form.questions != after.form.questions:
            yield after.on


def first_and_latest(measurements: Sequence[Measurement], respondent: str) -> list[Measurement]:
    """The respondent's first and latest with the form of today: two, one or none."""
    now = measurements[-1].form.questions
    same = [each for each in measurements if each.form.questions == now and each.is_answered_by(respondent)]
    return [same[0], same[-1]] if len(same) > 1 else same
