"""How a self-assessment went, in words: from the first answer to the last, and never compared where it cannot be."""

from datetime import date
from typing import Any

from journeys.exit.self_assessment import words_of
from workflows.assessments import Form, Measurement, Question


def form(*scale: int, health: str = "Hälsa") -> Form:
    questions = {"health": health, "goals": "Mål"}
    return Form(
        name="Vårt formulär",
        questions=tuple(Question(id=id_, name=name, scale=(scale[0], scale[1])) for id_, name in questions.items()),
        respondents=("participant", "caseworker"),
    )


def words(*answered: tuple[str, Form, dict[str, dict[str, Any]]]) -> str:
    return words_of(
        "SKAPA-mätning",
        [Measurement(on=date.fromisoformat(on), form=made, answers=values) for on, made, values in answered],
    )


FIVE, TEN, OTHERWISE = form(1, 5), form(1, 10), form(1, 5, health="Jag mår bra")


def test_each_respondent_and_indicator_has_its_own_line() -> None:
    first = {"participant": {"health": 2, "goals": 3}, "caseworker": {"health": 1}}
    last = {"participant": {"health": 4, "goals": 3}}
    assert words(("2026-02-09", FIVE, first), ("2026-05-04", FIVE, last)).splitlines() == [
        "SKAPA-mätning. Deltagarens svar 9 februari–4 maj 2026 på skalan 1–5:",
        "- Hälsa: från 2 till 4",
        "- Mål: 3 både först och sist",
        "",
        "SKAPA-mätning. Handläggarens svar 9 februari 2026 på skalan 1–5:",
        "- Hälsa: 1",
    ]


def test_answers_on_another_scale_are_not_compared() -> None:
    text = words(
        ("2026-02-09", FIVE, {"participant": {"health": 4}}),
        ("2026-05-04", TEN, {"participant": {"health": 6, "goals": 7}}),
    )
    assert text.splitlines() == [
        "SKAPA-mätning. Deltagarens svar 9 februari–4 maj 2026:",
        "- Hälsa: 6 på skalan 1–10",
        "- Mål: 7 på skalan 1–10",
        "- Hälsa (i ett tidigare formulär): 4 på skalan 1–5",
    ]


def test_nor_are_answers_to_a_question_that_is_put_otherwise() -> None:
    text = words(
        ("2026-02-09", FIVE, {"participant": {"health": 4, "goals": 2}}),
        ("2026-05-04", OTHERWISE, {"participant": {"health": 5, "goals": 3}}),
    )
    assert text.splitlines() == [
        "SKAPA-mätning. Deltagarens svar 9 februari–4 maj 2026 på skalan 1–5:",
        "- Jag mår bra: 5",
        "- Mål: från 2 till 3",
        "- Hälsa (i ett tidigare formulär): 4",
    ]


def test_without_answers_there_is_nothing_to_say() -> None:
    assert words(("2026-02-09", FIVE, {"participant": {"health": None}})) == ""
