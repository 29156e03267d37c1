"""Vem har läst det här ärendet: on the page, and from the command line."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from journeys.app import App
from journeys.cli.access_log import access_log
from journeys.visibility.readings import PAGES
from journeys.web.subjects import SUBJECTS
from tests.filling import refers, registers
from tests.visitors import Browser, Clock

SignIn = Callable[..., Browser]

HERE = "/arende/MOL-1"
READINGS = f"{HERE}/lasningar"
REASON = "Deltagaren sitter i vår reception"


@pytest.fixture(autouse=True)
def journeys(app: App) -> None:
    """Anna's, and one that nobody has."""
    refers(app, reference="MOL-1")
    registers(app, "admitted", "2026-03-02", "MOL-1", caseworker="anna@molndal.example")
    refers(app, reference="MOL-2", personnummer=None, birth_date="1990-01-01", family_name="Annanstorp")


def _breaks(browser: Browser) -> None:
    browser.post("/bryt-glaset", reference="MOL-1", reason=REASON)
    browser.get(HERE)


class TestThePage:
    """For the caseworker and the unit's managers."""

    def test_it_says_who_when_and_where(self, sign_in_as: SignIn, clock: Clock) -> None:
        sign_in_as("bo@molndal.example").get(HERE)
        clock.forward(hours=1)
        page = sign_in_as("manager", "molndal").get(READINGS).text
        row = page.partition("<tbody>")[2]
        assert "2 mars 2026 kl. 09.00" in row
        assert "Bo Alm" in row
        assert "handläggare, ACTivera Mölndal" in row
        assert "<td>Ärendet</td>" in row

    def test_it_says_who_broke_the_glass_and_why(self, sign_in_as: SignIn) -> None:
        _breaks(sign_in_as("per@partille.example"))
        page = sign_in_as("anna@molndal.example").get(READINGS).text
        assert f"<strong>{REASON}</strong>" in page
        assert "Per Ask" in page

    def test_reading_it_is_a_reading(self, sign_in_as: SignIn) -> None:
        mia = sign_in_as("manager", "molndal")
        assert "<td>Vem har läst det här ärendet</td>" in mia.get(READINGS).text

    def test_it_tells_nothing_of_other_journeys(self, sign_in_as: SignIn) -> None:
        sign_in_as("bo@molndal.example").get("/arende/MOL-2")
        assert "Bo Alm" not in sign_in_as("anna@molndal.example").get(READINGS).text

    @pytest.mark.parametrize("who", ["bo@molndal.example", "pia@partille.example", "coordinator", "administrator"])
    def test_it_is_for_the_caseworker_and_the_managers(self, sign_in_as: SignIn, who: str) -> None:
        browser = sign_in_as(who)
        assert browser.get(READINGS).status_code == 404
        assert "/lasningar" not in browser.get(HERE).text

    def test_who_broke_the_glass_does_not_see_it(self, sign_in_as: SignIn) -> None:
        pia = sign_in_as("pia@partille.example")
        _breaks(pia)
        assert pia.get(READINGS).status_code == 404

    def test_there_is_another_page_where_there_is_more(self, sign_in_as: SignIn, app: App) -> None:
        bo = sign_in_as("bo@molndal.example")
        for _ in range(101):
            bo.get("/arenden")
        anna = sign_in_as("anna@molndal.example")
        page = anna.get(READINGS).text
        assert page.count("<tr>") == 101
        older = page.partition(f'href="{READINGS}?fore=')[2].partition('"')[0]
        assert anna.get(f"{READINGS}?fore={older}").text.count("<td>Listan över ärenden</td>") == 2

    @pytest.mark.parametrize(
        "query", ["fore=x", "fore=99999999999999999999", "fore=9223372036854775808", "fore=%D9%A3"]
    )
    def test_a_strange_address_is_no_error(self, sign_in_as: SignIn, query: str) -> None:
        assert sign_in_as("anna@molndal.example").get(f"{READINGS}?{query}").status_code == 200


def test_every_page_about_a_journey_has_a_name() -> None:
    paths = {page.path for subject in SUBJECTS for page in subject.table if page.path.startswith("/arende")}
    assert paths <= PAGES.keys()


class TestTheCommand:
    """`farled access-log`."""

    def run(self, app: App, *options: str) -> Result:
        return CliRunner().invoke(access_log, [*options, "--database", app.settings.database_url])

    @pytest.fixture
    def read(self, sign_in_as: SignIn, clock: Clock) -> None:
        """Bo on the second of March, Per through broken glass on the third."""
        sign_in_as("bo@molndal.example").get(HERE)
        clock.moment = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
        _breaks(sign_in_as("per@partille.example"))

    def test_it_says_who_read_what_and_when(self, app: App, read: None) -> None:
        lines = self.run(app).output.splitlines()
        assert lines[2].split("  ")[:2] == ["2026-03-02 09:00", "Bo Alm"]
        assert lines[3].startswith("2026-03-03 00:3")
        assert REASON in lines[3]

    def test_days_are_those_of_stockholm(self, app: App, read: None) -> None:
        second, third = (self.run(app, "--from", day, "--to", day).output for day in ("2026-03-02", "2026-03-03"))
        assert ("Bo Alm" in second, "Per Ask" in second) == (True, False)
        assert ("Bo Alm" in third, "Per Ask" in third) == (False, True)

    def test_for_programs_it_is_json(self, app: App, read: None) -> None:
        told = json.loads(self.run(app, "--format", "json", "--reference", "MOL-1").stdout)
        assert [each["staff"] for each in told["readings"]] == ["bo@molndal.example", "per@partille.example"]
        assert told["readings"][1] | {"at": ""} == {
            "at": "",
            "staff": "per@partille.example",
            "name": "Per Ask",
            "role": "caseworker",
            "unit": "partille",
            "journey": "MOL-1",
            "page": "/arende/{reference}",
            "broke_glass": True,
            "reason": REASON,
        }

    def test_for_a_spreadsheet_it_is_csv(self, app: App, read: None) -> None:
        rows = self.run(app, "--format", "csv").output.splitlines()
        assert rows[0].endswith("När;Vem;Adress;Roll;Enhet;Ärende;Sida;Öppnat med skäl")
        assert rows[1] == "2026-03-02 09:00;Bo Alm;bo@molndal.example;handläggare;molndal;MOL-1;Ärendet;"

    @pytest.mark.parametrize("form", ["table", "json", "csv"])
    def test_it_never_names_a_participant(self, app: App, read: None, form: str) -> None:
        output = self.run(app, "--format", form).output
        assert ("Prövqvist" in output, "19121212" in output) == (False, False)

    def test_of_a_journey_that_nobody_read_there_is_nothing(self, app: App) -> None:
        assert self.run(app, "--reference", "MOL-2").output == "Ingen har läst något då.\n"

    def test_an_unknown_journey_is_said(self, app: App) -> None:
        assert "MOL-99" in str(self.run(app, "--reference", "MOL-99").exception)
