"""A report with its small numbers hidden, read by somebody who can calculate."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from journeys.app import App
from journeys.demo.scene import find_scene
from journeys.demo.versions import Versions
from journeys.invent import write_journal
from journeys.journal.importing import import_files
from journeys.reporting.hiding import hidden
from journeys.reporting.numbers import HIDDEN
from journeys.reporting.reports import Report
from journeys.reporting.sections import Section, sections
from journeys.settings import Settings
from tests.integration.reporting.conftest import report_of
from tests.support.reader import told, worked_out

DEMO_DAY = date(2026, 11, 19)


@pytest.fixture
def demo(sqlite_url: str, tmp_path: Path) -> Iterator[App]:
    """The invented journeys that the demo shows."""
    with App(Settings(database=sqlite_url, data=tmp_path, programmes="builtin")) as app:
        with app.read() as connection:
            programme = app.catalogue(connection).valid_on("activera", DEMO_DAY)
        scene = find_scene(Versions([programme]), today=DEMO_DAY, held_on=date(2026, 11, 20))
        write_journal(tmp_path / "demo.jsonl", scene.lines)
        import_files(app, [tmp_path / "demo.jsonl"], today=DEMO_DAY)
        yield app


def of(app: App, first: date, last: date) -> Report:
    return report_of(app, "activera", first, last, last, monthly=True)


def held(found: Report) -> list[Section]:
    """What is shown, and that nobody can work out what is not."""
    full = sections(found)
    shown = hidden(found.programme, full)
    assert worked_out(found.programme, full, shown) == {}
    return shown


YEAR, QUARTER = (date(2026, 1, 1), date(2026, 12, 31)), (date(2026, 4, 1), date(2026, 6, 30))
PERIODS = [YEAR, QUARTER, (date(2026, 3, 16), date(2026, 5, 4)), (date(2026, 2, 2), date(2026, 2, 2))]


def test_nobody_is_found_in_the_conformance_data(activera: App) -> None:
    held(of(activera, *QUARTER))


@pytest.mark.long
def test_nor_in_other_periods_of_it(activera: App) -> None:
    for first, last in PERIODS:
        held(of(activera, first, last))


def test_nor_in_the_demo(demo: App) -> None:
    held(of(demo, date(2026, 7, 1), DEMO_DAY))


def test_nor_where_a_unit_of_the_demo_is_called_something_else_by_now(demo: App) -> None:
    found = report_of(demo, "activera", date(2026, 7, 1), DEMO_DAY, DEMO_DAY)
    renamed = found.programme.model_copy(update={"units": found.programme.units[1:]})
    held(replace(found, programme=renamed))


@pytest.mark.long
def test_nor_in_the_whole_year_of_the_demo(demo: App) -> None:
    held(of(demo, date(2026, 1, 1), DEMO_DAY))


def test_what_a_report_is_read_for_is_left(activera: App) -> None:
    """Of a year with 300 in it the whole programme has every goal, and most of the months of those that are many."""
    found = of(activera, *YEAR)
    whole, *_ = hidden(found.programme, sections(found))
    assert [goal.name for goal in whole.goals if goal.everyone.met is HIDDEN] == []
    assert sum(month.everyone.met is not HIDDEN for month in whole.goals[0].months) >= 2


def test_the_months_hide_nothing_in_the_rest(activera: App) -> None:
    """So a report hides the same on every page and in every file."""
    first, last = QUARTER
    monthly = of(activera, first, last)
    plain = report_of(activera, "activera", first, last, last)
    without = told(hidden(plain.programme, sections(plain)))
    with_months = told(hidden(monthly.programme, sections(monthly)))
    assert without.items() <= with_months.items()


def test_each_month_is_counted_as_a_report_of_that_month(activera: App) -> None:
    first, last = date(2026, 3, 16), date(2026, 5, 4)
    parts = of(activera, first, last).compliance.parts
    assert [(part.first, part.last) for part in parts] == [
        (date(2026, 3, 16), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 30)),
        (date(2026, 5, 1), date(2026, 5, 4)),
    ]
    for part, rows in parts.items():
        assert list(rows) == list(report_of(activera, "activera", part.first, part.last, last).compliance.goals)


@pytest.mark.parametrize("period", [QUARTER, pytest.param(YEAR, marks=pytest.mark.long)])
def test_a_unit_sees_all_of_its_own_and_cannot_take_it_from_the_whole(activera: App, period: tuple[date, date]) -> None:
    found = of(activera, *period)
    full, own = sections(found), found.programme.units[0].id
    shown = hidden(found.programme, full, own=own)
    assert [each for each in shown if each.unit == own] == [each for each in full if each.unit == own]
    assert not next(each for each in shown if each.unit == own).hides
    assert worked_out(found.programme, full, shown, own) == {}
    for_everybody = hidden(found.programme, full)
    assert worked_out(found.programme, full, for_everybody, own), "who knows a unit takes more from what all may see"
