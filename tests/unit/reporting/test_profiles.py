"""Rounded days are told apart from the limits as the days were."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Date, MetaData, Table, create_engine, insert, select

from journeys.reporting.profiles import Rounding

DAYS = st.dates(date(2025, 12, 1), date(2026, 3, 1))
ONE = Table("one", MetaData(), Column("day", Date))


def rounded(rounding: Rounding, day: date | None) -> date | None:
    """As the database rounds it."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        ONE.create(connection)
        connection.execute(insert(ONE), [{"day": day}])
        told = connection.execute(select(rounding.of(ONE.c.day))).scalar_one()
    engine.dispose()
    return rounding.day(told)


@given(day=DAYS, limits=st.sets(DAYS, min_size=1, max_size=3))
def test_a_rounded_day_lies_on_the_same_side_of_every_limit(day: date, limits: set[date]) -> None:
    found = rounded(Rounding(tuple(sorted(limits))), day)
    assert found is not None
    assert [found < limit for limit in limits] == [day < limit for limit in limits]
    assert [found <= limit - timedelta(days=1) for limit in limits] == [day < limit for limit in limits]


def test_no_day_stays_no_day() -> None:
    assert rounded(Rounding((date(2026, 1, 1),)), None) is None
