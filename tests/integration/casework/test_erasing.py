"""`farled erase`: what is personal of an ended journey goes for good; figures, log and record stay."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import MetaData, inspect, select

from journeys.erasing import GONE, Erasure, Ground, Order, erase, erasures, old_enough
from journeys.refused import Conflict
from journeys.storage.privacy import PERSONAL
from tests.command_line import PERSON, REFERRER, Desk
from tests.integration.casework.conftest import begin

NUMBER = "191212121212"
NOTE = "Berättade om sin hund Zorro"
LATER = "2031-04-02"
"""Five years and a day after the journeys here have ended."""
OLD = ("--older-than", "5 years")
DONE = ("--yes", "--by", "ada@forbundet.example")
GIVEN = ("Kanariella", "Prövqvist", NUMBER, REFERRER["name"], REFERRER["email"], "Zorro", "Vägen 7")


def ended(desk: Desk, **person: str) -> str:
    """A journey that ended on the first of April 2026, with something personal in every place that takes it."""
    desk.on("2026-02-16")
    reference = desk.refers("2026-02-16", person={"personnummer": NUMBER, "email": "k@deltagare.example", **person})
    desk.does(reference, "2026-02-20", "admitted", "caseworker=kim@molndal.example")
    desk.does(reference, "2026-03-02", "started")
    desk.does(reference, "2026-03-10", "contact", f"note={NOTE}")
    desk.does(reference, "2026-03-11", "booked", "meeting=checkpoint", "time=2026-04-10T09:00", "place=Vägen 7")
    desk.does(reference, "2026-04-01", "exited", "outcome=work")
    return reference


def test_it_is_shown_first_and_nothing_is_done(desk: Desk) -> None:
    reference = ended(desk)
    desk.on(LATER)
    said = desk.says("erase", *OLD)
    assert f"{reference}  activera  molndal  2026-04-01  2026-04-01" in said
    assert said.endswith(
        "1 ärende kan gallras. Inget är gallrat.\nDet går inte att ångra. Gör det med --yes och --by VEM.\n"
    )
    assert desk.json("erase", *OLD)["erasable"][0]["last"] == "2026-04-01"
    assert "Prövqvist" in desk.says("journey", reference, "--who")
    assert desk.says("erasures") == "Inget är gallrat.\n"


def test_figures_and_log_stay_and_the_person_is_gone(desk_on_either: Desk) -> None:
    desk, reference = desk_on_either, ended(desk_on_either)
    desk.on(LATER)
    asked = ("report", "--programme", "activera", "--from", "2026-01-01", "--to", "2026-12-31")
    annual = ("annual", "--year", "2026", "--programme", "activera")
    before = desk.json(*asked), desk.json(*annual)
    said = desk.says("erase", *OLD, *DONE)
    assert f"{reference}  activera  molndal  ada@forbundet.example  gallringstiden har gått (5 år)" in said
    assert "1 ärende är gallrat." in said
    assert (desk.json(*asked), desk.json(*annual)) == before
    assert desk.json("verify", "--rows") == {"whole": True, "events": 6, "rows": True}
    assert "Deltagare     gallrad\n" in desk.says("journey", reference, "--who")
    assert desk.says("erase", *OLD) == "Inget ärende är så gammalt att det kan gallras.\n"


def test_no_personal_column_says_anything_any_more(desk_on_either: Desk) -> None:
    desk, _ = desk_on_either, ended(desk_on_either)
    assert set(personal_cells(desk)) >= {"person", "name_word", "referrer", "event_private", "outbox"}
    desk.on(LATER)
    desk.says("erase", *OLD, *DONE)
    assert personal_cells(desk) == {}


def personal_cells(desk: Desk) -> dict[str, list[object]]:
    """Table → what its personal columns hold."""
    with desk.app() as app, app.read() as connection:
        known = MetaData()
        known.reflect(inspect(connection).bind)
        cells = {
            name: [
                cell
                for row in connection.execute(select(*(known.tables[name].c[column] for column in columns)))
                for cell in row
                if cell not in (None, "", {}, False)
            ]
            for name, columns in PERSONAL.items()
        }
    return {name: found for name, found in cells.items() if found}


def test_the_file_itself_holds_nothing_of_it(desk: Desk, tmp_path: Path) -> None:
    ended(desk)
    assert {word for word in GIVEN if in_the_files(tmp_path, word)} >= {
        "Kanariella",
        REFERRER["name"],
        REFERRER["email"],
    }
    desk.on(LATER)
    desk.says("erase", *OLD, *DONE)
    assert not {word for word in GIVEN if in_the_files(tmp_path, word)}


def in_the_files(folder: Path, word: str) -> bool:
    return any(word.encode() in file.read_bytes() for file in folder.glob("*.db*"))


def test_what_is_under_way_or_too_fresh_is_left(desk: Desk) -> None:
    begin(desk)
    ended(desk)
    desk.on("2031-03-31")
    assert desk.says("erase", *OLD) == "Inget ärende är så gammalt att det kan gallras.\n"


def test_the_time_can_stand_among_the_settings(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ended(desk)
    desk.on("2028-04-02")
    monkeypatch.setenv("FARLED_RETENTION", "2 years")
    assert "1 ärende kan gallras." in desk.says("erase")
    monkeypatch.setenv("FARLED_RETENTION", "-2 years")
    assert desk.refuses("erase") == "Inställningen FARLED_RETENTION går inte att använda. Se docs/configuration.md."


def test_somebody_who_asks_is_erased_at_once_and_only_when_it_has_ended(desk: Desk) -> None:
    under_way, over = begin(desk), ended(desk, personnummer="191010101010")
    fresh = desk.refuses("erase", over, *OLD)
    assert fresh == f"Inget är gallrat.\n{over}: Något registrerades 2026-04-01, och gallringstiden har inte gått."
    assert desk.refuses("erase", over, under_way, "X-1", "--ground", "request", *DONE) == (
        f"Inget är gallrat.\n{under_way}: Det är inte avslutat. Avsluta det först.\nX-1: Ärendet finns inte."
    )
    assert "deltagaren har begärt det" in desk.says("erase", over, "--ground", "request", *DONE)
    assert desk.refuses("erase", over, "--ground", "request", *DONE).endswith(f"{over}: Det är redan gallrat.")
    assert "Prövqvist" in desk.says("journey", under_way, "--who")


def test_of_somebody_with_another_journey_what_that_one_tells_stays(desk: Desk) -> None:
    first = ended(desk)
    desk.on("2031-01-10")
    line = {"person": {**PERSON, "personnummer": NUMBER, "family_name": "Nygift"}, "referrer": {"party": "self"}}
    where = ("--programme", "activera", "--unit", "partille", "--on", "2031-01-10", "--json", "-")
    second = desk.says("refer", *where, given=json.dumps(line)).partition(":")[0]
    desk.on(LATER)
    desk.says("erase", *OLD, *DONE)
    assert "gallrad" in desk.says("journey", first, "--who")
    assert "Nygift" in desk.says("journey", second, "--who")


def test_nobody_is_asked_to_do_something_in_it(desk: Desk) -> None:
    reference = ended(desk)
    assert reference in desk.says("due")
    desk.says("erase", reference, "--ground", "request", *DONE)
    assert reference not in desk.says("due")


def test_nothing_is_registered_in_it_any_more(desk: Desk, tmp_path: Path) -> None:
    reference = ended(desk)
    journal = tmp_path / "journal.jsonl"
    journal.write_text(desk.says("export"))
    desk.on(LATER)
    desk.says("erase", *OLD, *DONE)
    gone = f"Personuppgifterna i ärendet {reference} är gallrade, så inget kan ändras i det."
    for words in (
        ("do", reference, "reopened", "reason=Fel"),
        ("correct", reference, "e1", "on=2026-02-15", "--reason", "Fel dag"),
    ):
        assert desk.refuses(*words).startswith(gone)
    assert gone in desk.asks("import", str(journal)).stderr
    exported = desk.asks("export")
    assert (exported.stdout, exported.stderr) == ("", "1 gallrat ärende är inte med.\n")
    assert "gallrad" in desk.says("journey", reference, "--who")


def test_what_was_registered_meanwhile_saves_it(desk_on_either: Desk) -> None:
    desk, reference = desk_on_either, ended(desk_on_either)
    desk.on(LATER)
    with desk.app() as app:
        with app.read() as connection:
            (found,) = old_enough(connection, date(2026, 4, 1))
        desk.says("do", reference, "reopened", "reason=Tillbaka")
        with pytest.raises(Conflict), app.work() as work:
            erase(work, found, Order(by="ada@forbundet.example", ground=Ground.TIME))
    assert "Prövqvist" in desk.says("journey", reference, "--who")


def test_the_record_says_who_and_why(desk: Desk) -> None:
    reference = ended(desk)
    desk.says("erase", reference, "--ground", "mistake", *DONE)
    with desk.app() as app, app.read() as connection:
        assert erasures(connection) == [
            Erasure(
                at=desk.now,
                by="ada@forbundet.example",
                ground=Ground.MISTAKE,
                retention=None,
                reference=reference,
                programme="activera",
                unit="molndal",
            )
        ]
    assert f";{reference};activera;molndal;" in desk.says("erasures", "--format", "csv")
    assert desk.json("erasures", "--from", "2026-04-02")["erased"] == []
    assert desk.json("erasures", "--to", "2026-04-01")["erased"][0]["ground"] == "mistake"


def test_what_is_erased_before_midnight_is_told_after_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = ended(desk)

    def a_day_later() -> datetime:
        desk.now += timedelta(days=1)
        return desk.now

    monkeypatch.setattr("journeys.cli.installation.real_clock", a_day_later)
    assert "1 ärende är gallrat." in desk.says("erase", reference, "--ground", "request", *DONE)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Säg hur länge ärenden sparas med --older-than, till exempel ”5 years”."),
        (("--ground", "request"), "Skriv vilka ärenden det gäller när skälet är att deltagaren har begärt det."),
        ((*OLD, "--yes"), "Skriv vem som har beslutat gallringen med --by: det står i protokollet."),
        (("--older-than", "0 years"), "”0 years” är ingen tid att spara något. Skriv till exempel ”5 years”."),
        (("--older-than", "5 år"), "”5 år” är ingen period. Skriv ”5 years”."),
    ],
)
def test_what_is_missing_is_asked_for(desk: Desk, words: tuple[str, ...], sentence: str) -> None:
    assert sentence in desk.asks("erase", *words).stderr


def test_every_table_with_rows_of_a_journey_is_thought_of() -> None:
    deleted = {table.name for table in GONE}
    otherwise = {
        "person",
        "name_word",
        "referrer_word",
        "journey",
        "event_private",
        "outbox",
        "parked_form",
        "break_glass",
    }
    assert deleted | otherwise >= set(PERSONAL)
