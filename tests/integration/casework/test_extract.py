"""`farled extract`: whatever is kept about a person, and nothing of anybody else."""

import re
import stat
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import delete, select

from journeys import staff
from journeys.skapa.drafts import Content, keep
from journeys.storage.privacy import PERSONAL
from journeys.tables.people import PERSON
from journeys.tables.staff import STAFF
from journeys.visibility.access import Staff, break_glass
from tests.command_line import Desk
from tests.papers import finishes, id_of, writes

ME = {
    "given_name": "Kanariella",
    "family_name": "Prövqvist",
    "personnummer": "191212121212",
    "email": "kanariella@deltagare.example",
    "phone": "070-1740605",
    "language": "ar",
    "municipality": "Lerum",
}
KIM = "kim@molndal.example"

SUNG = {
    "person": ["Kanariella", "Prövqvist", "191212121212", "kanariella@deltagare.example", "070-1740605", "arabiska"],
    "referrer": ["Remitta Remitterström", "remitterande@region.example"],
    "event_private": [
        *("Kom snart", "Lerum", "Rum 7", "Sjöutsikt", "Promenadgrupp", "Ringde", "Cykla till jobbet", "Köpa hjälm"),
        *("Fel dag", "Feltryck", "Bostadsbidrag", "Hälsa och hur den hanteras: 4"),
    ],
    "meeting": ["Rum 7"],
    "outbox": ["till kanariella@deltagare.example"],
    "assessment_draft": ["Samarbete: 5", "Trött idag"],
    "exit_draft": ["Fortsätt med cykeln"],
    "exit_document": ["Utgåva 1"],
    "break_glass": ["Sitter i receptionen"],
}
"""Table → what is put into it here."""
ELSEWHERE = {"name_word", "referrer_word", "journey", "parked_form"}
"""Words of names, whose journey it is, and what only its owner can open."""


@pytest.fixture
def told(desk: Desk) -> str:
    """A journey with something of every kind."""
    desk.on("2026-02-16")
    with desk.app() as app, app.work() as work:
        staff.add(work, address=KIM, name="Kim Ek", role="caseworker", unit="molndal")
    reference = desk.refers("2026-02-16", person={**ME, "birth_date": None}, note="Kom snart")
    desk.does(reference, "2026-02-20", "admitted", f"caseworker={KIM}")
    desk.does(reference, "2026-02-25", "contact", "note=Ringde")
    desk.does(reference, "2026-03-02", "started")
    desk.says("do", reference, "booked", "meeting=checkpoint", "time=2026-04-10T13:00", "place=Rum 7")
    desk.says("do", reference, "activity", "area=health", "what=Promenadgrupp", "note=Sjöutsikt")
    plan = '{"goals": ["Cykla till jobbet"], "actions": [{"area": "health", "what": "Köpa hjälm", "who": "Jag"}]}'
    desk.says("do", reference, "plan", f"plan={plan}")
    desk.says("do", reference, "skapa", "values.participant.health=4")
    desk.says("correct", reference, "e4", "on=2026-03-01", "--reason", "Fel dag")
    desk.says("do", reference, "contact", "note=Feltryck")
    desk.says("undo", reference, "e10", "--reason", "Fel dag")
    with desk.app() as app, app.work() as work:
        journey_id = id_of(work, reference)
        content = Content(answers={"participant": {"cooperation": 5}}, note="Trött idag")
        keep(work.connection, work.keys, None, its=(journey_id, "skapa"), form="f", content=content, now=work.now)
        writes(work, reference, "Fortsätt med cykeln")
        finishes(work, reference)
        row = work.connection.execute(select(*STAFF.c["id", "address", "name", "role", "unit"])).mappings().one()
        break_glass(work.connection, Staff(**row), journey_id, reason="Sitter i receptionen", now=work.now)
    desk.says("do", reference, "exited", "outcome=work", "income_after=Bostadsbidrag")
    desk.on("2026-04-01")
    return reference


def extracted(desk: Desk, reference: str, file: Path) -> str:
    result = desk.asks("extract", reference, str(file))
    assert result.exit_code == 0, result.stderr
    return file.read_text(encoding="utf-8")


def test_all_that_is_kept_is_in_it(desk: Desk, told: str, tmp_path: Path) -> None:
    assert SUNG.keys() | ELSEWHERE == PERSONAL.keys(), "of a new table somebody has to say"
    text = extracted(desk, told, tmp_path / "ut.txt")
    assert [word for words in SUNG.values() for word in words if word not in text] == []


def test_a_correction_says_what_it_corrects_in_words(desk: Desk, told: str, tmp_path: Path) -> None:
    text = extracted(desk, told, tmp_path / "ut.txt")
    assert re.findall("- Gäller: (.*)", text) == ["Startade 2 mars 2026", "Kontakt med deltagaren 2 mars 2026"]
    assert "- of:" not in text


def test_it_has_every_journey_of_the_person_and_nobody_else_s(desk: Desk, told: str, tmp_path: Path) -> None:
    desk.on("2026-04-02")
    other = desk.refers("2026-04-02", person={"family_name": "Annanqvist"})
    again = desk.refers("2026-04-02", person={**ME, "birth_date": None})
    text = extracted(desk, again, tmp_path / "ut.txt")
    assert [f"Ärende {each}:" in text for each in (told, again, other)] == [True, True, False]
    assert "Annanqvist" not in text


def test_only_its_owner_may_read_it_and_nothing_is_written_over(desk: Desk, told: str, tmp_path: Path) -> None:
    file = tmp_path / "ut.txt"
    extracted(desk, told, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "finns redan" in desk.refuses("extract", told, str(file))
    assert "ska sluta på .pdf eller .txt" in desk.refuses("extract", told, str(tmp_path / "ut.doc"))


def test_of_somebody_protected_it_says_how_it_may_be_given(desk: Desk, tmp_path: Path) -> None:
    reference, file = (
        desk.refers("2026-03-02", person={**ME, "birth_date": None, "protected": True}),
        tmp_path / "ut.txt",
    )
    told = desk.asks("extract", reference, str(file)).stderr
    for text in (told, file.read_text(encoding="utf-8")):
        assert "Lämnas bara personligen eller genom en myndighet." in text


def test_it_is_printed_with_the_same_words(desk: Desk, told: str, tmp_path: Path) -> None:
    file = tmp_path / "ut.pdf"
    assert desk.asks("extract", told, str(file)).exit_code == 0
    printed = " ".join(page.extract_text() for page in PdfReader(file).pages)
    assert "Registerutdrag" in printed
    assert "Köpa hjälm" in printed


def test_of_who_is_erased_there_is_nothing_to_give(desk: Desk, told: str, tmp_path: Path) -> None:
    with desk.app() as app, app.work() as work:
        work.connection.execute(delete(PERSON))
    assert desk.refuses("extract", told, str(tmp_path / "ut.txt")).endswith("så det finns inget att lämna ut.")
