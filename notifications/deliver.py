"""From the outbox to a channel: claim, look again, send, settle.

Sending is at least once. A crash between the channel's yes and our commit lets the claim run out, and the same mail
goes again with the same Message-ID, so that the second copy replaces the first.
"""

from collections import Counter, deque
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Connection

from notifications import claims
from notifications.channels import Channel
from notifications.claims import Claimed
from notifications.errors import ChannelDownError, ConnectionLostError, DeliveryError, NotificationError
from notifications.mail import Sender, compose
from notifications.message import Message
from notifications.render import Renderer

Begin = Callable[[], AbstractContextManager[Connection]]
Freshen = Callable[[Connection, Claimed], Message | None]

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440, 1440))
"""How long to wait after each failure before the next try; after the last, close to four days on, it is given up."""
LEASE = timedelta(minutes=10)
PAUSE = timedelta(minutes=1)
"""How long mail waits for a channel that is down."""
BATCH = 20

_GIVEN_UP = "Försöken att skicka meddelandet avbröts gång på gång."


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """What became of the messages of one delivery."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    expired: int = 0
    withdrawn: int = 0
    released: int = 0
    """Given back untried: the channel is down, or the delivery was told to stop."""
    lost: int = 0
    """Taken over by another worker, or withdrawn, after they were claimed."""
    trouble: str | None = None
    """Why the channel takes no mail just now, as a Swedish sentence."""


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after the last of so many attempts failed; None: give up."""
    return now + DELAYS[attempts - 1] if attempts <= len(DELAYS) else None


def as_stored(connection: Connection, claimed: Claimed) -> Message | None:
    """Send what was enqueued."""
    return claimed.message


def deliver(
    begin: Begin,
    channel: Channel,
    renderer: Renderer,
    sender: Sender,
    *,
    clock: Callable[[], datetime],
    worker: str,
    freshen: Freshen = as_stored,
    limit: int = 200,
    keep_going: Callable[[], bool] = lambda: True,
) -> Tally:
    """Send at most `limit` of the messages that are due, a small batch at a time.

    `begin` opens a transaction that may write and commits it at its end. `freshen` is asked just before each mail,
    in a transaction: it gives the message as it should read now, or None when there is no reason for it any more.
    `keep_going` is asked between mails.
    """
    delivery = _Delivery(
        begin=begin,
        channel=channel,
        renderer=renderer,
        sender=sender,
        clock=clock,
        worker=worker,
        freshen=freshen,
        keep_going=keep_going,
    )
    try:
        return delivery.run(limit)
    finally:
        channel.close()


@dataclass(kw_only=True, slots=True)
class _Delivery:
    begin: Begin
    channel: Channel
    renderer: Renderer
    sender: Sender
    clock: Callable[[], datetime]
    worker: str
    freshen: Freshen
    keep_going: Callable[[], bool]
    counts: Counter[str] = field(default_factory=Counter)
    trouble: str | None = None

    def run(self, limit: int) -> Tally:
        while limit > 0 and self._goes_on():
            batch = self._claim(min(limit, BATCH))
            if not batch:
                break
            limit -= len(batch)
            self._work_off(batch)
        return Tally(**self.counts, trouble=self.trouble)

    def _goes_on(self) -> bool:
        return self.trouble is None and self.keep_going()

    def _claim(self, limit: int) -> deque[Claimed]:
        with self.begin() as connection:
            return deque(claims.claim(connection, worker=self.worker, now=self.clock(), limit=limit, lease=LEASE))

    def _work_off(self, waiting: deque[Claimed]) -> None:
        try:
            while waiting and self._goes_on():
                self._send(waiting.popleft())
        finally:
            self._release(waiting)

    def _send(self, claimed: Claimed) -> None:
        with self.begin() as connection:
            ready = self._looked_at_again(connection, claimed, self.clock())
        if isinstance(ready, str):
            self.counts[ready] += 1
            return
        try:
            self.channel.send(self._mail(ready))
        except ChannelDownError as error:
            self.trouble = str(error)
            self._release([ready])
        except DeliveryError as error:
            self._refused(ready, error)
        except NotificationError as error:
            self._failed(ready, str(error))
        else:
            self._settle("sent", claims.settle_sent, ready, now=self.clock())

    def _looked_at_again(self, connection: Connection, claimed: Claimed, now: datetime) -> Claimed | str:
        """What to send, or what became of it instead."""
        if not claims.renew(connection, claimed, until=now + LEASE):
            return "lost"
        if claimed.attempts > len(DELAYS) + 1:  # its worker died each time
            claims.settle_failed(connection, claimed, reason=_GIVEN_UP, now=now)
            return "failed"
        message = self.freshen(connection, claimed)
        if message is None:
            claims.settle_withdrawn(connection, claimed, now=now)
            return "withdrawn"
        if _is_too_late(message, now):
            claims.settle_expired(connection, claimed, now=now)
            return "expired"
        return claimed if message == claimed.message else claims.rewrite(connection, claimed, message)

    def _mail(self, claimed: Claimed) -> EmailMessage:
        message = claimed.message
        rendered = self.renderer.render(message.template, language=message.language, context=message.context)
        return compose(claimed, rendered, self.sender)

    def _refused(self, claimed: Claimed, error: DeliveryError) -> None:
        if isinstance(error, ConnectionLostError):
            self.trouble = str(error)
        due_at = None if error.permanent else next_try(claimed.attempts, self.clock())
        if due_at is None or _is_too_late(claimed.message, due_at):
            self._failed(claimed, str(error))
        else:
            self._settle("retried", claims.settle_retry, claimed, reason=str(error), due_at=due_at)

    def _failed(self, claimed: Claimed, reason: str) -> None:
        self._settle("failed", claims.settle_failed, claimed, reason=reason, now=self.clock())

    def _settle(self, outcome: str, settle: Callable[..., bool], claimed: Claimed, **values: Any) -> None:
        with self.begin() as connection:
            held = settle(connection, claimed, **values)
        self.counts[outcome if held else "lost"] += 1

    def _release(self, waiting: Collection[Claimed]) -> None:
        if not waiting:
            return
        due_at = self.clock() + PAUSE
        with self.begin() as connection:
            released = sum(
                claims.release(connection, claimed, reason=self.trouble, due_at=due_at) for claimed in waiting
            )
        self.counts["released"] += released


def _is_too_late(message: Message, moment: datetime) -> bool:
    return message.expires_at is not None and message.expires_at <= moment
