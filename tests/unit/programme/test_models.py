"""The programme as an object: looked up by id, never changed, and the same after it has been stored."""

import pytest
from pydantic import ValidationError

from workflows.calendar import Offset, Period
from workflows.files.loader import parse
from workflows.programme import Programme


def test_everything_is_found_by_its_id(programme: Programme) -> None:
    for find, rows in (
        (programme.unit, programme.units),
        (programme.stage, programme.stages),
        (programme.record, programme.records),
        (programme.rule, programme.rules),
        (programme.outcome, programme.outcomes),
    ):
        assert [find(row.id) for row in rows] == list(rows)
        assert find("nothing") is None


def test_the_checkpoint_rule_is_the_one_for_every_checkpoint(programme: Programme) -> None:
    assert programme.checkpoint_rule is programme.rule("meeting")


def test_a_changed_copy_finds_what_it_has_itself(programme: Programme) -> None:
    assert programme.checkpoint_rule
    assert programme.rule("left")
    without = programme.model_copy(update={"rules": ()})
    assert without.checkpoint_rule is None
    assert without.rule("left") is None


def test_a_rule_has_its_reminders(programme: Programme) -> None:
    assert [reminder.to for reminder in programme.reminders_of("meeting")] == [("participant", "referrer")]
    assert programme.reminders_of("document") == ()


def test_values_have_their_types(programme: Programme) -> None:
    assert programme.stages[0].length == Period(6, "weeks")
    assert programme.reminders[0].before == (Offset(2, "working days"),)
    assert programme.target_group.age == (16, 66)
    assert {goal.id: goal.target for goal in programme.goals} == {
        "in-time": 1.0,
        "to-work": 0.375,
        "places": "places_per_year",
        "load": 15,
        "meetings": 2,
    }


def test_numbers_are_told_from_shares_and_the_exit_from_what_comes_before(programme: Programme) -> None:
    assert [goal.id for goal in programme.goals if goal.is_number] == ["places", "load", "meetings"]
    assert [rule.id for rule in programme.rules if rule.after_exit] == ["document", "early-handover"]


def test_nothing_can_be_changed(programme: Programme) -> None:
    with pytest.raises(ValidationError):
        programme.name = "Annat"  # type: ignore[misc]
    assert isinstance(programme.stages, tuple)


def test_what_is_stored_is_read_back_as_it_was(programme: Programme) -> None:
    again = Programme.model_validate_json(programme.canonical())
    assert again == programme
    assert hash(again) == hash(programme)
    assert again.canonical() == programme.canonical()
    assert [type(goal.target) for goal in again.goals] == [type(goal.target) for goal in programme.goals]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("target = 1\n", "target = 1.0\n"),
        ("target = 15", "target = 15.0"),
        ('within = "2 weeks"', 'within = "2 week"'),
        ("offer = true", "offer = true\nrecipients = []"),
        ('name = "Arbete"', 'name = "Arbete"\ncounted = true'),
        ('version = "1"\nname = "Stegen"', 'name = "Stegen"\nversion = "1"   # ett'),
    ],
)
def test_the_same_said_in_other_words_is_stored_the_same(programme: Programme, good: str, old: str, new: str) -> None:
    other = good.replace(old, new, 1)
    assert other != good
    assert parse(other, "stegen.toml").canonical() == programme.canonical()


def test_another_meaning_is_stored_otherwise(programme: Programme, good: str) -> None:
    other = parse(good.replace('within = "2 weeks"', 'within = "14 days"', 1), "stegen.toml")
    assert other.canonical() != programme.canonical()
