"""The exit document: drafted from the journey, previewed, finished in editions, handed over; nobody else sees it."""

import re
from collections.abc import Callable
from io import BytesIO

import httpx2
import pytest
from pypdf import PdfReader
from sqlalchemy import delete, select

from journeys.app import App
from journeys.exit.tables import EXIT_DOCUMENT, EXIT_DRAFT, EXIT_HANDED
from journeys.storage.dossiers import load
from journeys.tables.access import ACCESS_LOG
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON
from notifications.tables import OUTBOX
from tests.filling import REFERENCE, fill_in, refers, registers, saves, send, sheet, typed
from tests.visitors import Browser, Clock, faults

SignIn = Callable[..., Browser]
JOURNEY_PAGE = f"/arende/{REFERENCE}"
HERE = f"{JOURNEY_PAGE}/avslutsdokument"
DRAFT, PREVIEW = f"{HERE}/utkast", f"{HERE}/forhandsvisning"


@pytest.fixture
def anna(app: App, clock: Clock, sign_in_as: SignIn) -> Browser:
    """The caseworker of a journey that has ended."""
    clock.forward(days=60)
    lives(app)
    return sign_in_as("anna@molndal.example")


def lives(app: App, **person: object) -> None:
    refers(app, municipality="Göteborg", **person)
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example", note="Hemlig anteckning")
    registers(app, "started", "2026-03-02")
    registers(app, "skapa", "2026-03-10", values={"participant": {"health": 2, "goals": 3}})
    registers(app, "checkpoint", "2026-04-13", decision="continue")
    registers(app, "skapa", "2026-04-20", values={"participant": {"health": 4, "goals": 3}})
    registers(app, "exited", "2026-04-30", outcome="work", income_after="Lön")


def takes_part(app: App) -> None:
    """Where, and with whom."""
    registers(app, "activity", "2026-03-16", area="work", what="Kaféet i Kållered", hours=8, to="2026-04-10")
    visit = {"area": "work", "what": "Besöka ett arbete", "who": "Kim på Mölndals kommun"}
    registers(app, "plan", "2026-03-16", plan={"goals": ["Ett arbete"], "actions": [visit]})


def association(app: App) -> str:
    with app.read() as connection:
        return load(connection, app.catalogue(connection), REFERENCE).programme.association


def writes(browser: Browser, **texts: str) -> httpx2.Response:
    return fill_in(browser, DRAFT, **{"do": "preview", "recommendation": "Fortsätt med arbetet.", **texts})


def finishes(browser: Browser, **texts: str) -> None:
    writes(browser, **texts)
    assert fill_in(browser, PREVIEW).status_code == 303


