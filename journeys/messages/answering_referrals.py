"""The referrer hears that a referral has been answered: admitted or declined in the same words, so that nobody can
read off the mail which it was (decision 10)."""

from datetime import timedelta

from journeys.journal.lines import Line
from journeys.messages.meetings import about
from journeys.messages.recipients import Nobody, Recipient, journey_contacts, referrer
from journeys.work import Work
from notifications import outbox
from notifications.message import Message
from workflows.history import History
from workflows.machine import ADMITTED, DECLINED, REFERRED

ANSWERS = {"admitted": ADMITTED, "declined": DECLINED}
"""Step → the state that it leads to."""
_TAKES_BACK = frozenset({"voided", "reopened"})
LATEST = timedelta(days=7)
"""What was answered longer ago is written down afterwards: a mail would tell old news."""


def tell(work: Work, line: Line, event_id: str, journey_id: int, history: History) -> Recipient | Nobody | None:
    """Put it in the outbox. Whom it goes to, or why to nobody; None where the step answers no referral just now.

    What has not gone when the referral is left without an answer again is not sent. The end of somebody who had been
    admitted is no answer to a referral: a second mail, where nothing was taken back, could only mean no.
    """
    if line.event in _TAKES_BACK and history.state == REFERRED:
        _withdraw(work, journey_id, _key(journey_id))
    if not _answers(line, history) or work.today - line.on > LATEST:
        return None
    _withdraw(work, journey_id, _key(journey_id))
    contacts = journey_contacts(work.connection, journey_id)
    if contacts.party == "self":  # they hear it in person, and nobody else has sent anything
        return None
    found = referrer(contacts)
    if isinstance(found, Recipient):
        outbox.enqueue(work.connection, [_message(found, journey_id, event_id)], now=work.now)
    return found


def _answers(line: Line, history: History) -> bool:
    """Whether the step is the first answer that stands, and the journey is where it leads."""
    if history.state != ANSWERS.get(line.event):
        return False
    return line.event == "admitted" or history.admitted_on is None


def _message(recipient: Recipient, journey_id: int, event_id: str) -> Message:
    return Message(
        key=f"{_key(journey_id)}{event_id}:",
        template="referral-answered",
        recipient=recipient.address,
        language=recipient.language,
        context={"audience": recipient.audience},
        about=about(journey_id),
    )


def _withdraw(work: Work, journey_id: int, key_prefix: str) -> None:
    outbox.withdraw(work.connection, about=about(journey_id), key_prefix=key_prefix, now=work.now)


def _key(journey_id: int) -> str:
    return f"referral-answered:{journey_id}:"
