"""A list of referrals becomes journeys: all of them or none, and none of them twice."""

import json
from pathlib import Path

import pytest

from tests.command_line import Desk

HEADINGS = (
    "Ärende;Remissdatum;Förnamn;Efternamn;Personnummer;Födelsedatum;Kön;Kommun;E-post;Språk;Skyddad identitet;"
    "Remittent;Remittentens namn;Kriterier;Anteckning"
)
ASA = ";2026-03-02;Åsa;Prövqvist;191212121212;;k;Mölndal;asa@deltagare.example;;;kommun;Remitta;;"
BO = "X-7;20260303;Bo;Prövberg;;1990-03-02;man;Lerum;;arabiska;ja;FK;;Ett | Två;ringde"
WHERE = ("--programme", "activera", "--unit", "molndal")


def saved(file: Path, *rows: str) -> str:
    file.write_text("\n".join((HEADINGS, *rows)), encoding="cp1252")
    return str(file)


def referrals(desk: Desk) -> list[dict[str, object]]:
    return [json.loads(line) for line in desk.says("export").splitlines()]


def test_each_row_is_a_referral(desk_on_either: Desk, file: Path) -> None:
    answer = desk_on_either.asks("import-referrals", saved(file, ASA, BO), *WHERE, "--by", "kim@molndal.example")
    assert answer.stdout == "Inläst: 2 remisser.\n  rad 2: MOL-2026-001\n  rad 3: X-7\n"
    asa, bo = referrals(desk_on_either)
    assert asa["person"] == {
        "given_name": "Åsa",
        "family_name": "Prövqvist",
        "personnummer": "191212121212",
        "gender": "woman",
        "municipality": "Mölndal",
        "email": "asa@deltagare.example",
    }
    assert (asa["referrer"], asa["by"]) == ({"party": "municipality", "name": "Remitta"}, "kim@molndal.example")
    assert (bo["on"], bo["criteria"], bo["note"]) == ("2026-03-03", ["Ett", "Två"], "ringde")
    assert bo["person"]["language"] == "ar"  # type: ignore[index]
    assert bo["person"]["protected"] is True  # type: ignore[index]


def test_a_row_outside_the_target_group_is_stored_and_remarked_on(desk: Desk, file: Path) -> None:
    answer = desk.asks("import-referrals", saved(file, ASA.replace("Mölndal", "Luleå")), *WHERE)
    assert answer.exit_code == 0
    assert answer.stderr.splitlines() == [
        f"{file}:2: Åldern ligger utanför 16–66 år.",
        f"{file}:2: Kommunen hör inte till insatsen.",
    ]


def test_references_go_on_from_those_that_are_taken(desk: Desk, file: Path) -> None:
    taken = BO.replace("X-7", "MOL-2026-016")
    desk.asks("import-referrals", saved(file, taken, ASA), *WHERE)
    assert [line["journey"] for line in referrals(desk)] == ["MOL-2026-016", "MOL-2026-017"]


def test_the_same_list_with_more_in_it_adds_only_that(desk_on_either: Desk, file: Path) -> None:
    desk_on_either.asks("import-referrals", saved(file, BO), *WHERE)
    answer = desk_on_either.asks("import-referrals", saved(file, BO, ASA, ASA), *WHERE, "--format", "json")
    told = json.loads(answer.stdout)
    assert told["new"] == [{"row": 3, "journey": "MOL-2026-001"}]
    assert told["known"] == [{"row": 2, "journey": "X-7"}, {"row": 4, "journey": "MOL-2026-001"}]
    assert len(referrals(desk_on_either)) == 2
    again = desk_on_either.says("import-referrals", str(file), *WHERE)
    assert again.startswith("Inget nytt.\nFanns redan: 3 remisser.\n")


@pytest.mark.parametrize("born", [";1912-12-12", "191212121212;"])
def test_somebody_is_known_by_name_and_birth_date_where_one_has_no_number(desk: Desk, file: Path, born: str) -> None:
    desk.asks("import-referrals", saved(file, ASA), *WHERE)
    desk.asks("import-referrals", saved(file, ASA.replace("191212121212;", born)), *WHERE)
    assert len(referrals(desk)) == 1


