"""Goals: what each measure needs, what it must not have, and a target of its kind."""

from collections.abc import Callable

import pytest

from workflows.errors import Fault

Blame = Callable[[str, str], Fault]

BROKEN = {
    "a goal without its rule": ('rule = "first-contact"\ntarget', "target", "[[goals]] nr 1 (in-time)", "rule ="),
    "a goal without its outcomes": ('outcomes = ["work"]\n', "", "[[goals]] nr 2 (to-work)", 'outcomes = ["work"]'),
    "a goal without its event": ('event = "joint-meeting"\n', "", "[[goals]] nr 5 (meetings)", 'event = "group-start"'),
    "a goal with another measure's key": (
        'measure = "starts"',
        'measure = "starts"\nrule = "left"',
        "[[goals]] nr 3 (places), rule",
        "Ta bort raden",
    ),
    "a share with a time of its own": (
        "target = 0.375",
        'target = 0.375\nper = "year"',
        "[[goals]] nr 2 (to-work), per",
        "Ta bort raden",
    ),
    "a peak with a time of its own": (
        'each = "caseworker"',
        'each = "caseworker"\nper = "quarter"',
        "[[goals]] nr 4 (load), per",
        "Ta bort raden",
    ),
    "each of what is not at once": (
        'per = "half-year"',
        'each = "caseworker"',
        "[[goals]] nr 5 (meetings), each",
        "Ta bort raden",
    ),
    "a goal of no rule": (
        'rule = "first-contact"\ntarget',
        'rule = "first-contac"\ntarget',
        "[[goals]] nr 1 (in-time), rule",
        "Menade du ”first-contact”?",
    ),
    "a goal of no outcome": (
        'outcomes = ["work"]',
        'outcomes = ["wrk"]',
        "[[goals]] nr 2 (to-work), outcomes nr 1",
        "Menade du ”work”?",
    ),
    "a goal of an uncounted outcome": (
        'outcomes = ["work"]',
        'outcomes = ["work", "error"]',
        "[[goals]] nr 2 (to-work), outcomes nr 2",
        "Ta bort det ur listan",
    ),
    "an event that belongs to a journey": (
        'event = "joint-meeting"',
        'event = "contact"',
        "[[goals]] nr 5 (meetings), event",
        "group-start",
    ),
    "per cent for a share": ("target = 0.375", "target = 40", "[[goals]] nr 2 (to-work), target", "0.4 för 40 %"),
    "growth without how much": (
        "target = 0.375",
        'against = "year-before"',
        "[[goals]] nr 2 (to-work)",
        "target = 0.1 för minst 10 % fler",
    ),
    "growth in per cent": (
        "target = 0.375",
        'against = "year-before"\ntarget = 10',
        "[[goals]] nr 2 (to-work), target",
        "0.1 för 10 %",
    ),
    "growth by a unit key": (
        "target = 0.375",
        'against = "year-before"\ntarget = "places_per_year"',
        "[[goals]] nr 2 (to-work), target",
        "target = 0.1",
    ),
    "growth of what is no exit": (
        'measure = "starts"',
        'measure = "starts"\nagainst = "year-before"',
        "[[goals]] nr 3 (places), against",
        "Ta bort raden",
    ),
    "growth against something else": (
        "target = 0.375",
        'against = "month-before"\ntarget = 0.1',
        "[[goals]] nr 2 (to-work), against",
        "year-before",
    ),
    "a unit key for a share": (
        "target = 0.375",
        'target = "places_per_year"',
        "[[goals]] nr 2 (to-work), target",
        "0.8 för 80 %",
    ),
    "a unit key that no unit has": (
        'target = "places_per_year"',
        'target = "group_starts_per_year"',
        "[[goals]] nr 3 (places), target",
        "[[units]]",
    ),
}


@pytest.mark.parametrize(("old", "new", "place", "remedy"), BROKEN.values(), ids=BROKEN)
def test_a_fault_names_its_place_and_its_remedy(blame: Blame, old: str, new: str, place: str, remedy: str) -> None:
    fault = blame(old, new)
    assert fault.place == place
    assert remedy in fault.remedy
    assert fault.line is not None
