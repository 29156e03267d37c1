"""Ids, periods, target group, stages, records and instruments."""

from collections.abc import Callable

import pytest

from workflows import checks, machine, obligations
from workflows.checks.ids import LIFECYCLE_ANCHORS, STATES
from workflows.errors import Fault
from workflows.files.loader import parse
from workflows.programme import Programme

Blame = Callable[[str, str], Fault]

BROKEN = {
    "every that is no time": (
        'every = "3 months"',
        'every = "0 months"',
        "[[rules]] nr 2 (skapa-rhythm), every",
        "minst 1",
    ),
    "a stage that is no time": (
        'length = "6 weeks"',
        'length = "-6 weeks"',
        "[[stages]] nr 1 (intro), length",
        "minst 1",
    ),
    "a time beyond every calendar": (
        'within = "6 weeks"',
        'within = "9999 years"',
        "[[rules]] nr 2 (skapa-rhythm), within",
        "Kontrollera talet",
    ),
    "a reminder beyond every calendar": (
        '"1 week"]',
        '"9999 years"]',
        "[[reminders]] nr 1 (first-contact), after nr 1",
        "Kontrollera talet",
    ),
    "a day in the last year of every calendar": (
        "valid_from = 2026-01-01",
        "valid_from = 9999-12-01",
        "överst i filen, valid_from",
        "årtalet",
    ),
    "a day in the first": (
        "valid_from = 2026-01-01",
        "valid_from = 0001-01-01",
        "överst i filen, valid_from",
        "årtalet",
    ),
    "a checkpoint stage without length": ('length = "6 weeks"\n', "", "[[stages]] nr 1 (intro)", 'length = "6 weeks"'),
    "a stage twice": ('id = "last"', 'id = "intro"', "[[stages]] nr 3 (intro), id", "eget id"),
    "a stage named like a state": ('id = "last"', 'id = "paused"', "[[stages]] nr 3 (paused), id", "Byt id"),
    "a stage named like an anchor": ('id = "last"', 'id = "started"', "[[stages]] nr 3 (started), id", "Byt id"),
    "a unit twice": ('id = "dalby"', 'id = "berga"', "[[units]] nr 2 (berga), id", "eget id"),
    "an outcome twice": (
        '[[outcomes]]\nid = "error"',
        '[[outcomes]]\nid = "work"\nname = "Jobb"\n[[outcomes]]\nid = "error"',
        "[[outcomes]] nr 3 (work), id",
        "eget id",
    ),
    "a goal twice": ('id = "load"', 'id = "places"', "[[goals]] nr 4 (places), id", "eget id"),
    "a rule twice": ('id = "left"', 'id = "meeting"', "[[rules]] nr 5 (meeting), id", "eget id"),
    "an indicator twice": (
        'id = "food"',
        'id = "sleep"',
        "[[instruments]] nr 1 (own-form), indicators nr 2, id",
        "eget id",
    ),
    "a record named like an event": (
        'id = "violence-questions"',
        'id = "advanced"',
        "[[records]] nr 4 (advanced), id",
        "Byt id",
    ),
    "an unknown instrument": (
        'instrument = "own-form"',
        'instrument = "own-fom"',
        "[[records]] nr 2 (form), instrument",
        "Menade du ”own-form”?",
    ),
    "an offer that would keep answers": (
        'instrument = "skapa"',
        'instrument = "skapa"\noffer = true',
        "[[records]] nr 3 (skapa), offer",
        "Ta bort den ena",
    ),
    "a scale without steps": (
        "scale = [1, 5]",
        "scale = [5, 5]",
        "[[instruments]] nr 1 (own-form), scale",
        "scale = [1, 5]",
    ),
    "ages backwards": ("age = [16, 66]", "age = [66, 16]", "[target_group], age", "age = [16, 66]"),
}


@pytest.mark.parametrize(("old", "new", "place", "remedy"), BROKEN.values(), ids=BROKEN)
def test_a_fault_names_its_place_and_its_remedy(blame: Blame, old: str, new: str, place: str, remedy: str) -> None:
    fault = blame(old, new)
    assert fault.place == place
    assert remedy in fault.remedy
    assert fault.line is not None


def test_every_fault_is_told_at_once_in_the_order_of_the_file(
    good: str, faults_of: Callable[[str], list[Fault]]
) -> None:
    text = good.replace('id = "last"', 'id = "intro"').replace('rule = "meeting"', 'rule = "x"')
    faults = faults_of(text.replace('event = "joint-meeting"\n', "").replace('record = "contact"', 'record = "x"'))
    tables = [fault.place.split()[0] for fault in faults]
    assert tables == ["[[stages]]", "[[rules]]", "[[reminders]]", "[[goals]]"]


def test_without_an_outcome_nobody_could_leave(good: str, faults_of: Callable[[str], list[Fault]]) -> None:
    tables = '[[units]]\nid = "u"\nname = "U"\n[[stages]]\nid = "s"\nname = "S"\n'
    bare = good[: good.index("[target_group]")] + tables
    (fault,) = faults_of(bare)
    assert (fault.place, fault.problem) == (
        "överst i filen, outcomes",
        "det finns inget utfall, så ingen kan avslutas.",
    )
    parse(bare + '[[outcomes]]\nid = "o"\nname = "O"\n', "x.toml")


def test_a_version_that_was_stored_before_a_check_came_is_read_as_it_was(programme: Programme) -> None:
    """The database's own are read by the model alone: a new refusal stops nobody who is on them."""
    stored = programme.model_copy(update={"outcomes": (), "goals": (), "rules": ()}).canonical()
    assert list(checks.findings(Programme.model_validate_json(stored)))


def test_the_reserved_words_are_those_of_the_engine() -> None:
    assert set(STATES) == {machine.NEW, *machine.FIXED_STATES}
    assert set(LIFECYCLE_ANCHORS) == set(obligations.LIFECYCLE_ANCHORS)
