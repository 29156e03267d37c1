"""Mail through a real server, with all that servers do."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from notifications.channels.smtp import Security, SmtpChannel, SmtpServer
from notifications.errors import ChannelDownError, ConnectionLostError, DeliveryError, NotificationError
from tests.integration.notifications.mail_server import MailServer, nobody_listening

SOON = 3.0
"""Seconds after which a server that hangs is left: far longer than one that does not hang needs, however busy it is."""
REFUSED = "5.1.1 <kim@post.example>: Kim Kanarie is unknown"


def mail(recipient: str = "kim@post.example") -> EmailMessage:
    sent = EmailMessage()
    sent["From"] = "farled@forbundet.example"
    sent["To"] = recipient
    sent["Message-ID"] = "<0123@farled.invalid>"
    sent.set_content("Välkommen.\n")
    return sent


@contextmanager
def channel_to(server: SmtpServer) -> Iterator[SmtpChannel]:
    channel = SmtpChannel(server)
    try:
        yield channel
    finally:
        channel.close()


def the_trouble_with(server: SmtpServer) -> DeliveryError:
    """What sending one mail raises."""
    with channel_to(server) as channel, pytest.raises(DeliveryError) as caught:
        channel.send(mail())
    return caught.value


def test_mail_arrives(mail_server: MailServer) -> None:
    with mail_server.listening() as server, channel_to(server) as channel:
        channel.send(mail())
    assert mail_server.recipients == ["kim@post.example"]
    assert b"<0123@farled.invalid>" in mail_server.mails[0]


def test_many_mails_share_one_connection(mail_server: MailServer) -> None:
    with mail_server.listening() as server, channel_to(server) as channel:
        for _ in range(3):
            channel.send(mail())
    assert len(mail_server.mails) == 3
    assert len(mail_server.peers) == 1


def test_a_closed_channel_opens_again(mail_server: MailServer) -> None:
    with mail_server.listening() as server, channel_to(server) as channel:
        channel.send(mail())
        channel.close()
        channel.send(mail())
    assert len(mail_server.peers) == 2


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_goes_encrypted(mail_server: MailServer, certificate: Path, security: Security) -> None:
    with mail_server.listening(security=security, certificate=certificate) as server, channel_to(server) as channel:
        channel.send(mail())
    assert len(mail_server.mails) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_that_cannot_be_trusted_gets_no_mail(
    mail_server: MailServer, certificate: Path, security: Security
) -> None:
    with mail_server.listening(security=security, certificate=certificate) as server:
        trouble = the_trouble_with(replace(server, ca_file=None))
    assert isinstance(trouble, ChannelDownError)
    assert "certifikat" in str(trouble)
    assert not mail_server.mails


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_no_mail_goes_in_the_clear_where_encryption_was_asked_for(mail_server: MailServer, security: Security) -> None:
    with mail_server.listening() as server:
        trouble = the_trouble_with(replace(server, security=security))
    assert isinstance(trouble, ChannelDownError)
    assert "krypter" in str(trouble)
    assert not mail_server.mails


def test_certificates_that_cannot_be_read_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(NotificationError, match="certifikaten"):
        SmtpChannel(SmtpServer(host="127.0.0.1", port=25, ca_file=tmp_path / "none"))


def test_signing_in(mail_server: MailServer, certificate: Path) -> None:
    with (
        mail_server.listening(security="starttls", certificate=certificate, sign_in=True) as server,
        channel_to(replace(server, user="farled", password="hemligt")) as channel,
    ):
        channel.send(mail())
    assert len(mail_server.mails) == 1


@pytest.mark.parametrize(
    ("user", "password", "why"),
    [
        ("farled", "fel", "godtog inte inloggningen"),
        ("farled", None, "godtog inte inloggningen"),
        ("farled", "fél", "ASCII"),
        (None, None, "kod 530"),
    ],
)
def test_a_sign_in_that_fails_keeps_the_mail_for_later(
    mail_server: MailServer, certificate: Path, user: str | None, password: str | None, why: str
) -> None:
    with mail_server.listening(security="starttls", certificate=certificate, sign_in=True) as server:
        trouble = the_trouble_with(replace(server, user=user, password=password))
    assert isinstance(trouble, ChannelDownError)
    assert why in str(trouble)
    assert not trouble.permanent


def test_a_server_without_sign_in_is_told(mail_server: MailServer) -> None:
    with mail_server.listening() as server:
        trouble = the_trouble_with(replace(server, user="farled", password="hemligt"))
    assert isinstance(trouble, ChannelDownError)
    assert "erbjuder inte" in str(trouble)


@pytest.mark.parametrize("at", ["kim@post.example", "DATA"])
@pytest.mark.parametrize(("code", "permanent"), [(451, False), (452, False), (550, True), (554, True)])
def test_the_server_s_code_decides_whether_to_try_again(
    mail_server: MailServer, at: str, code: int, permanent: bool
) -> None:
    mail_server.answers[at] = f"{code} {REFUSED}"
    with mail_server.listening() as server:
        trouble = the_trouble_with(server)
    assert type(trouble) is DeliveryError
    assert f"kod {code} 5.1.1" in str(trouble)
    assert trouble.permanent is permanent
    assert not mail_server.mails


@pytest.mark.parametrize("at", ["MAIL", "kim@post.example", "DATA"])
def test_no_sentence_quotes_what_the_server_said(mail_server: MailServer, at: str) -> None:
    mail_server.answers[at] = f"550 {REFUSED}"
    with mail_server.listening() as server:
        trouble = the_trouble_with(server)
    assert "post.example" not in str(trouble)
    assert "Kanarie" not in str(trouble)
    assert trouble.__cause__ is None
    assert trouble.__suppress_context__


def test_one_refused_mail_does_not_stop_the_next(mail_server: MailServer) -> None:
    mail_server.answers["kim@post.example"] = f"550 {REFUSED}"
    with mail_server.listening() as server, channel_to(server) as channel:
        with pytest.raises(DeliveryError):
            channel.send(mail())
        channel.send(mail("alex@post.example"))
    assert mail_server.recipients == ["alex@post.example"]
    assert len(mail_server.peers) == 1


@pytest.mark.parametrize("code", [451, 530, 550])
def test_a_server_that_refuses_the_sender_keeps_the_mail_for_later(mail_server: MailServer, code: int) -> None:
    mail_server.answers["MAIL"] = f"{code} not from you"
    with mail_server.listening() as server:
        trouble = the_trouble_with(server)
    assert isinstance(trouble, ChannelDownError)
    assert f"kod {code}" in str(trouble)
    assert not trouble.permanent


@pytest.mark.parametrize("at", ["kim@post.example", "DATA"])
@pytest.mark.parametrize("code", [421, 530])
def test_a_no_that_is_not_about_the_mail_is_never_permanent(mail_server: MailServer, at: str, code: int) -> None:
    mail_server.answers[at] = f"{code} not now"
    with mail_server.listening() as server:
        trouble = the_trouble_with(server)
    assert isinstance(trouble, ConnectionLostError)
    assert f"kod {code}" in str(trouble)
    assert not trouble.permanent


@pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_dies_mid_way_gets_the_mail_again(mail_server: MailServer, at: str) -> None:
    mail_server.dies_at.add(at)
    with mail_server.listening() as server, channel_to(server) as channel:
        with pytest.raises(ConnectionLostError):
            channel.send(mail())
        mail_server.dies_at.clear()
        channel.send(mail())
    assert mail_server.mails
    assert len(set(mail_server.mails)) == 1


def test_a_server_that_hung_up_between_two_mails_is_called_again(mail_server: MailServer) -> None:
    with mail_server.listening() as server, channel_to(server) as channel:
        channel.send(mail())
        mail_server.hang_up()
        channel.send(mail())
    assert len(mail_server.mails) == len(mail_server.peers) == 2


@pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_stops_answering_is_left(mail_server: MailServer, at: str) -> None:
    mail_server.hangs_at.add(at)
    with mail_server.listening() as server:
        trouble = the_trouble_with(replace(server, timeout=SOON))
    assert isinstance(trouble, ConnectionLostError)
    assert "i tid" in str(trouble)


def test_a_server_that_never_says_hello_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = SmtpServer(host="127.0.0.1", port=silent.getsockname()[1], security="none", timeout=SOON)
        trouble = the_trouble_with(address)
    assert isinstance(trouble, ChannelDownError)
    assert "svarade inte" in str(trouble)


@pytest.mark.parametrize("host", ["127.0.0.1", "post.invalid"])
def test_a_server_that_cannot_be_reached_is_told(host: str) -> None:
    with nobody_listening() as port:
        trouble = the_trouble_with(SmtpServer(host=host, port=port, security="none"))
    assert isinstance(trouble, ChannelDownError)
    assert "går inte att nå" in str(trouble)


def test_a_password_is_not_shown() -> None:
    assert "hemligt" not in repr(SmtpServer(host="127.0.0.1", port=25, user="farled", password="hemligt"))
