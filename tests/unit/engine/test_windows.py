"""Which due days a period of reminders can come from."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import programme, rule
from workflows.calendar import Offset
from workflows.programme import Programme
from workflows.reminders import Standing, Waiting, reminders
from workflows.windows import windows

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
OFFSETS = ["1 working day", "10 working days", "1 day", "5 days", "2 weeks", "1 month", "1 year"]


def reminding(*, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> Programme:
    return programme(
        rules=[rule("contact", since="admitted", within="2 weeks")],
        reminders=[{"rule": "contact", "before": before, "after": after, "to": ["caseworker"]}],
    )


@pytest.mark.parametrize("offset", OFFSETS)
@given(due=DAYS, first=DAYS, length=st.integers(0, 40))
def test_a_due_day_is_in_a_window_if_and_only_if_its_reminder_is_in_the_period(
    offset: str, due: date, first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    for made, on in (
        (reminding(before=(offset,)), Offset.parse(offset).before(due)),
        (reminding(after=(offset,)), Offset.parse(offset).after(due)),
    ):
        found = any(window.first <= due <= window.last for window in windows(made, first, last))
        assert found == (first <= on <= last)


@given(due=DAYS, first=DAYS)
def test_every_reminder_of_a_day_comes_from_a_window(due: date, first: date) -> None:
    made = reminding(before=("2 working days", "1 week"), after=("1 working day", "1 month"))
    standing = Standing(paused=False, ended=False, party=None, booking=None)
    waiting = Waiting(rule="contact", n=1, anchor=date(2020, 1, 1), due=due)
    that_day = [each for each in reminders(made, standing, [waiting]) if each.on == first]
    in_windows = [each for each in windows(made, first, first) if each.first <= due <= each.last]
    assert len(in_windows) >= len(that_day)


def test_a_programme_without_reminders_has_no_windows() -> None:
    assert list(windows(programme(), date(2026, 1, 1), date(2026, 12, 31))) == []
