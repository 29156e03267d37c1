"""Mail through a server (RFC 5321). No sentence quotes the server: its answers often hold the recipient's address."""

import re
import smtplib
import ssl
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

from notifications.errors import ChannelDownError, ConnectionLostError, DeliveryError, NotificationError

Security = Literal["none", "starttls", "tls"]

_CONNECTING: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLCertVerificationError, "E-postserverns certifikat går inte att lita på."),
    (ssl.SSLError, "Det gick inte att få till en krypterad förbindelse med e-postservern."),
    (smtplib.SMTPAuthenticationError, "E-postservern godtog inte inloggningen. Kontrollera användarnamn och lösenord."),
    (UnicodeError, "Inloggningen till e-postservern får bara innehålla tecken ur ASCII."),
    (smtplib.SMTPNotSupportedError, "E-postservern erbjuder inte den kryptering eller inloggning som är inställd."),
    (smtplib.SMTPServerDisconnected, "E-postservern svarade inte, eller bröt förbindelsen."),
    (smtplib.SMTPException, "E-postservern tar inte emot post just nu."),
    (TimeoutError, "E-postservern svarade inte i tid."),
    (OSError, "E-postservern går inte att nå."),
)
_LOST = "Förbindelsen med e-postservern bröts, eller så svarade den inte i tid."
_REFUSED = "E-postservern avvisade meddelandet för gott (kod {code}). Kontrollera mottagarens adress."
_LATER = "E-postservern tog inte emot meddelandet än (kod {code})."
_NOT_FROM_US = (
    "E-postservern tar inte emot post från oss just nu (kod {code}). "
    "Går det inte över, kontrollera avsändare och inloggning i inställningarna."
)

# 421: closing down. The others: it wants us to sign in, or in another way. None is about the mail.
_NOT_ABOUT_THE_MAIL = frozenset({421, 530, 534, 535, 538})
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class SmtpServer:
    """How to reach a server."""

    host: str
    port: int
    security: Security = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 30
    """Seconds for each answer."""
    ca_file: Path | None = None
    """Certificates to trust instead of the system's, as PEM."""


class SmtpChannel:
    """Sends mail one by one over a connection that is kept until `close`."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._trust = _trust(server.ca_file)
        self._connection: smtplib.SMTP | None = None

    def send(self, mail: EmailMessage) -> None:
        connection = self._ready()
        sender, recipient = (mail[header].addresses[0].addr_spec for header in ("From", "To"))
        try:
            connection.sendmail(sender, [recipient], mail.as_bytes())
        except OSError as error:
            raise self._told(error) from None  # the original quotes the recipient's address

    def close(self) -> None:
        if self._connection is not None:
            with suppress(OSError):
                self._connection.quit()
            self._drop()

    def _ready(self) -> smtplib.SMTP:
        if self._connection is not None and not _answers(self._connection):
            self._drop()
        if self._connection is None:
            self._connection = self._connected()
        return self._connection

    def _connected(self) -> smtplib.SMTP:
        try:
            return self._signed_in()
        except (OSError, UnicodeError) as error:
            sentence = next(sentence for kind, sentence in _CONNECTING if isinstance(error, kind))
            raise ChannelDownError(sentence) from error

    def _signed_in(self) -> smtplib.SMTP:
        server = self._server
        with ExitStack() as on_failure:
            connection = self._opened()
            on_failure.callback(connection.close)
            if server.security == "starttls":
                connection.starttls(context=self._trust)
            if server.user is not None:
                connection.login(server.user, server.password or "")
            on_failure.pop_all()
            return connection

    def _opened(self) -> smtplib.SMTP:
        server = self._server
        if server.security == "tls":
            return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=self._trust)
        return smtplib.SMTP(server.host, server.port, timeout=server.timeout)

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _told(self, error: OSError) -> DeliveryError:
        answer = _answer(error)
        if answer is None:
            self._drop()
            return ConnectionLostError(_LOST)
        code, told = answer
        if isinstance(error, smtplib.SMTPSenderRefused):
            return ChannelDownError(_NOT_FROM_US.format(code=told))
        if code in _NOT_ABOUT_THE_MAIL:
            return ConnectionLostError(_NOT_FROM_US.format(code=told))
        permanent = code >= 500
        return DeliveryError((_REFUSED if permanent else _LATER).format(code=told), permanent=permanent)


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise NotificationError(f"Det går inte att läsa certifikaten i {ca_file}.") from error


def _answers(connection: smtplib.SMTP) -> bool:
    """Servers hang up between mails when they have waited or taken enough."""
    with suppress(OSError):
        return connection.noop()[0] == 250
    return False


def _answer(error: OSError) -> tuple[int, str] | None:
    """The code of the server's no, and how to tell it ("550 5.1.1"); None if it said nothing."""
    text: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((code, text),) = error.recipients.values()
    elif isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        code, text = error.smtp_code, error.smtp_error
    else:
        return None
    assert isinstance(text, bytes)  # as smtplib reads it
    enhanced = _ENHANCED.match(text)
    return code, f"{code} {enhanced[0].decode()}" if enhanced else str(code)
