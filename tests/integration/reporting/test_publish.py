"""`farled publish` and `farled annual`, and what is kept."""

from pathlib import Path

import pytest

from journeys.app import App
from journeys.cli import output
from journeys.reporting.frozen import freeze
from journeys.reporting.published import as_published, find, listed
from tests.command_line import Desk, desk_at
from tests.integration.reporting.conftest import CONFORMANCE, SETS, report_of

YEAR = ("--from", "2023-01-01", "--to", "2023-12-31")


@pytest.fixture
def full(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """In January 2027, with the programmes of 2023, on each kind of database."""
    desk = desk_at(database_url, tmp_path, monkeypatch, programmes=str(SETS["sodra-norrbotten-2023"].programmes))
    desk.on("2027-01-31")
    desk.says("import", str(SETS["sodra-norrbotten-2023"].journal))
    return desk


def test_a_report_is_kept_as_it_was_shown_and_the_same_one_once(full: Desk) -> None:
    asked = ("publish", "--programme", "orangeriet", *YEAR)
    said = full.says(*asked, "--by", "kim@forbundet.example")
    assert said == "Publicerad som rapport 1: Orangeriet: mål och utfall 1 januari – 31 december 2023.\n"
    assert full.says(*asked) == said
    with App(full.settings) as app, app.read() as connection:
        (only,) = listed(connection)
        kept = find(connection, only.id)
        now = report_of(app, "orangeriet", only.first, only.last, only.last, monthly=True)
        shown = as_published(connection, app.catalogue(connection), now)
    assert kept is not None
    assert (kept.by, freeze(kept.frozen)) == ("kim@forbundet.example", freeze(shown))
    assert any(section.hides for section in kept.frozen.sections)


def test_a_part_of_a_year_is_not_published(full: Desk) -> None:
    said = full.refuses("publish", "--programme", "orangeriet", "--from", "2023-01-01", "--to", "2023-06-30")
    assert said.startswith("Det går bara att publicera ett helt kalenderår eller året hittills")


@pytest.fixture
def activera(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """ACTivera and nobody in it."""
    return desk_at(sqlite_url, tmp_path, monkeypatch, programmes=str(CONFORMANCE))


def test_the_annual_figures_come_in_every_form(activera: Desk, tmp_path: Path) -> None:
    activera.refers("2026-03-02")
    year = ("annual", "--year", "2026")
    table = activera.says(*year)
    assert "Årssiffror 2026: ACTivera" in table
    assert "Uppföljning Finsam" in table
    told = activera.json(*year)
    of_all = [row for row in activera.json("report", "--programme", "activera")["figures"] if row["unit"] is None]
    assert told["programmes"] == [{"programme": "activera", "figures": of_all}]
    for kind, begins in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", "\ufeffFörbund;År;Insats".encode())):
        file = tmp_path / f"ar.{kind}"
        activera.asks(*year, "--format", kind, "--out", str(file))
        assert file.read_bytes().startswith(begins)


def test_a_report_comes_as_a_file_and_not_on_a_terminal(
    activera: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("report", "--programme", "activera")
    for kind, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        assert activera.asks(*asked, "--format", kind).stdout_bytes.startswith(begins)
    activera.asks(*asked, "--format", "pdf", "--out", str(tmp_path / "rapport.pdf"))
    assert (tmp_path / "rapport.pdf").read_bytes().startswith(b"%PDF")
    monkeypatch.setattr(output, "is_watched", lambda: True)
    assert "skriv till en fil med --out FIL" in activera.refuses(*asked, "--format", "pdf")


def test_which_association_and_which_year_must_be_clear(activera: Desk) -> None:
    known = activera.refuses("annual", "--association", "Okänt")
    assert known.startswith("Välj förbund med --association: Insjöriket.")
