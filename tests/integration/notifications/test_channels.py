"""What every channel does, tried on each of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from notifications.channels import Channel
from notifications.channels.folder import FolderChannel
from notifications.channels.smtp import SmtpChannel
from notifications.claims import Claimed
from notifications.errors import ChannelDownError
from notifications.mail import Sender, compose
from notifications.message import Invitation, Message
from notifications.render import Renderer
from tests.integration.notifications.mail_server import MailServer

MONDAY = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
MEETING = MONDAY + timedelta(days=15)


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """A channel, and what arrives at its other end."""

    channel: Channel
    delivered: Callable[[], list[bytes]]


@contextmanager
def folder_post(tmp_path: Path, _: MailServer) -> Iterator[Post]:
    folder = tmp_path / "outbox"
    yield Post(channel=FolderChannel(folder), delivered=lambda: [file.read_bytes() for file in folder.iterdir()])


@contextmanager
def smtp_post(_: Path, mail_server: MailServer) -> Iterator[Post]:
    with mail_server.listening() as server:
        yield Post(channel=SmtpChannel(server), delivered=lambda: mail_server.mails)


@pytest.fixture(params=[folder_post, smtp_post], ids=["folder", "smtp"])
def post(request: pytest.FixtureRequest, tmp_path: Path, mail_server: MailServer) -> Iterator[Post]:
    with request.param(tmp_path, mail_server) as opened:
        yield opened
        opened.channel.close()


def mail(number: int = 1, place: str = "Öster\n.\nom ån") -> EmailMessage:
    invitation = Invitation(
        uid="u1",
        sequence=0,
        starts_at=MEETING,
        minutes=45,
        place=place,
        organizer="farled@forbundet.example",
        summary="Möte",
    )
    context = {"starts_at": MEETING.isoformat(), "place": place, "audience": "participant"}
    claimed = Claimed(
        id=number,
        message=Message(
            key=f"m{number}",
            template="meeting-invitation",
            recipient="kim@post.example",
            context=context,
            invitation=invitation,
        ),
        message_id=f"<{number}@farled.invalid>",
        created_at=MONDAY,
        attempts=1,
        claimed_by="w",
    )
    rendered = Renderer().render("meeting-invitation", language="sv", context=context)
    return compose(claimed, rendered, Sender(address="farled@forbundet.example", name="Förbundet Öst"))


def test_what_arrives_is_what_was_sent_byte_for_byte(post: Post) -> None:
    post.channel.send(mail())
    assert post.delivered() == [mail().as_bytes()]


def test_every_mail_arrives(post: Post) -> None:
    for number in range(5):
        post.channel.send(mail(number))
    assert sorted(post.delivered()) == sorted(mail(number).as_bytes() for number in range(5))


def test_a_second_copy_is_the_same_to_the_byte(post: Post) -> None:
    post.channel.send(mail())
    post.channel.send(mail())
    assert set(post.delivered()) == {mail().as_bytes()}


def test_a_mail_can_be_read_at_the_other_end(post: Post) -> None:
    post.channel.send(mail())
    (sent,) = post.delivered()
    read = message_from_bytes(sent, policy=default)
    assert isinstance(read, EmailMessage)
    text = read.get_body(("plain",))
    assert text is not None
    assert "Plats: Öster\r\n.\r\nom ån\r\n" in text.get_content()


def test_a_closed_channel_opens_again(post: Post) -> None:
    post.channel.close()
    post.channel.send(mail(1))
    post.channel.close()
    post.channel.close()
    post.channel.send(mail(2))
    assert len(post.delivered()) == 2


def broken_folder(tmp_path: Path, _: MailServer) -> Channel:
    (tmp_path / "file").touch()
    return FolderChannel(tmp_path / "file")


def stopped_server(_: Path, mail_server: MailServer) -> Channel:
    with mail_server.listening() as server:
        return SmtpChannel(server)


@pytest.mark.parametrize("broken", [broken_folder, stopped_server])
def test_a_channel_that_is_down_says_so(
    broken: Callable[[Path, MailServer], Channel], tmp_path: Path, mail_server: MailServer
) -> None:
    with pytest.raises(ChannelDownError) as caught:
        broken(tmp_path, mail_server).send(mail())
    assert not caught.value.permanent
    assert "post.example" not in str(caught.value)
