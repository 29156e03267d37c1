"""`farled staff`: who works here."""

import pytest

from tests.command_line import Desk
from tests.integration.casework.conftest import begin

KIM = ("staff", "add", "kim@molndal.example", "--name", "Kim Ek", "--role", "caseworker", "--unit", "molndal")
SAM = ("staff", "add", "sam@molndal.example", "--name", "Sam Alm", "--role", "manager", "--unit", "molndal")
ALEX = ("staff", "add", "alex@forbundet.example", "--name", "Alex Ask", "--role", "coordinator")


def test_everybody_is_listed_by_unit_and_role(desk_on_either: Desk) -> None:
    desk = desk_on_either
    assert "tom" in desk.says("staff", "list")
    assert desk.says(*SAM).startswith("sam@molndal.example är nu enhetschef vid molndal.\n")
    assert desk.says(*KIM).startswith("kim@molndal.example är nu handläggare vid molndal.\n")
    assert desk.says(*ALEX).startswith("alex@forbundet.example är nu samordnare.\n")
    assert [line.split()[0] for line in desk.says("staff", "list").splitlines()[2:]] == ["Alex", "Kim", "Sam"]
    assert desk.json("staff", "list", "--unit", "molndal")["staff"][0] == {
        "address": "kim@molndal.example",
        "name": "Kim Ek",
        "role": "caseworker",
        "unit": "molndal",
    }


def test_somebody_who_comes_back_is_the_same_one(desk: Desk) -> None:
    desk.says(*KIM)
    desk.says("staff", "remove", "kim@molndal.example")
    assert desk.json("staff", "list") == {"staff": []}
    assert "är åter enhetschef" in desk.says(
        *("staff", "add", "Kim@molndal.example", "--name", "Kim Ek", "--role", "manager", "--unit", "lerum")
    )
    assert len(desk.json("staff", "list")["staff"]) == 1


def test_whoever_is_here_is_not_added_again(desk: Desk) -> None:
    desk.says(*KIM)
    said = desk.refuses("staff", "add", "KIM@molndal.example", "--name", "Kim", "--role", "coordinator")
    assert said == "KIM@molndal.example finns redan i personallistan. Ta bort och lägg till igen för att ändra."


def test_removing_a_caseworker_tells_which_journeys_are_left_and_who_is_there(desk_on_either: Desk) -> None:
    desk = desk_on_either
    desk.says(*KIM)
    desk.says(*SAM)
    reference, ended = begin(desk), begin(desk)
    desk.says("do", ended, "exited", "outcome=work")
    assert desk.says("staff", "remove", "kim@molndal.example").splitlines() == [
        "kim@molndal.example är borttagen ur personallistan.",
        "1 öppet ärende behöver en ny handläggare:",
        f"  {reference}",
        "Vid enheten finns: Sam Alm (sam@molndal.example).",
        "Byt med: farled do ÄRENDE reassigned caseworker=ADRESS",
    ]


def test_journeys_that_call_a_caseworker_by_name_are_theirs_too(desk: Desk) -> None:
    desk.says(*KIM)
    reference = begin(desk)
    desk.says("do", reference, "reassigned", "caseworker=Kim Ek")
    told = desk.says("staff", "remove", "kim@molndal.example")
    assert f"  {reference}\nIngen annan vid enheten finns i personallistan. Lägg till någon först.\n" in told


def test_nobody_unknown_is_removed(desk: Desk) -> None:
    assert desk.refuses("staff", "remove", "kim@molndal.example") == (
        "Ingen i personallistan har adressen kim@molndal.example. Se listan med: farled staff list"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["kim", "--name", "K", "--role", "coordinator"], "Adressen ska vara en e-postadress: kim@molndal.example."),
        (["a@b.example\n", "--name", "K", "--role", "coordinator"], "Adressen ska vara en e-postadress"),
        (["a@b.example", "--name", "", "--role", "coordinator"], "Namnet får inte vara tomt"),
        (["a@b.example", "--name", "K\x1b", "--role", "coordinator"], "Namnet får inte vara tomt"),
        (["a@b.example", "--name", "K" * 201, "--role", "coordinator"], "Namnet får inte vara tomt"),
        (["a@b.example", "--name", "K", "--role", "chef"], "--role"),
        (["a@b.example", "--role", "coordinator"], "--name"),
        (["a@b.example", "--name", "K", "--role", "caseworker"], "En handläggare hör till en enhet."),
        (["a@b.example", "--name", "K", "--role", "manager"], "En enhetschef hör till en enhet."),
        (
            ["a@b.example", "--name", "K", "--role", "manager", "--unit", "lund"],
            "Enheten ”lund” finns inte i någon insats. Välj: alingsas, ",
        ),
        (["a@b.example", "--name", "K", "--role", "coordinator", "--unit", "lerum"], "Ange ingen enhet."),
    ],
)
def test_somebody_described_wrongly_is_refused(desk: Desk, words: list[str], sentence: str) -> None:
    assert sentence in desk.refuses("staff", "add", *words)
    assert desk.json("staff", "list") == {"staff": []}


def link_in(said: str) -> str:
    return said.splitlines()[-1].strip()


def test_whoever_is_added_gets_a_link_of_their_own(desk: Desk) -> None:
    links = [link_in(desk.says(*words)) for words in (KIM, SAM)]
    assert all(link.startswith("http://127.0.0.1:8000/valkommen/") for link in links)
    assert len(set(links)) == 2


def test_a_new_link_is_another_one(desk: Desk) -> None:
    first = link_in(desk.says(*KIM))
    assert link_in(desk.says("staff", "link", "kim@molndal.example")) not in (first, "")


def test_nobody_else_gets_a_link(desk: Desk) -> None:
    desk.says(*KIM)
    desk.says("staff", "remove", "kim@molndal.example")
    for address in ("kim@molndal.example", "ingen@molndal.example"):
        assert "Ingen i personallistan" in desk.refuses("staff", "link", address)


def test_an_administrator_belongs_to_the_association(desk: Desk) -> None:
    add = ("staff", "add", "ada@forbundet.example", "--name", "Ada Dal", "--role", "administrator")
    assert "hör till förbundet" in desk.refuses(*add, "--unit", "molndal")
    assert desk.says(*add).startswith("ada@forbundet.example är nu administratör.\n")
