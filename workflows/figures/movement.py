"""How the answers of many participants moved between their first self-assessment and their last."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from workflows.assessments import Measurement, Question

Direction = Literal["up", "same", "down", "another"]
"""`another`: the question or its scale was another at the end, so nothing can be said."""

SMALL = range(1, 5)
"""Counts that could point at somebody."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """One participant, one question and one respondent. `by` is last less first; None for another question."""

    question: Question
    respondent: str
    by: int | float | None

    @property
    def direction(self) -> Direction:
        if self.by is None:
            return "another"
        return "up" if self.by > 0 else "down" if self.by < 0 else "same"


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many went each way. `mean` is of those that can be compared; None where there are none."""

    up: int
    same: int
    down: int
    another: int
    mean: float | None

    @property
    def total(self) -> int:
        return self.up + self.same + self.down + self.another


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A question, by one respondent, over all participants. `counts` is None where they are hidden."""

    question: Question
    respondent: str
    counts: Counts | None


def movement(participants: Iterable[Sequence[Measurement]]) -> list[Row]:
    """A row for each question as it was asked and each who answered it, in the order they are met."""
    found: dict[tuple[str, Question], list[Moved]] = {}
    for measurements in participants:
        for moved in _moved(measurements):
            found.setdefault((moved.respondent, moved.question), []).append(moved)
    return [
        Row(question=question, respondent=respondent, counts=_counted(all_moved))
        for (respondent, question), all_moved in found.items()
    ]


def _moved(measurements: Sequence[Measurement]) -> Iterator[Moved]:
    """Of one participant: only what was answered at least twice, measurements in order of their days."""
    for respondent in dict.fromkeys(who for each in measurements for who in each.form.respondents):
        answered: dict[str, list[tuple[Question, int | float]]] = {}
        for each in measurements:
            for question in each.form.questions:
                if (answer := each.answer(respondent, question)) is not None:
                    answered.setdefault(question.id, []).append((question, answer))
        for answers in answered.values():
            (asked_first, first), (asked_last, last) = answers[0], answers[-1]
            if len(answers) > 1:
                by = last - first if asked_first == asked_last else None
                yield Moved(question=asked_last, respondent=respondent, by=by)


def _counted(moved: Sequence[Moved]) -> Counts:
    ways = Counter(each.direction for each in moved)
    steps = [each.by for each in moved if each.by is not None]
    return Counts(
        up=ways["up"],
        same=ways["same"],
        down=ways["down"],
        another=ways["another"],
        mean=sum(steps) / len(steps) if steps else None,
    )


def without_small_numbers(rows: Iterable[Row]) -> list[Row]:
    """The rows as those may see them who must not work out who they are about: the one place where that is decided.

    A row with a count from 1 to 4 is hidden as a whole, its mean too. No row is a sum of others, so nothing is left to
    work it out from.
    """
    return [replace(each, counts=None) if each.counts and _points_at_somebody(each.counts) else each for each in rows]


def _points_at_somebody(counts: Counts) -> bool:
    return any(each in SMALL for each in (counts.up, counts.same, counts.down, counts.another, counts.total))
