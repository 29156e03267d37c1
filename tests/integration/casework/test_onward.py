"""The way in: a recommendation starts a journey in another programme, and takes it back with it."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from journeys.app import App
from journeys.casework import register
from journeys.journal.reading import line_of
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON
from tests.command_line import Desk, desk_at

CONSENT = "Vill bygga upp dagarna igen.\n\nSamtycke till att uppgifterna lämnas och sparas: ja."
TO_TIDSAM = ("exited", "outcome=to-tidsam")
SECOND = "PIT-2026-001"


def prepared(desk: Desk, *words: str, **person: Any) -> str:
    """A referral of the second of February that the group prepares since the ninth."""
    desk.on("2026-02-02")
    where = ("--programme", "samordningsgrupp", "--unit", "sg-pitea", *words)
    reference = desk.refers("2026-02-02", *where, person=person, note=CONSENT)
    desk.does(reference, "2026-02-09", "admitted", "caseworker=siv@sg.example")
    desk.does(reference, "2026-02-09", "started")
    desk.on("2026-02-16")
    return reference


def journal(desk: Desk) -> list[dict[str, Any]]:
    return [json.loads(line) for line in desk.says("export").splitlines()]


def lines_of(desk: Desk, reference: str) -> list[dict[str, Any]]:
    return [line for line in journal(desk) if line["journey"] == reference]


def people(desk: Desk) -> int:
    with desk.app() as app, app.read() as connection:
        return int(connection.execute(select(func.count()).select_from(PERSON)).scalar_one())


def test_person_referrer_and_consent_are_carried_over_and_each_journey_names_the_other(desk_on_either: Desk) -> None:
    desk = desk_on_either
    first = prepared(desk)
    said = desk.says("do", first, *TO_TIDSAM)
    assert f"Ett ärende i Tidsam väntar i inkorgen hos Tidsam Piteå: {SECOND}." in said
    (referral,) = lines_of(desk, SECOND)
    original, *_, end = lines_of(desk, first)
    carried = ("person", "referrer", "note")
    assert {key: referral[key] for key in carried} == {key: original[key] for key in carried}
    assert referral["note"] == CONSENT
    assert (referral["programme"], referral["unit"], referral["on"]) == ("tidsam", "pitea", "2026-02-16")
    assert (referral["comes_from"], end["leads_to"], end["leads_to_unit"]) == (first, SECOND, "pitea")
    assert people(desk) == 1
    assert desk.json("journey", SECOND)["stage"] == "referred"
    assert "Ärendena stämmer" in desk.says("verify", "--rows")


def test_what_was_corrected_is_what_is_carried_over(desk: Desk) -> None:
    first = prepared(desk)
    desk.says("correct", first, "e1", "person.family_name=Nygren", "--reason", "Gift")
    desk.says("do", first, *TO_TIDSAM)
    assert lines_of(desk, SECOND)[0]["person"]["family_name"] == "Nygren"


def test_untouched_it_is_withdrawn_with_the_exit(desk_on_either: Desk) -> None:
    desk = desk_on_either
    first = prepared(desk)
    desk.says("do", first, *TO_TIDSAM)
    said = desk.says("undo", first, "e4", "--reason", "Fel ärende")
    assert f"Ärendet {SECOND} hos Tidsam Piteå dras tillbaka" in said
    assert desk.json("journey", SECOND)["stage"] == "declined"
    assert desk.json("journey", first)["stage"] == "preparation"
    again = desk.says("do", first, "exited", "outcome=to-tillsammans")
    assert "väntar i inkorgen hos Tillsammans Piteå: PIT-2026-002." in again
    assert "Ärendena stämmer" in desk.says("verify", "--rows")


def test_answered_it_keeps_the_exit_from_being_taken_back_but_not_the_journey_from_being_opened(desk: Desk) -> None:
    first = prepared(desk)
    desk.says("do", first, *TO_TIDSAM)
    desk.says("do", SECOND, "admitted", "caseworker=tim@tidsam.example")
    assert desk.refuses("undo", first, "e4", "--reason", "Fel") == (
        f"Avslutet ledde till ärendet {SECOND} hos Tidsam Piteå, och där har remissen redan fått svar. Därför går det "
        "inte att ta tillbaka. Öppna ärendet igen i stället, om gruppen ska bereda det på nytt."
    )
    assert desk.json("journey", first)["stage"] == "exited", "nothing is stored of what was refused"
    said = desk.says("do", first, "reopened", "reason=Ska beredas igen")
    assert f"Ärendet {SECOND} hos Tidsam Piteå är kvar" in said
    assert desk.json("journey", SECOND)["stage"] == "admitted"


@pytest.mark.parametrize(
    ("outcome", "corrected"),
    [("to-tidsam", "to-samkraft"), ("to-tidsam", "back-to-referrer"), ("other-support", "to-tidsam")],
)
def test_where_an_exit_leads_is_not_corrected(desk: Desk, outcome: str, corrected: str) -> None:
    first = prepared(desk)
    desk.says("do", first, "exited", f"outcome={outcome}")
    before = journal(desk)
    assert "Ta tillbaka avslutet" in desk.refuses("correct", first, "e4", f"outcome={corrected}", "--reason", "Fel")
    assert journal(desk) == before


def test_an_exit_that_was_taken_back_is_not_brought_back(desk: Desk) -> None:
    first = prepared(desk)
    desk.says("do", first, *TO_TIDSAM)
    desk.says("undo", first, "e4", "--reason", "Fel")
    assert "Bara ett nytt avslut kan starta" in desk.refuses("undo", first, "e5", "--reason", "Rätt ändå")


def referred_on(desk: Desk, reference: str) -> str:
    return str(desk.json("journey", reference)["referred"])


def test_the_day_of_the_referral_follows_that_of_the_exit_and_back(desk_on_either: Desk) -> None:
    desk = desk_on_either
    first = prepared(desk)
    desk.says("do", first, *TO_TIDSAM)
    desk.on("2026-02-17")
    said = desk.says("correct", first, "e4", "on=2026-02-13", "--reason", "Fel dag")
    assert f"Remissen i {SECOND} hos Tidsam Piteå är flyttad till samma dag, 2026-02-13." in said
    assert referred_on(desk, SECOND) == "2026-02-13"
    assert lines_of(desk, SECOND)[-1]["reason"] == f"Dagen för rekommendationen i {first} rättades."
    desk.says("undo", first, "e5", "--reason", "Rätt från början")
    assert referred_on(desk, SECOND) == "2026-02-16"
    assert "Ärendena stämmer" in desk.says("verify", "--rows")


def test_where_the_referral_cannot_follow_nothing_is_moved_and_what_holds_it_is_said(desk: Desk) -> None:
    first = prepared(desk)
    desk.says("do", first, *TO_TIDSAM)
    desk.does(SECOND, "2026-02-18", "admitted", "caseworker=tim@tidsam.example")
    desk.on("2026-02-20")
    before = journal(desk)
    assert desk.refuses("correct", first, "e4", "on=2026-02-19", "--reason", "Fel dag") == (
        f"Avslutet ledde till ärendet {SECOND} hos Tidsam Piteå, och remissen där ska ha samma dag. "
        f"Det går inte: ”anta” är registrerat där 18 februari (e2). Rätta eller ta tillbaka det i {SECOND} först."
    )
    assert journal(desk) == before
    desk.says("correct", SECOND, "e2", "on=2026-02-20", "--reason", "Fel dag")
    desk.says("correct", first, "e4", "on=2026-02-19", "--reason", "Fel dag")
    assert referred_on(desk, SECOND) == "2026-02-19"


def test_a_referral_that_got_a_day_of_its_own_keeps_it(desk: Desk) -> None:
    first = prepared(desk)
    desk.says("do", first, *TO_TIDSAM)
    desk.says("correct", SECOND, "e1", "on=2026-02-14", "--reason", "Kom tidigare")
    desk.says("correct", first, "e4", "on=2026-02-13", "--reason", "Fel dag")
    assert referred_on(desk, SECOND) == "2026-02-14"


def test_one_that_is_not_allowed_starts_nothing(desk: Desk) -> None:
    desk.on("2026-02-02")
    first = desk.refers("2026-02-02", "--programme", "samordningsgrupp", "--unit", "sg-pitea")
    assert "”avsluta” går inte" in desk.refuses("do", first, *TO_TIDSAM)
    assert len(journal(desk)) == 1


@pytest.mark.parametrize("number", [{}, {"personnummer": "191212121212"}], ids=["no number", "a number"])
def test_the_journal_holds_both_journeys_of_one_person(
    desk_on_either: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: dict[str, str]
) -> None:
    desk = desk_on_either
    first = prepared(desk, **number)
    desk.says("do", first, *TO_TIDSAM)
    desk.says("do", SECOND, "admitted", "caseworker=tim@tidsam.example")
    file = tmp_path / "journal.jsonl"
    desk.says("export", str(file))
    other = desk_at(f"sqlite:///{tmp_path / 'other.db'}", tmp_path, monkeypatch)
    other.on("2026-02-16")
    assert "2 " in other.says("import", str(file))
    assert journal(other) == journal(desk)
    assert people(other) == 1
    assert "Ärendena stämmer" in other.says("verify", "--rows")
    said = other.refuses("undo", first, "e4", "--reason", "Fel")
    assert SECOND in said, "the link came along"


def test_an_imported_exit_may_say_nothing_of_a_journey(desk: Desk, tmp_path: Path) -> None:
    first = prepared(desk)
    desk.says("do", first, *TO_TIDSAM)
    alone = [{k: v for k, v in line.items() if not k.startswith("leads_to")} for line in lines_of(desk, first)]
    file = tmp_path / "alone.jsonl"
    file.write_text("".join(f"{json.dumps(line | {'journey': 'GAMMAL-1'})}\n" for line in alone), encoding="utf-8")
    desk.says("import", str(file))
    desk.says("undo", "GAMMAL-1", "e4", "--reason", "Fel")
    assert desk.json("journey", SECOND)["stage"] == "referred"


def test_opening_an_imported_end_again_leaves_alone_a_journey_that_does_not_come_from_it(
    desk: Desk, tmp_path: Path
) -> None:
    first = prepared(desk)
    desk.says("do", first, *TO_TIDSAM)
    file = tmp_path / "other.jsonl"
    lines = [line | {"journey": "GAMMAL-1"} for line in lines_of(desk, first)]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    desk.says("import", str(file))
    desk.says("do", "GAMMAL-1", "reopened", "reason=Fel")
    assert desk.json("journey", SECOND)["stage"] == "referred"


SEVERAL = """
id = "vagen-in"
version = "1"
name = "Vägen in"
association = "Prov"
valid_from = 2020-01-01
source = "prov"
[[units]]
id = "in"
name = "Vägen in"
[[stages]]
id = "preparation"
name = "Beredning"
[[outcomes]]
id = "on"
name = "ACTivera"
leads_to = "activera"
[[outcomes]]
id = "nowhere"
name = "Ingenstans"
leads_to = "actvera"
"""


@pytest.fixture
def several(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """With a programme that leads on to one with five units, and to none."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "in.toml").write_text(SEVERAL, encoding="utf-8")
    programmes = os.pathsep.join([str(tmp_path / "in"), "builtin"])
    return desk_at(sqlite_url, tmp_path, monkeypatch, programmes=programmes)


