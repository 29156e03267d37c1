"""Siffror: goals and figures for coordinators, managers and caseworkers; and that a coordinator finds nobody."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest

from journeys.app import App
from journeys.web.periods import PERIODS
from journeys.web.routes import ANYBODY, Page
from journeys.web.subjects import SUBJECTS
from tests.filling import PERSON, REFERENCE, REFERRER, refers, registers
from tests.visitors import Browser, faults

SignIn = Callable[..., Browser]

NOT_THERE = "Insatsen fanns inte under perioden: den första versionen gäller från den 1 januari 2026."

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


@pytest.fixture
def mia(sign_in_as: SignIn) -> Browser:
    return sign_in_as("manager")


def number(page: str, figure: str) -> str:
    """What the first table says of a figure, for everyone."""
    row = re.search(rf'<th scope="row">{figure}</th><td class="n">(.*?)</td>', page)
    assert row, f"no {figure}"
    return row[1]


class TestThePage:
    """What it shows."""

    @pytest.mark.parametrize("role", ["coordinator", "manager", "caseworker"])
    def test_it_shows_this_year_to_those_who_may(self, sign_in_as: SignIn, role: str) -> None:
        page = sign_in_as(role).get("/siffror").text
        assert "<h2>ACTivera: mål och utfall 1 januari – 2 mars 2026</h2>" in page
        seen = ("dolt", "dolt") if role == "coordinator" else ("2", "1")
        assert (number(page, "Remisser"), number(page, "Påbörjade")) == seen
        assert ("Där det står ”dolt”" in page) == (role == "coordinator")
        assert "ACTivera Partille" in page
        assert 'href="/siffror" aria-current="page"' in page

    def test_ones_own_unit_is_first_and_everything_is_found_from_the_top(self, sign_in_as: SignIn) -> None:
        """The files, and each unit with its table."""
        for who, first in (("caseworker", "enhet-molndal"), ("coordinator", "hela")):
            page = sign_in_as(who).get("/siffror").text
            shown = re.findall(r'<section id="(.*?)"', page)
            assert shown[0] == first
            top = page.partition("<section")[0]
            assert top.count("/siffror/hamta?") == 3
            here = top.partition('aria-label="På sidan"')[2]
            assert re.findall(r'href="#(.*?)"', here) == [at for key in shown for at in (key, f"{key}-siffror")]
            assert all(f'id="{key}-siffror"' in page for key in shown)

    def test_not_to_the_administrator(self, sign_in_as: SignIn) -> None:
        assert sign_in_as("administrator").get("/siffror").status_code == 404

    def test_any_two_days_can_be_chosen(self, mia: Browser) -> None:
        page = mia.get("/siffror?insats=activera&fran=2026-02-01&tom=2026-02-28").text
        assert "1 februari – 28 februari 2026" in page
        assert (number(page, "Remisser"), number(page, "Påbörjade"), number(page, "Avslutade")) == ("0", "1", "1")

    def test_a_period_has_a_link_and_says_that_it_is_shown(self, mia: Browser) -> None:
        page = mia.get("/siffror?period=kvartal").text
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
            ("lage=2026-03-03", "Läget den: kan inte vara senare än idag."),
            ("lage=igår", "Läget den: ska vara en dag mellan 1900 och 2199, som 2026-03-02."),
            ("tom=2020-01-01", "Perioden slutar 1 januari 2020, före sin början 1 januari. Byt plats på dagarna."),
        ],
    )
    def test_what_cannot_be_is_said_and_kept(self, mia: Browser, query: str, sentence: str) -> None:
        answer = mia.get(f"/siffror?{query}")
        assert (answer.status_code, faults(answer)) == (422, [sentence])
        assert 'class="report"' not in answer.text

    def test_an_unknown_period_is_this_year(self, kim: Browser) -> None:
        assert "1 januari – 2 mars 2026" in kim.get("/siffror?period=sekel").text

    def test_as_of_a_day_nothing_later_has_happened(self, mia: Browser) -> None:
        then, now = (mia.get(f"/siffror?period=ar&lage={day}").text for day in ("2026-02-01", ""))
        assert (number(then, "Påbörjade"), number(now, "Påbörjade")) == ("0", "1")
        assert "Som det stod den 1 februari 2026." in then

    def test_as_of_a_later_day_what_was_done_late_is_late(self, mia: Browser) -> None:
        """The first contact was due on 26 January."""
        query = "/siffror?fran=2026-01-01&tom=2026-01-26"
        then, now = (
            results(mia.get(query + lage).text)["Kontaktade inom två veckor"] for lage in ("", "&lage=2026-03-02")
        )
        assert (then, now) == ("–", "0 av 1 (0 %)")

    def test_each_goal_is_told_month_by_month_to_whoever_asks(self, mia: Browser) -> None:
        """And the period that was chosen stays."""
        without = mia.get("/siffror?period=kvartal").text
        assert "månad för månad</caption>" not in without
        [path] = re.findall(r'href="([^"]+)">Visa månad för månad<', without)
        page = mia.get(unescape(path)).text
        assert re.findall(r'href="([^"]+)">Visa utan månader<', page) == ["/siffror?period=kvartal"]
        months = re.search(r"Påbörjade ärenden, månad för månad</caption>.*?</tbody>", page, re.DOTALL)
        assert months
        rows = re.findall(r'<th scope="row">(.*?)</th><td class="n">(.*?)</td>', months[0])
        assert rows == [("januari 2026", "0"), ("februari 2026", "1"), ("mars 2026", "0")]

    def test_a_period_with_nobody_has_no_share(self, mia: Browser) -> None:
        page = mia.get("/siffror?fran=2026-01-01&tom=2026-01-01").text
        assert results(page)["Har handlingsplan"] == "–"
        assert "100 %</dd>" not in page

    def test_a_goal_without_a_target_says_so(self, mia: Browser) -> None:
        assert "Följs utan krav" in mia.get("/siffror").text


class TestWhoSeesNoPerson:
    """Chooses whole years: from other periods, one taken from another, somebody could be found."""

    def test_among_years_and_no_other_days(self, kim: Browser) -> None:
        page = kim.get("/siffror").text
        assert set(re.findall(r"[?&;]period=([\w-]+)", page)) == {"ar", "forra-aret"}
        assert re.findall(r'<(?:input|select)[^>]* name="(\w+)"', page.partition("<main")[2]) == ["insats", "ar"]
        assert "1 januari – 2 mars 2026" in kim.get("/siffror?insats=activera&ar=2026").text

    @pytest.mark.parametrize(
        "query",
        [
            "fran=2026-02-01&tom=2026-02-28",
            "tom=2026-01-31",
            "lage=2026-02-01",
            "period=kvartal",
            "period=forra-kvartalet",
        ],
    )
    def test_other_days_are_nothing_to_them_on_the_page_and_in_files(self, kim: Browser, query: str) -> None:
        page = kim.get(f"/siffror?{query}").text
        assert "1 januari – 2 mars 2026" in page
        assert "Som det stod den 2 mars 2026." in page
        file, usual = (kim.get(f"/siffror/hamta?som=csv{more}") for more in (f"&{query}", ""))
        assert file.content == usual.content
        assert 'filename="activera-2026-01-01-2026-03-02.csv"' in file.headers["content-disposition"]

    @pytest.mark.parametrize("year", ["1999", "2027", "tjugo"])
    def test_a_year_that_cannot_be_chosen_is_said(self, kim: Browser, year: str) -> None:
        answer = kim.get(f"/siffror?ar={year}")
        assert (answer.status_code, faults(answer)) == (422, ["År: välj ett av alternativen."])

    def test_a_period_that_has_not_begun_has_no_numbers(self, mia: Browser) -> None:
        answer = mia.get("/siffror?insats=activera&fran=2026-12-01&tom=2026-12-31")
        assert (answer.status_code, faults(answer)) == (422, ["Från: perioden har inte börjat."])

    def test_a_period_before_the_programme_is_said_in_the_place_of_the_report(self, kim: Browser) -> None:
        answer = kim.get("/siffror?period=forra-aret&insats=activera")
        assert (answer.status_code, faults(answer)) == (200, [])
        assert "ACTivera: mål och utfall 1 januari – 31 december 2025</h2>" in answer.text
        assert NOT_THERE in answer.text
        assert 'id="hela"' not in answer.text
        assert "Publicera<" not in answer.text
        file = kim.get("/siffror/hamta?period=forra-aret&insats=activera&som=csv")
        assert NOT_THERE in file.content.decode()

    def test_where_the_programme_is_new_the_page_says_why_nothing_is_compared(self, kim: Browser) -> None:
        assert "Året före fanns inte insatsen" in kim.get("/siffror?insats=activera").text
        assert "Året före fanns inte insatsen" not in kim.get("/siffror?insats=samkraft").text


def results(page: str) -> dict[str, str]:
    """What the first section says of each goal, for everyone."""
    goals = re.findall(r"<h3>(.*?)</h3>.*?<dt>Alla</dt><dd>(.*?)</dd>", page.partition("</section>")[0], re.DOTALL)
    return dict(goals)


def test_small_numbers_are_seen_in_ones_own_unit_and_nowhere_else(app: App, kim: Browser, mia: Browser) -> None:
    """Of eight in Mölndal and one in Partille: not in a table, not in a drawing, not in what is read aloud."""
    for number_ in range(3, 10):
        unit = "partille" if number_ == 9 else "molndal"
        gender = "man" if number_ % 3 else "woman"
        reference = refers(
            app,
            "2026-01-12",
            f"MOL-2026-00{number_}",
            unit,
            personnummer=None,
            birth_date=f"198{number_}-01-01",
            gender=gender,
        )
        registers(app, "admitted", "2026-01-19", reference, caseworker="anna@molndal.example")
        registers(app, "contact", "2026-02-01" if number_ < 6 else "2026-02-10", reference)
    hidden, managed = kim.get("/siffror").text, mia.get("/siffror").text
    assert (number(section(hidden, "hela"), "Remisser"), small_numbers(hidden)) == ("9", [])
    own, other, whole = (section(managed, key) for key in ("enhet-molndal", "enhet-partille", "hela"))
    assert (number(own, "Remisser"), "dolt" in own) == ("8", False)
    assert small_numbers(own)
    assert (number(whole, "Remisser"), small_numbers(other)) == ("dolt", [])  # 9 less 8 is somebody
    file = mia.get("/siffror/hamta?som=csv").text
    assert "ACTivera Mölndal;Siffra;Remisser;;Alla;8;" in file
    assert "Hela insatsen;Siffra;Remisser;;Alla;dolt;" in file


def test_of_other_days_than_whole_years_one_sees_only_ones_own_unit(sign_in_as: SignIn, mia: Browser) -> None:
    """Or March is January to March less January to February, in any unit."""
    pia = sign_in_as("manager", "partille")
    for days in ("fran=2026-01-01&tom=2026-02-28", "period=ar&lage=2026-02-01"):
        pages = [each.get(f"/siffror?insats=activera&{days}").text for each in (mia, pia)]
        assert [re.findall(r'<section id="(.*?)"', page) for page in pages] == [["enhet-molndal"], ["enhet-partille"]]
        assert all("visas bara din egen enhet" in page for page in pages)


def test_of_another_programme_there_are_whole_years_only(mia: Browser) -> None:
    other = "insats=samkraft&fran=2026-01-01&tom=2026-02-28"
    page = mia.get(f"/siffror?{other}")
    assert (page.status_code, "<section" in page.text, "/siffror/hamta" in page.text) == (200, False, False)
    assert "Din enhet finns inte i den här insatsen: välj ett helt kalenderår." in page.text
    assert mia.get(f"/siffror/hamta?{other}&som=pdf").headers["location"] == f"/siffror?{other}&som=pdf"


def section(page: str, key: str) -> str:
    return page.partition(f'<section id="{key}"')[2].partition("</section>")[0]


def small_numbers(page: str) -> list[str]:
    """Cells, results and texts of drawings with a count from 1 to 4 in them. Days and per cents are no counts."""
    told = re.findall(r"<(?:td|dd|desc|title)[^>]*>(.*?)</(?:td|dd|desc|title)>", page, re.DOTALL)
    return [each for each in told if re.search(r"(?<![\d,])[1-4](?![\d,]|\s*%)", each)]


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
