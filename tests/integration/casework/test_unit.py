"""`farled unit`: units that are added to a programme beside those that its files name."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from journeys.tables.programmes import PROGRAMME_VERSION
from journeys.words import unit_text
from tests.command_line import PERSON, REFERRER, Desk

ADD = ("unit", "add", "activera", "ACTivera Öckerö", "--places-per-year", "20")
ID = "activera-ockero"


def test_a_unit_that_was_added_is_one_of_the_programme_everywhere(desk_on_either: Desk) -> None:
    desk = desk_on_either
    assert desk.says(*ADD) == f"ACTivera Öckerö ({ID}) är tillagd i ACTivera.\n"
    kim = ("--name", "Kim Ek", "--role", "caseworker", "--unit", ID)
    assert f"vid {ID}" in desk.says("staff", "add", "kim@ockero.example", *kim)
    reference = desk.refers("2026-03-02", "--unit", ID)
    desk.says("do", reference, "admitted", "caseworker=kim@ockero.example")
    figures = desk.says("report", "--programme", "activera", "--from", "2026-01-01", "--to", "2026-03-31")
    assert "ACTivera Öckerö" in figures
    listed = desk.json("unit", "list")["units"]
    assert [(each["id"], each["places_per_year"], each["closed_on"]) for each in listed] == [(ID, 20, None)]


def test_another_installation_reads_its_journal_only_when_it_has_the_unit(desk: Desk, tmp_path: Path) -> None:
    desk.says(*ADD)
    desk.refers("2026-03-02", "--unit", ID)
    journal = tmp_path / "journal.jsonl"
    journal.write_text(desk.says("export"), encoding="utf-8")
    other = Desk(desk.settings.model_copy(update={"database": f"sqlite:///{tmp_path / 'other.db'}"}), desk.now)
    assert f"enheten ”{ID}”" in other.refuses("import", str(journal))
    other.says(*ADD)
    assert "1 nytt ärende" in other.says("import", str(journal))


def test_a_version_that_journeys_follow_is_kept_as_its_file_says_it(desk: Desk) -> None:
    desk.says(*ADD)
    desk.refers("2026-03-02", "--unit", ID)
    desk.says("unit", "rename", "activera", ID, "ACTivera Öckerö norra")
    with desk.app() as app, app.read() as connection:
        assert ID not in connection.execute(PROGRAMME_VERSION.select()).one().body
        catalogue = app.catalogue(connection)
    assert not catalogue.refused
    named = [unit_text(programme, ID) for programme in catalogue.of("activera").values()]
    assert set(named) == {"ACTivera Öckerö norra"}


def test_where_a_version_names_the_unit_itself_its_file_counts(desk: Desk, tmp_path: Path) -> None:
    desk.says("unit", "add", "activera", "ACTivera Göteborg", "--id", "goteborg", "--places-per-year", "5")
    shipped = (files("journeys.programmes") / "activera-2026.toml").read_text(encoding="utf-8")
    newer = shipped.replace('version = "2026"', 'version = "2027"').replace("2026-01-01", "2027-01-01", 1)
    named = newer.replace(
        "[[units]]", '[[units]]\nid = "goteborg"\nname = "Göteborg"\nplaces_per_year = 9\n\n[[units]]', 1
    )
    (tmp_path / "newer.toml").write_text(named, encoding="utf-8")
    desk.settings = desk.settings.model_copy(update={"programmes": f"builtin:{tmp_path}"})
    with desk.app() as app, app.read() as connection:
        found = [app.catalogue(connection).get("activera", version).unit("goteborg") for version in ("2026", "2027")]
    assert [unit and (unit.name, unit.places_per_year) for unit in found] == [("ACTivera Göteborg", 5), ("Göteborg", 9)]


def test_a_closed_unit_takes_no_referral_from_that_day_and_keeps_what_it_has(desk: Desk, tmp_path: Path) -> None:
    desk.says(*ADD)
    reference = desk.refers("2026-03-02", "--unit", ID)
    assert "tar inte längre emot remisser" in desk.says("unit", "close", "activera", ID)
    line = json.dumps({"person": PERSON, "referrer": REFERRER})
    late = ("refer", "--programme", "activera", "--unit", ID, "--on", "2026-04-01", "--json", "-")
    assert "tar inte emot remisser från och med 2026-04-01" in desk.refuses(*late, given=line)
    assert desk.refers("2026-03-31", "--unit", ID)
    closed = "tar inte emot remisser från och med 2026-04-01"
    elsewhere = desk.refers("2026-04-01", "--unit", "lerum")
    assert closed in desk.refuses("correct", elsewhere, "e1", f"unit={ID}", "--reason", "fel enhet")
    assert closed in desk.refuses("correct", reference, "e1", "on=2026-04-01", "--reason", "fel dag")
    moved = {"journey": reference, "event": "corrected", "of": "e1", "on": "2026-04-01", "set": {"on": "2026-04-01"}}
    (tmp_path / "moved.jsonl").write_text(json.dumps(moved | {"reason": "fel dag"}), encoding="utf-8")
    assert closed in desk.refuses("import", str(tmp_path / "moved.jsonl"))
    desk.says("do", reference, "admitted", "caseworker=kim@ockero.example")
    desk.says("unit", "close", "activera", ID, "--undo")
    assert desk.says(*late, given=line)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("activera", "X", "--id", "molndal"), "redan en enhet med beteckningen ”molndal”"),
        (("activera", "ACTivera Lerum", "--id", "x"), "finns redan, med beteckningen ”lerum”"),
        (("activera", "actiVERA lerum", "--id", "x"), "finns redan, med beteckningen ”lerum”"),
        (("activera", "X", "--id", "Stor"), "a–z, 0–9 och bindestreck"),
        (("activera", "X", "--id", "lulea"), "Skriv det namnet om det är samma enhet"),
        (("finns-inte", "X"), "Insatsen ”finns-inte” finns inte"),
    ],
)
def test_what_would_be_confused_with_something_else_is_refused(
    desk: Desk, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in desk.refuses("unit", "add", *words)


def test_a_unit_of_a_file_is_renamed_in_the_file(desk: Desk) -> None:
    assert "ändras i filen" in desk.refuses("unit", "rename", "activera", "molndal", "Mölndal")


def test_a_unit_of_a_file_is_closed_too_and_its_version_stays_as_it_was(desk_on_either: Desk) -> None:
    desk = desk_on_either
    desk.refers("2026-03-02", "--unit", "partille")
    assert desk.says("unit", "close", "activera", "partille") == "ACTivera Partille tar inte längre emot remisser.\n"
    line = json.dumps({"person": PERSON, "referrer": REFERRER})
    late = ("refer", "--programme", "activera", "--unit", "partille", "--on", "2026-04-01", "--json", "-")
    assert "tar inte emot remisser från och med 2026-04-01" in desk.refuses(*late, given=line)
    assert "är stängd för remisser sedan" in desk.refuses("unit", "close", "activera", "partille")
    listed = desk.json("unit", "list", "activera")["units"]
    assert [(each["id"], each["closed_on"]) for each in listed] == [("partille", "2026-04-01")]
    with desk.app() as app, app.read() as connection:
        assert not app.catalogue(connection).refused
    desk.says("unit", "close", "activera", "partille", "--undo")
    assert desk.json("unit", "list")["units"] == []
    assert desk.says(*late, given=line)
