"""The power goes at any moment: `farled run` and `farled do` are killed again and again (issue: "It is done when").

Afterwards no acknowledged step is lost, the log verifies, the rows are what the events say, and each mail went out;
one that went twice is the same to the byte.
"""

import json
import random
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import create_engine, select

from notifications.tables import OUTBOX
from tests.integration.notifications.mail_server import MailServer
from tests.office import PERSON, REFERRER
from tests.support.processes import LONGEST, Commands

JOURNEYS = [f"BER-{number}" for number in range(1, 4)]
TODAY = datetime.now(UTC).date()  # the processes have the real clock
STARTED = TODAY - timedelta(days=14)


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """An installation with a few journeys, and the mail that came out of it."""

    url: str
    commands: Commands
    mails: Callable[[], list[bytes]]


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[House]:
    """Its mail goes to a server."""
    mail_server = MailServer()
    with mail_server.listening() as server:
        smtp = {"channel": "smtp", "smtp_host": server.host, "smtp_port": server.port, "smtp_security": "none"}
        yield furnished(database_url, tmp_path, lambda: mail_server.mails, **smtp)


@pytest.fixture
def house_with_a_folder(database_url: str, tmp_path: Path) -> House:
    """Its mail goes to a folder."""
    folder = tmp_path / "outbox"
    return furnished(database_url, tmp_path, lambda: [file.read_bytes() for file in folder.glob("*.eml")])


def furnished(url: str, folder: Path, mails: Callable[[], list[bytes]], **settings: object) -> House:
    commands = Commands(url, folder, tick_seconds=0.05, **settings)
    commands.says("import", str(journal(folder / "journal.jsonl")))
    return House(url=url, commands=commands, mails=mails)


def journal(file: Path) -> Path:
    where = {"programme": "activera", "version": "2026", "unit": "molndal"}
    events = {
        "referred": {**where, "person": PERSON, "referrer": REFERRER},
        "admitted": {"caseworker": "ada@berga.example"},
        "started": {},
    }
    on = STARTED.isoformat()
    lines = [
        json.dumps({"journey": reference, "event": event, "on": on, **details})
        for reference in JOURNEYS
        for event, details in events.items()
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


class Storm:
    """Steps are registered one after the other, beside a scheduler; both are killed at random moments."""

    def __init__(self, commands: Commands, kills: int, seed: int) -> None:
        self.commands, self.kills = commands, kills
        self.chance = random.Random(seed)
        self.acknowledged: list[tuple[str, str]] = []
        self.scheduler: subprocess.Popen[str] | None = None
        self._steps = 0
        self._usually = LONGEST / 2
        """Seconds that a step takes on this machine just now."""

    def rage(self) -> None:
        try:
            self._step()
            while self.kills > 0:
                self._keep_scheduler_running()
                self._step()
                if self.chance.random() < 0.5:
                    self._kill_scheduler()
        finally:
            self._kill_scheduler()

    def _keep_scheduler_running(self) -> None:
        if self.scheduler is None:
            self.scheduler = self.commands.start("run")
        assert self.scheduler.poll() is None, self.scheduler.communicate()

    def _kill_scheduler(self) -> None:
        if self.scheduler and self._killed(self.scheduler, self.chance.uniform(0, 4 * self._usually)):
            self.scheduler = None

    def _step(self) -> None:
        """Another time for a meeting, so that everybody is told; now and then it is called off."""
        self._steps += 1
        reference, name = self.chance.choice(JOURNEYS), f"k{self._steps}"
        began = time.monotonic()
        process = self.commands.start("do", reference, *self._words(), f"id={name}")
        if not self._killed(process, self.chance.uniform(0, 2 * self._usually)):
            self._usually = time.monotonic() - began
            _, said = process.communicate()
            assert process.returncode == 0, said
            self.acknowledged.append((reference, name))

    def _words(self) -> list[str]:
        if self.chance.random() < 0.2:
            return ["cancelled", "meeting=checkpoint"]
        day = TODAY + timedelta(days=self.chance.randint(20, 60))
        return ["booked", "meeting=checkpoint", f"time={day}T{self.chance.randint(8, 16):02}:00"]

    def _killed(self, process: subprocess.Popen[str], after: float) -> bool:
        """Kill the process if it lives that long."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(after)
            return False
        process.kill()
        process.communicate()
        self.kills -= 1
        return True


def finish(commands: Commands) -> None:
    """Tick until nothing waits: the first time when the leases of those who died have run out."""
    now = datetime.now(UTC) + timedelta(hours=2)
    for minutes in (0, 15, 30):
        commands.run("tick", "--now", (now + timedelta(minutes=minutes)).isoformat())


def outbox(url: str) -> list[Any]:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(select(OUTBOX)).all()
    engine.dispose()
    return list(rows)


def parsed(mail: bytes) -> EmailMessage:
    message = message_from_bytes(mail, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def said(mail: EmailMessage) -> tuple[Any, ...]:
    """What a mail tells a calendar, and whom."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    (event,) = calendar.walk("VEVENT")
    return str(mail["To"]), calendar["METHOD"], event["UID"], event["SEQUENCE"]


def check(house: House, acknowledged: list[tuple[str, str]]) -> None:
    assert house.commands.run("verify", "--rows").returncode == 0
    events = [json.loads(line) for line in house.commands.says("export").splitlines()]
    assert set(acknowledged) <= {(event["journey"], event.get("id")) for event in events}
    rows = outbox(house.url)
    assert {row.state for row in rows} <= {"sent", "withdrawn"}
    copies: dict[str, set[bytes]] = defaultdict(set)
    for mail in house.mails():
        copies[str(parsed(mail)["Message-ID"])].add(mail)
    assert all(len(same) == 1 for same in copies.values())
    assert {row.message_id for row in rows if row.state == "sent"} <= copies.keys() <= {row.message_id for row in rows}
    told = [said(parsed(mail)) for (mail,) in copies.values()]
    assert len(told) == len(set(told))


def storm(house: House, kills: int, seed: int) -> None:
    raging = Storm(house.commands, kills, seed)
    raging.rage()
    assert raging.acknowledged
    finish(house.commands)
    assert house.mails()
    check(house, raging.acknowledged)


@pytest.mark.long_on_postgresql
def test_nothing_is_lost_when_the_power_goes_a_few_times(house: House) -> None:
    storm(house, kills=5, seed=1)


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", [2, 3])
def test_nothing_is_lost_when_the_power_goes_sixty_times(house: House, seed: int) -> None:
    storm(house, kills=60, seed=seed)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_nothing_is_lost_on_the_way_to_a_folder(house_with_a_folder: House) -> None:
    storm(house_with_a_folder, kills=60, seed=4)


@pytest.mark.long_on_postgresql
def test_a_scheduler_that_is_asked_to_stop_stops(house: House) -> None:
    process = house.commands.start("run")
    assert process.stderr
    first = json.loads(process.stderr.readline())
    assert first["event"] == "started"
    process.terminate()
    _, rest = process.communicate(timeout=LONGEST)
    assert process.returncode == 0
    assert json.loads(rest.splitlines()[-1])["event"] == "stopped"
