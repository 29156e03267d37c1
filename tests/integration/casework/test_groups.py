"""Groups: planned, filled, started, and people moved between them."""

import pytest

from tests.command_line import Desk

UNIT = ("--programme", "samkraft")


def refers(desk: Desk, *references: str) -> None:
    """To SAMKRAFT, and admitted, on the first of April 2026."""
    person = '{"given_name": "Kanariella", "family_name": "Prövqvist", "birth_date": "1990-03-02", "gender": "woman"}'
    line = f'{{"person": {person}, "referrer": {{"party": "region"}}}}'
    for reference in references:
        desk.says("refer", *UNIT, "--unit", "lulea", "--reference", reference, "--json", "-", given=line)
        desk.says("do", reference, "admitted", "caseworker=kim@lulea.example")


@pytest.fixture
def planned(desk_on_either: Desk) -> Desk:
    """A group of two that starts on the thirteenth of April, and three people who wait for one."""
    desk = desk_on_either
    refers(desk, "LUL-1", "LUL-2", "LUL-3")
    desk.says("do", *UNIT, "group-planned", "group=Vår", "starts=2026-04-13", "places=2", "unit=lulea")
    return desk


def plans_autumn(desk: Desk) -> None:
    desk.says("do", *UNIT, "group-planned", "group=Höst", "starts=2026-08-31")


def test_a_planned_group_has_a_start_places_and_a_list(planned: Desk) -> None:
    planned.says("do", "LUL-1", "grouped", "group=Vår")
    (group,) = planned.json("group", "list", "samkraft")["groups"]
    assert (group["name"], group["starts"], group["places"], group["taken"]) == ("Vår", "2026-04-13", 2, 1)
    assert [member["journey"] for member in group["members"]] == ["LUL-1"]
    assert planned.says("group", "show", "samkraft", "Vår").startswith(
        "Vår, börjar 13 april: 1 av 2 platser, 1 plats kvar.\n"
    )


def test_a_group_without_places_left_takes_nobody_else(planned: Desk) -> None:
    for reference in ("LUL-1", "LUL-2"):
        planned.says("do", reference, "grouped", "group=Vår")
    refused = planned.refuses("do", "LUL-3", "grouped", "group=Vår")
    assert refused.startswith("Gruppen ”Vår” är full: alla 2 platser är tagna.")
    assert planned.json("journey", "LUL-3")["group"] is None
    # who is in it already starts in it
    planned.on("2026-04-13")
    planned.says("do", "LUL-1", "started", "group=Vår")
    assert "är full" in planned.refuses("do", "LUL-3", "started", "group=Vår")


def test_a_name_that_is_no_planned_group_s_is_refused_with_those_that_are(planned: Desk) -> None:
    assert planned.refuses("do", "LUL-1", "grouped", "group=Vaar") == (
        "Gruppen ”Vaar” finns inte. Kända: Vår. Är den ny? Planera den först, med dagen den börjar."
    )
    assert planned.json("journey", "LUL-1")["group"] is None


def test_where_none_is_planned_a_new_group_is_told_of(desk: Desk) -> None:
    refers(desk, "LUL-1", "LUL-2")
    assert "Gruppen ”Vår” är ny: den är inte planerad." in desk.says("do", "LUL-1", "grouped", "group=Vår")
    assert "är ny" not in desk.says("do", "LUL-2", "grouped", "group=Vår")


def test_nobody_begins_in_a_group_before_it_does(planned: Desk) -> None:
    refused = (
        "Gruppen ”Vår” börjar 13 april, så ingen kan börja i den 1 april. Placera deltagaren i gruppen så länge, eller "
        "ändra dagen då den börjar."
    )
    assert planned.refuses("do", "LUL-1", "started", "group=Vår") == refused
    planned.says("do", "LUL-1", "grouped", "group=Vår")
    assert planned.refuses("do", "LUL-1", "started") == refused
    # it began sooner than was planned
    planned.says("do", *UNIT, "group-start", "group=Vår")
    planned.says("do", "LUL-1", "started")


