"""Self-assessments over time: what is compared, what is not, and which counts are hidden."""

from datetime import date
from itertools import product
from typing import Any

from workflows.assessments import Form, Measurement, changed_on, first_and_latest, form_of, series
from workflows.figures.movement import Counts, Row, movement, without_small_numbers
from workflows.programme_tables import Indicator, Instrument


def form(*names: str, scale: tuple[int, int] = (1, 5), labels: tuple[str, str] | None = None) -> Form:
    indicators = tuple(Indicator(id=name.lower(), name=name) for name in names)
    return form_of(
        Instrument(
            id="own",
            name="Egen",
            scale=scale,
            indicators=indicators,
            respondents=("participant", "caseworker"),
            labels=labels,
        )
    )


OLD, NEW = form("Mod", "Ro"), form("Mod", "Ro", scale=(1, 7))


def measured(day: int, made_with: Form = OLD, **participant: Any) -> Measurement:
    return Measurement(on=date(2026, 3, day), form=made_with, answers={"participant": participant})


def stretches(found: list[Measurement], number: int = 0) -> list[list[float]]:
    """What is drawn of a question of the latest form, without its days."""
    drawn = series(found, found[-1].form.questions[number], "participant")
    return [[answer for _, answer in each] for each in drawn.stretches]


def test_a_line_is_broken_where_a_question_was_not_answered() -> None:
    found = [measured(1, mod=2), measured(2, ro=3), measured(3, mod=4), measured(4, mod=5)]
    assert stretches(found) == [[2], [4, 5]]


def test_what_was_answered_on_another_scale_is_another_line() -> None:
    found = [measured(1, mod=5), measured(2, NEW, mod=5), measured(3, NEW, mod=6)]
    assert stretches(found) == [[5, 6]]
    assert list(changed_on(found)) == [date(2026, 3, 2)]
    assert [each.on.day for each in first_and_latest(found, "participant")] == [2, 3]


def test_so_is_what_was_asked_in_other_words_or_with_other_ends() -> None:
    worded = form_of(
        Instrument(
            id="own",
            name="Egen",
            scale=(1, 5),
            indicators=(Indicator(id="mod", name="Hur modig är du?"),),
            respondents=("participant",),
        )
    )
    turned = form("Mod", "Ro", labels=("mest", "minst"))
    assert stretches([measured(1, mod=2), measured(2, worded, mod=3)]) == [[3]]
    assert stretches([measured(1, mod=2), measured(2, turned, mod=3)]) == [[3]]
    assert len({each.mark for each in (OLD, NEW, worded, turned)}) == 4


def test_a_new_question_leaves_the_others_as_they_were() -> None:
    assert stretches([measured(1, mod=2), measured(2, form("Mod", "Kost"), mod=3, kost=1)]) == [[2, 3]]


def test_what_is_no_number_on_the_scale_is_not_drawn() -> None:
    assert stretches([measured(1, mod=9), measured(2, mod="tre"), measured(3, mod=True), measured(4, mod=0)]) == []


def counts(*participants: list[Measurement]) -> dict[str, Counts | None]:
    return {each.question.name: each.counts for each in movement(participants)}


def test_each_moves_from_the_first_answer_to_the_last() -> None:
    found = counts(
        [measured(1, mod=2, ro=3), measured(2, mod=1), measured(3, mod=4)],
        [measured(1, mod=3), measured(2, mod=3)],
        [measured(1, mod=5), measured(2, mod=4)],
        [measured(1, mod=5)],
    )
    assert found == {"Mod": Counts(up=1, same=1, down=1, another=0, mean=1 / 3)}, "and what was answered once is none"


def test_nothing_is_counted_from_one_scale_to_another() -> None:
    found = counts([measured(1, mod=5), measured(2, NEW, mod=6)], [measured(1, NEW, mod=2), measured(2, NEW, mod=4)])
    assert found == {"Mod": Counts(up=1, same=0, down=0, another=1, mean=2)}


def test_a_row_with_a_small_count_in_any_place_is_hidden_and_no_other() -> None:
    for up, same, down, another in product((0, 1, 4, 5, 9), repeat=4):
        told = Counts(up=up, same=same, down=down, another=another, mean=0.5)
        (shown,) = without_small_numbers([Row(question=OLD.questions[0], respondent="participant", counts=told)])
        small = {up, same, down, another, up + same + down + another} & {1, 2, 3, 4}
        assert shown.counts == (None if small else told)
