"""Two schedulers beside each other, each a process of its own, and a real mail server: each message once."""

import json
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import func, select

from journeys.settings import STOCKHOLM
from journeys.tables.journeys import REMINDER
from journeys.tables.reports import JOB_RUN
from journeys.ticking import NIGHTLY
from notifications.tables import OUTBOX
from tests.integration.notifications.mail_server import MailServer
from tests.office import CASEWORKER, FOLDER, PERSON, REFERRER, Office
from tests.support.processes import LONGEST, Commands

MANAGER, COORDINATOR = "chef@berga.example", "samordnare@forbundet.example"
JOBS = {"nightly", "remind", "send"}


class World:
    """An office and two schedulers that live by the same clock."""

    def __init__(self, office: Office, commands: Commands, folder: Path) -> None:
        self.office, self._commands = office, commands
        self._clock = folder / "clock"
        self._progress = [folder / f"progress-{number}.json" for number in (1, 2)]
        self.schedulers: list[subprocess.Popen[str]] = []

    def begin(self, moment: datetime) -> None:
        self._set(moment)
        self.schedulers = [
            self._commands.start_python("-m", "tests.support.scheduler_process", str(self._clock), str(progress))
            for progress in self._progress
        ]

    def until(self, moment: datetime) -> None:
        """Let an hour pass at a time, each when both have done all that was to be done."""
        while self.office.now < moment:
            self._set(self.office.now + timedelta(hours=1))
            self.settle()

    def settle(self) -> None:
        _wait_for(self._both_have_worked)
        _wait_for(lambda: not self._unsent())

    def end(self) -> list[tuple[int, str]]:
        for each in self.schedulers:
            each.terminate()
        return [(each.returncode, said) for each in self.schedulers for _, said in [each.communicate(timeout=LONGEST)]]

    def _set(self, moment: datetime) -> None:
        # In UTC: to add an hour to a local time is not to let an hour pass when the hour changes.
        self.office.now = moment.astimezone(UTC)
        temporary = self._clock.with_suffix(".new")
        temporary.write_text(self.office.now.isoformat())
        temporary.replace(self._clock)

    def _both_have_worked(self) -> bool:
        assert all(each.poll() is None for each in self.schedulers), "a scheduler died"
        return all(self._has_worked(progress) for progress in self._progress)

    def _has_worked(self, progress: Path) -> bool:
        told = json.loads(progress.read_text()) if progress.exists() else {}
        assert "error" not in told, told["error"]
        return told.keys() >= JOBS and all(datetime.fromisoformat(told[job]) >= self.office.now for job in JOBS)

    def _unsent(self) -> int:
        due = select(func.count()).where(OUTBOX.c.due_at <= self.office.now + timedelta(minutes=30))
        with self.office.app.read() as connection:
            return int(connection.execute(due).scalar_one())


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST
    while not condition():
        assert time.monotonic() < deadline, "the schedulers do not get on"
        time.sleep(0.01)  # between two looks at what processes of their own have done


@contextmanager
def world(url: str, folder: Path, mail_server: MailServer) -> Iterator[World]:
    with mail_server.listening() as server:
        smtp = {"channel": "smtp", "smtp_host": server.host, "smtp_port": server.port, "smtp_security": "none"}
        office = Office(url, folder, **smtp)
        made = World(office, Commands(url, folder, programmes=f"{FOLDER}:builtin", **smtp), folder)
        office.hires(MANAGER, "manager")
        office.hires(COORDINATOR, "coordinator", unit=None)
        try:
            yield made
        finally:
            made.end()
            office.close()


def local(day: str, hour: int) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), STOCKHOLM).replace(hour=hour)


def check(made: World, mail_server: MailServer, nights: list[str]) -> None:
    assert [code for code, _ in made.end()] == [0, 0]
    mails = [message_from_bytes(mail, policy=policy.default) for mail in mail_server.mails]
    sent = Counter(str(mail["Message-ID"]) for mail in mails)
    rows = list(made.office.outbox())
    assert set(sent.values()) == {1}
    assert {row.message_id for row in rows if row.state == "sent"} == sent.keys()
    assert {row.state for row in rows} <= {"sent", "withdrawn"}
    with made.office.app.read() as connection:
        runs = connection.execute(select(JOB_RUN.c.local_date).where(JOB_RUN.c.name == NIGHTLY)).scalars()
        assert sorted(map(str, runs)) == nights
        reminded = connection.execute(select(REMINDER.c.state)).scalars().all()
    assert reminded
    assert set(reminded) == {"sent"}
    reports = Counter((mail["To"], mail["Subject"]) for mail in mails if "rapport" in mail["Subject"])
    assert set(reports.values()) == {1}
    assert len(reports) == 2 * len(nights)
    lists = Counter((mail["To"], mail["Subject"]) for mail in mails if "Dagens påminnelser" in mail["Subject"])
    assert set(lists.values()) <= {1}


@pytest.mark.long_on_postgresql
def test_a_week_of_two_schedulers(database_url: str, tmp_path: Path) -> None:
    """The week in which the hour changes: Monday 23 to Monday 30 March 2026, with work at the desk each day."""
    mail_server = MailServer()
    with world(database_url, tmp_path, mail_server) as made:
        office = made.office
        for week in range(7):
            office.now = local("2026-02-02", 9) + timedelta(weeks=week)
            for number in range(4):
                office.begins(f"BER-{week}-{number}")
        office.now = local("2026-03-22", 23)
        made.begin(office.now)
        made.settle()
        for day in range(23, 30):
            made.until(local(f"2026-03-{day}", 9))
            _work(office, day)
            made.settle()
        made.until(local("2026-03-30", 8))
        check(made, mail_server, [f"2026-03-{day}" for day in range(22, 31)])
    assert set(mail_server.recipients) >= {CASEWORKER, COORDINATOR, MANAGER, PERSON["email"], REFERRER["email"]}


def _work(office: Office, day: int) -> None:
    """A day at the desk: meetings are booked, moved, held and called off; work is done."""
    week = day % 7
    office.books(f"BER-{week}-0", f"2026-04-{day - 10}T13:00")
    office.books(f"BER-{week}-0", f"2026-04-{day - 9}T13:00")
    office.books(f"BER-{week}-1", "2026-04-16T09:00")
    office.registers(f"BER-{week}-2", "plan")
    office.registers(f"BER-{week}-3", "reassigned", caseworker="bo@berga.example")
    if day % 2:
        office.registers(f"BER-{week}-1", "cancelled", meeting="checkpoint")
        office.registers(f"BER-{week}-0", "paused", reason="Vila.")
