"""The page of one journey: what it shows, to whom, and the line that every reading leaves."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from journeys.app import App
from journeys.case import case_of
from journeys.exit.tables import EXIT_DRAFT
from journeys.tables.access import ACCESS_LOG
from journeys.tables.assessments import ANSWER_LINK, DRAFT
from journeys.visibility.access import name_for
from journeys.web.timeline import Timeline, timeline
from tests.filling import PERSON as KANARIELLA
from tests.filling import REFERENCE, does, erases, fill_in, refers, registers, saves, send, sheet, typed
from tests.visitors import Browser, Clock

HERE = f"/arende/{REFERENCE}"
SignIn = Callable[..., Browser]


@pytest.fixture
def april(app: App, clock: Clock) -> Clock:
    """The second of April, one month after the referral."""
    clock.forward(days=31)
    refers(app)
    return clock


@pytest.fixture
def anna(april: Clock, sign_in_as: SignIn) -> Browser:
    return sign_in_as("anna@molndal.example")


def started(app: App) -> None:
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    registers(app, "started", "2026-03-02")


def section(page: str, name: str) -> str:
    """What stands under a heading, without its tags."""
    found = re.search(rf'<h2 id="{name}">(.*?)(?:<h2|</main>)', page, re.DOTALL)
    assert found, f"no {name}"
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_it_says_who_the_journey_is_about(app: App, anna: Browser) -> None:
    page = anna.get(HERE).text
    for told in ("Kanariella Prövqvist", "19121212-••••, 113 år", "070-1740605", "kanariella@deltagare.example"):
        assert told in page
    assert "region, Remitta Ström, remitta@region.example" in page
    assert KANARIELLA["personnummer"] not in page


def test_what_is_due_says_when_why_since_when_and_has_its_button(app: App, anna: Browser) -> None:
    started(app)
    todo = section(anna.get(HERE).text, "att-gora")
    assert "Kontakt inom två veckor efter antagning senast 16 mars – försenat" in todo
    assert "Kan göras från 2 mars. Antagen 2 mars, ska vara gjort inom 2 veckor." in todo
    assert "Registrera kontakt med deltagaren" in todo
    assert "Avstämning med remittent senast 13 april" in todo
    assert "Registrera avstämningen" in todo


def test_what_is_done_is_gone_from_what_is_due(app: App, anna: Browser) -> None:
    started(app)
    page = does(anna, "contact", on="2026-03-10")
    assert "Kontakt inom två veckor" not in section(page, "att-gora")
    assert "10 mars" in section(page, "dokumenterat")


def test_only_steps_that_are_possible_have_a_button(app: App, anna: Browser) -> None:
    buttons = section(anna.get(HERE).text, "steg")
    assert "Anta" in buttons
    assert "Starta" not in buttons
    started(app)
    buttons = section(anna.get(HERE).text, "steg")
    assert "Gör vilande" in buttons
    assert "Anta" not in buttons
    assert "Avboka" not in buttons, "nothing is booked"


def test_what_waits_for_a_step_that_rest_forbids_has_no_button(app: App, anna: Browser) -> None:
    started(app)
    registers(app, "paused", "2026-03-20", reason="Sjuk")
    todo = section(anna.get(HERE).text, "att-gora")
    assert "Väntar medan ärendet vilar." in todo
    assert "Registrera avstämningen" not in todo


def test_after_a_step_it_says_what_changed_and_the_address_says_nothing(app: App, anna: Browser) -> None:
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    answer = fill_in(anna, f"{HERE}/steg/started", on="2026-03-02", note="Kanariella mår bättre")
    address = answer.headers["location"]
    assert re.fullmatch(rf"{HERE}\?klart=w[0-9a-f]{{32}}", address)
    page = anna.get(address).text
    assert "Sparat" in page
    assert "Nytt att göra:" in page
    assert "Avstämning med remittent: senast 13 april" in page
    does(anna, "contact", on="2026-03-10")
    assert "Sparat" not in anna.get(address).text, "it was not the last any more"


def test_after_a_step_it_says_which_was_saved(app: App, anna: Browser) -> None:
    started(app)
    page = does(anna, "contact", on="2026-03-10", attempt="ja")
    assert "Sparat: Kontakt med deltagaren 10 mars" in page


def test_a_referral_says_that_it_waits_and_what_was_written_in_it(app: App, anna: Browser) -> None:
    saves(anna, f"{HERE}/ratta/e1", person__phone="070-1740606", why="Nytt nummer")
    registers(app, "corrected", "2026-03-02", of="e1", set={"note": "Ring efter lunch"}, reason="Kom på det")
    page = anna.get(HERE).text
    assert "Remissen väntar på svar." in section(page, "att-gora")
    assert "Ring efter lunch" in page.partition('id="att-gora"')[0]
    assert f'<a href="{HERE}/ratta/e1">Rätta uppgifterna' in page.partition('id="att-gora"')[0]
    registers(app, "admitted", "2026-03-02", caseworker="anna@molndal.example")
    page = anna.get(HERE).text
    assert "Remissen väntar" not in page
    assert "Ring efter lunch" not in page.partition('id="att-gora"')[0], "now it stands in the history"


def test_the_history_tells_what_happened_not_what_to_do(app: App, anna: Browser) -> None:
    started(app)
    registers(app, "booked", "2026-03-20", meeting="checkpoint", time="2026-04-20T13:00")
    history = section(anna.get(HERE).text, "historik")
    for said in ("Remiss", "Antagen", "Startade", "Möte bokat"):
        assert said in history
    assert "Boka möte" not in history


def test_the_history_shows_corrections_as_corrections(app: App, anna: Browser) -> None:
    started(app)
    contact = registers(app, "contact", "2026-03-04", note="Pratade länge")
    wrong = registers(app, "contact", "2026-03-05")
    registers(app, "corrected", "2026-03-06", of=contact, set={"on": "2026-03-03", "note": "Pratade"}, reason="Fel dag")
    registers(app, "voided", "2026-03-06", of=wrong, reason="Fel ärende")
    page = anna.get(HERE).text
    history = section(page, "historik")
    assert "Kontakt med deltagaren tisdag 3 mars 2026 rättad Anteckning Pratade" in history
    assert "Före rättelsen: Dag: 4 mars; Anteckning: Pratade länge" in history
    assert "Rättelse: Kontakt med deltagaren" in history
    assert "Skäl Fel dag" in history
    assert "Kontakt med deltagaren torsdag 5 mars 2026 tillbakataget" in history
    assert "Tillbakataget: Kontakt med deltagaren" in history
    assert "3 mars" in section(page, "dokumenterat")
    assert "5 mars" not in section(page, "dokumenterat")


def test_a_correction_that_is_taken_back_is_struck(app: App, anna: Browser) -> None:
    started(app)
    registers(app, "corrected", "2026-03-06", of="e3", set={"on": "2026-03-09"}, reason="Fel dag")
    page = saves(anna, f"{HERE}/ta-tillbaka/e4", reason="Det var rätt")
    assert '<strong class="struck">Rättelse: Startade</strong>' in page
    assert '<span class="badge">rättad</span>' not in page


def test_messages_sent_and_planned_are_listed_without_addresses(app: App, anna: Browser) -> None:
    started(app)
    registers(app, "booked", "2026-03-20", meeting="checkpoint", time="2026-04-20T13:00")
    said = section(anna.get(HERE).text, "meddelanden")
    assert "16 april: påminnelse till remittenten, Avstämning med remittent" in said
    assert "Inbjudan till möte till deltagaren väntar" in said
    assert "@" not in said


def test_nobody_is_said_to_be_reminded_who_has_no_address(app: App, anna: Browser) -> None:
    started(app)
    saves(anna, f"{HERE}/ratta/e1", person__email="", why="Adressen gäller inte")
    said = section(anna.get(HERE).text, "meddelanden")
    assert "påminnelse till deltagaren, Avstämning med remittent skickas inte: adress saknas" in said


def test_of_a_protected_person_nothing_is_shown_that_finds_them(app: App, sign_in_as: SignIn, person: Any) -> None:
    refers(app, reference="MOL-9", protected=True)
    with app.work() as work:
        name_for(work.connection, 1, [person("anna@molndal.example").staff.id])
    page = sign_in_as("anna@molndal.example").get("/arende/MOL-9").text
    assert "Skyddade personuppgifter." in page
    assert "070-1740605" not in page
    assert "kanariella@deltagare.example" not in page


def test_a_person_who_is_erased_leaves_what_happened(app: App, anna: Browser) -> None:
    started(app)
    registers(app, "exited", "2026-04-02", outcome="work")
    erases(app)
    page = anna.get(HERE).text
    assert "Personuppgifterna är gallrade." in page
    assert "Starta" in section(page, "historik")
    assert "/steg/" not in page
    assert "/ratta/" not in page
    for path in ("/plan", "/skapa", "/avslutsdokument"):
        shown = anna.get(f"{HERE}{path}")
        assert (shown.status_code, re.search(r'href="[^"]*/(utkast|steg|skriv)', shown.text)) == (200, None), path


@pytest.mark.parametrize(
    "path", ["/steg/contact", "/steg/skapa", "/lank/skapa", "/ratta/e1", "/plan/skriv", "/avslutsdokument/utkast"]
)
def test_nothing_is_begun_about_somebody_who_is_erased(app: App, anna: Browser, path: str) -> None:
    started(app)
    registers(app, "exited", "2026-04-02", outcome="work")
    token = sheet(anna.get(f"{HERE}/steg/contact"))["form_token"]
    erases(app)
    draft = {"form_token": token, "do": ["keep"], "keep": ["1"], "note": ["Hund"], "recommendation": ["Hund"]}
    for answer in (anna.get(f"{HERE}{path}"), send(anna, f"{HERE}{path}", draft)):
        assert (answer.status_code, "är gallrade" in answer.text) == (400, True)
    with app.read() as connection:
        for table in (EXIT_DRAFT, DRAFT, ANSWER_LINK):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0


@pytest.mark.parametrize(
    ("path", "typed_over"),
    [
        ("/steg/reopened", {"reason": "Tillbaka"}),
        ("/ratta/e1", {"person__phone": "070-1740606", "why": "Nytt nummer"}),
        ("/avslutsdokument/utkast", {"recommendation": "Kanariella behöver mer tid"}),
    ],
)
def test_nothing_is_saved_about_somebody_who_is_erased(
    app: App, anna: Browser, path: str, typed_over: dict[str, str]
) -> None:
    started(app)
    registers(app, "exited", "2026-04-02", outcome="work")
    form = anna.get(f"{HERE}{path}")
    erases(app)
    assert "är gallrade" in send(anna, f"{HERE}{path}", typed(form, **typed_over)).text


def test_an_unknown_and_a_forbidden_journey_have_the_same_page(app: App, anna: Browser, sign_in_as: SignIn) -> None:
    refers(app, reference="PAR-1", unit="partille", personnummer="191010101010")
    unknown = anna.get("/arende/INGEN")
    forbidden = anna.get("/arende/PAR-1")
    assert (unknown.status_code, forbidden.status_code) == (404, 404)
    assert forbidden.text == unknown.text
    assert sign_in_as("per@partille.example").get("/arende/PAR-1").status_code == 200


def test_a_protected_journey_has_that_page_for_who_is_not_named(app: App, anna: Browser) -> None:
    refers(app, reference="MOL-9", protected=True)
    assert anna.get("/arende/MOL-9").text == anna.get("/arende/INGEN").text


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_who_sees_no_persons_has_that_page_for_every_journey(
    app: App, april: Clock, sign_in_as: SignIn, role: str
) -> None:
    browser = sign_in_as(role)
    pages = [browser.get(path) for path in (HERE, "/arende/INGEN", f"{HERE}/steg/contact", f"{HERE}/ratta/e1")]
    assert {(page.status_code, page.text) for page in pages} == {(404, pages[0].text)}


def test_every_page_of_a_journey_leaves_a_line_in_the_access_log(app: App, anna: Browser) -> None:
    started(app)
    for path in ("", "/steg/contact", "/ratta/e2", "/ta-tillbaka/e3"):
        anna.get(f"{HERE}{path}")
    fill_in(anna, f"{HERE}/steg/paused", on="2026-03-20", reason="Sjuk")
    fill_in(anna, f"{HERE}/steg/contact", on="2099-01-01")
    with app.read() as connection:
        pages = list(connection.execute(select(ACCESS_LOG.c.page).order_by(ACCESS_LOG.c.id)).scalars())
    step = "/arende/{reference}/steg/{event}"
    here = "/arende/{reference}"
    assert pages == [here, step, f"{here}/ratta/{{id}}", f"{here}/ta-tillbaka/{{id}}", step, step, step, step]


def test_a_journey_that_is_not_shown_leaves_no_line(app: App, anna: Browser) -> None:
    refers(app, reference="PAR-1", unit="partille", personnummer="191010101010")
    anna.get("/arende/PAR-1")
    with app.read() as connection:
        assert connection.execute(select(func.count()).select_from(ACCESS_LOG)).scalar() == 0


def drawn(app: App) -> Timeline:
    with app.read() as connection:
        found = timeline(case_of(connection, app.catalogue(connection), REFERENCE, app.today))
    assert found
    return found


def test_the_line_has_what_was_what_is_and_what_is_planned(app: App, april: Clock) -> None:
    started(app)
    registers(app, "checkpoint", "2026-03-23", decision="continue")
    found = drawn(app)
    assert [(each.start, each.end, each.state) for each in found.spans] == [
        (date(2026, 3, 2), date(2026, 3, 23), "done"),
        (date(2026, 3, 23), date(2026, 5, 4), "now"),
        (date(2026, 5, 4), date(2026, 6, 15), "planned"),
        (date(2026, 6, 15), date(2026, 7, 27), "planned"),
    ]
    assert [bar.label for bar in found.bars] == ["Block 1", "Block 2", "Block 3", "Block 4"]
    assert [(each.kind, each.on) for each in found.moments][:2] == [
        ("overdue", date(2026, 3, 16)),
        ("held", date(2026, 3, 23)),
    ]


def test_everything_on_the_line_lies_within_it_and_in_its_order(app: App, april: Clock) -> None:
    started(app)
    registers(app, "paused", "2026-03-10", reason="Sjuk")
    registers(app, "resumed", "2026-03-17")
    registers(app, "booked", "2026-03-20", meeting="checkpoint", time="2026-10-20T13:00")
    found = drawn(app)
    marks = [mark.x for mark in found.marks]
    ends = [bar.x + bar.width for bar in (*found.bars, *found.pauses)]
    assert marks == sorted(marks)
    assert all(0 < x < found.width for x in (*marks, *ends, *(month.x for month in found.months), found.today_x or 0))
    assert found.rests == ["Vilade 10 mars till 17 mars"]
    (pause,) = found.pauses
    assert found.bars[0].x < pause.x < pause.x + pause.width < found.bars[0].x + found.bars[0].width


def test_a_block_that_should_have_ended_pushes_what_is_planned(app: App, april: Clock) -> None:
    started(app)
    april.forward(days=30)
    found = drawn(app)
    assert found.spans[0].end == date(2026, 4, 13)
    assert found.spans[1].start == app.today


def test_a_line_that_has_ended_has_no_today_and_nothing_planned(app: App, april: Clock) -> None:
    started(app)
    registers(app, "exited", "2026-03-20", outcome="registered-in-error")
    found = drawn(app)
    assert found.today_x is None
    assert [(each.end, each.state) for each in found.spans] == [(date(2026, 3, 20), "done")]


def test_the_drawing_is_described_and_needs_no_style(app: App, anna: Browser) -> None:
    started(app)
    page = anna.get(HERE).text
    assert "<desc id=" in page
    assert "Block 1 – lära känna, pågår, från 2 mars" in page
    assert "style=" not in page
    assert "Block 1 – lära känna 2 mars 13 april pågår" in section(page, "insatsen")
