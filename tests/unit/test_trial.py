"""`farled programme try`: invented people through the real engine, counted for whoever plans a unit."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from journeys.cli import farled
from journeys.invented.starts import GroupStarts, starts_of
from journeys.programmes import BUILT_IN
from journeys.trial.lived import Assumed, Lived, lived
from journeys.trial.outlook import Outlook, outlook
from journeys.trial.picture import svg
from journeys.trial.words import assumptions, result
from workflows.facts import Happening
from workflows.files.loader import read_programme
from workflows.programme import Programme
from workflows.programme_tables import Unit

TILLSAMMANS = BUILT_IN / "tillsammans-2026.toml"
ASSUMED = Assumed(referrals_per_month=8, months=12, staff=2, stay=timedelta(days=180), seed=7, first=date(2026, 1, 1))


def tries(*words: str) -> Result:
    return CliRunner().invoke(farled, ["programme", "try", *words])


def with_unit(programme: Programme, **keys: int | None) -> Programme:
    """The programme, with other limits in its only unit."""
    (unit,) = programme.units
    return programme.model_copy(update={"units": (unit.model_copy(update=keys),)})


def tillsammans(**keys: int | None) -> Programme:
    return with_unit(read_programme(TILLSAMMANS), **keys)


@pytest.fixture(scope="module")
def found() -> Outlook:
    return outlook(read_programme(TILLSAMMANS), ASSUMED)


@pytest.mark.parametrize("file", sorted(BUILT_IN.glob("*.toml")), ids=lambda file: file.stem)
def test_every_programme_that_ships_can_be_tried(file: Path) -> None:
    few = Assumed(referrals_per_month=3, months=9, staff=1, stay=timedelta(days=90), seed=2, first=date(2026, 1, 1))
    found = list(lived(read_programme(file), few, GroupStarts(last=few.last)))
    assert len([each for each in found if isinstance(each, Lived)]) == 27
    assert all(each.on <= few.last for each in found if isinstance(each, Happening))


def test_the_same_seed_gives_the_same_answer_and_another_seed_another(found: Outlook) -> None:
    assert outlook(read_programme(TILLSAMMANS), ASSUMED) == found
    words = (str(TILLSAMMANS), "--referrals-per-month", "2", "--months", "4", "--format", "json")
    assert tries(*words).stdout == tries(*words, "--seed", "1").stdout != tries(*words, "--seed", "2").stdout


def test_the_months_follow_each_other_and_have_all_referrals(found: Outlook) -> None:
    assert [month.first.month for month in found.months] == list(range(1, 13))
    assert sum(month.referrals for month in found.months) == 96
    # who is there at the end of a month is there on its busiest day or came later than that day
    for before, after in zip(found.months, found.months[1:], strict=False):
        assert after.at_once <= before.at_once + after.starts + 12  # and those who come back from a rest


def test_the_day_on_which_places_run_out_is_one_with_too_many() -> None:
    found = outlook(tillsammans(group_starts_per_year=None), ASSUMED)
    (full,) = found.full
    assert (full.key, full.places, full.held) == ("max_at_once", 40, False)
    assert full.on is not None
    month = next(month for month in found.months if month.first == full.on.replace(day=1))
    earlier = [other.at_once for other in found.months if other.first < month.first]
    assert month.at_once > 40 >= max(earlier)
    assert not found.has_waiting


def test_nobody_begins_before_a_group_starts_nor_more_than_there_are_places_for(found: Outlook) -> None:
    """Four starts a year, each in the middle of its part of it."""
    assert [month.first.month for month in found.months if month.starts] == [2, 5, 8, 11]
    (full,) = found.full
    assert (full.key, full.places, full.held) == ("max_at_once", 40, True)
    assert full.on in (date(2026, 5, 18), date(2026, 8, 17), date(2026, 11, 16))
    assert max(month.at_once for month in found.months) <= 40
    assert max(month.waiting for month in found.months) > 20
    assert found.waited is not None
    assert 0 < found.waited.average < found.waited.longest


def test_a_start_without_places_is_let_pass_for_the_next_of_those_who_begin() -> None:
    unit = Unit(id="norr", name="Norr", places_per_year=2, max_at_once=1, group_starts_per_year=2)
    starts = GroupStarts(last=date(2027, 12, 31))
    april, october = date(2026, 4, 2), date(2026, 10, 1)
    assert list(islice(starts_of(unit, date(2026, 4, 3)), 2)) == [october, date(2027, 4, 2)]
    assert starts.next(unit, date(2026, 3, 1), begins=True) == april
    starts.took(unit, april, date(2026, 12, 1))
    assert starts.next(unit, april, begins=True) == date(2027, 4, 2), "one at once, and October has one"
    assert starts.next(unit, april, begins=False) == april, "who has begun takes no place"
    starts.took(unit, october, date(2026, 12, 1))
    assert starts.full == {("norr", "max_at_once"): april}
    assert starts.next(unit, october, begins=True) == date(2027, 4, 2)
    assert starts.full["norr", "places_per_year"] == october
    assert starts.next(Unit(id="syd", name="Syd"), april, begins=True) is None


def test_who_has_begun_rests_until_the_group_starts() -> None:
    """Steget fram, if it said how often: the first stage is over, and the clock stands still."""
    programme = with_unit(read_programme(BUILT_IN / "steget-fram-2026.toml"), group_starts_per_year=4)
    few = replace(ASSUMED, referrals_per_month=3, stay=timedelta(days=14))
    starts = GroupStarts(last=few.last)
    histories = [each.history for each in lived(programme, few, starts) if isinstance(each, Lived)]
    into_group = [(each, entry.on) for each in histories for entry in each.entries if entry.stage == "group"]
    assert into_group
    assert all(on == next(starts_of(programme.units[0], on)) for _, on in into_group)
    assert any(pause.end == on for each, on in into_group for pause in each.pauses)


def test_a_week_later_no_share_gets_better_that_counts_what_is_in_time(found: Outlook) -> None:
    on_time = [pair for pair in found.goals if pair[0].measure == "on_time" and pair[0].counted]
    assert on_time
    assert all((later.share or 0) <= (row.share or 0) for row, later in on_time)
    assert [later.met for row, later in found.goals if row.measure == "exits"] == [
        row.met for row, _ in found.goals if row.measure == "exits"
    ]


def test_the_picture_has_its_numbers_in_words(found: Outlook) -> None:
    root = ElementTree.fromstring(svg(found))
    names = {"svg": "http://www.w3.org/2000/svg"}
    described = root.findtext("svg:desc", namespaces=names)
    assert described is not None
    first, second, *_ = found.months
    assert described.startswith(f"jan 26 {first.at_once}, feb {second.at_once} ({second.waiting} väntar)")
    assert described.endswith("Högst 40 samtidigt.")
    assert len(root.findall("svg:rect", names)) == 1 + 12 + sum(month.waiting > 0 for month in found.months)


def test_what_is_shown(tmp_path: Path) -> None:
    picture = tmp_path / "bild.svg"
    words = ("--referrals-per-month", "4", "--months", "6", "--from", "2026-03-15", "--svg", str(picture))
    result = tries(str(TILLSAMMANS), *words)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Tillsammans 2026 på prov, 2026-03-01 till 2026-08-31: 4 remisser i månaden")
    assert "En handläggares vecka" in result.stdout
    assert "  Antagen 1–18 dagar efter remissen, start 3–25 dagar efter antagningen.\n" in result.stdout
    assert "Tillsammans Piteå: 40 samtidigt räcker." in result.stdout
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_what_the_trial_invents_is_given_no_verdict(found: Outlook) -> None:
    held = [result(row) for row, _ in found.goals if row.measure == "held"]
    assert held
    assert not [text for text in held if "nått" in text]
    assert [text for text in (result(row) for row, _ in found.goals) if "nått" in text]
    assert [text for text in assumptions(found.programme) if "får inget omdöme" in text]
    assert not [text for text in assumptions(read_programme(BUILT_IN / "tidsam-2026.toml")) if "omdöme" in text]


def test_of_several_units_the_picture_tells_each_ones_places(found: Outlook) -> None:
    """A line of the sum alone would hide the unit that is full first."""
    (unit,) = found.programme.units
    two = found.programme.model_copy(update={"units": (unit, unit.model_copy(update={"id": "b", "name": "B"}))})
    pictured = ElementTree.fromstring(svg(outlook(two, replace(ASSUMED, months=3))))
    said = [text.text or "" for text in pictured.iter("{http://www.w3.org/2000/svg}text")]
    assert "Högst 80 samtidigt i alla enheter tillsammans" in said
    assert said[-2:] == ["Tillsammans Piteå: 40 samtidigt räcker.", "B: 40 samtidigt räcker."]
    assert int(pictured.get("height") or 0) > int(ElementTree.fromstring(svg(found)).get("height") or 0)


def test_a_programme_without_goals_says_so(tmp_path: Path) -> None:
    file = tmp_path / "utan.toml"
    file.write_text(TILLSAMMANS.read_text(encoding="utf-8").partition("[[goals]]")[0], encoding="utf-8")
    answer = tries(str(file), "--referrals-per-month", "1", "--months", "2")
    assert (answer.exit_code, answer.stdout.splitlines()[-1]) == (0, "Insatsen har inga mål att räkna.")


def test_too_much_to_invent_is_refused() -> None:
    refused = tries(str(TILLSAMMANS), "--referrals-per-month", "2000", "--months", "60")
    assert refused.exit_code == 1
    assert "120000 ärenden, fler än 20000" in refused.stderr


def test_a_file_with_faults_is_refused_with_them(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(TILLSAMMANS.read_text(encoding="utf-8").replace('id = "group"', 'id = "grupp"', 1), encoding="utf-8")
    refused = tries(str(bad), "--referrals-per-month", "2")
    assert refused.exit_code == 1
    assert "Menade du ”grupp”?" in refused.stderr


def test_json_has_the_assumptions() -> None:
    answer = json.loads(tries(str(TILLSAMMANS), "--referrals-per-month", "1", "--format", "json").stdout)
    assert (answer["assumed"]["staff"], answer["assumed"]["stay"], len(answer["months"])) == (4, 180, 12)
    assert {row["as_it_went"]["reached"] for row in answer["goals"] if row["as_it_went"]["measure"] == "held"} == {None}
