"""Working days and calendar periods (spec: counting.md, "A working day"; programme-format.md, "A period")."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import DATED
from workflows.calendar import Offset, Period, is_working_day, next_working_day, previous_working_day

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))

DAYS_OFF = {
    "New Year's Day, a Thursday": "2026-01-01",
    "Epiphany, a Tuesday": "2026-01-06",
    "Good Friday": "2026-04-03",
    "Easter Monday": "2026-04-06",
    "the First of May, a Friday": "2026-05-01",
    "Ascension Day": "2026-05-14",
    "the National Day on a Saturday": "2026-06-06",
    "the National Day on a Friday": "2025-06-06",
    "Midsummer Eve 2026": "2026-06-19",
    "Midsummer Eve 2027": "2027-06-25",
    "Christmas Eve, a Thursday": "2026-12-24",
    "Christmas Day, a Friday": "2026-12-25",
    "Boxing Day on a Tuesday": "2023-12-26",
    "New Year's Eve, a Thursday": "2026-12-31",
    "a Saturday": "2026-02-14",
    "a Sunday": "2026-02-15",
}

WORKING_DAYS = {
    "a Monday": "2026-02-16",
    "the day before Epiphany": "2026-01-05",
    "Maundy Thursday": "2026-04-02",
    "Whit Monday, a holiday until 2004": "2026-05-25",
    "the Friday after Ascension Day": "2026-05-15",
    "the day before Midsummer Eve": "2026-06-18",
    "the day before Christmas Eve": "2026-12-23",
    "the days between Christmas and New Year": "2026-12-28",
    "the day before New Year's Eve": "2026-12-30",
    "the leap day, a Thursday": "2024-02-29",
}


@pytest.mark.parametrize("day", DAYS_OFF.values(), ids=DAYS_OFF)
def test_a_day_off(day: str) -> None:
    assert not is_working_day(DATED(day))


@pytest.mark.parametrize("day", WORKING_DAYS.values(), ids=WORKING_DAYS)
def test_a_working_day(day: str) -> None:
    assert is_working_day(DATED(day))


NEAREST = {  # the day: the working day before it or itself, and after it or itself
    "a working day is its own": ("2026-02-16", "2026-02-16", "2026-02-16"),
    "a Saturday": ("2026-02-14", "2026-02-13", "2026-02-16"),
    # Good Friday 3, Saturday 4, Easter Sunday 5, Easter Monday 6
    "Easter": ("2026-04-05", "2026-04-02", "2026-04-07"),
    # Midsummer Eve is Friday 19
    "Midsummer": ("2026-06-19", "2026-06-18", "2026-06-22"),
    # Thursday 24 to Sunday 27
    "Christmas": ("2026-12-24", "2026-12-23", "2026-12-28"),
    # Thursday 31, Friday 1 January, Saturday, Sunday
    "New Year": ("2026-12-31", "2026-12-30", "2027-01-04"),
}


@pytest.mark.parametrize(("day", "before", "after"), NEAREST.values(), ids=NEAREST)
def test_the_nearest_working_day(day: str, before: str, after: str) -> None:
    assert previous_working_day(DATED(day)) == DATED(before)
    assert next_working_day(DATED(day)) == DATED(after)


@given(DAYS)
def test_the_nearest_working_day_is_one_with_none_between(day: date) -> None:
    after, before = next_working_day(day), previous_working_day(day)
    assert is_working_day(after)
    assert is_working_day(before)
    skipped = [before + timedelta(days=days) for days in range(1, (after - before).days)]
    assert not any(map(is_working_day, skipped))


PERIODS = {
    "days": ("2026-02-27", "2 days", "2026-03-01"),
    "no days": ("2026-02-27", "0 days", "2026-02-27"),
    "weeks": ("2026-01-05", "6 weeks", "2026-02-16"),
    "weeks back": ("2026-01-05", "-2 weeks", "2025-12-22"),
    "a month keeps the day": ("2026-01-15", "1 month", "2026-02-15"),
    "the 31st becomes the last": ("2026-01-31", "1 month", "2026-02-28"),
    "and the 29th of a leap year": ("2028-01-31", "1 month", "2028-02-29"),
    "three months over the year's end": ("2026-11-30", "3 months", "2027-02-28"),
    "the last day does not stick to the end": ("2026-02-28", "1 month", "2026-03-28"),
    "months back": ("2026-03-31", "-1 months", "2026-02-28"),
    "a year from the leap day": ("2028-02-29", "1 year", "2029-02-28"),
    "four years from the leap day": ("2028-02-29", "4 years", "2032-02-29"),
}


@pytest.mark.parametrize(("day", "period", "after"), PERIODS.values(), ids=PERIODS)
def test_a_period(day: str, period: str, after: str) -> None:
    assert Period.parse(period).after(DATED(day)) == DATED(after)


BEFORE = {
    # strictly before Tuesday 17: Monday 16, Friday 13
    "two working days over a weekend": ("2026-02-17", "2 working days", "2026-02-13"),
    "one working day before a Monday": ("2026-02-16", "1 working day", "2026-02-13"),
    # before Tuesday 7 April: Thursday 2 April is the first, Wednesday 1 the second
    "over Easter": ("2026-04-07", "2 working days", "2026-04-01"),
    # before Monday 28 December: Wednesday 23
    "over Christmas": ("2026-12-28", "1 working day", "2026-12-23"),
    "a week is a calendar week": ("2026-02-17", "1 week", "2026-02-10"),
    # Tuesday 7 April - 3 days = Saturday 4; before it comes Thursday 2
    "a calendar day that is none becomes the one before": ("2026-04-07", "3 days", "2026-04-02"),
}

AFTER = {
    "one working day after a Friday": ("2026-02-13", "1 working day", "2026-02-16"),
    "counted strictly after a Saturday": ("2026-02-14", "1 working day", "2026-02-16"),
    # after Thursday 18 June: Monday 22, Tuesday 23
    "over Midsummer": ("2026-06-18", "2 working days", "2026-06-23"),
    # after Wednesday 30 December: Monday 4 January, Tuesday 5; Wednesday 6 is Epiphany, Thursday 7
    "over New Year and Epiphany": ("2026-12-30", "3 working days", "2027-01-07"),
    # Friday 13 + 1 day = Saturday 14
    "a calendar day that is none becomes the one after": ("2026-02-13", "1 day", "2026-02-16"),
    "a month keeps the day": ("2026-01-31", "1 month", "2026-03-02"),
}


@pytest.mark.parametrize(("day", "offset", "found"), BEFORE.values(), ids=BEFORE)
def test_an_offset_before(day: str, offset: str, found: str) -> None:
    assert Offset.parse(offset).before(DATED(day)) == DATED(found)


@pytest.mark.parametrize(("day", "offset", "found"), AFTER.values(), ids=AFTER)
def test_an_offset_after(day: str, offset: str, found: str) -> None:
    assert Offset.parse(offset).after(DATED(day)) == DATED(found)


@given(DAYS, st.integers(1, 15))
def test_as_many_working_days_lie_between_as_were_asked_for(day: date, amount: int) -> None:
    offset = Offset(amount, "working days")
    for found in (offset.before(day), offset.after(day)):
        first, last = sorted((day, found))
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        assert sum(each != day and is_working_day(each) for each in days) == amount


@pytest.mark.parametrize("text", ["", "6", "weeks", "6  weeks", "six weeks", "1.5 weeks", "6 working days", "٦ weeks"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="är ingen period"):
        Period.parse(text)


@pytest.mark.parametrize("text", ["", "-1 day", "0 days", "2 workdays", "2 working days "])
def test_what_is_no_offset(text: str) -> None:
    with pytest.raises(ValueError, match="är inget avstånd"):
        Offset.parse(text)
