"""`farled due` and `farled reminders`: what is on the lists, and what is not."""

import re

import pytest

from tests.command_line import Desk
from tests.integration.casework.conftest import begin


def cells(line: str) -> list[str]:
    return re.split(r" {2,}", line)


@pytest.fixture
def three(desk: Desk) -> Desk:
    """On the 13th of April: one overdue, four due that day, of two caseworkers; MOL-9 is a protected person's."""
    begin(desk)
    late = desk.refers("2026-03-02", "--reference", "MOL-9", person={"protected": True})
    desk.does(late, "2026-03-16", "admitted", "caseworker=sam@molndal.example")
    other = desk.refers("2026-03-16", "--reference", "LER-8", "--unit", "lerum")
    desk.does(other, "2026-03-30", "admitted", "caseworker=Alex Alm")
    desk.on("2026-04-13")
    desk.says("do", "MOL-2026-001", "plan")
    return desk


def test_overdue_and_due_today_stand_apart_with_their_reasons(three: Desk) -> None:
    overdue, today = (block.splitlines() for block in three.says("due").rstrip("\n").split("\n\n"))
    assert (overdue[0], today[0], len(today[3:])) == ("Försenat (1)", "Idag (4)", 4)
    assert cells(overdue[1]) == ["Senast", "Kan göras från", "Ärende", "Vad", "Handläggare", "Varför"]
    assert cells(overdue[3]) == [
        "30 mars",
        "16 mars",
        "MOL-9",
        "Kontakt inom två veckor efter antagning",
        "sam@molndal.example",
        "Antagen 2026-03-16, ska vara gjort inom 2 veckor",
    ]


def test_what_comes_is_as_far_ahead_as_is_asked(three: Desk) -> None:
    three.on("2026-04-01")
    assert [row["due"] for row in three.json("due")["obligations"]] == ["2026-03-30", *["2026-04-13"] * 5]
    assert [row["due"] for row in three.json("due", "--until", "2026-04-12")["obligations"]] == ["2026-03-30"]
    assert "Kommande till och med 15 april (5)" in three.says("due")


def test_the_list_of_another_day_is_as_things_stood(three: Desk) -> None:
    assert [row["journey"] for row in three.json("due", "--today", "2026-03-20")["obligations"]] == ["MOL-9"]
    assert three.json("due", "--today", "2026-03-10", "--until", "2026-03-31")["obligations"] == []


def test_the_answer_for_programs_has_the_keys_of_the_spec(three: Desk) -> None:
    answer = three.json("due", "--until", "2026-04-13")
    assert (answer["today"], answer["until"]) == ("2026-04-13", "2026-04-13")
    assert answer["obligations"][0] == {
        "journey": "MOL-9",
        "rule": "first-contact",
        "n": 1,
        "due": "2026-03-30",
        "status": "overdue",
        "unit": "molndal",
        "caseworker": "sam@molndal.example",
        "why": "Antagen 2026-03-16, ska vara gjort inom 2 veckor",
        "anchor": "2026-03-16",
        "programme": "activera",
        "version": "2026",
    }


def test_a_unit_and_a_caseworker_have_lists_of_their_own(three: Desk) -> None:
    assert {row["journey"] for row in three.json("due", "--unit", "lerum")["obligations"]} == {"LER-8"}
    kim = three.json("due", "--caseworker", "kim@molndal.example")["obligations"]
    assert {row["journey"] for row in kim} == {"MOL-2026-001"}
    three.says("staff", "add", "alex@lerum.example", "--name", "Alex Alm", "--role", "caseworker", "--unit", "lerum")
    by_address = three.json("due", "--caseworker", "alex@lerum.example")["obligations"]
    assert by_address == three.json("due", "--caseworker", "Alex Alm")["obligations"] != []


@pytest.mark.parametrize("name", ["molndl", ""])
def test_a_misspelt_filter_is_no_empty_list(three: Desk, name: str) -> None:
    assert f"Enheten ”{name}” finns inte" in three.refuses("due", "--unit", name)
    assert f"Ingen handläggare heter ”{name}”." in three.refuses("due", "--caseworker", name)


def test_nothing_to_do_is_said(desk: Desk) -> None:
    assert desk.says("due") == "Inget är försenat, och inget ska vara gjort till och med 15 april.\n"


def test_days_of_another_year_are_told_with_the_year(desk: Desk) -> None:
    desk.on("2026-12-28")
    assert desk.says("due").endswith("till och med 11 januari 2027.\n")


def test_reminders_count_from_the_meeting_while_one_is_booked(desk_on_either: Desk) -> None:
    desk, reference = desk_on_either, begin(desk_on_either)
    period = ("reminders", "--from", "2026-04-01", "--to", "2026-04-17")
    assert {(row["on"], row["from"]) for row in desk.json(*period)["reminders"] if row["rule"] == "checkpoint"} == {
        ("2026-04-09", "2026-04-13")
    }
    desk.says("do", reference, "booked", "meeting=checkpoint", "time=2026-04-20T09:00")
    rows = [row for row in desk.json(*period)["reminders"] if row["rule"] == "checkpoint"]
    assert [(row["on"], row["offset"], row["to"]) for row in rows] == [
        ("2026-04-02", "-10 working days", "caseworker"),
        ("2026-04-02", "-10 working days", "participant"),
        ("2026-04-02", "-10 working days", "referrer"),
        ("2026-04-16", "-2 working days", "caseworker"),
        ("2026-04-16", "-2 working days", "participant"),
        ("2026-04-16", "-2 working days", "referrer"),
    ]
    assert cells(desk.says(*period).splitlines()[2]) == [
        "2026-04-02",
        reference,
        "checkpoint",
        "handläggaren",
        "10 arbetsdagar före mötet 2026-04-20",
    ]


def test_reminders_are_as_things_stand_on_the_day_that_is_asked_for(desk_on_either: Desk) -> None:
    """From rows and from events the same: on the second day the journey has events about a later day."""
    desk, reference = desk_on_either, begin(desk_on_either)
    period = ("reminders", "--from", "2026-03-01", "--to", "2026-05-31")
    before = desk.json(*period, "--today", "2026-04-01")["reminders"]
    assert before
    desk.does(reference, "2026-04-08", "paused", "reason=vila")
    assert desk.json(*period)["reminders"] == []
    assert desk.json(*period, "--today", "2026-04-01")["reminders"] == before
    assert desk.says(*period) == "Inga påminnelser de dagarna.\n"


def test_the_last_day_is_not_before_the_first(desk: Desk) -> None:
    assert "före den första" in desk.refuses("reminders", "--from", "2026-04-02", "--to", "2026-04-01")
