"""Whatever is wrong with a journal: every bad line is told, and nothing is stored."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Desk
from tests.integration.journal.conftest import (
    ADMITTED,
    BOOKED,
    CONTACT,
    REFERRAL,
    STARTED,
    Line,
    begun,
    corrected,
    of,
    read_in,
    stored,
    voided,
    without,
    written,
)

PAUSED = {"event": "paused", "on": "2026-02-02", "id": "p", "reason": "sjuk"}
RESUMED = {"event": "resumed", "on": "2026-01-28", "id": "q"}
EXITED = {"event": "exited", "on": "2026-01-16", "id": "x", "outcome": "work"}
EXTENDED = {"event": "checkpoint", "on": "2026-03-03", "id": "e", "decision": "extend", "weeks": 2}
MEETING = {"programme": "activera", "event": "joint-meeting", "on": "2026-02-02", "id": "m"}
PERSON: dict[str, Any] = REFERRAL["person"]  # type: ignore[assignment]


def loose(**more: Any) -> Line:
    return {**MEETING, **more}


FAULTS: dict[str, tuple[list[Line | bytes], int, str]] = {
    "broken JSON": ([*begun("MOL-1"), b'{"journey": "MOL-1", "event"'], 4, "inte riktig JSON"),
    "no object": ([b'["referred"]'], 1, "ska vara ett JSON-objekt"),
    "another encoding": (
        [*begun("MOL-1"), '{"note": "också"}'.encode("cp1252")],
        4,
        "inte UTF-8 (kanske Windows-1252)",
    ),
    "no journey": ([without(begun("MOL-1")[0], "journey")], 1, "nyckeln journey saknas"),
    "journey is nothing": ([{**CONTACT, "journey": None}], 1, "nyckeln journey saknas"),
    "no event": ([*begun("MOL-1"), {"journey": "MOL-1", "on": "2026-02-02"}], 4, "nyckeln event saknas"),
    "unknown event": (begun("MOL-1", {**CONTACT, "event": "kontakt"}), 4, "händelsen ”kontakt” finns inte"),
    "unknown key": (begun("MOL-1", {**CONTACT, "kommentar": "x"}), 4, "kommentar: finns inte i formatet"),
    "unknown programme": (of("MOL-1", {**REFERRAL, "programme": "aktiv"}), 1, "Insatsen ”aktiv” finns inte"),
    "unknown version": (of("MOL-1", {**REFERRAL, "version": "1999"}), 1, "ingen version ”1999”"),
    "before the first version": (
        of("MOL-1", {**REFERRAL, "on": "2025-12-31"}),
        1,
        "fanns inte 2025-12-31: den första versionen",
    ),
    "unknown unit": (of("MOL-1", {**REFERRAL, "unit": "boras"}, ADMITTED, STARTED), 1, "enheten ”boras” finns inte"),
    "unknown rule": (
        begun("MOL-1", {"event": "excepted", "on": "2026-02-02", "rule": "kontakt", "reason": "x"}),
        4,
        "regeln ”kontakt” finns inte",
    ),
    "unknown outcome": (begun("MOL-1", {**EXITED, "on": "2026-02-02", "outcome": "jobb"}), 4, "”jobb” finns inte"),
    "unknown recipient": (begun("MOL-1", {**CONTACT, "to": ["participant"]}), 4, "mottagaren ”participant”"),
    "a step that is not possible": (of("MOL-1", REFERRAL, STARTED), 2, "Möjligt då: tacka nej (declined), anta"),
    "twice referred": (begun("MOL-1", {**REFERRAL, "id": "r2", "on": "2026-02-02"}), 4, "”remiss” går inte"),
    "no referral": (of("MOL-1", ADMITTED, STARTED), 1, "ärendet har ingen remiss"),
    "a day that does not exist": (begun("MOL-1", {**CONTACT, "on": "2026-02-30"}), 4, "ett datum som finns"),
    "a day that has not come": (begun("MOL-1", {**CONTACT, "on": "2026-04-02"}), 4, "har inte varit än"),
    "a day far away": (begun("MOL-1", {**CONTACT, "on": "1026-02-03"}), 4, "mellan 1900 och 2199"),
    "a time that does not exist": (begun("MOL-1", {**BOOKED, "time": "2026-04-07T25:00"}), 4, "time: "),
    "a time that the clocks skip": (begun("MOL-1", {**BOOKED, "time": "2027-03-28T02:30"}), 4, "en tid som finns"),
    "born after the referral": (
        of("MOL-1", {**REFERRAL, "person": {**PERSON, "birth_date": "2026-01-13"}}),
        1,
        "person: födelsedagen ligger efter remissdagen.",
    ),
    "a moment that has not come": (
        begun("MOL-1", {**CONTACT, "at": "2026-04-01T11:00:01+02:00"}),
        4,
        "at: tidpunkten har inte varit än.",
    ),
    "a moment of a meeting that has not come": (
        [loose(at="2026-04-01T11:00:01+02:00")],
        1,
        "at: tidpunkten har inte varit än.",
    ),
    "no letter": (
        [*begun("MOL-1"), b'{"journey": "MOL-1", "event": "contact", "on": "2026-01-22", "note": "\\ud800"}'],
        4,
        "raden går inte att förstå.",
    ),
    "an end before the start": (begun("MOL-1", EXITED), 4, "då går inte längre ”starta” 2026-01-20 (händelsen s)"),
    "a pause that ends before it begins": (begun("MOL-1", PAUSED, RESUMED), 5, "”återuppta” går inte 2026-01-28"),
    "the same id twice": (begun("MOL-1", {**CONTACT, "id": "s"}), 4, "redan en händelse med id ”s”"),
    "a correction of nothing": (begun("MOL-1", corrected("e9", on="2026-01-21")), 4, "”e9”, som inte finns i ärendet"),
    "a correction that leaves no way": (
        begun("MOL-1", corrected("a", on="2026-02-02")),
        4,
        "då går inte längre ”starta” 2026-01-20 (händelsen s)",
    ),
    "a correction to nonsense": (begun("MOL-1", corrected("r", unit="boras")), 4, "händelsen r: "),
    "a correction that corrects nothing": (begun("MOL-1", corrected("a")), 4, "rättelsen ändrar inget"),
    "a correction of what is fixed": (begun("MOL-1", corrected("r", programme="lab")), 4, "går inte att rätta"),
    "a correction that takes away what is needed": (begun("MOL-1", corrected("a", caseworker=None)), 4, "caseworker"),
    "a correction into the future": (
        begun("MOL-1", corrected("s", on="2026-05-01")),
        4,
        "2026-05-01 har inte varit än",
    ),
    "a correction to a birth after the referral": (
        begun("MOL-1", corrected("r", person={**PERSON, "birth_date": "2026-01-13"})),
        4,
        "person: födelsedagen ligger efter remissdagen.",
    ),
    "a correction to a referral before the birth": (
        begun("MOL-1", corrected("r", on="1990-03-01")),
        4,
        "person: födelsedagen ligger efter remissdagen.",
    ),
    "a correction to a decision that takes no weeks": (
        begun("MOL-1", EXTENDED, corrected("e", decision="exit")),
        5,
        "weeks: hör bara till beslutet extend.",
    ),
    "weeks without an extension": (
        begun("MOL-1", {**EXTENDED, "decision": "continue"}),
        4,
        "weeks: hör bara till beslutet extend.",
    ),
    "a key twice": (
        [*begun("MOL-1"), b'{"journey": "MOL-1", "event": "contact", "on": "2026-01-22", "on": "2026-01-23"}'],
        4,
        "nyckeln on står två gånger",
    ),
    "a key twice further in": (
        [json.dumps(of("MOL-1", REFERRAL)[0]).replace('"person": {', '"person": {"gender": "man", ').encode()],
        1,
        "nyckeln gender står två gånger",
    ),
    "the referral taken back": (begun("MOL-1", voided("r")), 4, "Remissen går inte att ta tillbaka"),
    "the start taken back under what followed": (
        begun("MOL-1", PAUSED, voided("s")),
        5,
        "då går inte längre ”gör vilande”",
    ),
    "a wrong number": (
        of("MOL-1", {**REFERRAL, "person": {**PERSON, "personnummer": "191212121213"}}),
        1,
        "person.personnummer: personnumret finns inte",
    ),
    "a meeting in no programme": ([loose(programme="aktiv")], 1, "Insatsen ”aktiv” finns inte"),
    "a meeting in no unit": ([loose(unit="boras")], 1, "enheten ”boras” finns inte"),
    "a record without its journey": ([loose(event="contact")], 1, "saknas nyckeln journey"),
    "a meeting to come": ([loose(on="2026-04-02")], 1, "har inte varit än"),
    "a meeting moved to a day to come": ([MEETING, loose(**corrected("m", on="2026-04-02"))], 2, "har inte varit än"),
    "a meeting moved to before the first version": (
        [MEETING, loose(**corrected("m", on="2025-12-31"))],
        2,
        "fanns inte 2025-12-31: den första versionen",
    ),
    "two meetings with one id": ([MEETING, loose(on="2026-02-03")], 2, "redan en händelse med id ”m”"),
    "a meeting that is not there taken back": ([loose(**voided("m9"))], 1, "”m9”, som inte finns i insatsen"),
    "a meeting taken back without a reason": ([MEETING, loose(**without(voided("m"), "reason"))], 2, "reason: saknas"),
    "a meeting with a reason": ([loose(reason="x")], 1, "reason: hör inte till"),
}


@pytest.mark.parametrize(("lines", "number", "problem"), FAULTS.values(), ids=list(FAULTS))
def test_a_bad_line_is_told_and_nothing_is_stored(
    desk: Desk, file: Path, lines: list[Line | bytes], number: int, problem: str
) -> None:
    told = desk.refuses("import", str(written(file, *begun("MOL-9"), *lines))).splitlines()
    assert told[0].startswith(f"{file}:{number + 3}: ")
    assert problem in told[0]
    assert told[1:] == ["Inget har lästs in: 1 rad gick inte att förstå eller får inte vara som de är."]
    assert stored(desk) == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "filen är tom."),
        (b"\n \n", "filen är tom."),
        (b"\xef\xbb\xbf", "filen är tom."),
        (json.dumps({"journey": "Å-1"}).encode("utf-16"), "filen är inte text i UTF-8"),
        (json.dumps({"journey": "Å-1"}).encode("utf-16-be"), "filen är inte text i UTF-8"),
        (b'{"journey": "MOL-1", "note": "' + b"x" * (1 << 20) + b'"}', "raden är längre än 1 MiB."),
    ],
    ids=["nothing", "blank lines", "a mark", "16 bits", "16 bits without a mark", "a long line"],
)
def test_a_file_that_is_no_journal_is_refused(desk: Desk, file: Path, content: bytes, problem: str) -> None:
    file.write_bytes(content)
    assert desk.refuses("import", str(file)).startswith(f"{file}:1: {problem}")


def test_every_bad_line_of_every_file_is_told_in_order(desk: Desk, file: Path, tmp_path: Path) -> None:
    bad = {**CONTACT, "event": "kontakt"}
    second = written(tmp_path / "a.jsonl", b"{", *begun("MOL-2", bad))
    empty = written(tmp_path / "b.jsonl")
    written(file, *begun("MOL-1", bad), *begun("MOL-3"), *of("MOL-1", {**bad, "id": "c2", "on": "2026-01-15"}))
    told = desk.refuses("import", *map(str, (file, empty, second))).splitlines()
    places = [line.split(": ")[0] for line in told[:-1]]
    assert places == [f"{file}:4", f"{file}:8", f"{empty}:1", f"{second}:1", f"{second}:5"]
    assert told[-1].startswith("Inget har lästs in: 5 rader")


def test_all_that_is_wrong_with_a_line_is_told_at_once(desk: Desk, file: Path) -> None:
    written(file, *begun("MOL-1", {**CONTACT, "on": "i går", "kommentar": "x"}))
    (told, _) = desk.refuses("import", str(file)).splitlines()
    assert "on: ska vara ett datum" in told
    assert "kommentar: finns inte" in told


def test_programs_get_the_faults_as_rows(desk: Desk, file: Path) -> None:
    written(file, *begun("MOL-1", {**CONTACT, "on": "2026-02-30"}))
    answer = json.loads(desk.refuses("import", str(file), "--format", "json"))
    assert answer["error"].startswith("Inget har lästs in: 1 rad")
    (fault,) = answer["faults"]
    assert (fault["file"], fault["line"]) == (str(file), 4)


FOLLOWING = (STARTED, CONTACT, {**PAUSED, "on": "2026-01-26"}, RESUMED)


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (of("MOL-1", REFERRAL, {**ADMITTED, "on": "2026-02-30"}, *FOLLOWING), 2),
        (of("MOL-1", REFERRAL, {**ADMITTED, "caseworker": ""}, *FOLLOWING, corrected("a", on="2026-01-13")), 2),
        (of("MOL-1", REFERRAL, {**ADMITTED, "id": "r"}, *FOLLOWING), 2),
        ([*of("MOL-1", REFERRAL), b'{"journey": "MOL-1", "event": "adm', *of("MOL-1", *FOLLOWING)], 2),
        (of("MOL-1", {**REFERRAL, "unit": "boras"}, ADMITTED, *FOLLOWING), 1),
        (of("MOL-1", {**REFERRAL, "programme": "aktiv"}, ADMITTED, *FOLLOWING), 1),
        (of("MOL-1", {**REFERRAL, "on": "2026-13-01"}, ADMITTED, *FOLLOWING), 1),
    ],
    ids=["no day", "no caseworker", "an id taken", "broken", "no unit", "no programme", "no day of the referral"],
)
def test_what_only_follows_from_a_bad_line_is_not_told(
    desk: Desk, file: Path, lines: list[Line | bytes], number: int
) -> None:
    told = desk.refuses("import", str(written(file, *lines))).splitlines()
    assert [line.split(":")[1] for line in told[:-1]] == [str(number)]


def test_of_corrections_that_make_sense_together_one_cannot_be_taken_back(desk: Desk, file: Path) -> None:
    younger = {**corrected("r", person={**PERSON, "birth_date": "2026-01-13"}), "id": "k2"}
    read_in(desk, file, *of("MOL-1", REFERRAL, younger, corrected("r", on="2026-01-14")))
    refused = "födelsedagen ligger efter remissdagen."
    assert refused in desk.refuses("import", str(written(file, *of("MOL-1", voided("k")))))
    assert refused in desk.refuses("undo", "MOL-1", "k", "--reason", "x")


def test_a_bad_record_hides_no_bad_step(desk: Desk, file: Path) -> None:
    lines = begun("MOL-1", {**CONTACT, "event": "kontakt"}, RESUMED)
    told = desk.refuses("import", str(written(file, *lines))).splitlines()
    assert [line.split(":")[1] for line in told[:-1]] == ["4", "5"]


def test_a_line_that_a_stored_journey_has_no_room_for_is_refused(desk: Desk, file: Path) -> None:
    read_in(desk, file, *begun("MOL-1"))
    told = desk.refuses("import", str(written(file, *of("MOL-1", EXITED)))).splitlines()
    assert told[0] == f"{file}:1: då går inte längre ”starta” 2026-01-20 (händelsen s)."
    assert len(stored(desk)) == 3


def test_the_same_id_for_something_else_than_what_is_stored_is_refused(desk: Desk, file: Path) -> None:
    read_in(desk, file, *begun("MOL-1", CONTACT))
    written(file, *of("MOL-1", {**CONTACT, "on": "2026-01-23"}))
    assert "redan en händelse med id ”c”" in desk.refuses("import", str(file))


def test_no_fault_repeats_what_the_file_says_of_somebody(desk: Desk, file: Path) -> None:
    person = {"given_name": "Kanariella\n", "family_name": "", "personnummer": "19000101-99x9", "gender": "Kanarie"}
    canary = {"person": person, "referrer": {"party": "Kanarie", "email": "kanarie"}, "note": ["Kanarie"]}
    told = desk.refuses("import", str(written(file, *of("MOL-1", {**REFERRAL, **canary}))))
    assert told.startswith(f"{file}:1: ")
    assert "anari" not in told.replace(str(file), "")
    assert "99x9" not in told


def test_a_fault_is_one_line_whatever_the_file_says(desk: Desk, file: Path) -> None:
    written(file, *begun("MOL-1", {**CONTACT, "event": "kon\ntakt\x1b[2J" + "x" * 5000}))
    told = desk.refuses("import", str(file))
    assert len(told.splitlines()) == 2
    assert "\x1b" not in told
    assert len(told) < 1000


def test_files_that_cannot_be_read_are_named(desk: Desk, tmp_path: Path) -> None:
    assert desk.refuses("import", str(tmp_path / "borta.jsonl")).endswith("borta.jsonl”: den finns inte.")
    assert desk.refuses("import", str(tmp_path)).endswith(f"”{tmp_path}”: den är en mapp.")
    assert "är ingen vanlig fil" in desk.refuses("import", "/dev/null")
