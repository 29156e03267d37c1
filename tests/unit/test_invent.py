"""Invented journeys: any number, through any programme, around any day."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.casework import Snapshot, snapshot
from journeys.dossier import Dossier
from journeys.invent import invent, invented_staff, write_journal
from journeys.journal.reading import line_of, read_line
from journeys.programmes import BUILT_IN
from workflows.files.loader import parse, read_programme
from workflows.programme import Programme

ACTIVERA = read_programme(BUILT_IN / "activera-2026.toml")

GROUPS = """\
id = "grupp"
version = "1"
name = "Gruppen"
association = "Förbundet Östra"
valid_from = 2026-01-01
source = "Prov"
units = [{ id = "norr-a", name = "Norr A" }, { id = "norr-b", name = "Norr B", places_per_year = 40 }]
stages = [
  { id = "group", name = "Grupp", length = "10 weeks", group = true },
  { id = "last", name = "Sista", length = "1 month", ends_with = "checkpoint" },
]
records = [
  { id = "talk", name = "Samtal" },
  { id = "form", name = "Formulär", instrument = "own-form" },
  { id = "letter", name = "Brev", recipients = ["participant", "referrer"] },
]
outcomes = [{ id = "work", name = "Arbete" }, { id = "error", name = "Fel", counted = false }]
rules = [
  { id = "quick", name = "Snabbt svar", record = "talk", from = "referred", within = "3 days" },
  { id = "form", name = "Formulär", record = "form", from = "talk", within = "2 weeks", every = "1 month" },
  { id = "group-done", name = "Gruppen klar", record = "advanced", from = "group", within = "10 weeks" },
  { id = "meeting", name = "Avstämning", checkpoint = true },
  { id = "letter", name = "Brev", record = "letter", from = "exited", within = "-1 week", outcomes = ["work"] },
]
goals = [{ id = "held", name = "Möten", measure = "held", event = "joint-meeting" }]