def pdf(browser: Browser, edition: int = 1) -> PdfReader:
    answer = browser.get(f"{HERE}/{edition}")
    assert answer.headers["content-type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def text_of(paper: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in paper.pages)


def handed_over(browser: Browser, edition: int = 1, **values: object) -> str:
    return saves(browser, f"{HERE}/{edition}/lamna", **{"on": "2026-04-30", "to": ["participant"], **values})


def how_many(app: App, table: object) -> int:
    with app.read() as connection:
        return len(connection.execute(select(table)).all())  # type: ignore[call-overload]


def test_the_draft_begins_with_what_the_journey_holds(anna: Browser) -> None:
    drafted = {name: values[0] for name, values in sheet(anna.get(DRAFT)).items()}
    assert "- Block 1 – lära känna: 2 mars–13 april 2026\n- Block 2: 13–30 april 2026" in drafted["way"]
    assert drafted["way"].endswith("- Avslut 30 april 2026: Arbete")
    assert "Deltagarens svar 10 mars–20 april 2026 på skalan 1–5:" in drafted["assessment"]
    assert (
        "- Hälsa och hur den hanteras: från 2 till 4\n- Målinriktning: 3 både först och sist" in drafted["assessment"]
    )
    assert drafted["recommendation"] == "Insatsen avslutades till: Arbete.\n\nFörsörjning efter avslutet: Lön"
    assert "Hemlig anteckning" not in str(drafted)


def test_what_is_written_is_previewed_and_finished_as_a_paper_that_a_screen_reader_can_read(
    app: App, anna: Browser
) -> None:
    writes(anna, plan="Målet nåddes:\n\n- praktik\n- *anställning* #panic()")
    preview = anna.get(PREVIEW).text
    assert "<li>praktik</li>" in preview
    assert fill_in(anna, PREVIEW).headers["location"] == HERE
    paper = pdf(anna)
    root = paper.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("sv-SE", True)
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data().decode()
    assert paper.metadata is not None
    assert paper.metadata.title == "Avslutsdokument, ACTivera"
    text = text_of(paper)
    for said in ("Kanariella Prövqvist", "19121212-••••", "*anställning* #panic()", "Fortsätt med arbetet.", "Sida 1"):
        assert said in text
    for unsaid in ("Göteborg", "kanariella@deltagare.example", "070-1740605", "Hemlig", "Aktiviteter", "1212121212"):
        assert unsaid not in text.replace("19121212-", "")
    with app.read() as connection:
        sealed = connection.execute(select(EXIT_DOCUMENT.c.pdf)).scalar_one()
        drafted = connection.execute(select(EXIT_DRAFT.c.body)).scalar_one()
    assert b"%PDF" not in sealed
    assert b"arbetet" not in drafted


def test_its_name_in_the_browser_tells_no_person(anna: Browser) -> None:
    finishes(anna)
    answer = anna.get(f"{HERE}/1")
    assert answer.headers["content-disposition"] == 'attachment; filename="avslutsdokument-MOL-2026-001-1.pdf"'


def test_a_section_begins_anew_and_what_is_typed_in_the_others_stays(app: App, anna: Browser) -> None:
    answer = fill_in(anna, DRAFT, way="Struket", plan="Mitt", do="anew-way")
    fields = sheet(answer)
    assert fields["way"][0].startswith("- Remiss 2 mars 2026")
    assert fields["plan"] == ["Mitt"]
    assert how_many(app, EXIT_DRAFT) == 0


def test_nobody_saves_over_what_they_have_not_seen(anna: Browser, sign_in_as: SignIn) -> None:
    mine = typed(anna.get(DRAFT), plan="Annas text", do="save")
    assert fill_in(sign_in_as("bo@molndal.example"), DRAFT, plan="Bos text", do="save").status_code == 303
    answer = send(anna, DRAFT, mine)
    assert answer.status_code == 409
    assert "Bo Alm sparade utkastet medan du skrev" in answer.text
    assert "Bos text" in answer.text
    assert sheet(answer)["plan"] == ["Annas text"], "nothing that was typed is lost"
    assert send(anna, DRAFT, typed(answer, do="save")).status_code == 303
    assert sheet(anna.get(DRAFT))["plan"] == ["Annas text"]


def test_a_double_click_saves_and_finishes_once(app: App, anna: Browser) -> None:
    form = typed(anna.get(DRAFT), recommendation="Klart.", do="save")
    assert [send(anna, DRAFT, form).status_code for _ in range(2)] == [303, 303]
    done = sheet(anna.get(PREVIEW))
    assert [send(anna, PREVIEW, done).status_code for _ in range(2)] == [303, 303]
    assert how_many(app, EXIT_DOCUMENT) == 1


def test_a_correction_makes_a_new_edition_and_the_earlier_stays(anna: Browser) -> None:
    finishes(anna, recommendation="Det första rådet.")
    finishes(anna, recommendation="Det andra rådet.")
    assert "Det första rådet." in text_of(pdf(anna, 1))
    assert "Det andra rådet." in text_of(pdf(anna, 2))
    assert "Utgåva 2, 1 maj 2026" in text_of(pdf(anna, 2))


def test_what_has_changed_since_it_was_previewed_is_previewed_again(app: App, anna: Browser) -> None:
    writes(anna)
    previewed = sheet(anna.get(PREVIEW))
    writes(anna, recommendation="Något annat.")
    answer = send(anna, PREVIEW, previewed)
    assert answer.status_code == 409
    assert "Något annat." in answer.text
    assert how_many(app, EXIT_DOCUMENT) == 0


def test_it_is_not_finished_without_a_recommendation_or_with_what_no_font_has(app: App, anna: Browser) -> None:
    writes(anna, recommendation="", plan="Bra 😀")
    answer = fill_in(anna, PREVIEW)
    assert answer.status_code == 422
    assert faults(answer) == [
        "Mål och planering: Det här går inte att skriva ut: 😀. Byt ut det.",
        "Rekommendation: fyll i.",
    ]
    assert how_many(app, EXIT_DOCUMENT) == 0


def test_handing_it_over_is_registered_in_the_journey_and_a_correction_leaves_the_paper(
    app: App, anna: Browser
) -> None:
    finishes(anna)
    assert "deltagaren och remittenten" in anna.get(HERE).text
    handed_over(anna)
    page = anna.get(HERE).text
    assert "Lämnat till deltagaren 30 april" in page
    assert "Har inte fått dokumentet än: remittenten." in page
    journey = handed_over(anna, to=["referrer"])
    assert "Sparat: Avslutsdokument" in journey
    for void in re.findall(rf"{JOURNEY_PAGE}/ta-tillbaka/w[0-9a-f]+", anna.get(JOURNEY_PAGE).text)[:2]:
        saves(anna, void, reason="Fel person")
    page = anna.get(HERE).text
    assert "Lämnat till" not in page
    assert "Utgåva 1" in page
    assert pdf(anna)


def test_a_journey_that_is_opened_again_leaves_the_draft_behind(app: App, clock: Clock, anna: Browser) -> None:
    finishes(anna)
    assert "Ärendet har ändrats" not in anna.get(PREVIEW).text
    clock.forward(minutes=1)
    registers(app, "reopened", "2026-05-01", reason="Tillbaka")
    page = anna.get(PREVIEW).text
    assert "Ärendet är inte avslutat än." in page
    assert "Ärendet har ändrats sedan utkastet sparades." in page


def test_a_mail_says_that_there_is_a_document_and_nothing_of_what_it_says(app: App, anna: Browser) -> None:
    finishes(anna)
    told = {"to": ["participant"], "place": "Receptionen"}
    assert [fill_in(anna, f"{HERE}/1/meddela", **told).status_code for _ in range(2)] == [303, 303]
    with app.read() as connection:
        query = select(OUTBOX.c.recipient, OUTBOX.c.context).where(OUTBOX.c.template == "document-ready")
        sent = connection.execute(query).all()
    assert sent == [("kanariella@deltagare.example", {"place": "Receptionen", "audience": "participant"})]


def test_of_a_protected_person_it_tells_nothing_of_where_they_are(app: App, clock: Clock, sign_in_as: SignIn) -> None:
    clock.forward(days=60)
    lives(app, protected=True)
    takes_part(app)
    anna = sign_in_as("anna@molndal.example")
    finishes(anna)
    paper = pdf(anna)
    assert paper.metadata is not None
    text = text_of(paper)
    for said in ("Skyddade personuppgifter.", "Arbete, 8 timmar i veckan", "Besöka ett arbete"):
        assert said in text
    for unsaid in ("19121212", REFERENCE, "MOL", "Mölndal", association(app), "Anna", "Kim på Mölndals", "Kaféet"):
        assert unsaid not in f"{text} {paper.metadata}"
        assert unsaid not in anna.get(PREVIEW).text.partition("<article")[2].partition("</article>")[0]
    assert anna.get(f"{HERE}/1").headers["content-disposition"] == 'attachment; filename="avslutsdokument-1.pdf"'
    for form in (DRAFT, PREVIEW):
        assert "Inget i dokumentet får säga var deltagaren finns" in anna.get(form).text
    page = anna.get(f"{HERE}/1/meddela").text
    assert "Inget går till deltagaren: skyddade personuppgifter." in page
    assert "Skicka meddelandet" not in page
    assert sign_in_as("bo@molndal.example").get(f"{HERE}/1").status_code == 404


def test_of_others_it_tells_all_of_that(app: App, anna: Browser) -> None:
    takes_part(app)
    assert "Inget i dokumentet får säga" not in anna.get(DRAFT).text
    finishes(anna)
    text = text_of(pdf(anna))
    for said in (REFERENCE, "Mölndal", association(app), "Anna", "Kim på Mölndals", "Kaféet"):
        assert said in text


def test_an_edition_from_before_somebody_was_protected_is_read_and_not_given_away(app: App, anna: Browser) -> None:
    finishes(anna)
    give = (f"{HERE}/1/lamna", f"{HERE}/1/meddela")
    filled = {path: sheet(anna.get(path)) for path in give}
    refers(app, "2026-04-30", "MOL-2026-002", protected=True)
    for path in give:
        for answer in (anna.get(path), send(anna, path, {**filled[path], "to": ["referrer"], "place": ["Här"]})):
            assert answer.status_code == 400
            assert "Gör en ny utgåva: deltagaren har skyddade personuppgifter." in answer.text
    page = anna.get(HERE).text
    assert "Ska inte lämnas ut." in page
    assert not any(path in page for path in give)
    assert "19121212" in text_of(pdf(anna)), "who may see the journey can see what was given out"
    assert how_many(app, EXIT_HANDED) == how_many(app, OUTBOX) == 0
    assert fill_in(anna, PREVIEW).status_code == 303
    assert "19121212" not in text_of(pdf(anna, 2))
    handed_over(anna, edition=2)
    assert how_many(app, EXIT_HANDED) == 1


def test_who_breaks_the_glass_reads_and_does_not_write(anna: Browser, sign_in_as: SignIn) -> None:
    finishes(anna)
    per = sign_in_as("per@partille.example")
    assert per.get(HERE).status_code == per.get(f"{HERE}/1").status_code == 404
    fill_in(per, "/bryt-glaset", reference=REFERENCE, reason="Deltagaren sitter i receptionen")
    assert "Öppnat med skäl" in per.get(HERE).text
    assert per.get(f"{HERE}/1").status_code == 200
    for page in (DRAFT, PREVIEW, f"{HERE}/1/lamna", f"{HERE}/1/meddela"):
        assert per.get(page).status_code == 403


def test_every_page_and_the_paper_are_in_the_access_log(app: App, anna: Browser) -> None:
    finishes(anna)
    pages = {HERE, DRAFT, PREVIEW, f"{HERE}/1", f"{HERE}/1/lamna", f"{HERE}/1/meddela"}
    for page in pages:
        assert anna.get(page).status_code == 200
    with app.read() as connection:
        query = select(ACCESS_LOG.c.page).join(JOURNEY).where(ACCESS_LOG.c.page.like("%/avslutsdokument%"))
        logged = {
            each.replace("{reference}", REFERENCE).replace("{edition:int}", "1")
            for each in connection.execute(query).scalars()
        }
    assert logged >= pages


def test_before_admission_and_after_erasure_there_is_a_sentence(app: App, anna: Browser, sign_in_as: SignIn) -> None:
    refers(app, "2026-04-30", "MOL-2026-002", personnummer="191212121220")
    answer = anna.get("/arende/MOL-2026-002/avslutsdokument/utkast")
    assert (answer.status_code, "inte antagen" in answer.text) == (400, True)
    finishes(anna)
    with app.work() as work:
        work.connection.execute(delete(PERSON))
    answer = anna.get(PREVIEW)
    assert (answer.status_code, "gallrade" in answer.text) == (400, True)
    assert pdf(anna), "an edition is a row of its own, erased by itself"
