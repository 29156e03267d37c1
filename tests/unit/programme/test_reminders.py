"""Reminders: of a rule that exists and can be reminded of, and each of them once."""

from collections.abc import Callable

import pytest

from workflows.errors import Fault

Blame = Callable[[str, str], Fault]

BROKEN = {
    "a reminder of no rule": (
        'rule = "meeting"',
        'rule = "meting"',
        "[[reminders]] nr 2 (meting), rule",
        "Menade du ”meeting”?",
    ),
    "a reminder of a day before the exit": (
        'rule = "meeting"',
        'rule = "early-handover"',
        "[[reminders]] nr 2 (early-handover)",
        "Ta bort påminnelsen",
    ),
    "a reminder without its day": ('before = ["10 working days"]\n', "", "[[reminders]] nr 2 (meeting)", "before ="),
    "a reminder twice in a list": (
        '["10 working days"]',
        '["1 day", "1 days"]',
        "[[reminders]] nr 2 (meeting), before nr 2",
        "Ta bort den ena",
    ),
    "a recipient twice": (
        'to = ["participant", "referrer"]',
        'to = ["referrer", "referrer"]',
        "[[reminders]] nr 2 (meeting), before nr 1",
        "Ta bort den ena",
    ),
    "a reminder twice in two tables": (
        '[[outcomes]]\nid = "work"',
        '[[reminders]]\nrule = "meeting"\nbefore = ["10 working days"]\nto = ["referrer"]\n[[outcomes]]\nid = "work"',
        "[[reminders]] nr 3 (meeting), before nr 1",
        "Ta bort den ena",
    ),
}


@pytest.mark.parametrize(("old", "new", "place", "remedy"), BROKEN.values(), ids=BROKEN)
def test_a_fault_names_its_place_and_its_remedy(blame: Blame, old: str, new: str, place: str, remedy: str) -> None:
    fault = blame(old, new)
    assert fault.place == place
    assert remedy in fault.remedy
    assert fault.line is not None
