"""What a rule takes instead, and stages that some pass by: what is refused, and how it is told."""

from collections.abc import Callable

import pytest

from tests.builders import programme
from workflows.errors import Fault
from workflows.files.loader import parse
from workflows.telling.describe import sentences
from workflows.telling.processmap import svg

Blame = Callable[[str, str], Fault]

IN_CONTACT = 'record = "contact"\nfrom = "admitted"'
AGAIN = 'record = "form"\nfrom = "contact"\nwithin = "0 days"'

BROKEN = {
    "an unknown substitute": (
        IN_CONTACT,
        f'{IN_CONTACT}\nor_records = ["handove"]',
        "[[rules]] nr 1 (first-contact), or_records nr 1",
        "Menade du ”handover”?",
    ),
    "a record for itself": (
        IN_CONTACT,
        f'{IN_CONTACT}\nor_records = ["contact"]',
        "[[rules]] nr 1 (first-contact), or_records nr 1",
        "Skriv en annan post",
    ),
    "a substitute for a document with recipients": (
        'record = "exit-document"',
        'record = "exit-document"\nor_records = ["form"]',
        "[[rules]] nr 7 (document), or_records",
        "Ta bort",
    ),
    "an unknown later day": (
        IN_CONTACT,
        f'{IN_CONTACT}\nor_later = "refered"',
        "[[rules]] nr 1 (first-contact), or_later",
        "Menade du ”referred”?",
    ),
    "the same day as the later one": (
        IN_CONTACT,
        f'{IN_CONTACT}\nor_later = "admitted"',
        "[[rules]] nr 1 (first-contact), or_later",
        "Det som finns",
    ),
    "later than the exit": (
        'record = "exit-document"',
        'record = "exit-document"\nor_later = "handover"',
        "[[rules]] nr 7 (document), or_later",
        "Ta bort ”or_later”",
    ),
    "before a step of the journey": (
        IN_CONTACT,
        f"{IN_CONTACT}\nbeforehand = true",
        "[[rules]] nr 1 (first-contact), beforehand",
        "home-visit",
    ),
    "several times of what comes once": (
        'measure = "on_time"',
        'measure = "reached"\ntimes = 2',
        "[[goals]] nr 1 (in-time), times",
        "every =",
    ),
    "a first stage that is passed by": (
        'activities = ["Samtal", "Promenad"]',
        "optional = true",
        "[[stages]] nr 1 (intro), optional",
        "Ta bort ”optional”",
    ),
}


@pytest.mark.parametrize(("old", "new", "place", "remedy"), BROKEN.values(), ids=BROKEN)
def test_a_fault_names_its_place_and_its_remedy(blame: Blame, old: str, new: str, place: str, remedy: str) -> None:
    fault = blame(old, new)
    assert fault.place == place
    assert remedy in fault.remedy
    assert fault.line is not None


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            IN_CONTACT,
            f'{IN_CONTACT}\nor_later = "handover"',
            "Kontakt: senast 2 veckor efter antagning eller, om det är senare, efter Övergång.",
        ),
        (
            IN_CONTACT,
            f'{IN_CONTACT}\nor_records = ["form"]',
            "Kontakt eller Formulär: senast 2 veckor efter antagning.",
        ),
        (AGAIN, f"{AGAIN}\nbeforehand = true", "Formulär: före Kontakt, senast samma dag."),
        (
            'measure = "on_time"\nrule = "first-contact"',
            'measure = "reached"\nrule = "skapa-rhythm"\ntimes = 3',
            "Kontakt i tid: andelen deltagare som har fått ”SKAPA var tredje månad” minst 3 gånger. Mål: 100 %.",
        ),
    ],
)
def test_it_is_told_in_swedish(good: str, old: str, new: str, sentence: str) -> None:
    told = [said for _, lines in sentences(parse(good.replace(old, new, 1), "stegen.toml")) for said in lines]
    assert sentence in told


def test_a_stage_that_some_pass_by_is_told() -> None:
    group = {"id": "two", "name": "Två", "length": "6 weeks", "group": True, "optional": True}
    shown = programme(stages=[{"id": "one", "name": "Ett"}, group, {"id": "three", "name": "Tre"}])
    told = [said for _, lines in sentences(shown) for said in lines]
    assert (
        "Två: 6 veckor, i grupp, för en del hoppas den över, slutar när deltagaren går vidare till nästa fas." in told
    )
    assert "En del går förbi, direkt till nästa." in svg(shown)


def test_rules_that_wait_for_each_other_are_refused(good: str, faults_of: Callable[[str], list[Fault]]) -> None:
    circle = """
[[records]]
id = "egg"
name = "Ägg"
[[records]]
id = "hen"
name = "Höna"
[[rules]]
id = "hen"
name = "Höna"
record = "hen"
from = "egg"
within = "3 weeks"
[[rules]]
id = "egg"
name = "Ägg"
record = "egg"
from = "hen"
within = "1 day"
"""
    found = faults_of(good + circle)
    assert [fault.place for fault in found] == ["[[rules]] nr 9 (hen), from", "[[rules]] nr 10 (egg), from"]
    assert "i en ring (egg, hen): ingen börjar" in found[0].problem
    assert parse(good + circle.replace('from = "hen"', 'from = "started"'), "stegen.toml")
