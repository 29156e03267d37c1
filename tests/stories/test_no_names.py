"""Nothing that a command shows tells who a participant is, unless it is asked with `--who`."""

import json
from pathlib import Path

import pytest

from tests.command_line import Desk, desk_at

REF = "MOL-2026-001"
CANARIES = {
    "given_name": "Kanariella",
    "family_name": "Prövqvist",
    "personnummer": "191212121212",
    "municipality": "Partille",
    "email": "kanariefågel@deltagare.example",
    "phone": "070-1740605",
    "language": "fi",
}
REFERRER = {
    "party": "region",
    "organisation": "Kanarieenheten",
    "name": "Remitta Skrock",
    "email": "skrock@region.example",
}
SAID = "Berättade om kanariefågeln"
TELLING = (
    *(value for key, value in CANARIES.items() if key not in ("language", "municipality")),
    *("1912-12-12", "19121212", "1212-1212", "Partille"),
    *(REFERRER["organisation"], REFERRER["name"], REFERRER["email"], SAID),
)

STEPS = [
    ("do", REF, "admitted", "caseworker=kim@molndal.example", f"note={SAID}"),
    ("do", REF, "started"),
    ("do", REF, "booked", "meeting=checkpoint", "time=2026-05-04T13:00", f"place={SAID}"),
    ("do", REF, "skapa", f"values.participant.tro={SAID}"),
    ("do", REF, "checkpoint", "decision=continue", f"attended={SAID}"),
    ("undo", REF, "e6", "--reason", SAID),
    ("correct", REF, "e1", "person.family_name=Prövqvist", "--reason", SAID),
    ("do", REF, "paused", f"reason={SAID}"),
    ("do", REF, "resumed", f"note={SAID}"),
    ("do", REF, "exited", "outcome=work", f"income_after={SAID}"),
    ("do", REF, "reopened", f"reason={SAID}"),
]
REFUSED = [
    ("do", REF, "admitted", f"caseworker={SAID}\x07"),
    ("do", REF, "started", SAID),
    ("do", REF, "plan", f"{SAID}=1"),
    ("do", REF, "plan", f"values={SAID}"),
    ("do", REF, "checkpoint", f"decision={SAID}"),
    ("correct", REF, "e1", f"person.given_name={SAID}\x07", "--reason", SAID),
    ("correct", REF, "e1", f"person={SAID}", "--reason", SAID),
    ("undo", REF, "e2", "--reason", SAID),
    (
        "refer",
        "--programme",
        "activera",
        "--unit",
        "molndal",
        "--given-name",
        f"{SAID}\x07",
        "--personnummer",
        "191212121213",
    ),
]
SHOWN = [
    ("due", "--until", "2026-12-31"),
    ("reminders", "--from", "2026-01-01", "--to", "2026-12-31"),
    ("journey", REF),
    ("outbox", "list"),
]


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = desk_at(sqlite_url, tmp_path, monkeypatch)
    line = json.dumps({"person": {**CANARIES, "gender": "woman"}, "referrer": REFERRER, "note": SAID})
    told = desk.asks("refer", "--programme", "activera", "--unit", "molndal", "--json", "-", given=line).output
    assert_nobody_is_told(told)
    return desk


def assert_nobody_is_told(output: str) -> None:
    assert not [word for word in TELLING if word in output]


def test_no_step_tells_who_it_is_about(desk: Desk) -> None:
    for words in STEPS:
        assert_nobody_is_told(desk.says(*words))


def test_no_view_tells_who_it_is_about(desk: Desk) -> None:
    for words in STEPS:
        desk.says(*words)
    for words in SHOWN:
        for form in ("table", "json"):
            shown = desk.says(*words, "--format", form)
            assert REF in shown
            assert_nobody_is_told(shown)
    assert_nobody_is_told(desk.says("verify", "--rows"))


@pytest.mark.parametrize("words", REFUSED, ids=lambda words: "-".join(words[:3]))
def test_no_refusal_repeats_what_was_typed(desk: Desk, words: tuple[str, ...]) -> None:
    desk.says(*STEPS[0])
    desk.says(*STEPS[1])
    assert_nobody_is_told(desk.refuses(*words))


def test_a_step_that_is_no_word_of_the_programme_is_the_one_that_is_named(desk: Desk) -> None:
    """What a person typed as the name of a step is told back: it names no participant."""
    assert "”dans”" in desk.refuses("do", REF, "dans")


def test_the_names_are_there_for_those_who_ask(desk: Desk) -> None:
    for words in STEPS[:3]:
        desk.says(*words)
    shown = desk.says("journey", REF, "--who")
    assert all(word in shown for word in ("Kanariella Prövqvist", CANARIES["email"], f"note={SAID}", f"place={SAID}"))
    assert "1212-1212" not in shown
