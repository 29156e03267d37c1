"""Intresseanmälan: what anybody can send in, once, and what it must not let them do or learn."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update
from starlette.types import ASGIApp

from journeys import casework
from journeys.app import App
from journeys.journal.lines import Admitted
from journeys.people import who
from journeys.queries import how_many_journeys, journey_row
from journeys.storage.dossiers import load
from journeys.tables.access import ATTEMPT, NAMED_STAFF
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON, REFERRER
from journeys.tables.staff import STAFF
from journeys.web.flooding import network
from journeys.web.referral_form import YES
from notifications.tables import OUTBOX
from tests.referring import PAGE, again, hidden, receipt, send
from tests.visitors import Browser, Clock, Person, faults

NUMBER = "191212121212"


@pytest.fixture
def stored(app: App) -> Callable[..., Any]:
    """`stored(query)`: the rows that a query gives now."""

    def read(query: Any) -> list[Any]:
        with app.read() as connection:
            return list(connection.execute(query))

    return read


class TestPages:
    """What can be seen without being anybody."""

    def test_the_programmes_and_their_units_lead_to_the_form(self, client: Browser) -> None:
        page = client.get("/anmalan").text
        assert "ACTivera" in page
        assert 'href="/anmalan/activera?enhet=partille"' in page
        assert '<option value="partille" selected>' in client.get("/anmalan/activera?enhet=partille").text

    @pytest.mark.parametrize("path", ["/anmalan/finns-inte", "/anmalan/%00", "/anmalan/" + "a" * 900])
    def test_an_unknown_programme_is_not_found(self, client: Browser, path: str) -> None:
        assert client.get(path).status_code == 404
        assert client.post(path, page=PAGE).status_code == 404

    def test_what_some_have_to_fill_in_is_not_called_optional(self, client: Browser) -> None:
        page = client.get(PAGE).text
        for label in ("Namn på den som fyller i", "Deltagarens födelsedag", "Deltagarens personnummer"):
            assert f"{label}</label>" in page
        assert 'Deltagarens telefon <span class="optional">(frivilligt)</span></label>' in page

    def test_opening_the_form_stores_nothing(self, client: Browser, app: App) -> None:
        client.get(PAGE)
        with app.read() as connection:
            assert how_many_journeys(connection) == 0
            assert connection.execute(select(ATTEMPT)).first() is None

    def test_without_having_sent_anything_there_is_no_receipt(self, client: Browser) -> None:
        answer = client.get("/anmalan/kvitto")
        assert answer.status_code == 404
        assert "Här finns inget kvitto" in answer.text


class TestSending:
    """A form that is right becomes a referral that waits in the unit."""

    def test_it_becomes_a_journey_and_its_sender_gets_a_receipt(self, client: Browser, app: App) -> None:
        answer = send(client, criteria=["Arbete eller studier är det långsiktiga målet"], note="Ring helst på morgonen")
        assert (answer.status_code, answer.headers["location"]) == (303, "/anmalan/kvitto")
        reference = receipt(client)
        assert reference == "MOL-2026-001"
        with app.read() as connection:
            row = journey_row(connection, reference)
            assert row is not None
            assert tuple(row[key] for key in ("state", "unit", "party", "protected")) == (
                "referred",
                "molndal",
                "region",
                False,
            )
            person = who(connection, app.keys, row["id"])
            assert person is not None
            assert (person["given_name"], person["family_name"]) == ("Dag", "Deltagarsson")

    def test_the_receipt_says_nothing_of_the_participant(self, client: Browser) -> None:
        send(client)
        page = client.get("/anmalan/kvitto").text
        assert "Deltagarsson" not in page
        assert "Dag" not in page
        assert "ACTivera Mölndal läser anmälan" in page

    def test_what_lies_outside_the_target_group_is_for_staff_to_know(self, client: Browser, stored: Any) -> None:
        answer = send(client, birth_date="1950-01-01", municipality="Kiruna")
        assert answer.status_code == 303
        [row] = stored(select(JOURNEY.c.warnings))
        assert row.warnings == "Åldern ligger utanför 16–66 år.\nKommunen hör inte till insatsen."
        assert "utanför" not in client.get("/anmalan/kvitto").text.lower()

    def test_a_municipality_is_spelled_as_the_programme_spells_it(self, client: Browser, stored: Any) -> None:
        send(client, municipality="  mölndal ")
        assert stored(select(JOURNEY.c["municipality", "warnings"])) == [("Mölndal", None)]

    def test_somebody_who_refers_themselves_needs_no_referrer(self, client: Browser, stored: Any) -> None:
        themselves = {"party": "self", "referrer_name": None, "organisation": None, "referrer_email": None}
        assert send(client, **themselves, phone="070-174 06 05").status_code == 303
        assert stored(select(JOURNEY.c.party)) == [("self",)]
        assert stored(select(REFERRER)) == []

    def test_a_personal_number_is_stored_sealed_and_can_be_searched(self, client: Browser, sign_in_as: Any) -> None:
        send(client, birth_date=None, personnummer="19121212 1212")
        page = sign_in_as("caseworker", "molndal").post("/sok", page="/min-dag", text=NUMBER).text
        assert "MOL-2026-001" in page

    @pytest.mark.parametrize("written", ["121212+1212", "19121212-1212", "19121212 1212", "1912 1212 1212"])
    def test_a_personal_number_is_typed_and_searched_as_people_write_it(
        self, client: Browser, sign_in_as: Any, written: str
    ) -> None:
        assert send(client, birth_date=None, personnummer=written).status_code == 303
        assert "MOL-2026-001" in sign_in_as("caseworker", "molndal").post("/sok", page="/min-dag", text=written).text


class TestRefusing:
    """What is wrong is told at once, however it was found."""

    def test_a_day_that_does_not_exist_is_told_with_what_is_missing(self, client: Browser) -> None:
        answer = send(client, given_name="", birth_date="1990-02-30", consent=None)
        assert faults(answer) == [
            "Deltagarens förnamn: fyll i.",
            "Deltagarens födelsedag: ska vara ett datum som finns: 2026-03-02.",
            YES,
        ]


class TestOnce:
    """A double click, reload and the back button."""

    def test_the_same_form_sent_twice_is_one_referral(self, client: Browser, app: App) -> None:
        unseen = hidden(client, PAGE)
        for _ in range(2):
            assert again(client, unseen).status_code == 303
            assert receipt(client) == "MOL-2026-001"
        with app.read() as connection:
            assert how_many_journeys(connection) == 1

    def test_without_the_cookie_of_the_first_answer_it_still_is(self, client: Browser, app: App) -> None:
        unseen = hidden(client, PAGE)
        again(client, unseen)
        client.client.cookies.delete("__Host-kvitto")
        again(client, unseen)
        assert receipt(client) == "MOL-2026-001"

    def test_a_form_that_was_changed_and_sent_again_is_another(self, client: Browser, app: App) -> None:
        unseen = hidden(client, PAGE)
        again(client, unseen)
        again(client, unseen, given_name="Disa")
        assert receipt(client) == "MOL-2026-002"

    def test_reloading_the_receipt_sends_nothing(self, client: Browser, app: App) -> None:
        send(client)
        assert receipt(client) == receipt(client)
        with app.read() as connection:
            assert how_many_journeys(connection) == 1

    def test_nobody_else_can_show_the_receipt_and_it_does_not_last(
        self, client: Browser, site: ASGIApp, clock: Clock
    ) -> None:
        send(client)
        theirs = Browser(site)
        theirs.get(PAGE)
        theirs.client.cookies.set("__Host-kvitto", client.client.cookies["__Host-kvitto"])
        assert theirs.get("/anmalan/kvitto").status_code == 404
        clock.forward(minutes=31)
        assert client.get("/anmalan/kvitto").status_code == 404

    @pytest.mark.parametrize("value", ["", "A", "åäö", "QUJD" * 20])
    def test_a_receipt_of_ones_own_making_shows_nothing(self, client: Browser, value: str) -> None:
        token = client.get("/anmalan").cookies["__Host-farled"]
        cookies = f"__Host-farled={token}; __Host-kvitto={value}".encode()
        assert client.client.get("/anmalan/kvitto", headers={"Cookie": cookies}).status_code == 404


class TestRefused:
    """What is wrong is said in a sentence, nothing is stored, and nothing typed is lost."""

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"consent": None}, "Samtycke behövs: utan det får uppgifterna inte lämnas."),
            ({"unit": "kiruna"}, "Enhet: välj ett av alternativen."),
            ({"unit": None}, "Enhet: välj."),
            ({"party": "kungen"}, "Vem fyller i: välj ett av alternativen."),
            ({"criteria": ["Något annat"]}, "Vad stämmer: välj ett av alternativen."),
            ({"language": "xx"}, "Deltagarens språk: välj ett av alternativen."),
            ({"referrer_name": None}, "Namn på den som fyller i: fyll i."),
            ({"given_name": "a" * 201}, "Deltagarens förnamn: högst 200 tecken."),
            ({"family_name": "Deltagar\x00sson"}, "Deltagarens efternamn: det finns tecken som inte går att använda."),
            (
                {"family_name": "Deltagar\u2028sson"},
                "Deltagarens efternamn: det finns tecken som inte går att använda.",
            ),
            ({"note": "a" * 5001}, "Meddelande: högst 5000 tecken."),
            ({"birth_date": "1990-02-30"}, "Deltagarens födelsedag: ska vara ett datum som finns: 2026-03-02."),
            ({"birth_date": "١٩٩٠-٠٣-٠٢"}, "Deltagarens födelsedag: ska vara ett datum: 2026-03-02."),
            ({"birth_date": "1890-03-02"}, "Deltagarens födelsedag: dagen ska ligga mellan 1900 och 2199."),
            ({"birth_date": "2026-03-03"}, "Deltagarens födelsedag: den har inte varit än."),
            ({"birth_date": None}, "Deltagarens födelsedag: fyll i den eller personnumret."),
            ({"personnummer": NUMBER}, "Deltagarens födelsedag: den stämmer inte med personnumret."),
            (
                {"personnummer": "191212121213"},
                "Deltagarens personnummer: personnumret finns inte: kontrollera siffrorna.",
            ),
            (
                {"personnummer": "١٩١٢١٢١٢١٢١٢"},
                "Deltagarens personnummer: personnumret ska skrivas med tolv siffror: ååååmmddnnnn.",
            ),
            ({"email": "dag"}, "Deltagarens e-post: ska vara en e-postadress, som kim@molndal.example."),
            (
                {"referrer_email": "rut"},
                "E-post till den som fyller i: ska vara en e-postadress, som kim@molndal.example.",
            ),
            ({"phone": "٠٧٠١٧٤٠٦٠٥"}, "Deltagarens telefon: skriv siffrorna 0–9."),
            (
                {"party": "self"},
                "Deltagarens telefon: fyll i den eller e-posten, så att enheten kan svara.",
            ),
            (
                {"receipt": "ja", "referrer_email": None},
                "E-post: fyll i den, eller ta bort krysset för mejlet.",
            ),
            (
                {"website": "https://köp.example"},
                "Ett fält som ska vara tomt var ifyllt. Nu är det tömt: skicka en gång till.",
            ),
            ({"once": "x"}, "Formuläret kom inte fram helt. Se efter att allt står här och spara igen."),
        ],
    )
    def test_each_slip_has_its_sentence(
        self, client: Browser, app: App, changed: dict[str, Any], sentence: str
    ) -> None:
        answer = send(client, **changed)
        assert (answer.status_code, faults(answer)) == (422, [sentence])
        assert 'value="Rut Remiss"' in answer.text or "referrer_name" in changed
        assert "köp.example" not in answer.text
        with app.read() as connection:
            assert how_many_journeys(connection) == 0

    def test_an_empty_form_names_every_field_that_is_needed(self, client: Browser) -> None:
        empty = dict.fromkeys(
            ("unit", "party", "referrer_name", "given_name", "family_name", "birth_date", "gender", "consent")
        )
        answer = send(client, **empty)
        assert len(faults(answer)) == 7
        assert 'value="rut@region.example"' in answer.text

    def test_it_must_come_from_our_page(self, client: Browser) -> None:
        client.get(PAGE)
        data = {"form_token": "0" * 64, "unit": "molndal"}
        answer = client.client.post(PAGE, data=data, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 403


class TestProtected:
    """Of a protected person only named staff hear, and nobody gets a mail."""

    def test_the_unit_s_managers_see_it_and_nobody_else(self, client: Browser, sign_in_as: Any) -> None:
        send(client, protected="ja", receipt="ja")
        reference = receipt(client)
        assert sign_in_as("manager", "molndal").get(f"/arende/{reference}").status_code == 200
        for who_asks in (("caseworker", "molndal"), ("manager", "partille"), ("coordinator", None)):
            assert sign_in_as(*who_asks).get(f"/arende/{reference}").status_code == 404

    def test_no_mail_goes_out(self, client: Browser, stored: Any) -> None:
        send(client, protected="ja", receipt="ja")
        assert stored(select(OUTBOX)) == []
        assert "e-post" not in client.get("/anmalan/kvitto").text

    def test_where_the_unit_has_no_manager_its_staff_are_named(self, client: Browser, app: App, stored: Any) -> None:
        with app.work() as work:
            gone = update(STAFF).where(STAFF.c.address == "mia@molndal.example").values(removed_at=work.now)
            work.connection.execute(gone)
        send(client, protected="ja")
        named = select(STAFF.c.address).join(NAMED_STAFF, NAMED_STAFF.c.staff_id == STAFF.c.id).order_by(STAFF.c.id)
        assert [row.address for row in stored(named)] == ["anna@molndal.example", "bo@molndal.example"]


class TestKnownNumber:
    """Somebody whom nobody knows cannot change, or find, somebody who is known by their number."""

    def test_a_known_person_is_left_as_they_are(self, client: Browser, stored: Any) -> None:
        send(client, birth_date=None, personnummer=NUMBER, email="dag@deltagare.example", protected="ja")
        before = stored(select(PERSON))
        send(client, birth_date=None, personnummer=NUMBER, email="elak@annan.example", given_name="Annan")
        after = stored(select(PERSON).order_by(PERSON.c.id))
        assert after[:1] == before
        assert (after[1].email, after[1].personnummer_mark) == ("elak@annan.example", None)
        assert after[1].birth_date.isoformat() == "1912-12-12"

    def test_the_answer_does_not_tell_whether_the_number_is_known(self, client: Browser, site: ASGIApp) -> None:
        pages = []
        for browser in (client, Browser(site)):
            answer = send(browser, birth_date=None, personnummer=NUMBER, protected=None, receipt="ja")
            page = browser.get("/anmalan/kvitto").text
            pages.append((answer.status_code, answer.headers["location"], page.replace(receipt(browser), "")))
        assert pages[0] == pages[1]

    def test_the_mail_comes_whatever_is_known(self, client: Browser, stored: Any) -> None:
        send(client, birth_date=None, personnummer=NUMBER, protected="ja")
        send(client, birth_date=None, personnummer=NUMBER, receipt="ja")
        assert [row.recipient for row in stored(select(OUTBOX))] == ["rut@region.example"]

    def test_the_unit_s_own_staff_are_told_in_the_note_but_not_of_protected_persons(
        self, client: Browser, app: App
    ) -> None:
        number = {"birth_date": None, "personnummer": NUMBER}
        send(client, **number)
        send(client, **number, note="Igen")
        send(client, **number, unit="partille")
        notes = [note(app, reference) for reference in ("MOL-2026-001", "MOL-2026-002", "PAR-2026-001")]
        assert ["Samma personnummer" in text for text in notes] == [False, True, False]
        assert notes[1].endswith("Samma personnummer som i MOL-2026-001.")


def note(app: App, reference: str) -> str:
    """The note of a journey's referral."""
    with app.read() as connection:
        dossier = load(connection, app.catalogue(connection), reference)
        return str(dossier.private(app.ledger, "referred")["referred"]["note"])


