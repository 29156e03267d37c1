"""An installation with its clock, its staff and its mail: what a test does at the desk, and what comes out of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy import delete, insert, select

from journeys import casework
from journeys.app import App
from journeys.casework import Change
from journeys.journal.reading import line_of
from journeys.settings import STOCKHOLM, Settings
from journeys.tables.staff import STAFF
from journeys.ticking import Ticked, Ticker
from notifications.tables import OUTBOX

PERSON = {
    "given_name": "Kanariella",
    "family_name": "Prövqvist",
    "birth_date": "1990-03-02",
    "gender": "woman",
    "email": "kanariella@post.example",
}
REFERRER = {"party": "region", "name": "Rut Remittent", "email": "rut@region.example"}
CASEWORKER = "ada@berga.example"
FOLDER = Path(__file__).parent / "fixtures" / "laboratory"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as its recipient gets it."""

    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    @property
    def invitation(self) -> tuple[str, str, int, datetime] | None:
        """What a calendar reads: method, UID, SEQUENCE, start; None where there is nothing for one."""
        for part in self.message.walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_content())
                (event,) = calendar.walk("VEVENT")
                assert isinstance(event, Event)
                return calendar["METHOD"], event["UID"], event["SEQUENCE"], event.start
        return None

    def everything(self) -> str:
        """Every part as it is read, decoded, headers and all."""
        parts = [part.get_content() for part in self.message.walk() if not part.is_multipart()]
        texts = [part.decode() if isinstance(part, bytes) else part for part in parts]
        return "\n".join([*(f"{name}: {value}" for name, value in self.message.items()), *texts])


class Office:
    """Everything happens at the moment that `now` says. Mail goes to a folder, unless the settings say otherwise."""

    def __init__(self, url: str, folder: Path, **given: Any) -> None:
        defaults = {"database": url, "data": folder, "programmes": f"{FOLDER}:builtin"}
        self.settings = Settings.model_validate(defaults | given)
        self.now = datetime(2026, 1, 5, 9, tzinfo=STOCKHOLM)
        self.app = App(self.settings, clock=lambda: self.now.astimezone(UTC))
        self._read: set[Path] = set()

    def at(self, moment: str) -> None:
        """It is this moment in Stockholm: "2026-02-02" is nine in the morning of it, "2026-02-02T13:00" one o'clock."""
        local = datetime.fromisoformat(moment if "T" in moment else f"{moment}T09:00")
        self.now = local.replace(tzinfo=STOCKHOLM)

    @property
    def today(self) -> date:
        return self.app.today

    def hires(self, address: str, role: str = "caseworker", unit: str | None = "berga", name: str = "") -> None:
        row = {"address": address, "name": name or address, "role": role, "unit": unit, "added_at": self.now}
        with self.app.database.begin() as connection:
            connection.execute(insert(STAFF), row)

    def refers(
        self,
        reference: str = "BER-1",
        *,
        person: Mapping[str, Any] | None = None,
        referrer: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> str:
        told = {"person": {**PERSON, **(person or {})}, "referrer": {**REFERRER, **(referrer or {})}}
        where = {"programme": "laboratory", "unit": "berga"}
        self.registers(reference, "referred", **{key: _told(value) for key, value in told.items()}, **where | more)
        return reference

    def begins(self, reference: str = "BER-1", **told: Any) -> str:
        """Referred, admitted and started today; that the referral was answered has been told."""
        self.refers(reference, **told)
        self.registers(reference, "admitted", caseworker=CASEWORKER)
        with self.app.database.begin() as connection:
            connection.execute(delete(OUTBOX).where(OUTBOX.c.template == "referral-answered"))
        self.registers(reference, "started")
        return reference

    def registers(self, reference: str, event: str, **details: Any) -> Change:
        """One step at the desk, today unless `on` says when."""
        values = {"journey": reference, "event": event, "on": self.today.isoformat(), **details}
        with self.app.work() as work:
            return casework.register(work, line_of(values))

    def books(self, reference: str, time: str, place: str | None = "Torget 1") -> Change:
        return self.registers(
            reference, "booked", meeting="checkpoint", time=time, **({"place": place} if place else {})
        )

    def ticker(self) -> Ticker:
        return Ticker(self.app)

    def ticks(self) -> Ticked:
        return self.ticker().tick()

    def reminds(self) -> list[Mail]:
        """What a tick says to people, but for the nightly report."""
        ticker = self.ticker()
        ticker.remind()
        ticker.send()
        return self.mail()

    def sends(self) -> list[Mail]:
        """Only what the outbox has: the mail that is new in the folder, by recipient."""
        self.ticker().send()
        return self.mail()

    def mail(self) -> list[Mail]:
        """What has come to the folder since it was last asked, by recipient."""
        new = sorted(set(self.settings.outbox_folder.glob("*.eml")) - self._read)
        self._read.update(new)
        return sorted(map(read, new), key=lambda mail: (mail.to, mail.subject))

    def outbox(self) -> Iterator[Any]:
        """Every message there ever was, in order."""
        with self.app.read() as connection:
            yield from connection.execute(select(OUTBOX).order_by(OUTBOX.c.id))

    def close(self) -> None:
        self.app.close()


def read(file: Path) -> Mail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return Mail(message)


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what a test takes away by setting it to None."""
    return {key: value for key, value in values.items() if value is not None}
