"""The command line of one installation, on a day that the test sets: what is typed and what is answered."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from journeys.app import App
from journeys.cli import farled
from journeys.settings import Settings

PERSON = {"given_name": "Kanariella", "family_name": "Prövqvist", "birth_date": "1990-03-02", "gender": "woman"}
REFERRER = {"party": "region", "name": "Remitta Remitterström", "email": "remitterande@region.example"}


@dataclass
class Desk:
    """Every word is a process of its own as far as the database knows: opened, worked on, closed."""

    settings: Settings
    now: datetime

    def on(self, day: str) -> None:
        """It is ten o'clock in the morning of this day."""
        self.now = datetime.combine(date.fromisoformat(day), time(9), UTC)

    def asks(self, *words: str, given: str | None = None) -> Result:
        environment = {
            "FARLED_DATABASE": self.settings.database_url,
            "FARLED_DATA": str(self.settings.data),
            "FARLED_PROGRAMMES": self.settings.programmes,
        }
        return CliRunner().invoke(farled, words, input=given, env=environment)

    def says(self, *words: str, given: str | None = None) -> str:
        """The answer of a command that works."""
        result = self.asks(*words, given=given)
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout

    def refuses(self, *words: str, given: str | None = None) -> str:
        """The sentence of a command that does not."""
        result = self.asks(*words, given=given)
        assert (result.exit_code, result.stdout) == (1, ""), result.output
        return result.stderr.rstrip("\n")

    def json(self, *words: str) -> Any:
        return json.loads(self.says(*words, "--format", "json"))

    def refers(self, on: str, *words: str, person: dict[str, Any] | None = None, **more: Any) -> str:
        """Take a referral to ACTivera Mölndal and give its reference."""
        line = {"person": PERSON | (person or {}), "referrer": REFERRER, **more}
        where = ("--programme", "activera", "--unit", "molndal", "--on", on, *words)
        return self.says("refer", *where, "--json", "-", given=json.dumps(line)).partition(":")[0]

    def does(self, reference: str, on: str, *words: str) -> str:
        """A step on the day that it happens."""
        self.on(on)
        return self.says("do", reference, *words)

    @contextmanager
    def app(self) -> Iterator[App]:
        """Behind the command line."""
        with App(self.settings, clock=lambda: self.now) as app:
            yield app


def desk_at(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, *, programmes: str | None = None) -> Desk:
    """A desk with an empty database, on the first of April 2026."""
    settings = Settings(database=url, data=folder, programmes=programmes)
    desk = Desk(settings=settings, now=datetime(2026, 4, 1, 9, tzinfo=UTC))
    monkeypatch.setattr("journeys.cli.installation.real_clock", lambda: desk.now)
    return desk
