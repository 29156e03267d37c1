"""`farled refer`: a referral from options or as JSON. At a terminal: tests/stories/test_at_a_terminal.py."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import PERSON, REFERRER, Desk

WHERE = ("refer", "--programme", "activera", "--unit", "molndal")
WHO = ("--given-name", "Prov", "--family-name", "Provsson", "--gender", "man", "--party", "self")


def test_options_say_it_all(desk_on_either: Desk) -> None:
    desk = desk_on_either
    assert desk.says(*WHERE, *WHO, "--personnummer", "19121212-1212", "--municipality", "Borås").splitlines() == [
        "MOL-2026-001: remissen är registrerad (händelse e1).",
        "Nu: remitterad sedan 1 april.",
        "Utanför målgruppen: Åldern ligger utanför 16–66 år.",
        "Utanför målgruppen: Kommunen hör inte till insatsen.",
    ]
    person = desk.json("journey", "MOL-2026-001", "--who")["person"]
    assert person["personnummer"] == "19121212-••••"
    assert (person["given_name"], person["birth_date"], person["protected"]) == ("Prov", "1912-12-12", False)


def test_each_unit_counts_its_own_referrals_each_year(desk: Desk) -> None:
    assert [desk.refers("2026-03-02"), desk.refers("2026-03-02")] == ["MOL-2026-001", "MOL-2026-002"]
    assert desk.refers("2026-03-02", "--reference", "MOL-2026-041") == "MOL-2026-041"
    assert desk.refers("2026-03-02") == "MOL-2026-042"
    other = ("--unit", "lerum", *WHO, "--birth-date", "1990-03-02")
    assert desk.says("refer", "--programme", "activera", *other).startswith("LER-2026-001: ")
    desk.on("2027-01-04")
    assert desk.refers("2027-01-04") == "MOL-2027-001"


def test_a_reference_that_is_taken_is_refused(desk: Desk) -> None:
    desk.refers("2026-03-02", "--reference", "MOL-1")
    assert desk.refuses(*WHERE, *WHO, "--birth-date", "1990-03-02", "--reference", "MOL-1") == (
        "Ärendet ”MOL-1” finns redan. Välj en annan beteckning."
    )


def test_json_may_say_more_than_the_options_can(desk: Desk) -> None:
    line = {"person": PERSON, "referrer": REFERRER, "note": "Vill helst höras på förmiddagen", "criteria": ["Ja"]}
    desk.says(*WHERE, "--json", "-", given=json.dumps(line))
    (referral,) = desk.json("journey", "MOL-2026-001", "--who")["events"]
    assert referral["says"]["note"] == "Vill helst höras på förmiddagen"
    assert referral["says"]["criteria"] == ["Ja"]


def test_the_same_number_is_the_same_person(desk: Desk) -> None:
    person: dict[str, Any] = {"personnummer": "191212121212"}
    first = desk.refers("2026-03-02", person=person)
    desk.refers("2026-03-02", person=person | {"family_name": "Nyttnamn"})
    assert desk.json("journey", first, "--who")["person"]["family_name"] == "Nyttnamn"


def test_without_a_terminal_what_is_missing_is_told(desk: Desk) -> None:
    assert desk.refuses("refer") == (
        "programme: saknas. unit: saknas. person.given_name: saknas. person.family_name: saknas. "
        "person.gender: saknas. referrer.party: saknas."
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--programme", "dans"], "Insatsen ”dans” finns inte. Kända: activera, "),
        (
            ["--unit", "lund"],
            "enheten ”lund” finns inte i insatsen. Välj: molndal, partille, harryda, lerum, alingsas.",
        ),
        (["--version", "1999"], "Insatsen ”activera” har ingen version ”1999”."),
        (
            ["--on", "2025-12-31"],
            "Insatsen ACTivera fanns inte 2025-12-31: den första versionen gäller från 2026-01-01.",
        ),
        (["--on", "2026-04-02"], "Dagen 2026-04-02 har inte varit än (idag är 2026-04-01)."),
        (["--reference", "MOL 1"], "journey: har fel form eller otillåtna tecken."),
        (["--given-name", ""], "person.given_name: får inte vara tom."),
        (["--given-name", "p" * 201], "person.given_name: är för lång."),
        (["--family-name", "Prov\nBcc: x"], "person.family_name: har fel form eller otillåtna tecken."),
        (["--personnummer", "19121212-1213"], "personnumret finns inte: kontrollera siffrorna."),
        (["--personnummer", "١٩١٢١٢١٢١٢١٢"], "personnumret ska skrivas med tolv siffror: ååååmmddnnnn."),
        (["--personnummer", "1212121212"], "personnumret ska skrivas med tolv siffror: ååååmmddnnnn."),
        (["--birth-date", "1990-02-30"], "ingen dag"),
        (["--email", "prov.example"], "person.email: har fel form eller otillåtna tecken."),
        (["--email", "a@b.example\n"], "person.email: har fel form eller otillåtna tecken."),
        (["--phone", ""], "person.phone: får inte vara tom."),
        (["--language", "svenska"], "person.language: har fel form eller otillåtna tecken."),
        (["--gender", "kvinna"], "--gender"),
        (["--party", "kommunen"], "--party"),
        (["--criterion", ""], "criteria.0: får inte vara tom."),
    ],
)
def test_a_bad_value_is_refused_and_nothing_is_stored(desk: Desk, words: list[str], sentence: str) -> None:
    assert sentence in desk.refuses(*WHERE, *WHO, "--birth-date", "1990-03-02", *words)
    assert desk.says("verify") == "Loggen är hel: 0 händelser.\n"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "remissen är inte riktig JSON."),
        ("{", "remissen är inte riktig JSON."),
        ("[" * 100_000, "remissen är inte riktig JSON."),
        ("[]", "remissen ska vara ett JSON-objekt: {…}."),
        ('{"event": "admitted"}', "event: en remiss är referred."),
        ("{}", "person: saknas. referrer: saknas."),
        ('{"person": 1, "referrer": 2}', "person: ska vara ett objekt: {…}. referrer: ska vara ett objekt: {…}."),
        ("x" * 1_000_001, "remissen är för lång."),
    ],
)
def test_a_bad_line_of_json_is_refused(desk: Desk, given: str, sentence: str) -> None:
    assert desk.refuses(*WHERE, "--json", "-", given=given) == sentence


def test_json_and_options_do_not_mix(desk: Desk) -> None:
    assert "inte båda" in desk.refuses(*WHERE, *WHO, "--json", "-", given="{}")


def test_json_lies_in_a_file_or_is_said_to_be_missing(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "remiss.json"
    assert desk.refuses(*WHERE, "--json", str(file)) == f"Det gick inte med ”{file}”: den finns inte."
    assert desk.refuses(*WHERE, "--json", str(tmp_path)) == f"Det gick inte med ”{tmp_path}”: den är en mapp."
    file.write_text(json.dumps({"person": PERSON, "referrer": REFERRER}))
    assert desk.says(*WHERE, "--json", str(file)).startswith("MOL-2026-001: ")
