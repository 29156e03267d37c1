"""What is probably a slip: told by the check, never refused."""

from pathlib import Path

import pytest

from journeys.programmes import BUILT_IN
from workflows.files.loader import parse, read
from workflows.files.remarks import municipalities, shared_units
from workflows.programme import Programme

SLIPS = {
    "a misspelt municipality": ('"Boden"', '"Bodn"', "[target_group], municipalities nr 2", "Menade du ”Boden”?"),
    "a municipality in another case": ('"Boden"', '"luleå kommun"', "municipalities nr 2", "Menade du ”Luleå”?"),
    "two in one": ('"Luleå", "Boden"', '"Luleå; Boden"', "municipalities nr 1", 'för sig: ["Luleå", "Boden"]'),
    "no place at all": ('"Boden"', '"Qqqqq"', "municipalities nr 2", "till exempel ”Luleå”"),
    "meetings without a rule": (
        '[[rules]]\nid = "meeting"\nname = "Avstämning"\ncheckpoint = true\n',
        "",
        "[[stages]] nr 1 (intro), ends_with",
        "checkpoint = true",
    ),
    "activities without a rule": (
        "group = true",
        "activities_per_week = 2",
        "[[stages]] nr 2 (group), activities_per_week",
        "activities = true",
    ),
    "a misspelt event": ('"joint-meeting"', '"joint-metting"', "[[goals]] nr 5 (meetings), event", '"joint-meeting"'),
    "an event in Swedish": ('"joint-meeting"', '"gruppstart"', "[[goals]] nr 5 (meetings), event", '"group-start"'),
}


@pytest.fixture
def plain(good: str) -> str:
    """Without anything to remark."""
    without_meeting = good.replace('[[reminders]]\nrule = "meeting"\nbefore = ["10 working days"]\n', "[[reminders]]\n")
    named = without_meeting.replace('template = "invitation"', 'rule = "skapa-rhythm"\nafter = ["1 day"]')
    return named.replace('"Berga", "Dalby"', '"Luleå", "Boden"')


def remarks(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "stegen.toml"
    file.write_text(text, encoding="utf-8")
    return [str(fault) for fault in read(file).remarks()]


@pytest.mark.parametrize(("old", "new", "place", "remedy"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_with_its_line_and_what_was_meant(
    tmp_path: Path, plain: str, old: str, new: str, place: str, remedy: str
) -> None:
    assert remarks(tmp_path, plain) == []
    assert old in plain
    (remark,) = remarks(tmp_path, plain.replace(old, new, 1))
    assert place in remark
    assert remedy in remark
    assert "stegen.toml:" in remark


def test_an_event_of_the_programmes_own_is_no_slip(tmp_path: Path, plain: str) -> None:
    assert remarks(tmp_path, plain.replace('"joint-meeting"', '"work-training-place"')) == []


@pytest.mark.parametrize("file", sorted(BUILT_IN.glob("*.toml")), ids=lambda file: file.stem)
def test_there_is_nothing_to_remark_in_what_ships(file: Path) -> None:
    assert read(file).remarks() == []


def test_there_are_290_municipalities() -> None:
    assert len(municipalities()) == 290
    assert all(name == name.strip() for name in municipalities())


@pytest.fixture
def other(good: str) -> Programme:
    return parse(good.replace('id = "stegen"', 'id = "annan"').replace('name = "Stegen"', 'name = "Annan"'), "a.toml")


def test_a_unit_that_another_programme_has_is_told_of(programme: Programme, other: Programme) -> None:
    berga, dalby = shared_units([programme], [programme, other])
    assert berga.startswith("Obs: i stegen 1 har enheten ”berga” samma id som en enhet i Annan. Personalen ser då")
    assert berga.endswith("ge den ett eget id, till exempel ”berga-stegen”.")
    assert "enheten ”dalby”" in dalby


def test_a_unit_that_the_version_before_had_too_is_no_news(good: str, programme: Programme, other: Programme) -> None:
    later = parse(good.replace('version = "1"', 'version = "2"').replace("2026-01-01", "2027-01-01"), "b.toml")
    assert list(shared_units([later], [programme, other])) == []
    assert list(shared_units([programme], [later, other])) != []
