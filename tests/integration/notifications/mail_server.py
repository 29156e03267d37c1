"""A mail server of our own, on a port that is free."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from notifications.channels.smtp import Security, SmtpServer

LONGEST = 60
"""Seconds after which a mail server that should answer is taken to hang."""


@contextmanager
def nobody_listening() -> Iterator[int]:
    """A port that refuses whoever calls, and that nothing else on this machine gets in the meantime."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


class _OnAnyFreePort(Controller):
    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        return self.loop.create_server(self._factory_invoker, sock=listening, ssl=self.ssl_context)


def _context(certificate: Path | None) -> ssl.SSLContext | None:
    if certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def _admit(_: SMTP, __: Session, ___: Envelope, ____: str, given: Any) -> AuthResult:
    assert isinstance(given, LoginPassword)
    return AuthResult(success=given == LoginPassword(b"farled", b"hemligt"), handled=False)


class MailServer:
    """Takes mail and keeps it, or answers as it was told: by verb (MAIL, RCPT, DATA) or by recipient."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.recipients: list[str] = []
        self.peers: set[Any] = set()
        self.answers: dict[str, str] = {}
        self.dies_at: set[str] = set()
        self.hangs_at: set[str] = set()
        self._last: SMTP | None = None

    @contextmanager
    def listening(
        self, *, security: Security = "none", certificate: Path | None = None, sign_in: bool = False
    ) -> Iterator[SmtpServer]:
        """How to reach the server while it runs."""
        context = _context(certificate)
        controller = _OnAnyFreePort(
            self,
            hostname="127.0.0.1",
            ready_timeout=LONGEST,
            ssl_context=context if security == "tls" else None,
            tls_context=context if security == "starttls" else None,
            require_starttls=security == "starttls",
            auth_required=sign_in,
            authenticator=_admit,
        )
        controller.start()
        try:
            reach = {"host": "127.0.0.1", "port": controller.port, "ca_file": certificate, "timeout": LONGEST}
            yield SmtpServer(security=security, **reach)
        finally:
            controller.stop()

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.peers.add(session.peer)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return await self._answer(server, "MAIL")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return await self._answer(server, "RCPT")

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await self._answer(server, "DATA")
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.mails.append(envelope.content)
            self.recipients += [str(recipient) for recipient in envelope.rcpt_tos]
        return answer

    def hang_up(self) -> None:
        """Break off the connection that was used last."""
        assert self._last is not None
        asyncio.run_coroutine_threadsafe(_abort(self._last), self._last.loop).result()

    async def _answer(self, server: SMTP, verb: str) -> str:
        self._last = server
        if verb in self.hangs_at:
            await asyncio.Event().wait()
        if verb in self.dies_at:
            await _abort(server)
        return self.answers.get(verb, "250 OK")


async def _abort(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()
