"""From the outbox to the channel, on either database."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from notifications import outbox
from notifications.claims import Claimed
from notifications.deliver import BATCH, DELAYS, LEASE, PAUSE, Tally, deliver
from notifications.errors import ChannelDownError, ConnectionLostError, DeliveryError
from notifications.mail import Sender
from notifications.message import Message
from notifications.render import Renderer
from notifications.tables import OUTBOX
from tests.integration.notifications.conftest import Begin, Clock

RENDERER = Renderer()
SENDER = Sender(address="farled@forbundet.example")
CONTEXT = {"due": "2026-03-17", "overdue": False, "audience": "participant"}


class Pigeons:
    """A channel that takes mail, or does what it was told at the first, the second … mail."""

    def __init__(self, *troubles: BaseException | None) -> None:
        self.mails: list[EmailMessage] = []
        self.tries = 0
        self._troubles = list(troubles)

    def send(self, mail: EmailMessage) -> None:
        self.tries += 1
        trouble = self._troubles.pop(0) if self._troubles else None
        if trouble is not None:
            raise trouble
        self.mails.append(mail)

    def close(self) -> None:
        """Pigeons find home by themselves."""


class Crash(BaseException):
    """The process is gone."""


def temporary() -> DeliveryError:
    return DeliveryError("Inte än.", permanent=False)


def message(key: str = "m1", **given: Any) -> Message:
    sent = {"key": key, "template": "reminder-to-do", "recipient": "kim@post.example", "about": "j1"}
    return Message(**sent | {"context": CONTEXT} | given)


def enqueue(begin: Begin, clock: Clock, *messages: Message) -> None:
    with begin() as connection:
        outbox.enqueue(connection, messages, now=clock())


def sending(begin: Begin, clock: Clock, channel: Pigeons, **given: Any) -> Tally:
    return deliver(begin, channel, RENDERER, SENDER, clock=clock, **{"worker": "w"} | given)


def row(begin: Begin, key: str = "m1") -> Any:
    with begin() as connection:
        return connection.execute(select(OUTBOX).where(OUTBOX.c.key == key)).one()


def test_what_is_due_is_sent_once(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, *(message(f"m{number}") for number in range(BATCH + 3)))
    channel = Pigeons()
    assert sending(begin, clock, channel) == Tally(sent=BATCH + 3)
    assert sending(begin, clock, channel) == Tally()
    assert len({mail["Message-ID"] for mail in channel.mails}) == BATCH + 3
    sent = row(begin)
    assert (sent.state, sent.settled_at, sent.reason) == ("sent", clock(), None)
    assert channel.mails[1]["Message-ID"] == sent.message_id


def test_no_more_is_sent_than_asked_for(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message("a"), message("b"), message("c"))
    assert sending(begin, clock, Pigeons(), limit=2) == Tally(sent=2)
    assert sending(begin, clock, Pigeons(), limit=2) == Tally(sent=1)


def test_a_temporary_failure_is_tried_again_at_growing_distances(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message())
    channel = Pigeons(*(temporary() for _ in DELAYS))
    for delay in DELAYS:
        assert sending(begin, clock, channel) == Tally(retried=1)
        assert (row(begin).state, row(begin).reason) == ("queued", "Inte än.")
        clock.forward(delay - timedelta(seconds=1))
        assert sending(begin, clock, channel) == Tally()
        clock.forward(timedelta(seconds=1))
    assert sending(begin, clock, channel) == Tally(sent=1)
    assert (row(begin).state, row(begin).reason) == ("sent", None)


def test_what_fails_for_days_is_given_up_and_shown(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message())
    channel = Pigeons(*(temporary() for _ in range(len(DELAYS) + 1)))
    for delay in DELAYS:
        sending(begin, clock, channel)
        clock.forward(delay)
    assert sending(begin, clock, channel) == Tally(failed=1)
    assert (row(begin).state, row(begin).reason) == ("failed", "Inte än.")


def test_a_permanent_refusal_stops_at_once_and_is_shown(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message("a"), message("b"))
    channel = Pigeons(DeliveryError("Adressen finns inte.", permanent=True))
    assert sending(begin, clock, channel) == Tally(failed=1, sent=1)
    assert (row(begin, "a").state, row(begin, "a").reason) == ("failed", "Adressen finns inte.")
    clock.forward(timedelta(days=30))
    assert sending(begin, clock, channel) == Tally()


def test_a_failed_message_that_is_tried_anew_is_the_same_message(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message())
    sending(begin, clock, Pigeons(DeliveryError("Adressen finns inte.", permanent=True)))
    with begin() as connection:
        outbox.retry(connection, now=clock())
    channel = Pigeons()
    assert sending(begin, clock, channel) == Tally(sent=1)
    assert channel.mails[0]["Message-ID"] == row(begin).message_id


@pytest.mark.parametrize(
    "bad",
    [
        message(recipient="kim"),
        message(recipient="kim@post.example\r\nBcc: alla@post.example"),
        message(template="unknown"),
        message(context={}),
    ],
)
def test_a_message_that_makes_no_mail_is_shown_and_stops_nothing(begin: Begin, clock: Clock, bad: Message) -> None:
    enqueue(begin, clock, bad, message("good"))
    channel = Pigeons()
    assert sending(begin, clock, channel) == Tally(failed=1, sent=1)
    assert row(begin).state == "failed"
    assert "post.example" not in row(begin).reason
    assert channel.tries == 1


def test_a_channel_that_is_down_stops_the_batch_and_costs_no_attempt(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message("a"), message("b"), message("c"))
    channel = Pigeons(None, ChannelDownError("Nere."))
    assert sending(begin, clock, channel) == Tally(sent=1, released=2, trouble="Nere.")
    assert channel.tries == 2
    for key in ("b", "c"):
        waiting = row(begin, key)
        assert (waiting.state, waiting.attempts, waiting.reason) == ("queued", 0, "Nere.")
    clock.forward(PAUSE)
    assert sending(begin, clock, channel) == Tally(sent=2)


def test_a_channel_that_is_down_for_weeks_loses_nothing(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message("a"), message("b", expires_at=clock() + timedelta(days=7)))
    for _ in range(len(DELAYS) + 5):
        sending(begin, clock, Pigeons(ChannelDownError("Nere.")))
        clock.forward(timedelta(days=1))
    channel = Pigeons()
    assert sending(begin, clock, channel) == Tally(sent=1, expired=1)
    assert row(begin, "b").state == "expired"


def test_a_connection_that_was_lost_costs_its_mail_an_attempt_and_lets_the_others_wait(
    begin: Begin, clock: Clock
) -> None:
    enqueue(begin, clock, message("a"), message("b"))
    assert sending(begin, clock, Pigeons(ConnectionLostError("Bröts."))) == Tally(
        retried=1, released=1, trouble="Bröts."
    )
    assert (row(begin, "a").attempts, row(begin, "b").attempts) == (1, 0)


def test_what_expired_is_never_sent(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message(expires_at=clock() + timedelta(hours=1)))
    clock.forward(timedelta(hours=1))
    channel = Pigeons()
    assert sending(begin, clock, channel) == Tally(expired=1)
    assert channel.tries == 0
    assert row(begin).state == "expired"


def test_what_could_only_be_tried_again_too_late_has_failed(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message(expires_at=clock() + DELAYS[0]))
    assert sending(begin, clock, Pigeons(temporary())) == Tally(failed=1)


def test_what_there_is_no_reason_for_any_more_is_withdrawn(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message("a"), message("b"))
    channel = Pigeons()
    tally = sending(begin, clock, channel, freshen=lambda _, claimed: claimed.message if claimed.id == 2 else None)
    assert tally == Tally(withdrawn=1, sent=1)
    assert (row(begin, "a").state, row(begin, "b").state) == ("withdrawn", "sent")


def test_a_message_says_what_is_true_when_it_goes(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message())
    fresh = message(context=CONTEXT | {"overdue": True}, recipient="kim@ny.example", language="en")
    channel = Pigeons(Crash())
    with pytest.raises(Crash):
        sending(begin, clock, channel, freshen=lambda _, __: fresh)
    stored = row(begin)
    assert (stored.context, stored.recipient, stored.language) == (fresh.context, "kim@ny.example", "en")
    clock.forward(LEASE)
    sending(begin, clock, channel)
    (mail,) = channel.mails
    assert mail["Subject"] == "Reminder: something was to be done by Tuesday 17 March"
    assert (mail["To"], mail["Message-ID"]) == ("kim@ny.example", stored.message_id)


def test_a_message_that_became_too_old_when_it_was_looked_at_again_expires(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message())
    assert sending(begin, clock, Pigeons(), freshen=lambda _, __: message(expires_at=clock())) == Tally(expired=1)


def test_what_is_withdrawn_while_others_go_is_not_sent(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message("a"), message("b", about="j2"))

    def withdraw_the_other(connection: Connection, claimed: Claimed) -> Message:
        outbox.withdraw(connection, about="j2", now=clock())
        return claimed.message

    channel = Pigeons()
    assert sending(begin, clock, channel, freshen=withdraw_the_other) == Tally(sent=1, lost=1)
    assert row(begin, "b").state == "withdrawn"


def test_what_another_worker_took_over_is_left_to_it(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message("a"), message("b"))

    def take_over(connection: Connection, claimed: Claimed) -> Message:
        connection.execute(update(OUTBOX).where(OUTBOX.c.key == "b").values(claimed_by="other"))
        return claimed.message

    channel = Pigeons()
    assert sending(begin, clock, channel, freshen=take_over) == Tally(sent=1, lost=1)
    assert (row(begin, "b").state, row(begin, "b").claimed_by) == ("sending", "other")


def test_a_delivery_that_is_told_to_stop_gives_back_the_rest(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message("a"), message("b"), message("c"))
    channel = Pigeons()
    assert sending(begin, clock, channel, keep_going=lambda: channel.tries == 0) == Tally(sent=1, released=2)
    assert (row(begin, "b").state, row(begin, "b").attempts, row(begin, "b").reason) == ("queued", 0, None)


def test_a_delivery_that_is_told_to_stop_before_it_began_does_nothing(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message())
    assert sending(begin, clock, Pigeons(), keep_going=lambda: False) == Tally()
    assert row(begin).attempts == 0


def test_what_ends_its_worker_each_time_is_given_up(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message())
    attempts = len(DELAYS) + 1
    channel = Pigeons(*(Crash() for _ in range(attempts)))
    for _ in range(attempts):
        with pytest.raises(Crash):
            sending(begin, clock, channel)
        clock.forward(LEASE)
    assert sending(begin, clock, channel) == Tally(failed=1)
    assert row(begin).state == "failed"


def test_a_worker_that_dies_holds_up_only_the_mail_in_its_hand(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message("a"), message("b"))
    with pytest.raises(Crash):
        sending(begin, clock, Pigeons(Crash()))
    assert (row(begin, "a").state, row(begin, "b").state) == ("sending", "queued")


@pytest.mark.parametrize("take_back", [outbox.withdraw, outbox.erase])
def test_a_mail_that_went_while_it_was_taken_back_is_on_record(
    begin: Begin, clock: Clock, take_back: Callable[..., object]
) -> None:
    enqueue(begin, clock, message())

    class Slow(Pigeons):
        def send(self, mail: EmailMessage) -> None:
            with begin() as connection:
                take_back(connection, about="j1", now=clock())
            super().send(mail)

    assert sending(begin, clock, Slow()) == Tally(sent=1)
    assert row(begin).state == "sent"


def test_why_a_mail_waits_stays_known_when_it_is_given_back(begin: Begin, clock: Clock) -> None:
    enqueue(begin, clock, message("a"), message("b"))
    sending(begin, clock, Pigeons(temporary(), temporary()))
    clock.forward(DELAYS[0])
    channel = Pigeons()
    assert sending(begin, clock, channel, keep_going=lambda: not channel.tries) == Tally(released=1, sent=1)
    assert row(begin, "b").reason == "Inte än."
