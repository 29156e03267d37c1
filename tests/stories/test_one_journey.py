"""One person's way through ACTivera, from the referral to the last document, told at the command line.

Each command opens the installation anew, so the journey is saved and loaded between any two steps.
"""

from pathlib import Path

import pytest

from tests.command_line import Desk, desk_at

REF = "MOL-2026-001"


@pytest.fixture
def desk(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_at(database_url, tmp_path, monkeypatch)


def test_from_the_referral_to_the_exit_document(desk: Desk) -> None:
    desk.on("2026-02-02")
    assert desk.refers("2026-02-02", person={"email": "deltagande@deltagare.example"}) == REF

    assert told(desk.does(REF, "2026-02-09", "admitted", "caseworker=kim@molndal.example")) == [
        "anta 9 februari har registrerats. Händelse e2, lydelse 2.",
        "Nu: antagen sedan 9 februari, handläggare kim@molndal.example.",
        "Nytt att göra:",
        (
            "  Kontakt inom två veckor efter antagning: senast 23 februari. "
            "Antagen 9 februari, ska vara gjort inom 2 veckor."
        ),
        "Remittenten får besked om att remissen har fått svar, utan att det står vilket.",
    ]

    assert "Gjort" not in desk.does(REF, "2026-02-11", "contact", "attempt=ja")

    assert told(desk.does(REF, "2026-02-16", "contact"))[2:] == [
        "Gjort:",
        "  Kontakt inom två veckor efter antagning: senast 23 februari, gjort 16 februari i tid.",
    ]

    assert told(desk.does(REF, "2026-02-23", "started", "group=7"))[1:5] == [
        "Nu: Block 1 – lära känna sedan 23 februari, handläggare kim@molndal.example.",
        "Nytt att göra:",
        (
            "  Avstämning med remittent: senast 7 april. "
            "Block 1 – lära känna började 23 februari och är 6 veckor; flyttat till arbetsdagen efter."
        ),
        (
            "  Handlingsplan: senast 7 april. "
            "Startade 23 februari, ska vara gjort inom 6 veckor; flyttat till arbetsdagen efter."
        ),
    ]

    assert told(desk.does(REF, "2026-03-02", "booked", "meeting=checkpoint", "time=2026-04-07T13:00"))[2:] == [
        "3 meddelanden ligger i utkorgen."
    ]

    assert told(desk.does(REF, "2026-03-05", "plan"))[2:] == [
        "Gjort:",
        "  Handlingsplan: senast 7 april, gjort 5 mars i tid.",
    ]

    paused = told(desk.does(REF, "2026-03-10", "paused", "reason=en släkting är sjuk"))
    assert paused[:3] == [
        "gör vilande 10 mars har registrerats. Händelse e8, lydelse 8.",
        "Nu: vilande sedan 10 mars, handläggare kim@molndal.example.",
        "Väntar medan ärendet vilar:",
    ]
    assert "Inget är försenat" in desk.says("due", "--until", "2026-12-31")

    assert told(desk.does(REF, "2026-03-24", "resumed"))[1:4] == [
        "Nu: Block 1 – lära känna sedan 23 februari, handläggare kim@molndal.example.",
        "Väntar inte längre:",
        (
            "  Avstämning med remittent: senast 21 april. Block 1 – lära känna började 23 februari och är 6 veckor; "
            "framflyttat 14 dagar av vila; flyttat till arbetsdagen efter."
        ),
    ]

    assert told(desk.does(REF, "2026-04-14", "skapa", "values.participant.hälsa=4", "values.caseworker.tro=5"))[2:] == [
        "Gjort:",
        "  SKAPA var tredje månad: senast 21 april, gjort 14 april i tid.",
        "Nytt att göra:",
        "  SKAPA var tredje månad, nr 2: senast 14 juli. SKAPA-mätning 14 april, ska vara gjort inom 3 månader.",
    ]

    desk.does(REF, "2026-04-14", "violence-questions")

    assert told(desk.does(REF, "2026-04-21", "checkpoint", "decision=continue", "attended=Kim,remittenten"))[1:] == [
        "Nu: Block 2 sedan 21 april, handläggare kim@molndal.example.",
        "Gjort:",
        "  Avstämning med remittent: senast 21 april, gjort 21 april i tid.",
        "Nytt att göra:",
        "  Avstämning med remittent, nr 2: senast 2 juni. Block 2 började 21 april och är 6 veckor.",
    ]

    assert told(desk.does(REF, "2026-06-02", "checkpoint", "decision=extend", "weeks=4"))[1:] == [
        "Nu: Block 2 sedan 21 april, handläggare kim@molndal.example.",
        "Gjort:",
        "  Avstämning med remittent, nr 2: senast 2 juni, gjort 2 juni i tid.",
        "Nytt att göra:",
        "  Avstämning med remittent, nr 3: senast 30 juni. Förlängdes 2 juni och är 4 veckor.",
    ]

    assert told(desk.does(REF, "2026-07-01", "checkpoint", "decision=exit"))[2:] == [
        "Gjort:",
        "  Avstämning med remittent, nr 3: senast 30 juni, gjort 1 juli för sent.",
        "Nytt att göra:",
        "  Avslutad efter beslut: senast 15 juli. Avslut beslutades 1 juli, ska vara gjort inom 2 veckor.",
    ]

    assert told(desk.does(REF, "2026-07-07", "exited", "outcome=work", "income_after=lön"))[1:] == [
        "Nu: avslutad sedan 7 juli.",
        "Gjort:",
        "  Avslutad efter beslut: senast 15 juli, gjort 7 juli i tid.",
        "Nytt att göra:",
        ("  Avslutsdokument till deltagare och remittent: senast 7 juli. Avslutades 7 juli, ska vara gjort samma dag."),
        "Behövs inte längre:",
        "  SKAPA var tredje månad, nr 2: senast 14 juli. SKAPA-mätning 14 april, ska vara gjort inom 3 månader.",
    ]

    assert "Gjort" not in desk.does(REF, "2026-07-07", "exit-document", "to=participant")
    assert told(desk.does(REF, "2026-07-08", "exit-document", "to=referrer"))[2:] == [
        "Gjort:",
        "  Avslutsdokument till deltagare och remittent: senast 7 juli, gjort 8 juli för sent.",
    ]

    shown = desk.json("journey", REF)
    assert (shown["stage"], shown["ended"], shown["outcome"], shown["group"]) == ("exited", "2026-07-07", "work", "7")
    assert not {each["status"] for each in shown["obligations"]} & {"open", "overdue"}
    assert desk.says("verify", "--rows") == "Loggen är hel: 17 händelser. Ärendena stämmer.\n"
    assert desk.refuses("do", REF, "started") == (
        "”starta” går inte 2026-07-08: ärendet är avslutat. Möjligt då: undanta (excepted), öppna igen (reopened), "
        "Övergång till fortsatt insats planerad (handover), Avslutsdokument (exit-document)."
    )


def told(answer: str) -> list[str]:
    """The lines of an answer, without the reference that each begins with."""
    assert answer.startswith(f"{REF}: ")
    return answer.removeprefix(f"{REF}: ").splitlines()
