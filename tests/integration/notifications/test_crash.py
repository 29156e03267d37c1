"""What happens when the power goes between the channel's yes and our commit, and when two work beside each other."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Barrier

import pytest
from icalendar import Calendar
from sqlalchemy import Connection

from notifications import outbox
from notifications.channels.smtp import SmtpChannel
from notifications.deliver import LEASE, Tally, deliver
from notifications.mail import Sender
from notifications.message import Invitation, Message
from notifications.render import Renderer
from tests.integration.notifications.conftest import Begin, Clock
from tests.integration.notifications.mail_server import MailServer

RENDERER = Renderer()
SENDER = Sender(address="farled@forbundet.example", name="Förbundet Öst")


class Crash(BaseException):
    """The process is gone."""


def invitation(clock: Clock, key: str) -> Message:
    meeting = Invitation(
        uid=f"{key}@farled.invalid",
        sequence=3,
        starts_at=clock() + timedelta(days=14),
        minutes=45,
        place="Rum 4",
        organizer="farled@forbundet.example",
        summary="Möte",
    )
    context = {"starts_at": meeting.starts_at.isoformat(), "place": meeting.place, "audience": "referrer"}
    return Message(
        key=key,
        template="meeting-invitation",
        recipient=f"{key}@post.example",
        context=context,
        invitation=meeting,
    )


def enqueue(begin: Begin, clock: Clock, *keys: str) -> None:
    with begin() as connection:
        outbox.enqueue(connection, [invitation(clock, key) for key in keys], now=clock())


def sending(begin: Begin, clock: Clock, channel: SmtpChannel, worker: str = "w") -> Tally:
    return deliver(begin, channel, RENDERER, SENDER, clock=clock, worker=worker)


class CrashesOnceSent(SmtpChannel):
    """The server says yes, and nobody lives to write it down."""

    def send(self, mail: EmailMessage) -> None:
        super().send(mail)
        raise Crash


def test_a_second_copy_is_the_same_to_the_byte(begin: Begin, clock: Clock, mail_server: MailServer) -> None:
    enqueue(begin, clock, "kim")
    with mail_server.listening() as server:
        with pytest.raises(Crash):
            sending(begin, clock, CrashesOnceSent(server))
        assert sending(begin, clock, SmtpChannel(server)) == Tally()
        clock.forward(LEASE)
        assert sending(begin, clock, SmtpChannel(server)) == Tally(sent=1)
        assert sending(begin, clock, SmtpChannel(server)) == Tally()
    first, second = mail_server.mails
    assert first == second
    assert first.count(b"Message-ID: <") == 1
    (event,) = Calendar.from_ical(_attached(first)).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == ("kim@farled.invalid", 3)


def _attached(mail: bytes) -> bytes:
    read = message_from_bytes(mail, policy=default)
    assert isinstance(read, EmailMessage)
    (attachment,) = read.iter_attachments()
    content = attachment.get_content()
    assert isinstance(content, bytes)
    return content


def test_a_database_that_is_gone_after_sending_gives_a_second_copy(
    begin: Begin, clock: Clock, mail_server: MailServer
) -> None:
    enqueue(begin, clock, "kim")
    opened = 0

    @contextmanager
    def gone_after_two() -> Iterator[Connection]:
        nonlocal opened
        opened += 1
        if opened > 2:  # claimed, looked at again, and then not settled
            raise Crash
        with begin() as connection:
            yield connection

    with mail_server.listening() as server:
        with pytest.raises(Crash):
            sending(gone_after_two, clock, SmtpChannel(server))
        clock.forward(LEASE)
        assert sending(begin, clock, SmtpChannel(server)) == Tally(sent=1)
    assert len(mail_server.mails) == 2
    assert len(set(mail_server.mails)) == 1


def test_two_workers_beside_each_other_send_each_mail_once(begin: Begin, clock: Clock, mail_server: MailServer) -> None:
    people = [f"p{number}" for number in range(60)]
    enqueue(begin, clock, *people)
    start = Barrier(2)

    with mail_server.listening() as server, ThreadPoolExecutor(2) as workers:

        def work(worker: str) -> Tally:
            channel = SmtpChannel(server)
            start.wait()
            return sending(begin, clock, channel, worker)

        tallies = list(workers.map(work, ["one", "two"]))
    assert Counter(mail_server.recipients) == Counter(f"{person}@post.example" for person in people)
    assert sum(tally.sent for tally in tallies) == 60
    assert all(tally == Tally(sent=tally.sent) for tally in tallies)
