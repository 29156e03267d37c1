"""`farled report` in its four forms."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.command_line import Desk, desk_at
from tests.integration.reporting.conftest import CONFORMANCE, IMPORTED_ON, SETS

ACTIVERA = ("report", "--programme", "activera")
YEAR = (*ACTIVERA, "--from", "2026-01-01", "--to", "2026-12-31", "--today", "2026-12-31")


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """In April 2026, with ACTivera and nobody in it."""
    return desk_at(sqlite_url, tmp_path, monkeypatch, programmes=str(CONFORMANCE))


@pytest.fixture
def full(desk: Desk) -> Desk:
    """In January 2027, with 340 journeys in it."""
    desk.on(IMPORTED_ON.isoformat())
    desk.says("import", str(SETS["activera"].journal))
    return desk


def cells(line: str) -> list[str]:
    return re.split(r" {2,}", line.strip())


def test_the_table_says_each_goal_with_both_numbers_its_target_and_the_verdict(full: Desk) -> None:
    lines = full.says(*YEAR).splitlines()
    assert lines[:4] == [
        "ACTivera: mål och utfall 1 januari – 31 december 2026",
        "Som det stod den 31 december 2026.",
        "",
        "Hela insatsen",
    ]
    rows = [cells(line) for line in lines]
    assert rows[4] == ["Mål", "Utfall", "Krav", "Bedömning", "Undantagna", "Räknas inte än"]
    assert rows[6] == ["Kontaktade inom två veckor", "282 av 304 (93 %)", "100 %", "inte nått", "0", "0"]
    assert rows[7] == ["Har fått göra SKAPA", "234 av 271 (86 %)", "80 %", "nått", "0", "21"]
    assert ["Påbörjade ärenden", "295", "minst 350", "inte nått", "0", "0"] in rows


def test_the_figures_stand_under_the_goals_by_gender(full: Desk) -> None:
    rows = [cells(line) for line in full.says(*YEAR).splitlines()]
    at = rows.index(["Hela insatsen", "Alla", "Kvinnor", "Män", "Övriga"])
    wanted = json.loads((SETS["activera"].expected / "report-2026.json").read_text("utf-8"))["figures"]
    referrals = [row for row in wanted if row["figure"] == "referrals" and row["group"] is None and row["unit"] is None]
    assert rows[at + 2] == ["Remisser", *(str(row["n"]) for row in referrals)]


def test_json_is_the_answer_of_the_spec(full: Desk) -> None:
    wanted = json.loads((SETS["activera"].expected / "report-2026.json").read_text("utf-8"))
    assert list(full.json(*YEAR)) == ["programme", "version", "from", "to", "today", "goals", "figures"]
    assert full.json(*YEAR) == wanted


def test_the_sheet_opens_in_a_swedish_excel(full: Desk) -> None:
    text = full.says(*YEAR, "--format", "csv")
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}Insats;Från;Till;")
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")), delimiter=";"))
    goal = next(row for row in rows if row["Namn"] == "Har fått göra SKAPA" and row["Kön"] == "Alla")
    assert {key: goal[key] for key in ("Insats", "Till", "Enhet", "Slag", "Antal", "Av", "Krav", "Bedömning")} == {
        "Insats": "ACTivera",
        "Till": "2026-12-31",
        "Enhet": "Hela insatsen",
        "Slag": "Mål",
        "Antal": "234",
        "Av": "271",
        "Krav": "0,8",
        "Bedömning": "nått",
    }
    assert float(goal["Andel"].replace(",", ".")) == pytest.approx(234 / 271)
    parties = {row["Varav"] for row in rows if row["Slag"] == "Siffra" and row["Namn"] == "Remisser"}
    assert parties == {"", "Kommun", "Region", "Försäkringskassan", "Arbetsförmedlingen", "Deltagaren själv"}


class Page(HTMLParser):
    """What a page is made of: its elements by name, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_the_page_stands_alone_and_says_every_bar_in_words(full: Desk, tmp_path: Path) -> None:
    file = tmp_path / "rapport.html"
    assert full.asks(*YEAR, "--format", "html", "--out", str(file)).stderr == f"Rapporten ligger i {file}.\n"
    page = Page(file.read_text("utf-8"))
    assert page.all("html") == [{"lang": "sv"}]
    links = [attributes.get(key) for _, attributes in page.elements for key in ("src", "href") if key in attributes]
    assert all(str(link).startswith("#") for link in links)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {str(link)[1:] for link in links} <= set(ids)
    bars = page.all("svg")
    assert len(bars) == 8 * 6
    assert all(set(str(bar["aria-labelledby"]).split()) <= set(ids) for bar in bars)
    assert "234 av 271 (86 %). Krav 80 %, nått." in page.text


