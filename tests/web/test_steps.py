"""Every step of a journey on its form: what it registers, what it says first, what it refuses."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from journeys.app import App
from journeys.case import Case, case_of
from journeys.tables.access import NAMED_STAFF
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT
from notifications.tables import OUTBOX
from tests.filling import REFERENCE, does, fill_in, refers, registers, saves, send, sheet, typed
from tests.visitors import Browser, Clock, Person, faults

HERE = f"/arende/{REFERENCE}"
OUT_OF_REACH = (
    "Mötet ska ligga från 2 mars, då ärendet startade, till 18 september 2028, som är 2 år bort. Kontrollera dagen."
)
SignIn = Callable[..., Browser]


@pytest.fixture
def anna(app: App, clock: Clock, sign_in_as: SignIn) -> Browser:
    """A caseworker in Mölndal in autumn, with a referral of the second of March."""
    clock.forward(days=200)
    refers(app)
    return sign_in_as("anna@molndal.example")


def started(app: App) -> None:
    """Admitted and started on the second of March."""
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    registers(app, "started", "2026-03-02")


def case(app: App) -> Case:
    with app.read() as connection:
        return case_of(connection, app.catalogue(connection), REFERENCE, app.today)


def names(app: App) -> list[str]:
    return [event.name for event in case(app).dossier.events]


def private(app: App) -> dict[str, object]:
    """What is sealed in the last event."""
    found = case(app).dossier.everything(app.ledger)[-1]
    return dict(found.data)


def test_a_journey_goes_from_referral_to_exit_on_the_forms(app: App, anna: Browser) -> None:
    does(anna, "admitted", on="2026-03-03", caseworker="anna@molndal.example")
    does(anna, "contact", on="2026-03-04", attempt="ja", note="Svarade inte")
    does(anna, "contact", on="2026-03-05")
    does(anna, "started", on="2026-03-09")
    does(anna, "plan", on="2026-03-20", note="Mål: arbete")
    does(anna, "violence-questions", on="2026-03-20")
    does(anna, "skapa", on="2026-03-23")
    does(anna, "checkpoint", on="2026-04-20", decision="extend", weeks="4", attended=["deltagare", "remittent"])
    does(anna, "checkpoint", on="2026-05-18", decision="continue")
    does(anna, "paused", on="2026-06-01", reason="Sjuk")
    does(anna, "resumed", on="2026-06-15")
    does(anna, "excepted", on="2026-06-16", rule="skapa", reason="Vill inte")
    does(anna, "reassigned", on="2026-06-17", caseworker="bo@molndal.example")
    does(anna, "checkpoint", on="2026-07-10", decision="exit")
    does(anna, "exited", on="2026-07-15", outcome="work", income_after="Lön")
    page = does(anna, "exit-document", on="2026-07-15")
    assert names(app)[1:] == [
        *("admitted", "contact", "contact", "started", "plan", "violence-questions", "skapa"),
        *("checkpoint", "checkpoint", "paused", "resumed", "excepted", "reassigned", "checkpoint", "exited"),
        "exit-document",
    ]
    assert "Inget att göra just nu." in page


def test_a_meeting_is_booked_moved_and_cancelled(app: App, anna: Browser) -> None:
    started(app)
    page = does(anna, "booked", time="2026-10-20T13:00", place="Rum 4")
    assert "Möte 20 oktober kl. 13.00." in page
    assert "3 meddelanden ligger i utkorgen." in page
    assert ">Flytta mötet</a>" in page
    move = sheet(anna.get(f"{HERE}/steg/booked"))
    assert (move["time"], move["place"]) == (["2026-10-20T13:00"], ["Rum 4"])
    does(anna, "booked", time="2026-10-21 09:30")
    assert private(app) == {"meeting": "checkpoint", "time": "2026-10-21T09:30", "place": "Rum 4"}
    page = does(anna, "cancelled")
    assert case(app).history.booking is None
    assert f'href="{HERE}/steg/cancelled"' not in page


@pytest.mark.parametrize(
    "time",
    ["2026-10-20T13:00", "2026-10-20 13:00", "2026-10-20 13.00", "2026-10-20 kl. 13.00", " 2026-10-20  kl 13:00 "],
)
def test_a_time_is_taken_as_people_write_it(app: App, anna: Browser, time: str) -> None:
    started(app)
    does(anna, "booked", time=time)
    assert private(app)["time"] == "2026-10-20T13:00"


def test_a_meeting_is_not_corrected_out_of_reach_either(app: App, anna: Browser) -> None:
    started(app)
    booked = registers(app, "booked", "2026-09-18", meeting="checkpoint", time="2026-10-20T13:00")
    answer = fill_in(anna, f"{HERE}/ratta/{booked}", time="2199-10-20 13:00", why="Fel år")
    assert [fault.partition(",")[0] for fault in faults(answer)] == ["Mötet ska ligga från 2 mars"]


def test_what_each_field_and_the_journal_would_refuse_is_told_at_once(app: App, anna: Browser) -> None:
    started(app)
    answer = fill_in(anna, f"{HERE}/steg/paused", on="2026-02-30", reason="")
    assert faults(answer) == ["Dag: ska vara ett datum som finns: 2026-03-02.", "Skäl: fyll i."]


def test_what_follows_says_every_day_in_words(app: App, anna: Browser) -> None:
    started(app)
    page = fill_in(anna, f"{HERE}/steg/checkpoint", on="2026-09-18", decision="continue").text
    said = page[page.index("<h1") :].partition("<form")[0]
    assert "18 september" in said
    assert re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said) is None


def test_an_ended_journey_is_opened_again(app: App, anna: Browser) -> None:
    started(app)
    registers(app, "exited", "2026-05-04", outcome="studies")
    does(anna, "reopened", on="2026-05-06", reason="För tidigt")
    assert case(app).history.state == "block-1"


def test_that_the_referrer_hears_of_the_answer_is_said_before_and_after(app: App, anna: Browser) -> None:
    told = "Remittenten får besked om att remissen har fått svar, utan att det står vilket."
    fields = {"on": "2026-09-17", "reason": "Utanför målgruppen"}
    assert told in fill_in(anna, f"{HERE}/steg/declined", **fields).text
    does(anna, "declined", **fields)
    assert "Besked om att remissen har fått svar" in anna.get(HERE).text


def test_a_referral_is_declined_with_a_reason(app: App, anna: Browser) -> None:
    does(anna, "declined", on="2026-03-04", reason="Utanför målgruppen")
    assert (case(app).history.state, private(app)["reason"]) == ("declined", "Utanför målgruppen")


def test_who_registered_it_is_the_one_who_signed_in(app: App, anna: Browser) -> None:
    does(anna, "admitted", on="2026-03-03", caseworker="bo@molndal.example")
    assert case(app).happened[-1].registered.by == "anna@molndal.example"


def test_an_offer_has_the_text_to_say_and_no_place_for_an_answer(app: App, anna: Browser) -> None:
    started(app)
    page = anna.get(f"{HERE}/steg/violence-questions")
    assert "frivilligt" in page.text
    assert set(sheet(page)) == {"form_token", "seen", "known", "once", "on"}
    fill_in(anna, f"{HERE}/steg/violence-questions", note="Svarade ja", on="2026-03-05")
    assert private(app) == {}


def test_a_document_says_who_got_it(app: App, anna: Browser) -> None:
    started(app)
    registers(app, "exited", "2026-05-04", outcome="work")
    page = does(anna, "exit-document", on="2026-05-04", to=["participant"])
    assert private(app) == {"to": ["participant"]}
    assert "Avslutsdokument till deltagare och remittent" in page, "the referrer has not got it"


def test_only_colleagues_of_the_unit_can_be_given_a_referral(app: App, anna: Browser) -> None:
    answer = fill_in(anna, f"{HERE}/steg/admitted", on="2026-03-03", caseworker="per@partille.example")
    assert answer.status_code == 422
    assert faults(answer) == ["Handläggare: välj ett av alternativen."]


def test_a_journey_that_is_handed_to_another_unit_is_theirs(app: App, anna: Browser, sign_in_as: SignIn) -> None:
    started(app)
    path = f"{HERE}/steg/reassigned"
    answer = fill_in(anna, path, on="2026-03-10", caseworker="per@partille.example")
    assert (answer.status_code, answer.headers["location"]) == (303, "/min-dag?klart=overlamnat")
    assert "Ärendet hör nu till den andra enheten" in anna.get(answer.headers["location"]).text
    assert case(app).history.unit == "partille"
    assert anna.get(HERE).status_code == 404
    assert sign_in_as("per@partille.example").get(HERE).status_code == 200


def test_whoever_is_given_a_protected_journey_is_named(app: App, anna: Browser, sign_in_as: SignIn) -> None:
    saves(anna, f"{HERE}/ratta/e1", person__protected="ja", why="Skydd sedan i går")
    bo = sign_in_as("bo@molndal.example")
    assert (anna.get(HERE).status_code, bo.get(HERE).status_code) == (200, 404)
    does(anna, "admitted", on="2026-03-03", caseworker="bo@molndal.example")
    assert bo.get(HERE).status_code == 200
    with app.read() as connection:
        named = connection.execute(select(func.count()).select_from(NAMED_STAFF)).scalar()
    assert named == 3, "whoever wrote it, whoever has it, and the unit's manager"


def test_a_decision_is_shown_with_what_follows_before_it_is_saved(app: App, clock: Clock, anna: Browser) -> None:
    clock.moment = clock.moment.replace(month=3, day=2)
    refers(app, reference="MOL-2")
    registers(app, "admitted", "2026-03-02", reference="MOL-2", caseworker="anna@molndal.example")
    registers(app, "started", "2026-03-02", reference="MOL-2")
    path = "/arende/MOL-2/steg/checkpoint"
    first = fill_in(anna, path, decision="continue", note="Redo")
    assert first.status_code == 200
    assert "Block 2 till 13 april. Nästa avstämning senast 13 april." in first.text
    assert "Två påminnelser till remittenten." in first.text
    assert "Nu: Block 2 sedan 2 mars" in first.text
    with app.read() as connection:
        assert connection.execute(select(JOURNEY.c.stage).where(JOURNEY.c.reference == "MOL-2")).scalar() == "block-1"
    answer = send(anna, path, typed(first, do="save"))
    assert answer.status_code == 303
    assert "Nu: Block 2 sedan 2 mars" in anna.get(answer.headers["location"]).text


def test_an_admission_is_shown_with_what_it_asks_of_whom_first(app: App, anna: Browser) -> None:
    first = fill_in(anna, f"{HERE}/steg/admitted", on="2026-09-18")
    assert "Kontakt inom två veckor efter antagning: senast 2 oktober." in first.text
    assert "påminnelser till handläggaren." in first.text
    assert names(app) == ["referred"]


def test_what_the_decision_has_no_use_for_is_neither_shown_nor_saved(app: App, anna: Browser) -> None:
    started(app)
    first = fill_in(anna, f"{HERE}/steg/checkpoint", on="2026-04-10", decision="continue", weeks="4")
    typed_in = first.text.partition('id="typed"')[2]
    assert "Gå vidare till Block 2" in typed_in
    assert "10 april" in typed_in
    assert "Antal veckor" not in typed_in
    send(anna, f"{HERE}/steg/checkpoint", typed(first, do="save"))
    assert "weeks" not in private(app)


def test_a_decision_that_cancels_the_meeting_says_so(app: App, anna: Browser) -> None:
    started(app)
    registers(app, "booked", "2026-09-01", meeting="checkpoint", time="2026-10-20T13:00")
    first = fill_in(anna, f"{HERE}/steg/exited", outcome="work")
    assert "Mötet 20 oktober kl. 13.00 avbokas." in first.text


def test_the_form_of_a_meeting_says_who_is_told_and_that_it_moves_one(app: App, anna: Browser) -> None:
    started(app)
    page = anna.get(f"{HERE}/steg/booked").text
    assert "<h1>Boka möte</h1>" in page
    assert "Ett meddelande går till deltagaren, remittenten och handläggaren." in page
    registers(app, "booked", "2026-09-01", meeting="checkpoint", time="2026-10-20T13:00")
    saves(anna, f"{HERE}/ratta/e1", person__email="", why="Adressen gäller inte")
    page = anna.get(f"{HERE}/steg/booked").text
    assert "<h1>Flytta mötet</h1>" in page
    assert "remittenten och handläggaren. Inget går till deltagaren: adress saknas." in page


def test_who_has_the_journey_cannot_be_given_it(app: App, anna: Browser) -> None:
    started(app)
    page = anna.get(f"{HERE}/steg/reassigned").text
    assert 'value="bo@molndal.example"' in page
    assert 'value="anna@molndal.example"' not in page


def test_what_is_shown_first_leaves_nothing_behind(app: App, anna: Browser) -> None:
    started(app)
    registers(app, "booked", "2026-09-01", meeting="checkpoint", time="2026-10-20T13:00")
    before = _rows(app)
    for event, values in (("exited", {"outcome": "work"}), ("paused", {"reason": "Vila"})):
        assert fill_in(anna, f"{HERE}/steg/{event}", **values).status_code == 200
    assert fill_in(anna, f"{HERE}/ta-tillbaka/e3", reason="Fel").status_code == 422, "the booking needs its start"
    assert _rows(app) == before


def _rows(app: App) -> tuple[int, ...]:
    with app.read() as connection:
        return tuple(
            connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (EVENT, OUTBOX)
        )


def test_one_can_go_back_from_what_follows_and_change_it(app: App, anna: Browser) -> None:
    started(app)
    path = f"{HERE}/steg/checkpoint"
    first = fill_in(anna, path, on="2026-04-10", decision="extend", weeks="4", note="Lite\nmer tid")
    again = send(anna, path, typed(first, do="edit"))
    fields = sheet(again)
    assert [fields[name] for name in ("on", "decision", "weeks")] == [["2026-04-10"], ["extend"], ["4"]]
    assert fields["note"][0].strip() == "Lite\nmer tid"
    assert names(app)[-1] == "started"


@pytest.mark.parametrize(
    ("event", "typed_in", "sentence"),
    [
        ("contact", {"on": "2026-02-30"}, "Dag: ska vara ett datum som finns: 2026-03-02."),
        ("contact", {"on": "٢٠٢٦-٠٣-٠٢"}, "Dag: ska vara ett datum: 2026-03-02."),
        ("contact", {"on": "2026-12-24"}, "Dag: den har inte varit än, idag är det 18 september."),
        ("contact", {"on": ""}, "Dag: fyll i."),
        ("contact", {"on": "i går kväll sent"}, "Dag: högst 10 tecken."),
        ("contact", {"note": "a\x08b"}, "Anteckning: det finns tecken som inte går att använda."),
        ("contact", {"note": "x" * 20_001}, "Anteckning: högst 20000 tecken."),
        ("booked", {"time": "2026-13-01T09:00"}, "Dag och tid: ska vara en tid som finns: 2026-03-02 13:00."),
        ("booked", {"time": "imorgon"}, "Dag och tid: ska vara en dag och en tid: 2026-03-02 13:00."),
        (
            "booked",
            {"time": "2026-03-01 13:00"},
            OUT_OF_REACH,
        ),
        (
            "booked",
            {"time": "2026-10-20T13:00", "place": "Rum\x854"},
            "Plats: det finns tecken som inte går att använda.",
        ),
        ("checkpoint", {"decision": "extend", "weeks": "fem"}, "Antal veckor: ska vara ett helt tal."),
        ("checkpoint", {"decision": "extend", "weeks": "105"}, "Antal veckor: ska vara högst 104."),
        ("checkpoint", {"decision": "extend", "weeks": "٤"}, "Antal veckor: ska vara ett helt tal."),
        ("checkpoint", {"decision": "extend"}, "Antal veckor: fyll i hur länge blocket förlängs."),
        ("checkpoint", {"decision": "vidare"}, "Beslut: välj ett av alternativen."),
        ("exited", {"outcome": "flytt"}, "Utfall: välj ett av alternativen."),
        ("paused", {"reason": " "}, "Skäl: fyll i."),
        ("admitted", {"caseworker": "bo@molndal.example"}, None),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    app: App, anna: Browser, event: str, typed_in: dict[str, str], sentence: str | None
) -> None:
    started(app)
    page = anna.get(f"{HERE}/steg/{event}")
    fields = typed(page, **typed_in)
    answer = send(anna, f"{HERE}/steg/{event}", fields)
    assert answer.status_code == 422
    if sentence:
        assert faults(answer) == [sentence]
    kept, wanted = sheet(answer), fields
    assert {name: _read(values) for name, values in kept.items()} == {name: _read(wanted[name]) for name in kept}
    assert names(app)[-1] == "started"


def _read(values: list[str]) -> list[str]:
    return [value.strip().replace("\0", "\N{REPLACEMENT CHARACTER}") for value in values]  # a page cannot hold it


def test_a_step_that_is_not_possible_says_what_is(app: App, anna: Browser) -> None:
    started(app)
    page = anna.get(f"{HERE}/steg/resumed")
    assert "Det går inte idag: ärendet är i Block 1 – lära känna. Möjligt nu:" in page.text
    (fault,) = faults(fill_in(anna, f"{HERE}/steg/resumed", note="Klar"))
    assert fault.startswith("”Återuppta” går inte 18 september: då är ärendet i Block 1 – lära känna. Möjligt då: boka")


def test_what_was_done_before_the_end_can_be_registered_after_it(app: App, anna: Browser) -> None:
    started(app)
    registers(app, "exited", "2026-05-04", outcome="work")
    page = anna.get(HERE)
    assert f'href="{HERE}/steg/contact"' in page.text
    does(anna, "contact", on="2026-03-10")
    assert names(app)[-1] == "contact"


def test_a_double_click_registers_once(app: App, anna: Browser) -> None:
    started(app)
    fields = typed(anna.get(f"{HERE}/steg/excepted"), on="2026-09-01", rule="plan", reason="Vill inte")
    first, second = (send(anna, f"{HERE}/steg/excepted", fields) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert names(app).count("excepted") == 1


def test_the_back_button_and_something_else_is_something_else(app: App, anna: Browser) -> None:
    started(app)
    fields = typed(anna.get(f"{HERE}/steg/contact"), on="2026-03-05")
    send(anna, f"{HERE}/steg/contact", fields)
    answer = send(anna, f"{HERE}/steg/contact", fields | {"on": ["2026-03-06"]})
    assert answer.status_code == 409
    assert sheet(answer)["on"] == ["2026-03-06"]
    assert send(anna, f"{HERE}/steg/contact", sheet(answer)).status_code == 303
    assert names(app).count("contact") == 2


def test_a_conflict_shows_what_the_colleague_did_and_saves_with_one_press(
    app: App, anna: Browser, sign_in_as: SignIn
) -> None:
    started(app)
    path = f"{HERE}/steg/contact"
    mine = typed(anna.get(path), on="2026-03-05", note="Ringde")
    does(sign_in_as("bo@molndal.example"), "plan", on="2026-03-04", note="Mål: studier")
    answer = send(anna, path, mine)
    assert answer.status_code == 409
    assert "Ärendet har ändrats medan du skrev" in answer.text
    assert "Handlingsplan" in answer.text
    assert "av Bo Alm" in answer.text
    assert "Mål: studier" in answer.text
    assert "Anta" not in answer.text.partition("</section>")[0], "what they knew is not shown as new"
    assert sheet(answer)["note"][0].strip() == "Ringde"
    assert names(app)[-1] == "plan"
    assert send(anna, path, sheet(answer)).status_code == 303
    assert names(app)[-1] == "contact"


def test_a_conflict_on_a_decision_shows_what_follows_from_both(app: App, anna: Browser, sign_in_as: SignIn) -> None:
    started(app)
    path = f"{HERE}/steg/paused"
    first = fill_in(anna, path, on="2026-09-10", reason="Sjuk")
    does(sign_in_as("bo@molndal.example"), "plan", on="2026-03-04")
    answer = send(anna, path, typed(first, do="save"))
    assert answer.status_code == 409
    assert "Ärendet har ändrats medan du skrev" in answer.text
    assert "Det här händer" in answer.text
    assert send(anna, path, typed(answer, do="save")).status_code == 303
    assert names(app)[-2:] == ["plan", "paused"]


def test_a_conflict_that_makes_the_step_impossible_says_so(app: App, anna: Browser) -> None:
    started(app)
    path = f"{HERE}/steg/paused"
    first = fill_in(anna, path, on="2026-09-10", reason="Sjuk")
    registers(app, "paused", "2026-09-09", reason="Sjuk")
    answer = send(anna, path, typed(first, do="save"))
    assert answer.status_code == 409
    assert "går inte 10 september: då är ärendet vilande" in faults(answer)[0]
    assert sheet(answer)["reason"][0].strip() == "Sjuk"


def test_a_form_without_its_hidden_part_is_shown_again(app: App, anna: Browser) -> None:
    started(app)
    fields = typed(anna.get(f"{HERE}/steg/contact"), on="2026-03-05")
    for name, wrong in (("seen", "x"), ("known", "-1"), ("once", "A" * 32), ("once", "")):
        answer = send(anna, f"{HERE}/steg/contact", fields | {name: [wrong]})
        assert answer.status_code == 422
        assert faults(answer)[0].startswith("Formuläret kom inte fram helt.")
        assert sheet(answer)["on"] == ["2026-03-05"]


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(
    app: App, anna: Browser, clock: Clock, person: Callable[..., Person]
) -> None:
    started(app)
    path = f"{HERE}/steg/contact"
    fields = typed(anna.get(path), on="2026-03-05", note="Lång anteckning")
    clock.forward(minutes=31)
    answer = send(anna, path, fields)
    assert answer.headers["location"] == f"/logga-in?till={path}"
    herself = person("anna@molndal.example")
    anna.post("/logga-in", address=herself.address, password=herself.password)
    anna.post("/logga-in/kod", code=herself.code(clock))
    again = anna.get(path)
    kept = sheet(again)
    assert (kept["on"], kept["note"][0].strip()) == (["2026-03-05"], "Lång anteckning")
    assert (kept["seen"], kept["once"]) == (fields["seen"], fields["once"])
    assert send(anna, path, kept).status_code == 303
    assert sheet(anna.get(path))["note"][0].strip() == ""


def test_an_event_is_corrected_and_what_moves_is_shown_first(app: App, anna: Browser) -> None:
    started(app)
    first = fill_in(anna, f"{HERE}/ratta/e3", on="2026-03-09", why="Fel dag")
    assert "Block 1 – lära känna till 20 april." in first.text
    assert "Flyttat:" in first.text
    page = saves(anna, f"{HERE}/ratta/e3", on="2026-03-09", why="Fel dag")
    assert case(app).history.started_on is not None
    assert f"{case(app).history.started_on}" == "2026-03-09"
    assert "Rättelse: Starta" in page
    assert "Före rättelsen: Dag: 2 mars" in page


def test_the_personal_keys_of_an_event_are_corrected(app: App, anna: Browser) -> None:
    started(app)
    contact = registers(app, "contact", "2026-03-04", note="Fel person", attempt=True)
    page = anna.get(f"{HERE}/ratta/{contact}")
    assert sheet(page)["note"][0].strip() == "Fel person"
    fields = typed(page, note="", why="Gällde någon annan")
    fields.pop("attempt")
    first = send(anna, f"{HERE}/ratta/{contact}", fields)
    assert send(anna, f"{HERE}/ratta/{contact}", typed(first, do="save")).status_code == 303
    (now,) = (each.now for each in case(app).happened if each.registered.name == contact)
    assert now is not None
    assert "attempt" not in now.data
    assert private(app)["set"] == {"note": None, "attempt": None}


def test_a_correction_without_a_change_is_refused(app: App, anna: Browser) -> None:
    started(app)
    assert faults(fill_in(anna, f"{HERE}/ratta/e2", why="Fel")) == ["Rättelsen ändrar inget."]
    registers(app, "exited", "2026-05-04", outcome="work")
    document = registers(app, "exit-document", "2026-05-04")
    assert faults(fill_in(anna, f"{HERE}/ratta/{document}", why="Fel")) == ["Rättelsen ändrar inget."]


def test_the_participants_address_is_corrected_and_the_number_stays(app: App, anna: Browser) -> None:
    path = f"{HERE}/ratta/e1"
    page = anna.get(path)
    assert "191212121212" not in page.text
    text = saves(anna, path, person__email="ny@deltagare.example", person__phone="", why="Ny adress")
    assert "ny@deltagare.example" in text
    assert "070-1740605" not in text
    assert "19121212-••••" in text


def test_a_new_number_or_day_of_birth_goes_with_the_other(app: App, anna: Browser) -> None:
    path = f"{HERE}/ratta/e1"
    wrong = ["Födelsedag: den stämmer inte med personnumret."]
    assert faults(fill_in(anna, path, person__birth_date="1985-05-05", why="Födelsedagen kom")) == wrong
    typed = {"person__birth_date": "1912-12-12", "person__personnummer": "101010-1010"}
    assert faults(fill_in(anna, path, **typed, why="Personnumret kom")) == wrong
    assert "113 år" in saves(anna, path, person__birth_date="1912-12-12", why="Födelsedagen kom")


def test_a_language_that_nobody_told_is_not_guessed(app: App, anna: Browser) -> None:
    assert "<dt>Språk</dt>" not in anna.get(HERE).text
    assert "<dt>Språk</dt><dd>arabiska</dd>" in saves(anna, f"{HERE}/ratta/e1", person__language="ar", why="Frågat")


def test_a_correction_that_breaks_what_came_later_names_it(app: App, anna: Browser) -> None:
    started(app)
    (fault,) = faults(fill_in(anna, f"{HERE}/ratta/e2", on="2026-03-10", why="Fel dag"))
    assert fault == "Det går inte, för då stämmer inte ”starta” 2 mars längre. Rätta eller ta tillbaka det först."


def test_a_step_is_taken_back(app: App, anna: Browser) -> None:
    started(app)
    first = fill_in(anna, f"{HERE}/ta-tillbaka/e3", reason="Fel ärende")
    assert "Nu: antagen sedan 2 mars" in first.text
    page = saves(anna, f"{HERE}/ta-tillbaka/e3", reason="Fel ärende")
    assert case(app).history.state == "admitted"
    assert "tillbakataget" in page
    assert f'href="{HERE}/ta-tillbaka/e3"' not in page
    assert "Det är redan taget tillbaka." in anna.get(f"{HERE}/ta-tillbaka/e3").text


def test_the_referral_stays(app: App, anna: Browser) -> None:
    assert faults(fill_in(anna, f"{HERE}/ta-tillbaka/e1", reason="Fel"))[0].startswith("Remissen går inte att ta")


def test_steps_that_are_none_have_the_page_of_unknown_journeys(app: App, anna: Browser) -> None:
    unknown = anna.get("/arende/INGEN/steg/contact")
    assert unknown.status_code == 404
    for path in ("steg/referred", "steg/corrected", "steg/hitta-på", "ratta/e9", "ta-tillbaka/e9"):
        answer = anna.get(f"{HERE}/{path}")
        assert (answer.status_code, answer.text) == (404, unknown.text)
    registers(app, "voided", "2026-03-04", of=registers(app, "admitted", "2026-03-03", caseworker="Bo"), reason="Fel")
    assert anna.get(f"{HERE}/ratta/e3").status_code == 404, "a correction is taken back, not corrected"


def test_a_stranger_posts_nothing(app: App, anna: Browser, sign_in_as: SignIn) -> None:
    started(app)
    fields = sheet(anna.get(f"{HERE}/steg/contact"))
    per = sign_in_as("per@partille.example")
    token = per.form_token("/konto")
    answer = send(per, f"{HERE}/steg/contact", fields | {"form_token": [token]})
    assert answer.status_code == 404
    assert names(app)[-1] == "started"
