"""What two versions say differently."""

import pytest

from workflows.files.loader import parse
from workflows.telling.consequences import consequences
from workflows.telling.differences import differences, in_words, keys


def test_the_same_says_nothing(good: str) -> None:
    one, two = parse(good, "a.toml"), parse(good, "b.toml")
    assert differences(one, two) == []
    assert list(in_words(one, two)) == []


def test_what_is_gone_and_what_is_new_stand_under_their_heading(good: str) -> None:
    newer = good.replace('length = "10 weeks"', 'length = "12 weeks"')
    assert list(in_words(parse(good, "a.toml"), parse(newer, "b.toml"))) == [
        "Vägen",
        "  – Gruppen: 10 veckor, i grupp, slutar när deltagaren går vidare till nästa fas.",
        "  + Gruppen: 12 veckor, i grupp, slutar när deltagaren går vidare till nästa fas.",
        "Nycklar i filen som skiljer",
        "  stages.group.length",
    ]


GONE = {
    "a stage under another id": (
        'id = "last"',
        'id = "sista"',
        "Fasen ”Sista fasen” har id:t sista i stället för last. Ärenden som är där kan inte byta version: behåll id:t.",
    ),
    "a unit that is gone": (
        'id = "dalby"\nname = "Stegen Dalby"',
        'id = "elvby"\nname = "Stegen Elvby"',
        "Enheten ”Stegen Dalby” (dalby) finns inte längre. Ärenden som är där kan inte byta version.",
    ),
    "another scale": (
        "scale = [1, 5]",
        "scale = [1, 7]",
        "”Formulär” har en annan skala eller andra ord för den: svar före och efter jämförs aldrig.",
    ),
    "another question": (
        'name = "Sömn"',
        'name = "Jag sover"',
        "”Formulär” har andra frågor: bara de som är lika jämförs före och efter.",
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), GONE.values(), ids=GONE)
def test_what_follows_for_who_is_there_is_told(good: str, old: str, new: str, sentence: str) -> None:
    assert old in good
    was, now = parse(good, "a.toml"), parse(good.replace(old, new), "b.toml")
    assert list(consequences(was, now)) == [sentence]
    lines = list(in_words(was, now))
    assert lines[lines.index("Att tänka på") + 1] == f"  {sentence}"
    another = parse(good.replace(old, new).replace('id = "stegen"', 'id = "annan"'), "c.toml")
    assert list(consequences(was, another)) == []


def test_what_no_sentence_tells_is_told_by_its_key(good: str) -> None:
    newer = parse(good.replace('template = "invitation"', 'template = "letter"'), "b.toml")
    assert differences(parse(good, "a.toml"), newer) == []
    assert list(keys(parse(good, "a.toml"), newer)) == ["reminders"]


def test_another_version_of_it_is_told_under_what_it_is_about(good: str) -> None:
    newer = parse(good.replace('version = "1"', 'version = "2"').replace("2026-01-01", "2027-01-01"), "b.toml")
    (about,) = differences(parse(good, "a.toml"), newer)
    assert about.heading == "Om insatsen"
    assert about.new == ("Gäller den som remitteras från och med 2027-01-01.",)