def test_nothing_counted_is_a_dash_and_never_a_hundred_per_cent(desk: Desk) -> None:
    assert "100 %" not in [cell for line in desk.says(*YEAR).splitlines() for cell in cells(line)[1:2]]
    rows = [cells(line) for line in desk.says(*YEAR).splitlines()]
    assert ["Kontaktade inom två veckor", "–", "100 %", "–", "0", "0"] in rows
    page = Page(desk.says(*YEAR, "--format", "html"))
    assert len(page.all("svg")) == 6  # only the number of starts has something to stand against
    assert "Inget mål går att bedöma mot ett krav än." in desk.says(*ACTIVERA, "--format", "html")


def test_without_days_it_is_the_year_to_date_as_of_today(desk: Desk) -> None:
    desk.on("2026-04-01")
    answer = desk.json(*ACTIVERA)
    assert [answer[key] for key in ("from", "to", "today")] == ["2026-01-01", "2026-04-01", "2026-04-01"]


def test_a_period_that_is_over_is_seen_from_its_last_day(desk: Desk) -> None:
    assert desk.json(*ACTIVERA, "--to", "2026-03-31")["today"] == "2026-03-31"


def test_a_period_that_is_not_over_is_seen_from_today(desk: Desk) -> None:
    answer = desk.json(*ACTIVERA, "--to", "2026-12-31")
    assert [answer["to"], answer["today"]] == ["2026-12-31", "2026-04-01"]


def test_it_says_what_was_left_out(desk: Desk) -> None:
    line = desk.says(*ACTIVERA, "--known-at", "2026-03-31T12:00", "--version", "2026").splitlines()[1]
    assert line == (
        "Som det stod den 1 april 2026. Bara det som var registrerat 2026-03-31 12:00. "
        "Bara ärenden som följer version 2026."
    )


def test_a_period_before_the_programme_is_answered_with_a_sentence(desk: Desk, tmp_path: Path) -> None:
    year, sentence = ("--from", "2025-01-01", "--to", "2025-12-31"), "Insatsen fanns inte under perioden"
    assert desk.says(*ACTIVERA, *year).splitlines()[3:] == [
        "Hela insatsen",
        f"{sentence}: den första versionen gäller från den 1 januari 2026.",
    ]
    assert sentence in desk.says(*ACTIVERA, *year, "--format", "html")
    assert f";Hela insatsen;Anmärkning;{sentence}" in desk.says(*ACTIVERA, *year, "--format", "csv")
    answer = desk.json(*ACTIVERA, *year)
    assert (answer["goals"], answer["figures"]) == ([], [])
    for kind in ("xlsx", "pdf"):
        assert desk.asks(*ACTIVERA, *year, "--format", kind, "--out", str(tmp_path / kind)).exit_code == 0
    assert sentence in desk.says("annual", "--programme", "activera", "--year", "2025")
    assert "Det finns inget att publicera." in desk.refuses("publish", "--programme", "activera", *year)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--from", "2026-02-01", "--to", "2026-01-01"), "Perioden slutar 2026-01-01, före sin början 2026-02-01."),
        (("--version", "2019"), "har ingen version ”2019”."),
        (("--known-at", "i fjol"), "”i fjol” är ingen tidpunkt."),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(desk: Desk, words: tuple[str, ...], sentence: str) -> None:
    assert sentence in desk.refuses(*ACTIVERA, *words)