def test_somebody_may_be_referred_again_and_it_is_remarked_on(desk: Desk, file: Path) -> None:
    desk.asks("import-referrals", saved(file, ASA), *WHERE)
    answer = desk.asks("import-referrals", saved(file, ASA.replace("03-02", "03-30")), *WHERE)
    assert f"{file}:2: personen har redan ärendet MOL-2026-001 i insatsen." in answer.stderr
    assert len(referrals(desk)) == 2


def test_every_bad_row_is_told_by_its_column_and_nothing_is_stored(desk: Desk, file: Path) -> None:
    rows = (
        ASA,
        ASA.replace("2026-03-02", "2026-02-30").replace(";k;", ";Kanarie;"),
        BO.replace("Bo", "").replace("1990-03-02", "").replace("FK", "grannen"),
        ASA.replace("2026-03-02", "2026-04-02"),
        ASA.replace("191212121212", "191212121213").replace("asa@deltagare.example", "kanarie"),
        ASA.replace("2026-03-02", "2025-03-02"),
        BO,
        BO.replace("1990", "1991"),
        BO.replace("X-7", "X 8").replace("1990", "1992"),
    )
    told = desk.refuses("import-referrals", saved(file, *rows), *WHERE).replace(f"{file}:", "").splitlines()
    parties = "kommun, region, Försäkringskassan, Arbetsförmedlingen, själv, anhörig, annan"
    no_day = "ska vara ett datum som finns: 2026-03-02 eller 20260302."
    assert told == [
        f"3: Remissdatum: {no_day} Kön: ska vara något av kvinna, man, annat, okänt.",
        f"4: Förnamn: saknas. Personnummer eller Födelsedatum: saknas. Remittent: ska vara något av {parties}.",
        "5: Dagen 2026-04-02 har inte varit än (idag är 2026-04-01). Registrera det som har hänt.",
        "6: Personnummer: personnumret finns inte: kontrollera siffrorna. E-post: har fel form eller otillåtna tecken.",
        "7: Insatsen ACTivera fanns inte 2025-03-02: den första versionen gäller från 2026-01-01.",
        "9: Ärendet ”X-7” finns redan. Välj en annan beteckning.",
        "10: Ärende: har fel form eller otillåtna tecken.",
        "Inget har lästs in: 7 rader gick inte att förstå eller får inte vara som de är.",
    ]
    assert referrals(desk) == []


def test_faults_of_the_file_and_of_its_rows_are_told_together(desk: Desk, file: Path) -> None:
    told = desk.refuses("import-referrals", saved(file, ASA + ";x", BO.replace("man", "x")), *WHERE).splitlines()
    assert [line.split(": ")[0] for line in told[:-1]] == [f"{file}:2", f"{file}:3"]


def test_programs_get_the_faults_as_rows(desk: Desk, file: Path) -> None:
    answer = json.loads(desk.refuses("import-referrals", saved(file, ASA + ";x"), *WHERE, "--format", "json"))
    assert [(fault["file"], fault["line"]) for fault in answer["faults"]] == [(str(file), 2)]


def test_a_unit_or_programme_that_is_not_there_is_told_once(desk: Desk, file: Path) -> None:
    somewhere = ("--programme", "activera", "--unit", "boras")
    assert desk.refuses("import-referrals", saved(file, ASA, BO), *somewhere).startswith(
        "Enheten ”boras” finns inte i insatsen. Välj: molndal, "
    )
    nowhere = ("--programme", "aktiv", "--unit", "molndal")
    assert desk.refuses("import-referrals", str(file), *nowhere).startswith("Insatsen ”aktiv” finns inte.")


def test_an_empty_list_is_refused(desk: Desk, file: Path) -> None:
    file.write_bytes(b"")
    assert desk.refuses("import-referrals", str(file), *WHERE).startswith(f"{file}:1: filen är tom.")


def test_headings_alone_are_refused(desk: Desk, file: Path) -> None:
    told = desk.refuses("import-referrals", saved(file), *WHERE)
    assert told.startswith(f"{file}:1: filen har rubriker men inga remisser.")