class TestMail:
    """Only if it is wanted, to whoever filled in the form, and about nobody."""

    def test_nobody_who_did_not_ask_gets_one(self, client: Browser, stored: Any) -> None:
        send(client)
        assert stored(select(OUTBOX)) == []

    def test_a_referrer_gets_the_reference_and_nothing_else(self, client: Browser, stored: Any) -> None:
        send(client, receipt="ja", email="dag@deltagare.example")
        [mail] = stored(select(OUTBOX))
        assert (mail.template, mail.recipient, mail.language) == ("referral-received", "rut@region.example", "sv")
        assert mail.context == {"reference": "MOL-2026-001", "audience": "referrer"}
        assert mail.about.startswith("journey:")

    def test_somebody_who_refers_themselves_gets_it_in_their_language(self, client: Browser, stored: Any) -> None:
        send(client, receipt="ja", party="self", email="dag@deltagare.example", language="en")
        [mail] = stored(select(OUTBOX))
        assert (mail.recipient, mail.language, mail.context["audience"]) == (
            "dag@deltagare.example",
            "en",
            "participant",
        )

    def test_the_same_form_sent_twice_is_one_mail(self, client: Browser, stored: Any) -> None:
        unseen = hidden(client, PAGE)
        again(client, unseen, receipt="ja")
        again(client, unseen, receipt="ja")
        assert len(stored(select(OUTBOX))) == 1


