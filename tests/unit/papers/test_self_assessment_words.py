"""How a self-assessment went, in words: from the first answer to the last, and never compared where it cannot be."""

from typing import Any

from journeys.exit.self_assessment import words_of
from tests.builders import events, programme
from workflows.programme import Programme

RECORDS = [{"id": "skapa", "name": "SKAPA-mätning", "instrument": "own"}]


def version(*scale: int) -> Programme:
    form = {
        "id": "own",
        "name": "Vårt formulär",
        "scale": list(scale),
        "indicators": [{"id": "health", "name": "Hälsa"}, {"id": "goals", "name": "Mål"}],
        "respondents": ["participant", "caseworker"],
    }
    return programme(records=RECORDS, instruments=[form])


def words(*answered: tuple[str, Programme, dict[str, dict[str, Any]]]) -> str:
    told = events(*(("skapa", on, {"values": values}) for on, _, values in answered))
    programmes = [each for _, each, _ in answered]
    return words_of(programmes[-1].records, list(zip(told, programmes, strict=True)))


FIVE, TEN = version(1, 5), version(1, 10)


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
    assert "från 4 till 6" not in text
    assert "- Hälsa: först 4 på skalan 1–5, sist 6 på skalan 1–10, som inte går att jämföra" in text
    assert text.splitlines()[0].endswith("4 maj 2026:")


def test_without_answers_there_is_nothing_to_say() -> None:
    assert words(("2026-02-09", FIVE, {"participant": {"health": None}})) == ""