def test_the_unit_is_chosen_where_there_are_several(several: Desk) -> None:
    first = prepared(several, "--programme", "vagen-in", "--unit", "in")
    assert "Vilken enhet i ACTivera ska ärendet gå till?" in several.refuses("do", first, "exited", "outcome=on")
    unknown = several.refuses("do", first, "exited", "outcome=on", "leads_to_unit=boden")
    assert "Välj: ACTivera Mölndal (molndal), " in unknown
    said = several.says("do", first, "exited", "outcome=on", "leads_to_unit=lerum")
    assert "väntar i inkorgen hos ACTivera Lerum: LER-2026-001." in said


def test_where_every_unit_is_closed_the_exit_says_what_to_do(several: Desk, tmp_path: Path) -> None:
    first = prepared(several, "--programme", "vagen-in", "--unit", "in")
    target = SEVERAL.replace('"vagen-in"', '"actvera"').replace('leads_to = "actvera"\n', "")
    (tmp_path / "in" / "next.toml").write_text(target, encoding="utf-8")
    several.says("unit", "add", "actvera", "Norr", "--id", "norr")
    several.says("unit", "close", "actvera", "norr")
    (tmp_path / "in" / "next.toml").write_text(target.replace('id = "in"', 'id = "norr"'), encoding="utf-8")
    said = several.refuses("do", first, "exited", "outcome=nowhere")
    assert "Ingen enhet i Vägen in tar emot remisser 2026-02-16. Avsluta med ett annat utfall" in said


