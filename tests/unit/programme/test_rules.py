"""Rules: either the checkpoint or a record, counted from something that exists, and possible to fulfil."""

from collections.abc import Callable

import pytest

from workflows.errors import Fault
from workflows.files.loader import parse

Blame = Callable[[str, str], Fault]

FIRST_RULE = '[[rules]]\nid = "first-contact"'
EXTRA = '[[rules]]\nid = "extra"\nname = "Extra"\n'


def before_the_first(keys: str) -> tuple[str, str]:
    """The change that puts one more rule, with these keys, at the head of the rules."""
    return FIRST_RULE, f"{EXTRA}{keys}\n{FIRST_RULE}"


BROKEN = {
    "activities that no stage expects": (
        *before_the_first("activities = true\n"),
        "[[rules]] nr 1 (extra), activities",
        "activities_per_week = 2",
    ),
    "a rule that says nothing": (*before_the_first(""), "[[rules]] nr 1 (extra)", "checkpoint = true"),
    "a rule without its record": ('record = "contact"\n', "", "[[rules]] nr 1 (first-contact)", 'record = "contact"'),
    "a rule without its from": ('from = "admitted"\n', "", "[[rules]] nr 1 (first-contact)", 'from = "admitted"'),
    "a rule without its within": (
        'within = "2 weeks"\n\n[[rules]]\nid = "skapa-',
        '\n[[rules]]\nid = "skapa-',
        "[[rules]] nr 1 (first-contact)",
        'within = "2 weeks"',
    ),
    "an unknown record": (
        'record = "contact"',
        'record = "contakt"',
        "[[rules]] nr 1 (first-contact), record",
        "Menade du ”contact”?",
    ),
    "an unknown from": (
        'from = "admitted"',
        'from = "admited"',
        "[[rules]] nr 1 (first-contact), from",
        "Menade du ”admitted”?",
    ),
    "a lifecycle event that nobody waits for": (
        'record = "contact"',
        'record = "paused"',
        "[[rules]] nr 1 (first-contact), record",
        "started, advanced, exited",
    ),
    "a from that is a stage and a record": (
        'id = "last"\nname',
        'id = "contact"\nname',
        "[[rules]] nr 6 (form-again), from",
        "Byt id på den ena",
    ),
    "a day before what it counts from": (
        'within = "10 weeks"',
        'within = "-1 week"',
        "[[rules]] nr 4 (group-done), within",
        "utan minus",
    ),
    "outcomes before there is one": (
        *before_the_first('record = "contact"\nfrom = "started"\nwithin = "2 weeks"\noutcomes = ["work"]'),
        "[[rules]] nr 1 (extra), outcomes",
        'from = "exited"',
    ),
    "an unknown outcome in a rule": (
        'outcomes = ["onwards"]',
        'outcomes = ["onward"]',
        "[[rules]] nr 8 (early-handover), outcomes nr 1",
        "Menade du ”onwards”?",
    ),
    "an uncounted outcome in a rule": (
        'outcomes = ["onwards"]',
        'outcomes = ["error"]',
        "[[rules]] nr 8 (early-handover), outcomes nr 1",
        "Ta bort det ur listan",
    ),
    "no outcomes in the list": (
        'outcomes = ["onwards"]',
        "outcomes = []",
        "[[rules]] nr 8 (early-handover), outcomes",
        "minst ett utfall",
    ),
    "every after the exit": (
        'within = "0 days"\n\n[[rules]]\nid = "early',
        'within = "0 days"\nevery = "1 month"\n\n[[rules]]\nid = "early',
        "[[rules]] nr 7 (document), every",
        "Ta bort ”every”",
    ),
    "every of what happens once": (
        'from = "decided"\nwithin = "2 weeks"',
        'from = "decided"\nwithin = "2 weeks"\nevery = "1 week"',
        "[[rules]] nr 5 (left), every",
        "Ta bort ”every”",
    ),
    "start after the start": (
        *before_the_first('record = "started"\nfrom = "started"\nwithin = "2 weeks"'),
        "[[rules]] nr 1 (extra), record",
        "Ändra ”record” eller ”from”",
    ),
    "start after a stage": (
        *before_the_first('record = "started"\nfrom = "group"\nwithin = "2 weeks"'),
        "[[rules]] nr 1 (extra), record",
        "Ändra ”record” eller ”from”",
    ),
    "exit after the exit": (
        *before_the_first('record = "exited"\nfrom = "exited"\nwithin = "2 weeks"'),
        "[[rules]] nr 1 (extra), record",
        "Ändra ”record” eller ”from”",
    ),
    "onwards from the last stage": (
        *before_the_first('record = "advanced"\nfrom = "last"\nwithin = "2 weeks"'),
        "[[rules]] nr 1 (extra), record",
        "Ändra ”record” eller ”from”",
    ),
    "a checkpoint with a record": (
        "checkpoint = true",
        'checkpoint = true\nrecord = "contact"',
        "[[rules]] nr 3 (meeting), record",
        "ta bort checkpoint",
    ),
    "a checkpoint with a from": (
        "checkpoint = true",
        'checkpoint = true\nfrom = "started"',
        "[[rules]] nr 3 (meeting), from",
        "ta bort checkpoint",
    ),
    "two checkpoint rules": (
        *before_the_first("checkpoint = true"),
        "[[rules]] nr 4 (meeting), checkpoint",
        "Ta bort den ena",
    ),
}


@pytest.mark.parametrize(("old", "new", "place", "remedy"), BROKEN.values(), ids=BROKEN)
def test_a_fault_names_its_place_and_its_remedy(blame: Blame, old: str, new: str, place: str, remedy: str) -> None:
    fault = blame(old, new)
    assert fault.place == place
    assert remedy in fault.remedy
    assert fault.line is not None


def test_a_rule_on_activities_says_nothing_else(good: str, faults_of: Callable[[str], list[Fault]]) -> None:
    expecting = good.replace('name = "Sista fasen"', 'name = "Sista fasen"\nactivities_per_week = 2')
    old, new = before_the_first('activities = true\nfrom = "started"\n')
    [only] = faults_of(expecting.replace(old, new, 1))
    assert (only.place, only.remedy) == ("[[rules]] nr 1 (extra), from", "Ta bort den, eller ta bort activities.")


def test_without_a_checkpoint_nothing_can_count_on_one(good: str, faults_of: Callable[[str], list[Fault]]) -> None:
    meeting, decided = faults_of(good.replace('ends_with = "checkpoint"\n', ""))
    assert meeting.place == "[[rules]] nr 3 (meeting), checkpoint"
    assert decided.place == "[[rules]] nr 5 (left), from"
    assert all('ends_with = "checkpoint"' in fault.remedy for fault in (meeting, decided))


def test_a_second_record_of_a_kind_can_be_asked_for_after_the_first(good: str) -> None:
    """Counting, "Done day": the event that is the anchor is never the one that is waited for."""
    old, new = before_the_first('record = "contact"\nfrom = "contact"\nwithin = "2 weeks"')
    again = parse(good.replace(old, new), "stegen.toml").rule("extra")
    assert again
    assert again.record == again.from_ == "contact"
