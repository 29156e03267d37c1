"""The nights and the reminders of a year with two changes of the hour, and of a scheduler that was down."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest
from sqlalchemy import select

from journeys.app import App
from journeys.settings import STOCKHOLM
from journeys.tables.reports import JOB_RUN, NIGHTLY_REPORT
from journeys.ticking import NIGHTLY, Ticker
from tests.office import CASEWORKER, PERSON, REFERRER, Office
from workflows.calendar import Offset, next_working_day

pytestmark = pytest.mark.long_on_postgresql

MANAGER, COORDINATOR = "chef@berga.example", "samordnare@forbundet.example"
CHANGES = ["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31"]
"""The Sundays on which the hour changes: forward, back, forward, back."""
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    office = Office(database_url, tmp_path)
    office.hires(MANAGER, "manager")
    office.hires(COORDINATOR, "coordinator", unit=None)
    yield office
    office.close()


def moments(first: date, last: date) -> Iterator[datetime]:
    """Every half hour that passes from the morning of the first day to the night after the last."""
    moment = datetime(first.year, first.month, first.day, 5, tzinfo=UTC)
    while moment.astimezone(STOCKHOLM).date() <= last:
        yield moment
        moment += HALF_AN_HOUR


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)


def local(moment: datetime) -> str:
    return moment.astimezone(STOCKHOLM).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize("day", CHANGES)
def test_each_night_and_each_reminder_once_across_the_change_of_the_hour(office: Office, day: str) -> None:
    sunday = date.fromisoformat(day)
    reminded_on = next_working_day(later(sunday, 1))  # Easter Monday 2027 is none
    friday, meeting = later(sunday, -2), Offset.parse("2 working days").after(reminded_on)
    office.at(later(sunday, -10).isoformat())
    office.begins()
    office.registers("BER-1", "skapa")  # the next one is a month away
    office.books("BER-1", f"{meeting}T13:00")
    office.reminds()
    ran_at: dict[date, list[str]] = {}
    for office.now in moments(friday, reminded_on):
        for night in office.ticks().nights:
            ran_at.setdefault(night, []).append(local(office.now))
    days = [later(friday, number) for number in range((reminded_on - friday).days + 1)]
    # On the spring Sunday there is no two o'clock; on the autumn Sunday there are two, and the first is the one.
    hours = {friday: local(next(moments(friday, friday)))[-5:], sunday: "03:00" if sunday.month == 3 else "02:00"}
    assert ran_at == {night: [f"{night} {hours.get(night, '02:00')}"] for night in days}
    reminders = [row for row in office.outbox() if row.template == "reminder-meeting"]
    assert {local(row.created_at) for row in reminders} == {f"{reminded_on} 07:00"}
    that_morning = [row.recipient for row in office.outbox() if local(row.created_at) == f"{reminded_on} 07:00"]
    assert sorted(that_morning) == [CASEWORKER, PERSON["email"], REFERRER["email"]]
    assert {row.state for row in office.outbox()} == {"sent"}


def test_the_meeting_before_the_change_is_announced_on_its_own_clock(office: Office) -> None:
    """Booked in winter time for a day in summer time."""
    office.at("2026-03-27")
    office.begins()
    office.books("BER-1", "2026-04-08T13:00")
    (starts,) = {mail.invitation[3] for mail in office.sends() if mail.invitation}
    assert (starts.hour, starts.utcoffset()) == (13, timedelta(hours=2))
    office.at("2026-04-01")  # the second working day before Wednesday 8 April is Thursday 2: Easter lies between
    assert Offset.parse("2 working days").before(date(2026, 4, 8)) == date(2026, 4, 2)
    assert office.reminds() == []
    office.at("2026-04-02")
    assert all("kl. 13.00" in mail.text for mail in office.reminds())


def kept_nights(office: Office) -> list[date]:
    with office.app.read() as connection:
        return list(connection.execute(select(NIGHTLY_REPORT.c.local_date).order_by("local_date")).scalars())


def test_three_nights_that_were_missed_are_made_and_the_latest_is_mailed(office: Office) -> None:
    office.begins()
    office.ticks()
    office.mail()
    office.at("2026-01-08")
    assert [night.day for night in office.ticks().nights] == [6, 7, 8]
    assert [night.day for night in kept_nights(office)] == [5, 6, 7, 8]
    assert sorted(path.name for path in office.settings.reports_folder.iterdir()) == [
        f"2026-01-0{day}" for day in (5, 6, 7, 8)
    ]
    reports = [mail for mail in office.mail() if "rapport" in mail.subject]
    assert [mail.to for mail in reports] == [MANAGER, COORDINATOR]
    assert {mail.subject for mail in reports} == {"Nattens rapport 8 januari 2026"}
    assert office.ticks().nights == ()


def test_three_days_of_standstill_lose_nothing_and_double_nothing(office: Office) -> None:
    """The reminder of Friday 30 January and the invitation of Saturday go when ticking begins again on Monday."""
    office.at("2026-01-28")
    office.begins("BER-1")
    office.books("BER-1", "2026-02-03T13:00")
    office.ticks()
    office.mail()
    office.at("2026-01-31")
    office.begins("BER-2")
    office.books("BER-2", "2026-03-03T13:00")
    nights: list[date] = []
    for office.now in moments(date(2026, 2, 2), date(2026, 2, 3)):
        nights += office.ticks().nights
    assert nights == [date(2026, 1, day) for day in (29, 30, 31)] + [date(2026, 2, day) for day in (1, 2, 3)]
    sent = Counter((row.recipient, row.template) for row in office.outbox() if row.created_at.day not in (28, 29))
    everybody = (CASEWORKER, PERSON["email"], REFERRER["email"])
    assert {key: count for key, count in sent.items() if key[1] != "nightly-report"} == {
        **{(to, "reminder-meeting"): 1 for to in everybody},
        **{(to, "meeting-invitation"): 1 for to in everybody},
    }
    assert {row.state for row in office.outbox()} == {"sent"}


def test_a_missed_night_tells_of_its_own_day(office: Office) -> None:
    """Made late, it is what it would have been."""
    office.begins()
    office.at("2026-01-06")
    office.ticks()
    office.at("2026-02-05T08:00")
    office.begins("BER-2")
    office.at("2026-02-06T08:00")
    office.ticks()
    with office.app.read() as connection:
        bodies = connection.execute(select(NIGHTLY_REPORT.c["local_date", "body"])).all()
    told = {row.local_date.isoformat(): row.body for row in bodies}
    assert told["2026-01-07"] != told["2026-02-06"]
    assert '"n":2' not in told["2026-02-05"].replace(" ", "")  # its last day is the 4th


def test_a_scheduler_that_was_down_for_longer_than_a_month_makes_the_last_month(office: Office) -> None:
    office.begins()
    office.ticks()
    office.at("2026-04-01")
    nights = office.ticks().nights
    assert (len(nights), nights[0], nights[-1]) == (31, date(2026, 3, 2), date(2026, 4, 1))


def test_before_two_the_night_is_yesterdays(office: Office) -> None:
    office.begins()
    office.at("2026-01-07T01:59")
    assert office.ticks().nights == (date(2026, 1, 6),)
    office.at("2026-01-07T02:00")
    assert office.ticks().nights == (date(2026, 1, 7),)


def test_two_schedulers_that_take_turns_do_everything_once(office: Office) -> None:
    office.begins()
    office.books("BER-1", "2026-01-09T13:00")
    other = App(office.settings, clock=lambda: office.now.astimezone(UTC))
    tickers = Ticker(office.app), Ticker(other)
    orders = cycle([tickers, tickers[::-1]])
    nights: list[date] = []
    for office.now in moments(date(2026, 1, 5), date(2026, 1, 9)):
        for ticker in next(orders):
            nights += ticker.tick().nights
    other.close()
    assert nights == [date(2026, 1, day) for day in (5, 6, 7, 8, 9)]
    sent = Counter((mail.to, mail.subject) for mail in office.mail())
    assert set(sent.values()) == {1}
    assert {row.state for row in office.outbox()} == {"sent"}
    with office.app.read() as connection:
        runs = connection.execute(select(JOB_RUN).where(JOB_RUN.c.name == NIGHTLY)).all()
    assert len(runs) == 5
    assert all(run.finished_at for run in runs)


def test_a_night_whose_scheduler_died_is_taken_over_after_an_hour(office: Office) -> None:
    office.begins()
    office.ticks()
    office.at("2026-01-06T02:00")
    died = JOB_RUN.insert().values(name=NIGHTLY, local_date=office.today, worker="died", started_at=office.now)
    with office.app.database.begin() as connection:
        connection.execute(died)
    office.at("2026-01-06T02:59")
    assert office.ticks().nights == ()
    office.at("2026-01-06T03:01")
    assert office.ticks().nights == (date(2026, 1, 6),)


def test_a_night_that_could_not_be_made_is_made_at_the_next_tick(office: Office) -> None:
    office.begins()
    office.settings.reports_folder.write_text("in the way")
    with pytest.raises(OSError, match="reports"):
        office.ticker().nightly()
    office.settings.reports_folder.unlink()
    assert office.ticker().nightly() == (date(2026, 1, 5),)
    assert kept_nights(office) == [date(2026, 1, 5)]
