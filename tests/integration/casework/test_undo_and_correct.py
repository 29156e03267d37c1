"""`farled undo` and `farled correct`: what was registered wrongly, and what moves when it is put right."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import PERSON, REFERRER, Desk
from tests.integration.casework.conftest import begin

STEPS = [
    ("plan", "note=Vill börja i trädgården"),
    ("booked", "meeting=checkpoint", "time=2026-04-10T09:00"),
    ("paused", "reason=vila"),
    ("checkpoint", "decision=continue"),
    ("checkpoint", "decision=exit"),
    ("reassigned", "caseworker=sam@lerum.example", "unit=lerum"),
    ("excepted", "rule=plan", "reason=finns redan"),
    ("exited", "outcome=work"),
    ("exited", "outcome=registered-in-error"),
]


def stands(desk: Desk, reference: str) -> dict[str, Any]:
    """Everything that follows from the events, and nothing that counts them."""
    shown = desk.json("journey", reference)
    return {key: value for key, value in shown.items() if key not in ("revision", "events")}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: "-".join(step[:2]))
def test_undone_is_as_before(desk: Desk, started: str, step: tuple[str, ...]) -> None:
    before = stands(desk, started)
    desk.says("do", started, *step, "id=misstag")
    assert desk.json("journey", started)["revision"] == 5
    desk.says("undo", started, "misstag", "--reason", "fel ärende")
    assert stands(desk, started) == before
    assert desk.says("verify", "--rows").startswith("Loggen är hel")


def test_an_undoing_can_be_undone(desk: Desk, started: str) -> None:
    desk.says("do", started, "checkpoint", "decision=continue")
    with_it = stands(desk, started)
    desk.says("undo", started, "e5", "--reason", "fel ärende")
    desk.says("undo", started, "e6", "--reason", "det var rätt ärende")
    assert stands(desk, started) == with_it


def test_undoing_tells_what_is_to_be_done_again_and_what_is_gone(desk_on_either: Desk) -> None:
    desk, reference = desk_on_either, begin(desk_on_either)
    desk.says("do", reference, "checkpoint", "decision=continue")
    assert desk.says("undo", reference, "e5", "--reason", "fel ärende").splitlines() == [
        f"{reference}: avstämning 1 april har tagits tillbaka. Händelse e6, lydelse 6.",
        "Nu: Block 1 – lära känna sedan 2 mars, handläggare kim@molndal.example.",
        "Ska göras igen:",
        "  Avstämning med remittent: senast 13 april. Block 1 – lära känna började 2 mars och är 6 veckor.",
        "Finns inte längre:",
        "  Avstämning med remittent, nr 2: senast 13 maj.",
    ]


def test_a_corrected_day_moves_what_follows_from_it(desk_on_either: Desk) -> None:
    desk, reference = desk_on_either, begin(desk_on_either)
    told = desk.says("correct", reference, "e4", "on=2026-03-04", "--reason", "skrev fel").splitlines()
    assert told[:4] == [
        f"{reference}: starta 2 mars har rättats (on). Händelse e5, lydelse 5.",
        "Nu: Block 1 – lära känna sedan 4 mars, handläggare kim@molndal.example.",
        "Flyttat:",
        (
            "  Avstämning med remittent: senast 15 april i stället för 13 april. "
            "Block 1 – lära känna började 4 mars och är 6 veckor."
        ),
    ]
    due = {row["rule"]: row["due"] for row in desk.json("due", "--until", "2026-04-30")["obligations"]}
    assert due == dict.fromkeys(("checkpoint", "plan", "skapa", "violence-questions"), "2026-04-15")


def test_a_correction_can_be_corrected_back(desk: Desk, started: str) -> None:
    before = stands(desk, started)
    desk.says("correct", started, "e4", "on=2026-03-04", "--reason", "skrev fel")
    desk.says("correct", started, "e4", "on=2026-03-02", "--reason", "det var rätt")
    assert stands(desk, started) == before


def test_an_empty_value_takes_a_key_away(desk: Desk, started: str) -> None:
    desk.says("do", started, "plan", "note=skulle inte stå här")
    desk.says("correct", started, "e5", "note=", "--reason", "fel ärende")
    assert desk.json("journey", started, "--who")["events"][-2]["says"] == {}


def test_what_an_event_needs_cannot_be_taken_away(desk: Desk, started: str) -> None:
    assert "caseworker: ska vara text." in desk.refuses("correct", started, "e2", "caseworker=", "--reason", "x")


def test_a_key_with_a_point_corrects_a_part_and_leaves_the_rest(desk: Desk, started: str) -> None:
    desk.says("correct", started, "e1", "person.email=-", "--reason", "ny adress", given="ny@deltagare.example\n")
    person = desk.json("journey", started, "--who")["person"]
    assert (person["given_name"], person["email"]) == ("Kanariella", "ny@deltagare.example")
    desk.says("correct", started, "e1", "person.email=", "--reason", "har ingen")
    person = desk.json("journey", started, "--who")["person"]
    assert (person["given_name"], person["email"]) == ("Kanariella", None)


PUT_RIGHT = [
    (["unit=lerum"], "Enheten är nu ACTivera Lerum."),
    (["person.given_name=Kanarina"], "Uppgifter om deltagaren är rättade."),
    (["referrer.name=Remitta Nyman"], "Uppgifter om remittenten är rättade."),
    (["person.protected=true"], "Uppgifter om deltagaren är rättade.\nSkyddade personuppgifter: ja."),
]


@pytest.mark.parametrize(("pairs", "said"), PUT_RIGHT, ids=["unit", "person", "referrer", "protected"])
def test_what_is_put_right_beside_the_days_is_said_without_what_it_is(
    desk: Desk, started: str, pairs: list[str], said: str
) -> None:
    told = desk.says("correct", started, "e1", *pairs, "--reason", "blev fel")
    assert told.splitlines()[2:] == said.splitlines()
    assert "Kanari" not in told
    assert "Nyman" not in told


def test_taking_a_correction_back_says_what_is_so_again(desk: Desk, started: str) -> None:
    desk.says("correct", started, "e1", "person.protected=true", "unit=lerum", "--reason", "fel ärende")
    told = desk.says("undo", started, "e5", "--reason", "rätt ärende").splitlines()
    assert told[2:] == [
        "Enheten är nu ACTivera Mölndal.",
        "Uppgifter om deltagaren är rättade.",
        "Skyddade personuppgifter: nej.",
    ]


def test_a_hand_over_to_another_unit_says_which(desk: Desk, started: str) -> None:
    told = desk.says("do", started, "reassigned", "caseworker=sam@lerum.example", "unit=lerum")
    assert "Enheten är nu ACTivera Lerum." in told.splitlines()
    assert "Enheten är nu" not in desk.says("do", started, "plan")


@pytest.mark.parametrize("name", ["2", "#2"])
def test_an_event_without_an_id_is_found_by_its_number(desk: Desk, tmp_path: Path, name: str) -> None:
    """What was imported may have no ids of its own; `#` begins a comment in many shells."""
    referred = {"event": "referred", "on": "2026-03-02", "programme": "activera", "unit": "molndal"}
    admitted = {"event": "admitted", "on": "2026-03-03", "caseworker": "kim@molndal.example"}
    lines = [{**referred, "person": PERSON, "referrer": REFERRER}, admitted]
    journal = tmp_path / "journal.jsonl"
    journal.write_text("".join(json.dumps({"journey": "MOL-1", **line}) + "\n" for line in lines), encoding="utf-8")
    desk.says("import", str(journal))
    told = desk.says("correct", "MOL-1", name, "on=2026-03-04", "--reason", "fel dag")
    assert told.startswith("MOL-1: anta 3 mars har rättats (on). Händelse e3, lydelse 2.")
    assert [(event["id"], event["standing"]) for event in desk.json("journey", "MOL-1")["events"]] == [
        ("#1", "stands"),
        ("#2", "corrected"),
        ("e3", "stands"),
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["undo", "REF", "e9", "--reason", "x"],
            "Ärendet REF har ingen händelse ”e9”. Se dem med: farled journey REF",
        ),
        (["undo", "REF", "e4"], "Skälet saknas: --reason. Skriv ”farled undo --help” för hjälp."),
        (["undo", "REF", "e4", "--reason", ""], "reason: får inte vara tom."),
        (
            ["undo", "REF", "e4", "fel", "ärende"],
            "Det är för många ord. Sätt citattecken om skälet. Skriv ”farled undo --help” för hjälp.",
        ),
        (["undo", "REF"], "Händelsen saknas. Skriv ”farled undo --help” för hjälp."),
        (
            ["undo", "REF", "e1", "--reason", "x"],
            (
                "Det går inte, för då stämmer inte längre händelsen e2 i ärendet. ”anta” 2026-02-20 går inte när "
                "ärendet är ännu inte remitterat. Rätta eller ta tillbaka e2 först."
            ),
        ),
        (
            ["correct", "REF", "e4", "--reason", "x"],
            "Skriv vad som ska rättas, till exempel on=2026-03-02. Skriv ”farled correct --help” för hjälp.",
        ),
        (["correct", "REF", "e4", "on=2026-02-30", "--reason", "x"], "on: ska vara ett datum som finns: 2026-03-02."),
        (
            ["correct", "REF", "e4", "on=2026-05-01", "--reason", "x"],
            "Dagen 2026-05-01 har inte varit än (idag är 2026-04-01). Registrera det som har hänt.",
        ),
        (
            ["correct", "REF", "e4", "on=2026-02-01", "--reason", "x"],
            "”starta” går inte 2026-02-01: ärendet är ännu inte remitterat. Möjligt då: remiss (referred).",
        ),
        (
            ["correct", "REF", "e1", "person.birth_date=2026-02-17", "--reason", "x"],
            "person: födelsedagen ligger efter remissdagen.",
        ),
        (
            ["correct", "REF", "e4", "id=b", "--reason", "x"],
            (
                "Uppgift nummer 1 har en nyckel som inte finns här. Möjliga: on, by, note, group. "
                "Skriv ”farled correct --help” för hjälp."
            ),
        ),
    ],
)
def test_what_cannot_be_put_right_is_told(desk: Desk, started: str, words: list[str], sentence: str) -> None:
    given = [started if word == "REF" else word for word in words]
    assert desk.refuses(*given) == sentence.replace("REF", started)
    assert desk.json("journey", started)["revision"] == 4


def test_a_referral_alone_is_corrected_and_not_taken_back(desk: Desk) -> None:
    reference = desk.refers("2026-04-01")
    assert desk.refuses("undo", reference, "e1", "--reason", "fel person").startswith(
        "Remissen går inte att ta tillbaka"
    )
    assert "har rättats" in desk.says("correct", reference, "e1", "on=2026-03-30", "--reason", "kom tidigare")
