"""`farled do`: what is refused, and what is told."""

import pytest

from tests.command_line import Desk
from tests.integration.casework.conftest import begin


def revision(desk: Desk, reference: str) -> int:
    found: int = desk.json("journey", reference)["revision"]
    return found


def test_a_refused_step_names_the_steps_that_are_possible(desk: Desk, started: str) -> None:
    said = desk.refuses("do", started, "admitted", "caseworker=kim@molndal.example")
    assert said.startswith(
        "”anta” går inte 2026-04-01: ärendet är i Block 1 – lära känna. Möjligt då: boka möte (booked),"
    )
    assert "avstämning (checkpoint)" in said


def test_a_step_that_makes_a_later_one_impossible_names_the_later_one(desk: Desk, started: str) -> None:
    assert desk.refuses("do", started, "exited", "outcome=work", "--on", "2026-02-27") == (
        "Det går inte, för då stämmer inte längre händelsen e4 i ärendet. ”starta” 2026-03-02 går inte när ärendet är "
        "avslutat. Rätta eller ta tillbaka e4 först."
    )


def test_work_that_was_done_in_time_and_registered_late_is_in_time(desk: Desk, started: str) -> None:
    desk.on("2026-05-11")
    assert "gjort 10 april i tid" in desk.says("do", started, "plan", "--on", "2026-04-10")


def test_whoever_looked_at_an_older_revision_is_told_and_nothing_is_lost(desk_on_either: Desk) -> None:
    desk, reference = desk_on_either, begin(desk_on_either)
    seen = str(revision(desk, reference))
    desk.says("do", reference, "plan", "--seen", seen)
    assert desk.refuses("do", reference, "skapa", "--seen", seen) == (
        f"Någon annan har just ändrat ärendet {reference} (nu i lydelse 5). Inget har sparats: titta på ärendet och "
        "gör om steget om det fortfarande behövs."
    )
    events = [event["event"] for event in desk.json("journey", reference)["events"]]
    assert events == ["referred", "admitted", "contact", "started", "plan"]


def test_who_registered_it_is_kept(desk: Desk, started: str) -> None:
    desk.says("do", started, "plan", "--by", "sam@molndal.example")
    assert desk.json("journey", started)["events"][-1]["by"] == "sam@molndal.example"


def test_an_event_may_have_an_id_of_its_own(desk: Desk, started: str) -> None:
    assert "Händelse plan-1, lydelse 5." in desk.says("do", started, "plan", "id=plan-1")
    assert desk.refuses("do", started, "plan", "id=plan-1") == "Ärendet har redan en händelse med id ”plan-1”."


def test_a_note_can_be_read_from_standard_input(desk: Desk, started: str) -> None:
    desk.says("do", started, "plan", "note=-", given="Vill börja i trädgården.\n")
    assert desk.json("journey", started, "--who")["events"][-1]["says"] == {"note": "Vill börja i trädgården."}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Ärendet saknas. Skriv ”farled do --help” för hjälp."),
        (["MOL-2026-001"], "Händelsen saknas. Skriv ”farled do --help” för hjälp."),
        (["MOL-2026-001", "referred"], "Det gör du med farled refer. Skriv ”farled do --help” för hjälp."),
        (["MOL-2026-001", "voided"], "Det gör du med farled undo. Skriv ”farled do --help” för hjälp."),
        (["MOL-2026-001", "corrected"], "Det gör du med farled correct. Skriv ”farled do --help” för hjälp."),
        (["MOL-2026-999", "plan"], "Ärendet ”MOL-2026-999” finns inte. Kontrollera beteckningen."),
        (["MOL 2026", "plan"], "journey: har fel form eller otillåtna tecken."),
        (
            ["MOL-2026-001", "dans"],
            (
                "dans 2026-04-01: händelsen ”dans” finns inte i insatsen ACTivera. Insatsen har: contact, plan, "
                "violence-questions, skapa, handover, exit-document."
            ),
        ),
    ],
)
def test_what_cannot_be_understood_is_told(desk: Desk, started: str, words: list[str], sentence: str) -> None:
    assert desk.refuses("do", *words) == sentence


