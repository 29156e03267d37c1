"""What lies in the outbox folder, as a reader would open it."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

KINDS = {"REQUEST": "inbjudan", "CANCEL": "avbokning"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """One file. `calendar`: what its calendar part asks for, if it has one. The address is left where it is."""

    file: str
    subject: str
    calendar: str | None


def mails(folder: Path) -> list[Mail]:
    """Those with something for the calendar first."""
    return sorted(_read(folder), key=lambda mail: (mail.calendar is None, mail.subject, mail.file))


def _read(folder: Path) -> Iterator[Mail]:
    parser = BytesParser(EmailMessage, policy=policy.default)
    for file in folder.glob("*.eml"):
        message = parser.parsebytes(file.read_bytes())
        yield Mail(file=file.name, subject=message["Subject"], calendar=_calendar(message))


def _calendar(message: EmailMessage) -> str | None:
    methods = (part.get_param("method") for part in message.walk() if part.get_content_type() == "text/calendar")
    return next((KINDS.get(str(method).upper(), str(method)) for method in methods), None)
