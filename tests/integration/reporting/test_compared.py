"""A report beside the year before."""

from datetime import date

import pytest

from journeys.app import App
from journeys.reporting.compared import compared, report_before
from journeys.reporting.hiding import hidden
from journeys.reporting.numbers import HIDDEN
from journeys.reporting.periods import day_a_year_before, months_of
from journeys.reporting.reports import Report
from journeys.reporting.sections import sections
from tests.integration.reporting.conftest import report_of
from workflows.facts import Span


def before(app: App, found: Report) -> Report | None:
    with app.read() as connection:
        return report_before(connection, app.catalogue(connection), found)


def test_the_year_before_is_seen_from_as_long_after(activera: App) -> None:
    found = report_of(activera, "activera", date(2027, 1, 1), date(2027, 6, 30), date(2027, 8, 31))
    earlier = before(activera, found)
    assert earlier is not None
    assert (earlier.first, earlier.last, earlier.today) == (date(2026, 1, 1), date(2026, 6, 30), date(2026, 8, 31))
    whole, *_ = compared(sections(found), sections(earlier))
    assert whole.goals[0].year_before == sections(earlier)[0].goals[0].result
    numbers = {figure.name: figure.before for figure in whole.figures if figure.group is None}
    assert (numbers["Remisser"], numbers["Påbörjade"]) == (171, 141)


def test_what_is_hidden_in_the_year_before_is_hidden_beside_it(activera: App) -> None:
    found = report_of(activera, "activera", date(2027, 1, 1), date(2027, 6, 30), date(2027, 6, 30))
    earlier = before(activera, found)
    assert earlier is not None
    whole, *_ = compared(hidden(found.programme, sections(found)), hidden(earlier.programme, sections(earlier)))
    contacts = whole.goals[0].before
    assert contacts is not None
    assert contacts.met is HIDDEN
    assert whole.hides


def test_where_the_programme_was_not_there_nothing_is_compared(activera: App) -> None:
    found = report_of(activera, "activera", date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30))
    assert before(activera, found) is None
    assert compared(sections(found), []) == sections(found)


@pytest.mark.parametrize(
    ("day", "earlier"),
    [(date(2027, 3, 31), date(2026, 3, 31)), (date(2028, 2, 29), date(2027, 2, 28))],
)
def test_the_same_day_a_year_before(day: date, earlier: date) -> None:
    assert day_a_year_before(day) == earlier


def test_a_period_within_a_month_has_no_months_and_neither_has_one_of_many_years() -> None:
    assert months_of(Span(date(2026, 3, 1), date(2026, 3, 31))) == ()
    assert months_of(Span(date(2000, 1, 1), date(2026, 3, 31))) == ()
    assert len(months_of(Span(date(2024, 1, 1), date(2026, 12, 31)))) == 36
