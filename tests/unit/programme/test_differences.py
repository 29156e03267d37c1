"""What two versions say differently."""

from workflows.differences import differences, in_words, keys
from workflows.loader import parse


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


def test_what_no_sentence_tells_is_told_by_its_key(good: str) -> None:
    newer = parse(good.replace('template = "invitation"', 'template = "letter"'), "b.toml")
    assert differences(parse(good, "a.toml"), newer) == []
    assert list(keys(parse(good, "a.toml"), newer)) == ["reminders"]


def test_another_version_of_it_is_told_under_what_it_is_about(good: str) -> None:
    newer = parse(good.replace('version = "1"', 'version = "2"').replace("2026-01-01", "2027-01-01"), "b.toml")
    (about,) = differences(parse(good, "a.toml"), newer)
    assert about.heading == "Om insatsen"
    assert about.new == ("Gäller den som remitteras från och med 2027-01-01.",)