[[instruments]]
id = "own-form"
name = "Eget formulär"
scale = [1, 5]
indicators = [{ id = "sleep", name = "Sömn" }]
respondents = ["participant"]
"""

# As a database may have kept it from before the check refused it.
NO_WAY_OUT = parse(GROUPS, "grupp.toml").model_copy(
    update={"id": "utan-slut", "outcomes": (), "goals": (), "rules": (), "reminders": ()}
)

PROGRAMMES = [ACTIVERA, parse(GROUPS, "grupp.toml"), NO_WAY_OUT]
TODAY = date(2026, 10, 14)

Line = dict[str, Any]


def by_journey(lines: Iterator[Line]) -> Iterator[tuple[str, list[Line]]]:
    for reference, own in groupby(lines, key=lambda line: line.get("journey")):
        if reference:
            yield reference, list(own)


def lived(programme: Programme, reference: str, lines: list[Line], today: date) -> Snapshot:
    """How a journey stands when every line has been read and replayed: raises where one is not allowed."""
    dossier = Dossier(reference=reference, programme=programme)
    for line in lines:
        dossier.add(line_of(line))
    return snapshot(dossier, today)


@pytest.fixture(scope="module")
def many() -> list[Line]:
    return list(invent(ACTIVERA, journeys=400, today=TODAY))


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.id)
@given(seed=st.integers(0, 10_000), today=st.dates(date(2025, 6, 1), date(2029, 12, 31)))
@settings(max_examples=15)
def test_every_history_is_allowed(programme: Programme, seed: int, today: date) -> None:
    for reference, lines in by_journey(invent(programme, journeys=25, today=today, seed=seed)):
        assert lived(programme, reference, lines, today).history.state != "new"


@given(today=st.dates(date(2025, 6, 1), date(2029, 12, 31)), seed=st.integers(0, 10_000))
@settings(max_examples=15)
def test_nothing_has_happened_that_is_to_come(today: date, seed: int) -> None:
    for line in invent(ACTIVERA, journeys=25, today=today, seed=seed):
        assert line["on"] <= today.isoformat()
        assert "at" not in line or datetime.fromisoformat(line["at"]).date() <= today


def test_the_lines_of_a_journey_stand_by_day(many: list[Line]) -> None:
    for _, lines in by_journey(iter(many)):
        assert [line["on"] for line in lines] == sorted(line["on"] for line in lines)
        assert len({line["id"] for line in lines}) == len(lines)


def test_a_seed_tells_the_same_story_again_and_another_one_another() -> None:
    first, again, other = (list(invent(ACTIVERA, journeys=30, today=TODAY, seed=seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_every_kind_of_event_is_told(many: list[Line]) -> None:
    everything = {record.id for record in ACTIVERA.records} | {
        *("referred", "declined", "admitted", "started", "booked", "cancelled", "checkpoint", "paused", "resumed"),
        *("reassigned", "excepted", "exited", "reopened", "corrected", "voided"),
    }
    assert {line["event"] for line in many} == everything
    assert {line["decision"] for line in many if line["event"] == "checkpoint"} == {"continue", "extend", "exit"}
    assert {line["outcome"] for line in many if line["event"] == "exited"} == {o.id for o in ACTIVERA.outcomes}
    assert any(line.get("attempt") for line in many)
    assert {tuple(line["to"]) for line in many if line["event"] == "exit-document"} >= {
        ("participant", "referrer"),
        ("participant",),
        ("referrer",),
    }


def test_most_work_is_done_in_time_some_late_and_some_never(many: list[Line]) -> None:
    stand: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for reference, lines in by_journey(iter(many)):
        shown = lived(ACTIVERA, reference, lines, TODAY)
        states[shown.history.state] += 1
        stand.update(obligation.status for obligation in shown.obligations)
    assert stand.keys() == {"open", "overdue", "met", "late", "missed", "void", "excepted"}
    assert stand["met"] > 5 * stand["late"] > 0
    assert stand["overdue"] < stand["open"]
    everywhere = {"referred", "admitted", "block-1", "block-2", "block-3", "block-4", "paused", "exited", "declined"}
    assert states.keys() == everywhere


def test_people_are_of_all_kinds_and_nobody_real(many: list[Line]) -> None:
    referrals = [line for line in many if line["event"] == "referred"]
    people = [line["person"] for line in referrals]
    assert {person["gender"] for person in people} == {"woman", "man", "other", "unknown"}
    assert {person["language"] for person in people} > {"sv", "en"}
    assert 0 < sum("email" not in person for person in people) < len(people) / 5
    assert 0 < sum(person.get("protected", False) for person in people) < len(people) / 10
    assert {line["referrer"]["party"] for line in referrals} > {"self", "relative", "region", "municipality"}
    assert not any("personnummer" in person for person in people)
    addresses = [told["email"] for line in referrals for told in (line["person"], line["referrer"]) if "email" in told]
    assert all(address.endswith(".example") and address.isascii() for address in addresses)


def test_caseworkers_are_on_the_staff_list(many: list[Line]) -> None:
    staff = {each.address for each in invented_staff(ACTIVERA) if each.role == "caseworker"}
    named = {line["caseworker"] for line in many if "caseworker" in line}
    assert named == staff


def test_the_staff_is_some_caseworkers_and_a_manager_for_each_unit_and_two_for_all() -> None:
    staff = invented_staff(ACTIVERA, caseworkers_per_unit=3)
    assert Counter((each.role, each.unit) for each in staff) == {
        **{("caseworker", unit.id): 3 for unit in ACTIVERA.units},
        **{("manager", unit.id): 1 for unit in ACTIVERA.units},
        ("coordinator", None): 1,
        ("administrator", None): 1,
    }
    assert [each.address.endswith("@insjoriket.example") for each in staff if each.unit is None] == [True, True]


@pytest.mark.parametrize("caseworkers_per_unit", [1, 400, 700])
def test_no_two_of_the_staff_have_the_same_address(caseworkers_per_unit: int) -> None:
    addresses = [each.address for each in invented_staff(ACTIVERA, caseworkers_per_unit=caseworkers_per_unit)]
    assert len(set(addresses)) == len(addresses)
    assert all(address.isascii() for address in addresses)


def test_no_two_of_an_ordinary_staff_have_the_same_name() -> None:
    names = [each.name for each in invented_staff(ACTIVERA, caseworkers_per_unit=400)]
    assert len(set(names)) == len(names)


def test_references_are_numbered_by_unit_and_year_of_the_referral() -> None:
    referrals = [line for line in invent(ACTIVERA, journeys=1200, today=TODAY) if line["event"] == "referred"]
    references = [line["journey"] for line in referrals]
    assert len(set(references)) == 1200
    assert all(line["journey"].split("-")[1] == line["on"][:4] for line in referrals)
    assert "MOL-2026-0001" in references


def test_units_whose_names_begin_alike_are_told_apart() -> None:
    lines = invent(PROGRAMMES[1], journeys=40, today=TODAY)
    assert {reference[:6] for reference, _ in by_journey(lines)} == {"NORR-A", "NORR-B"}


def test_any_number_can_be_asked_for_without_waiting_for_the_last() -> None:
    assert next(invent(ACTIVERA, journeys=10**12, today=TODAY))["event"] == "referred"


def test_what_the_programme_holds_together_is_told_without_a_journey() -> None:
    held = [line for line in invent(PROGRAMMES[1], journeys=1, today=TODAY) if "journey" not in line]
    assert {line["event"] for line in held} == {"joint-meeting"}
    assert [line_of(line).event for line in held] == ["joint-meeting"] * len(held)


def test_the_journal_can_be_read_again(tmp_path: Path) -> None:
    path, told = tmp_path / "journal.jsonl", list(invent(ACTIVERA, journeys=150, today=TODAY))
    steps: list[int] = []
    assert write_journal(path, iter(told), progress=steps.append) == len(told) == sum(steps)
    assert len(steps) > 1
    written = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(text) for text in written] == told
    assert all(read_line(text).on <= TODAY for text in written)
