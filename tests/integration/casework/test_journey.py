"""`farled journey`: one journey, today or on another day, without telling whose it is."""

import json

from tests.command_line import Desk
from tests.integration.casework.conftest import begin


def test_the_answer_for_programs_has_the_keys_of_the_spec(desk_on_either: Desk) -> None:
    desk, reference = desk_on_either, begin(desk_on_either)
    answer = desk.json("journey", reference)
    assert {key: answer[key] for key in ("journey", "programme", "version", "unit", "stage", "ended")} == {
        "journey": reference,
        "programme": "activera",
        "version": "2026",
        "unit": "molndal",
        "stage": "block-1",
        "ended": None,
    }
    assert answer["obligations"][0] == {
        "rule": "first-contact",
        "n": 1,
        "due": "2026-03-06",
        "done": "2026-02-25",
        "status": "met",
        "why": "Antagen 2026-02-20, ska vara gjort inom 2 veckor",
        "anchor": "2026-02-20",
    }
    keys = [(row["due"], row["rule"], row["n"]) for row in answer["obligations"]]
    assert keys == sorted(keys)
    assert [(event["id"], event["event"], event["on"]) for event in answer["events"]] == [
        ("e1", "referred", "2026-02-16"),
        ("e2", "admitted", "2026-02-20"),
        ("e3", "contact", "2026-02-25"),
        ("e4", "started", "2026-03-02"),
    ]


def test_the_page_tells_where_it_is_and_what_is_possible(desk: Desk, started: str) -> None:
    desk.says("do", started, "booked", "meeting=checkpoint", "time=2026-04-10T13:00", "place=Rum 4")
    text = desk.says("journey", started)
    head, to_do, happened, possible = text.rstrip("\n").split("\n\n")
    assert [line[14:] for line in head.splitlines()] == [
        "MOL-2026-001",
        "ACTivera 2026, ACTivera Mölndal",
        "Block 1 – lära känna sedan 2 mars, handläggare kim@molndal.example",
        "16 februari",
        "20 februari",
        "2 mars",
        "10 april kl. 13.00",
        "5",
    ]
    assert "gjort i tid  25 februari" in to_do
    assert "meeting=checkpoint, time=2026-04-10T13:00  2026-04-01 11:00" in happened
    assert "Rum 4" not in text
    assert possible.startswith("Möjligt nu: boka möte (booked), avboka möte (cancelled), ny aktivitet (activity)")


def test_on_an_earlier_day_it_is_as_it_was(desk: Desk, started: str) -> None:
    earlier = desk.json("journey", started, "--today", "2026-02-22")
    assert (earlier["stage"], len(earlier["events"]), earlier["started"]) == ("admitted", 2, None)
    assert [row["status"] for row in earlier["obligations"]] == ["open"]
    assert desk.refuses("journey", started, "--today", "2026-02-15") == f"Ärendet {started} fanns inte än 2026-02-15."


def test_corrections_are_shown_as_corrections(desk: Desk, started: str) -> None:
    desk.says("do", started, "plan")
    desk.says("correct", started, "e4", "on=2026-03-03", "--reason", "fel dag")
    desk.says("correct", started, "e5", "note=ny", "--reason", "fel text")
    desk.says("undo", started, "e5", "--reason", "fel ärende")
    desk.says("correct", started, "e3", "attempt=true", "--reason", "svarade inte")
    desk.says("undo", started, "e9", "--reason", "svarade visst")
    events = {event["id"]: event for event in desk.json("journey", started)["events"]}
    assert {id_: event["standing"] for id_, event in events.items()} == {
        **dict.fromkeys(("e1", "e2", "e3", "e6", "e7", "e8", "e9", "e10"), "stands"),
        "e4": "corrected",
        "e5": "voided",
    }
    assert events["e4"]["on"] == "2026-03-03"
    assert events["e6"]["says"] == {"of": "e4", "set": {"on": "2026-03-03"}}
    lines = [line for line in desk.says("journey", started).splitlines() if line.startswith("e")]
    assert any("starta" in line and "rättad" in line for line in lines)
    assert any("Handlingsplan" in line and "tillbakatagen" in line for line in lines)


def test_whose_it_is_is_told_to_those_who_ask(desk: Desk) -> None:
    reference = desk.refers("2026-03-02", person={"personnummer": "191212121212", "phone": "070-1740605"})
    desk.says("do", reference, "declined", "reason=Tackade nej på telefon")
    text = desk.says("journey", reference, "--who")
    assert "Deltagare     Kanariella Prövqvist, 19121212-••••, 070-1740605\n" in text
    assert "reason=Tackade nej på telefon" in text
    person = desk.json("journey", reference, "--who")["person"]
    assert (person["family_name"], person["personnummer"]) == ("Prövqvist", "19121212-••••")


def test_how_to_reach_a_protected_person_is_told_to_nobody(desk: Desk) -> None:
    reached = {"email": "kanariella@deltagare.example", "phone": "070-1740605"}
    reference = desk.refers("2026-03-02", person={"protected": True, **reached})
    text = desk.says("journey", reference, "--who")
    assert "SKYDDADE PERSONUPPGIFTER, Kanariella Prövqvist" in text
    told = text + json.dumps(desk.json("journey", reference, "--who"))
    assert not [value for value in reached.values() if value in told]


def test_an_erased_person_is_nobody(desk: Desk, started: str) -> None:
    with desk.app() as app, app.work() as work:
        work.connection.exec_driver_sql("UPDATE journey SET person_id = NULL")
    assert "Deltagare     gallrad\n" in desk.says("journey", started, "--who")
    assert desk.json("journey", started, "--who")["person"] is None


def test_a_journey_that_does_not_exist_is_refused(desk: Desk) -> None:
    result = desk.asks("journey", "MOL-1", "--format", "json")
    assert (result.exit_code, json.loads(result.stderr)) == (
        1,
        {"error": "Ärendet ”MOL-1” finns inte. Kontrollera beteckningen."},
    )