def test_what_is_put_right_takes_no_place_that_is_not_there(planned: Desk) -> None:
    plans_autumn(planned)
    for reference in ("LUL-1", "LUL-2"):
        planned.says("do", reference, "grouped", "group=Vår")
    full = "Gruppen ”Vår” är full: alla 2 platser är tagna. Välj en annan grupp, eller ge den här fler platser."
    planned.says("do", "LUL-3", "grouped", "group=Höst")
    assert planned.refuses("correct", "LUL-3", "e3", "group=Vår", "--reason", "Fel grupp") == full
    assert planned.json("journey", "LUL-3")["group"] == "Höst"
    # who went to another group comes back to the first by taking the move back
    planned.says("do", "LUL-1", "grouped", "group=Höst")
    planned.says("do", "LUL-3", "grouped", "group=Vår")
    assert planned.refuses("undo", "LUL-1", "e4", "--reason", "Fel") == full
    # a group that was left since takes no place, whatever it is put right to
    planned.says("correct", "LUL-1", "e3", "group=Sommar", "--reason", "Fel grupp")
    planned.says("correct", "LUL-1", "e3", "group=Vår", "--reason", "Rätt ändå")
    assert planned.json("journey", "LUL-1")["group"] == "Höst"


def test_who_comes_back_finds_a_place_or_stays_out(planned: Desk) -> None:
    planned.says("correct", *UNIT, "p1", "places=1", "--reason", "mindre lokal")
    planned.says("do", "LUL-1", "grouped", "group=Vår")
    planned.says("do", "LUL-1", "declined", "reason=Annat stöd")
    planned.says("do", "LUL-2", "grouped", "group=Vår")
    full = "Gruppen ”Vår” är full: den enda platsen är tagen. Välj en annan grupp, eller ge den här fler platser."
    assert planned.refuses("undo", "LUL-1", "e4", "--reason", "Fel") == full
    assert planned.refuses("do", "LUL-1", "reopened", "reason=Ny prövning") == full
    planned.says("undo", "LUL-2", "e3", "--reason", "Fel grupp")
    planned.says("do", "LUL-1", "reopened", "reason=Ny prövning")
    assert _groups(planned)[0]["taken"] == 1
    assert planned.says("group", "show", "samkraft", "Vår").startswith(
        "Vår, börjar 13 april: 1 av 1 plats, inga platser"
    )
    assert "places: ska vara minst 1." in planned.refuses("do", *UNIT, "group-planned", "group=Sommar", "places=0")


def test_who_moves_to_another_group_leaves_a_place(planned: Desk) -> None:
    plans_autumn(planned)
    for reference in ("LUL-1", "LUL-2"):
        planned.says("do", reference, "grouped", "group=Vår")
    planned.says("do", "LUL-1", "grouped", "group=Höst")
    planned.says("do", "LUL-3", "grouped", "group=Vår")
    lists = {group["name"]: [it["journey"] for it in group["members"]] for group in _groups(planned)}
    assert lists == {"Vår": ["LUL-2", "LUL-3"], "Höst": ["LUL-1"]}


def test_whoever_starts_without_a_word_of_the_group_stays_in_it(planned: Desk) -> None:
    planned.says("do", "LUL-1", "grouped", "group=Vår")
    planned.on("2026-04-13")
    planned.says("do", "LUL-1", "started")
    assert planned.json("journey", "LUL-1")["group"] == "Vår"


def test_more_places_let_more_in(planned: Desk) -> None:
    for reference in ("LUL-1", "LUL-2"):
        planned.says("do", reference, "grouped", "group=Vår")
    planned.says("correct", *UNIT, "p1", "places=3", "--reason", "större lokal")
    planned.says("do", "LUL-3", "grouped", "group=Vår")
    assert _groups(planned)[0]["taken"] == 3


def test_who_is_behind_stands_in_the_list(planned: Desk) -> None:
    planned.on("2026-04-13")
    planned.says("do", "LUL-1", "started", "group=Vår")
    planned.says("do", *UNIT, "group-start", "group=Vår")
    planned.on("2026-04-16")
    shown = planned.says("group", "show", "samkraft", "Vår")
    assert shown.startswith("Vår, började 13 april: 1 av 2 platser, 1 plats kvar.\n")
    assert shown.splitlines()[-1].split() == ["LUL-1", "Gruppprogram", "Kontakt", "inom", "två", "veckor"]
    assert planned.says("group", "list", "samkraft").splitlines()[-1].split() == ["Vår", "13", "april", "1", "2", "1"]


def test_a_group_that_nobody_has_told_of_is_unknown(planned: Desk) -> None:
    assert planned.refuses("group", "show", "samkraft", "Vinter") == "Gruppen ”Vinter” finns inte. Kända: Vår."
    assert "Insatsen ”dans” finns inte" in planned.refuses("group", "list", "dans")
    assert planned.says("group", "list", "tidsam") == "Det finns inga grupper.\n"


def _groups(desk: Desk) -> list[dict[str, object]]:
    found: list[dict[str, object]] = desk.json("group", "list", "samkraft")["groups"]
    return found
