"""The annual figures, against those that the annual report of 2023 printed (the data set `sodra-norrbotten-2023`)."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from journeys.app import App
from journeys.journal.importing import import_files
from journeys.reporting.annual import ALL, Annual, annual, reports_of
from journeys.reporting.annual_files import FILES
from journeys.reporting.headings import heading_of
from journeys.reporting.hiding import hidden
from journeys.reporting.numbers import HIDDEN
from journeys.reporting.sections import sections
from journeys.settings import Settings
from tests.integration.reporting.conftest import IMPORTED_ON, SETS

PUBLISHED = {
    "SAMKRAFT": {
        "Deltagare": (94, 53, 41),
        "Påbörjade": (64, 38, 26),
        "Avslutade": (34, 19, 15),
        "Arbete": (10,),
        "Studier": (4,),
        "Annan varaktig insats": (10,),
        "Åter till remittent": (10,),
    },
    "Orangeriet": {
        "Deltagare": (26, 20, 6),
        "Avslutade": (13,),
        "Arbete": (4,),
        "Studier": (2,),
        "Åter till remittent": (7,),
    },
    "Tillsammans": {
        "Deltagare": (28, 14, 14),
        "Avslutade": (7,),
        "Arbete": (2,),
        "Åter till remittent": (5,),
    },
}
"""Everyone, then women and men where the report tells them apart."""
PROGRAMMES = ("orangeriet", "samkraft", "tillsammans")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Made once: these tests only read."""
    data, folder = SETS["sodra-norrbotten-2023"], tmp_path_factory.mktemp("annual")
    settings = Settings(database=f"sqlite:///{folder / 'farled.db'}", data=folder, programmes=str(data.programmes))
    with App(settings) as made:
        import_files(made, [data.journal], today=IMPORTED_ON)
        yield made


def of_year(app: App, *, for_coordinators: bool = False, year: int = 2023) -> Annual:
    with app.read() as connection:
        reports = list(reports_of(connection, app.catalogue(connection), PROGRAMMES, year, IMPORTED_ON))
    shown = [hidden(each.programme, sections(each)) if for_coordinators else sections(each) for each in reports]
    return annual([(heading_of(report), each[0]) for report, each in zip(reports, shown, strict=True)])


def numbers_of(found: Annual) -> Mapping[str, Mapping[str, tuple[Any, ...]]]:
    """Section → figure, or what it is divided into → everyone, women, men."""
    return {
        section.name: {
            figure.of_which or figure.name: tuple(figure.numbers[gender] for gender in (None, "woman", "man"))
            for figure in section.figures
        }
        for section in found.sections
    }


def test_they_are_those_of_the_annual_report(app: App) -> None:
    got = numbers_of(of_year(app))
    for programme, figures in PUBLISHED.items():
        assert {name: got[programme][name][: len(counts)] for name, counts in figures.items()} == figures


def test_all_programmes_together_are_the_sum_of_each(app: App) -> None:
    got = numbers_of(of_year(app))
    assert got[ALL]["Deltagare"] == (94 + 26 + 28, 53 + 20 + 14, 41 + 6 + 14)
    assert got[ALL]["Arbete"][0] == 10 + 4 + 2
    assert list(got[ALL])[:5] == ["Remisser", "Kommun", "Region", "Försäkringskassan", "Arbetsförmedlingen"]
    assert list(got) == [ALL, "Orangeriet", "SAMKRAFT", "Tillsammans"]


def test_a_sum_is_hidden_where_a_part_of_it_is(app: App) -> None:
    """So it is made of what can be read already, and gives nothing away."""
    found = of_year(app, for_coordinators=True)
    got = numbers_of(found)
    parts = [got[name] for name in ("Orangeriet", "SAMKRAFT", "Tillsammans")]
    for figure, counts in got[ALL].items():
        for whose, number in enumerate(counts):
            known = [part.get(figure, (0, 0, 0))[whose] for part in parts]
            assert number == (HIDDEN if HIDDEN in known else sum(known))
    assert not [number for part in parts for counts in part.values() for number in counts if number in range(1, 5)]
    assert found.hides


def test_the_sheet_for_uppfoljning_finsam_has_each_programme_by_gender(app: App) -> None:
    rows = {(row.programme, row.figure): row.numbers for row in of_year(app).finsam}
    assert len(rows) == 3 * 4
    assert rows["SAMKRAFT", "Påbörjade"] == {None: 64, "woman": 38, "man": 26, "other": 0}


def test_every_file_says_the_same(app: App) -> None:
    found = of_year(app)
    wanted = {
        (section, figure): counts
        for section, figures in numbers_of(found).items()
        for figure, counts in figures.items()
    }
    rows = list(csv.DictReader(io.StringIO(FILES["csv"](found).decode("utf-8-sig")), delimiter=";"))
    everyone = [
        (row["Insats"], row["Varav"] or row["Siffra"], int(row["Antal"])) for row in rows if row["Kön"] == "Alla"
    ]
    assert {(name, figure): n for name, figure, n in everyone} == {key: counts[0] for key, counts in wanted.items()}
    book = load_workbook(io.BytesIO(FILES["xlsx"](found)))
    _, *figures = book["Årssiffror"].iter_rows(values_only=True)
    assert [(row[0], row[2] or row[1], row[4]) for row in figures if row[3] == "Alla"] == everyone
    assert ("SAMKRAFT", "Påbörjade", 64, 38, 26) in list(book["Uppföljning Finsam"].iter_rows(values_only=True))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(FILES["pdf"](found))).pages)
    assert "Deltagare 148 87 61" in text
    assert "SAMKRAFT Påbörjade 64 38 26" in text


def test_a_year_in_which_no_programme_existed_is_said_in_every_file(app: App) -> None:
    found = of_year(app, year=2020)
    assert [section.absent for section in found.sections] == [
        "Ingen av insatserna fanns under perioden.",
        *["Insatsen fanns inte under perioden: den första versionen gäller från den 1 januari 2021."] * 3,
    ]
    assert FILES["csv"](found).decode().count("fanns inte under perioden") == 3
    book = load_workbook(io.BytesIO(FILES["xlsx"](found)))
    told = ("SAMKRAFT", "Fanns inte under perioden", "–", "–", "–")
    assert told in list(book["Uppföljning Finsam"].iter_rows(values_only=True))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(FILES["pdf"](found))).pages)
    assert "Ingen av insatserna fanns under perioden." in text