WRONG = [
    ("admitted", "caseworker=", "caseworker: saknas."),
    ("admitted", f"caseworker={'k' * 201}", "caseworker: är för lång."),
    ("admitted", "caseworker=kim\x07", "caseworker: har fel form eller otillåtna tecken."),
    ("admitted", "caseworker=kim\u2028", "caseworker: har fel form eller otillåtna tecken."),
    ("started", f"group={'g' * 101}", "group: är för lång."),
    ("booked", "time=2026-04-07", "time: ska vara en dag och en tid: 2026-03-02T13:00."),
    ("booked", "time=٢٠٢٦-04-07T13:00", "time: ska vara en dag och en tid: 2026-03-02T13:00."),
    ("booked", "time=2026-02-30T10:00", "time: ska vara en tid som finns: 2026-03-02T13:00."),
    ("booked", "time=2026-04-07T25:00", "time: ska vara en tid som finns: 2026-03-02T13:00."),
    ("booked", "time=1899-04-07T13:00", "time: dagen ska ligga mellan 1900 och 2199."),
    ("booked", "meeting=fika time=2026-04-07T13:00", "meeting: ska vara något av checkpoint."),
    ("booked", "place=rum\x1b[31m", "place: har fel form eller otillåtna tecken."),
    ("checkpoint", "decision=kanske", "decision: ska vara något av continue, extend, exit."),
    ("checkpoint", "weeks=٤", "weeks: ska vara ett helt tal."),
    ("checkpoint", "weeks=4.5", "weeks: ska vara ett helt tal."),
    ("checkpoint", "weeks=fyra", "weeks: ska vara ett helt tal."),
    ("checkpoint", "weeks=0", "weeks: ska vara minst 1."),
    ("checkpoint", "weeks=105", "weeks: ska vara högst 104."),
    ("checkpoint", "weeks=99999999999999999999", "weeks: ska vara ett helt tal."),
    ("checkpoint", f"attended={'k' * 201}", "attended.0: är för lång."),
    ("checkpoint", "attended=Kim,", "attended.1: får inte vara tom."),
    ("paused", "reason=\x08", "reason: har fel form eller otillåtna tecken."),
    ("paused", f"reason={'x' * 20_001}", "reason: är för lång."),
    ("excepted", f"rule={'x' * 101}", "rule: är för lång."),
    ("contact", "attempt=kanske", "attempt: ska vara true eller false."),
    ("contact", "to=chefen", "to.0: ska vara något av participant, referrer."),
    ("contact", "id=e 1", "id: har fel form eller otillåtna tecken."),
    ("skapa", "values.chefen.tro=3", "values.chefen.[key]: ska vara något av participant, caseworker."),
    ("skapa", 'values={"participant": {"tro": NaN}}', "ska vara ett tal."),
    ("skapa", "values={", "Nyckeln values ska ha ett JSON-objekt som värde, eller delas upp: values.del=värde."),
    ("skapa", "values=[]", "values: ska vara ett objekt: {…}."),
    ("plan", "färg=röd", "en nyckel som inte finns här. Möjliga: id, note, attempt, to, values, alone, plan."),
    ("plan", "note", "Uppgift nummer 1 saknar likhetstecken."),
    ("plan", "event=contact", "Uppgift nummer 1 har en nyckel som inte finns här."),
    ("plan", "at=2026-04-01T08:00:00Z", "Uppgift nummer 1 har en nyckel som inte finns här."),
]


@pytest.mark.parametrize(("event", "pair", "sentence"), WRONG)
def test_a_bad_value_is_refused_with_its_key_and_without_itself(
    desk: Desk, started: str, event: str, pair: str, sentence: str
) -> None:
    said = desk.refuses("do", started, event, pair)
    assert sentence in said
    value = pair.partition("=")[2]
    assert len(value) < 3 or value not in said
    assert revision(desk, started) == 4


def test_a_key_given_twice_is_refused(desk: Desk, started: str) -> None:
    assert "Nyckeln note står två gånger." in desk.refuses("do", started, "plan", "note=a", "note=b")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-02-30", "ingen dag"),
        ("٢٠٢٦-٠٣-٠٢", "ingen dag"),
        ("2 mars", "ingen dag"),
        ("", "ingen dag"),
        ("1899-12-31", "ligger för långt bort"),
        ("2200-01-01", "ligger för långt bort"),
        ("2026-04-02", "Dagen 2026-04-02 har inte varit än (idag är 2026-04-01). Registrera det som har hänt."),
    ],
)
def test_a_day_that_does_not_exist_or_has_not_been_is_refused(
    desk: Desk, started: str, day: str, sentence: str
) -> None:
    assert sentence in desk.refuses("do", started, "plan", "--on", day)
    assert revision(desk, started) == 4


def test_a_word_that_is_not_utf_8_is_refused(desk: Desk, started: str) -> None:
    said = desk.refuses("do", started, "plan", "note=caf\udce9")
    assert said == "Ord nummer 4 på kommandoraden är inte skrivet i UTF-8."


def test_what_happens_in_a_programme_belongs_to_no_journey(desk: Desk) -> None:
    assert desk.says("do", "--programme", "activera", "joint-meeting", "unit=molndal") == (
        "activera: joint-meeting har registrerats, 1 april (händelse p1).\n"
    )
    assert "p1 har rättats" in desk.says(
        "correct", "--programme", "activera", "p1", "on=2026-03-31", "--reason", "Fel dag"
    )
    assert "p1 har tagits tillbaka" in desk.says("undo", "--programme", "activera", "p1", "--reason", "Blev inte av")
    assert desk.says("verify") == "Loggen är hel: 3 händelser.\n"
    assert "enheten ”lund” finns inte" in desk.refuses("do", "--programme", "activera", "joint-meeting", "unit=lund")


def test_an_activity_is_told_and_ended_and_every_fault_of_it_is_named(desk: Desk, started: str) -> None:
    desk.says("do", started, "activity", "area=health", "hours=2,5", "what=Promenadgrupp", "from=2026-04-13", "id=walk")
    assert desk.json("journey", started, "--who")["events"][-1]["says"] == {
        "area": "health",
        "hours": 2.5,
        "what": "Promenadgrupp",
        "from": "2026-04-13",
    }
    assert desk.refuses("do", started, "activity", "hours=99", "from=2026-13-01") == (
        "area: saknas. hours: ska vara högst 60. from: ska vara ett datum som finns: 2026-03-02."
    )
    assert "aktiviteten börjar först 2026-04-13" in desk.refuses("do", started, "activity-ended", "activity=walk")
    desk.on("2026-04-20")
    assert "avsluta aktivitet 20 april har registrerats" in desk.says("do", started, "activity-ended", "activity=walk")
