"""Siffror: goals and figures for coordinators, managers and caseworkers; and that a coordinator finds nobody."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from journeys.app import App
from journeys.web.figures import PERIODS
from journeys.web.routes import ANYBODY, Page
from journeys.web.subjects import SUBJECTS
from tests.filling import PERSON, REFERENCE, REFERRER, refers, registers
from tests.visitors import Browser, faults

SignIn = Callable[..., Browser]

PERSONAL = (
    *(REFERENCE, "MOL-2026-002", "Hemligsson"),
    *(PERSON[key] for key in ("given_name", "family_name", "email", "phone")),
    *(REFERRER[key] for key in ("name", "email")),
    *("19121212-1212", "191212121212"),
)


@pytest.fixture(autouse=True)
def journeys(app: App) -> None:
    """One that started late and exited, and one of a protected person."""
    refers(app, "2026-01-05")
    registers(app, "admitted", "2026-01-12", caseworker="anna@molndal.example")
    registers(app, "started", "2026-02-02")
    registers(app, "exited", "2026-02-27", outcome="work")
    refers(
        app,
        "2026-01-05",
        "MOL-2026-002",
        personnummer=None,
        birth_date="1990-01-01",
        family_name="Hemligsson",
        protected=True,
    )


@pytest.fixture
def kim(sign_in_as: SignIn) -> Browser:
    return sign_in_as("coordinator")


def number(page: str, figure: str) -> str:
    """What the table of the whole programme says of a figure, for everyone."""
    row = re.search(rf'<th scope="row">{figure}</th><td class="n">(.*?)</td>', page)
    assert row, f"no {figure}"
    return row[1]


class TestThePage:
    """What it shows."""

    @pytest.mark.parametrize("role", ["coordinator", "manager", "caseworker"])
    def test_it_shows_this_year_to_those_who_may(self, sign_in_as: SignIn, role: str) -> None:
        page = sign_in_as(role).get("/siffror").text
        assert "ACTivera: mål och utfall 1 januari – 2 mars 2026." in page
        assert (number(page, "Remisser"), number(page, "Påbörjade")) == ("2", "1")
        assert "ACTivera Partille" in page
        assert 'href="/siffror" aria-current="page"' in page

    def test_not_to_the_administrator(self, sign_in_as: SignIn) -> None:
        assert sign_in_as("administrator").get("/siffror").status_code == 404

    def test_any_two_days_can_be_chosen(self, kim: Browser) -> None:
        page = kim.get("/siffror?insats=activera&fran=2026-02-01&tom=2026-02-28").text
        assert "1 februari – 28 februari 2026" in page
        assert (number(page, "Remisser"), number(page, "Påbörjade"), number(page, "Avslutade")) == ("0", "1", "1")

    def test_a_period_has_a_link_and_says_that_it_is_shown(self, kim: Browser) -> None:
        page = kim.get("/siffror?period=kvartal").text
        assert re.findall(r'period=([\w-]+)" aria-current="page"', page) == ["kvartal"]
        assert "1 januari – 2 mars 2026" in page

    def test_there_is_no_script_or_style_in_it(self, kim: Browser) -> None:
        page = kim.get("/siffror").text
        assert not re.search(r"<style|\sstyle=|\son\w+=", page)

    def test_ids_are_unique(self, kim: Browser) -> None:
        ids = re.findall(r'\sid="([^"]+)"', kim.get("/siffror").text)
        assert len(ids) == len(set(ids))

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("fran=2026-02-30", "Från: ska vara en dag mellan 1900 och 2199, som 2026-03-02."),
            ("fran=0001-01-01", "Från: ska vara en dag mellan 1900 och 2199, som 2026-03-02."),
            ("tom=9999-12-31", "Till och med: ska vara en dag mellan 1900 och 2199, som 2026-03-02."),
            ("tom=٢٠٢٦-٠٣-٠٢", "Till och med: ska vara en dag mellan 1900 och 2199, som 2026-03-02."),
            ("fran=20260302", "Från: ska vara en dag mellan 1900 och 2199, som 2026-03-02."),
            ("fran=", "Från: fyll i."),
            ("fran=2026-03-02T10:00", "Från: högst 10 tecken."),
            ("insats=okänd", "Insats: välj ett av alternativen."),
            ("tom=2020-01-01", "Perioden slutar 2020-01-01, före sin början 2026-01-01. Byt plats på dagarna."),
            ("fran=2020-01-01&tom=2020-12-31", "Insatsen ”activera” har ingen version som gäller 2020-12-31."),
        ],
    )
    def test_what_cannot_be_is_said_and_kept(self, kim: Browser, query: str, sentence: str) -> None:
        answer = kim.get(f"/siffror?{query}")
        assert (answer.status_code, faults(answer)) == (422, [sentence])
        assert 'class="report"' not in answer.text

    def test_an_unknown_period_is_this_year(self, kim: Browser) -> None:
        assert "1 januari – 2 mars 2026" in kim.get("/siffror?period=sekel").text


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (
            date(2026, 3, 2),
            [
                (date(2026, 1, 1), date(2026, 3, 2)),
                (date(2025, 1, 1), date(2025, 12, 31)),
                (date(2026, 1, 1), date(2026, 3, 2)),
                (date(2025, 7, 1), date(2025, 12, 31)),
                (date(2026, 1, 1), date(2026, 3, 2)),
                (date(2025, 10, 1), date(2025, 12, 31)),
            ],
        ),
        (
            date(2028, 8, 31),
            [
                (date(2028, 1, 1), date(2028, 8, 31)),
                (date(2027, 1, 1), date(2027, 12, 31)),
                (date(2028, 7, 1), date(2028, 8, 31)),
                (date(2028, 1, 1), date(2028, 6, 30)),
                (date(2028, 7, 1), date(2028, 8, 31)),
                (date(2028, 4, 1), date(2028, 6, 30)),
            ],
        ),
    ],
)
def test_periods_are_of_the_calendar(today: date, days: list[tuple[date, date]]) -> None:
    assert [each.days(today) for each in PERIODS] == days


PAGES = [page for subject in SUBJECTS for page in subject.table]


def _path(page: Page) -> str:
    """The path with the values of a journey that there is."""
    values = {"reference": REFERENCE, "event": "contact", "id": "e1", "programme": "activera"}
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda part: "1" if part[2] else values.get(part[1], "x"), page.path)


class TestTheCoordinator:
    """Finds nobody."""

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.method} {page.path}")
    def test_on_any_page(self, kim: Browser, page: Page) -> None:
        sent = {"text": PERSON["family_name"], "reference": REFERENCE, "reason": "Jag vill veta vem det är nu"}
        answer = kim.get(_path(page)) if page.method == "GET" else kim.post(_path(page), page="/siffror", **sent)
        told = answer.text + str(answer.headers)
        assert [each for each in PERSONAL if each in _without_echo(told)] == []
        if page.who is not ANYBODY and "coordinator" not in page.who:
            assert answer.status_code == 404
            assert "/bryt-glaset" not in told

    def test_what_exists_and_what_does_not_are_answered_alike(self, kim: Browser) -> None:
        found, unknown = (kim.get(f"/arende/{reference}").text for reference in (REFERENCE, "MOL-2026-999"))
        assert found == unknown


def _without_echo(told: str) -> str:
    """Without what the address or the form said itself."""
    return re.sub(r'(value|href|action)="[^"]*"', "", told)
