"""The conformance data says the same on the page, as CSV, XLSX and PDF, as `farled report --format json` does."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from html import unescape
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from journeys.app import App
from journeys.journal.importing import import_files
from journeys.reporting import Report, words
from journeys.reporting.headings import heading_of
from journeys.reporting.report_files import FILES
from journeys.reporting.sections import WHOLE, Section, group_name, sections
from journeys.settings import Settings
from tests.furnishing import hashing_cheaply, hire
from tests.integration.reporting.conftest import IMPORTED_ON, SETS, report_of
from tests.support.crawling import Visitor
from tests.support.watching import staff_of

GENDERS = {None: words.EVERYONE, **words.GENDERS}
IMPORTED_AT = datetime.combine(IMPORTED_ON, time(12), UTC)
MANAGER = "mia@forbundet.example"
ASKED = [
    ("activera", "activera", date(2026, 1, 1), date(2026, 12, 31)),
    *(("sodra-norrbotten-2023", each, date(2023, 1, 1), date(2023, 12, 31)) for each in ("samkraft", "orangeriet")),
]

Counted = Mapping[tuple[Any, ...], Any]
"""(unit, goal, gender) → (met, counted, excepted, not counted yet); (unit, figure, of which, gender) → n."""


@pytest.fixture(scope="module", params=ASKED, ids=lambda asked: asked[1])
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[App, Report]]:
    """A report of an installation, and the installation: made once, as these tests only read."""
    name, programme, first, last = request.param
    data, folder = SETS[name], tmp_path_factory.mktemp(name)
    settings = Settings(database=f"sqlite:///{folder / 'farled.db'}", data=folder, programmes=str(data.programmes))
    with App(settings, clock=lambda: IMPORTED_AT) as app, hashing_cheaply():
        import_files(app, [data.journal], today=IMPORTED_ON)
        yield app, report_of(app, programme, first, last, last)


def wanted(report: Report) -> Counted:
    """What the answer in JSON has, by the names that a person reads; the zeros of figures are not in it."""
    told, programme = report.json(), report.programme
    units = {None: WHOLE, **{unit.id: unit.name for unit in programme.units}}
    names = {goal.id: goal.name for goal in programme.goals}
    goals = {
        (units[row["unit"]], names[row["goal"]], GENDERS[row["gender"]]): tuple(
            row[key] for key in ("met", "counted", "excepted", "not_counted_yet")
        )
        for row in told["goals"]
    }
    figures = {
        (
            units[row["unit"]],
            words.FIGURES[row["figure"]],
            group_name(programme, row["figure"], row["group"]),
            GENDERS[row["gender"]],
        ): row["n"]
        for row in told["figures"]
    }
    return _without_others(report, goals) | figures


def _without_others(report: Report, goals: Counted) -> Counted:
    """Others stand only where a unit has any."""
    shown = {
        (section.name, name) for section in sections(report) for name in (words.EVERYONE, *section.genders.values())
    }
    return {key: counts for key, counts in goals.items() if (key[0], key[2]) in shown}


def files_of(report: Report, kind: str) -> bytes:
    return FILES[kind](heading_of(report), sections(report))


def without_zeros(counted: Counted) -> Counted:
    return {key: value for key, value in counted.items() if value != 0}


HIDDEN = "dolt"


def _number(text: str) -> int | str | None:
    return HIDDEN if text == HIDDEN else int(text) if text else None


def read_csv(content: bytes) -> Counted:
    got: dict[tuple[Any, ...], Any] = {}
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"):
        if row["Slag"] == "Mål":
            counts = tuple(_number(row[name]) for name in ("Antal", "Av", "Undantagna", "Räknas inte än"))
            got[row["Enhet"], row["Namn"], row["Kön"]] = counts
        else:
            got[row["Enhet"], row["Namn"], row["Varav"] or None, row["Kön"]] = _number(row["Antal"])
    return without_zeros(got)


def test_in_csv(found: tuple[App, Report]) -> None:
    _, report = found
    assert read_csv(files_of(report, "csv")) == wanted(report)


def test_in_a_workbook(found: tuple[App, Report]) -> None:
    _, report = found
    book = load_workbook(io.BytesIO(files_of(report, "xlsx")))
    _, *goals = book["Mål"].iter_rows(values_only=True)
    _, *figures = book["Siffror"].iter_rows(values_only=True)
    got = {
        (unit, name, gender): (met, counted, excepted, waiting)
        for unit, name, gender, met, counted, _, _, _, excepted, waiting in goals
    } | {(unit, name, of_which, gender): number for unit, name, of_which, gender, number in figures}
    assert without_zeros(got) == wanted(report)
    assert [sheet.freeze_panes for sheet in book] == ["A2"] * len(book.sheetnames)


def test_on_paper(found: tuple[App, Report]) -> None:
    """Row by row, as a screen reader comes to them."""
    _, report = found
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(files_of(report, "pdf"))).pages)
    said, at, expected = _packed(text), 0, wanted(report)
    for section in sections(report):
        genders = (words.EVERYONE, *section.genders.values())
        for goal in section.goals:
            rows = [expected.get((section.name, goal.name, gender)) for gender in genders]
            at = _after(said, goal.name, [_result(row) for row in rows], at)
        for figure in section.figures:
            name = f"{figure.name}: {figure.of_which}" if figure.of_which else figure.name
            keys = [(section.name, figure.name, figure.of_which, gender) for gender in genders]
            at = _after(said, name, [str(expected.get(key, 0)) for key in keys], at)


def _after(said: str, name: str, results: list[str], at: int) -> int:
    """Where the next row that begins so ends."""
    row = re.compile(re.escape(_packed(name)) + "".join(results)).search(said, at)
    assert row, f"no {name} {results}"
    return row.end()


def _packed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _result(row: Any) -> str:
    if row is None or row[1] == 0:
        return words.NOTHING
    met, counted, *_ = row
    if counted is None or met == counted == HIDDEN:
        return str(met)
    of = f"{met}av{counted}"
    return of if HIDDEN in (met, counted) else rf"{of}\([0-9,]+%\)"


def test_on_the_page(found: tuple[App, Report]) -> None:
    """To a manager: all of their own unit; of the rest what is not hidden."""
    app, report = found
    own = report.programme.units[0]
    with app.work() as work:
        hire(app, work.connection, MANAGER, "Mia", "manager", own.id)
    asked = f"insats={report.programme.id}&fran={report.first}&tom={report.last}"
    with Visitor(app, staff_of(app, MANAGER)) as visitor:
        page = visitor.send("GET", f"/siffror?{asked}").text
        file = visitor.send("GET", f"/siffror/hamta?{asked}&som=csv")
    assert f'filename="{report.programme.id}-{report.first}-{report.last}.csv"' in file.headers["content-disposition"]
    expected, got = wanted(report), read_csv(file.content)
    assert {key: counts for key, counts in got.items() if key[0] == own.name} == {
        key: counts for key, counts in expected.items() if key[0] == own.name
    }
    assert got.keys() == expected.keys()
    differ = [key for key in got if not _same_or_hidden(got[key], expected[key])]
    assert differ == []
    for section in sections(report):
        said = _packed(re.sub(r"<[^>]+>", " ", unescape(_section(page, section.key))))
        if section.unit == own.id:
            assert HIDDEN not in said
        _read_section(said, section, got)


def _same_or_hidden(got: Any, expected: Any) -> bool:
    numbers = zip(got, expected, strict=True) if isinstance(got, tuple) else [(got, expected)]
    return all(number in (wanted, HIDDEN) for number, wanted in numbers)


def _read_section(said: str, section: Section, expected: Counted) -> None:
    at = 0
    for goal in section.goals:
        at = said.index(_packed(goal.name), at)
        for gender in (words.EVERYONE, *section.genders.values()):
            if (row := expected.get((section.name, goal.name, gender))) is not None:
                at = _after(said, "", [gender + _result(row)], at)
    for figure in section.figures:
        keys = [(section.name, figure.name, figure.of_which, gender) for gender in GENDERS.values()]
        numbers = [str(expected.get(key, 0)) for key in keys[: 1 + len(section.genders)]]
        at = _after(said, figure.of_which or figure.name, numbers, at)


def _section(page: str, key: str) -> str:
    return page.partition(f'<section id="{key}"')[2].partition("</section>")[0]
