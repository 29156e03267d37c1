"""Numbers as they are said."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.reporting import words
from journeys.reporting.numbers import HIDDEN, Number, Numbers
from workflows.compliance import GoalRow


@pytest.mark.parametrize(
    ("met", "counted", "target", "said"),
    [
        (282, 304, 1.0, "93 %"),
        (16, 20, 0.8, "80 %"),
        (301, 302, 1.0, "99,7 %"),
        (797, 1000, 0.8, "79,7 %"),
        (1, 2000, None, "0,05 %"),
        (0, 7, 0.3, "0 %"),
        (7, 7, 1.0, "100 %"),
        (1, 3, None, "33 %"),
    ],
)
def test_per_cent_is_whole_unless_that_would_say_something_else(
    met: int, counted: int, target: float | None, said: str
) -> None:
    assert words.percent(met, counted, target) == said


@given(counted=st.integers(1, 10_000), data=st.data())
def test_per_cent_never_contradicts_the_numbers(counted: int, data: st.DataObject) -> None:
    met = data.draw(st.integers(0, counted))
    target = data.draw(st.integers(0, 100)) / 100
    said = Fraction(words.percent(met, counted, target).removesuffix(" %").replace(",", "."))
    assert (said == 100) == (met == counted)
    assert (said == 0) == (met == 0)
    assert (said >= Fraction(str(target)) * 100) == (Fraction(met, counted) >= Fraction(str(target)))


def row(met: int, counted: int | None) -> GoalRow:
    share = met / counted if counted else None
    nothing = dict.fromkeys(("unit", "gender", "target", "reached"))
    return GoalRow(
        goal="plan", measure="reached", met=met, counted=counted, share=share, excepted=0, not_counted_yet=0, **nothing
    )


@pytest.mark.parametrize(
    ("met", "counted", "said"),
    [(16, 20, "16 av 20 (80 %)"), (0, 0, "–"), (0, 3, "0 av 3 (0 %)"), (1250, None, "1 250")],
)
def test_a_result_has_both_numbers_and_nothing_is_a_dash(met: int, counted: int | None, said: str) -> None:
    assert words.result(row(met, counted)).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("met", "counted", "said"),
    [
        (HIDDEN, 20, "dolt av 20"),
        (16, HIDDEN, "16 av dolt"),
        (0, HIDDEN, "dolt"),
        (HIDDEN, HIDDEN, "dolt"),
        (HIDDEN, None, "dolt"),
    ],
)
def test_a_result_says_the_one_number_that_is_not_hidden(met: Number, counted: Number | None, said: str) -> None:
    assert words.result(replace(Numbers.of(row(1, 2)), met=met, counted=counted)) == said


def test_a_period_of_one_day_is_that_day() -> None:
    assert words.period(date(2026, 11, 1), date(2026, 11, 1)) == "1 november 2026"


def test_a_period_within_a_year_says_the_year_once() -> None:
    assert words.period(date(2026, 1, 1), date(2026, 11, 20)) == "1 januari – 20 november 2026"
    assert words.period(date(2025, 12, 1), date(2026, 1, 31)) == "1 december 2025 – 31 januari 2026"