def test_a_programme_that_is_not_there_is_told_of_when_it_is_checked_and_refused_when_it_is_needed(
    several: Desk,
) -> None:
    first = prepared(several, "--programme", "vagen-in", "--unit", "in")
    checked = several.asks("programme", "list")
    assert checked.exit_code == 0
    assert "”actvera”, som inte finns här. " in checked.stderr
    assert checked.stderr.endswith("Menade du ”activera”?\n")
    assert "Insatsen ”actvera” finns inte." in several.refuses("do", first, "exited", "outcome=nowhere")


def test_several_recommended_at_once_get_references_of_their_own(desk_on_either: Desk) -> None:
    desk = desk_on_either
    firsts = [prepared(desk, given_name=name) for name in ("Kanarieva", "Kanarieda", "Kanariemo", "Kanariebo")]

    def ends(reference: str) -> None:
        told = {"journey": reference, "event": "exited", "on": "2026-02-16", "outcome": "to-tidsam"}
        with App(desk.settings, clock=lambda: desk.now) as app, app.work() as work:
            register(work, line_of(told))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ends, firsts))
    with desk.app() as app, app.read() as connection:
        found = connection.execute(select(JOURNEY.c.reference).where(JOURNEY.c.programme == "tidsam")).scalars().all()
    assert sorted(found) == [f"PIT-2026-00{number}" for number in range(1, 5)]
    assert "Ärendena stämmer" in desk.says("verify", "--rows")