class TestFlooding:
    """Nobody can fill an inbox."""

    def test_the_sixth_in_an_hour_is_asked_to_wait_and_loses_nothing(
        self, client: Browser, app: App, clock: Clock
    ) -> None:
        for _ in range(5):
            assert send(client).status_code == 303
        answer = send(client)
        assert answer.status_code == 429
        [sentence] = faults(answer)
        assert "inte sparad" in sentence
        assert "ring ACTivera Mölndal" in sentence
        assert 'value="Deltagarsson"' in answer.text
        with app.read() as connection:
            assert how_many_journeys(connection) == 5
        clock.forward(minutes=61)
        assert send(client).status_code == 303

    def test_what_was_sent_before_still_has_its_receipt(self, client: Browser) -> None:
        unseen = hidden(client, PAGE)
        again(client, unseen)
        for _ in range(4):
            send(client)
        assert again(client, unseen).status_code == 303
        assert receipt(client) == "MOL-2026-001"

    def test_who_counts_is_kept_for_a_day_as_nothing_that_can_be_read(
        self, client: Browser, stored: Any, clock: Clock
    ) -> None:
        send(client)
        assert all(len(row.subject) == 64 for row in stored(select(ATTEMPT.c.subject)))
        clock.forward(hours=25)
        send(client)
        assert len(stored(select(ATTEMPT))) == 3

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("192.0.2.1", "192.0.2.2", False),
            ("192.0.2.1", "::ffff:192.0.2.1", True),
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
            ("testclient", "testclient", True),
        ],
    )
    def test_one_sender_is_one_network_address(self, one: str, other: str, same: bool) -> None:
        assert (network(one) == network(other)) is same


def test_what_came_from_the_public_page_can_be_admitted(
    client: Browser, app: App, person: Callable[..., Person]
) -> None:
    send(client)
    with app.work() as work:
        line = Admitted(
            journey=receipt(client), event="admitted", on=work.today, caseworker=person("caseworker").address
        )
        assert casework.register(work, line).after.history.state == "admitted"
