"""The invitations that follow a booked checkpoint (RFC 5546: same UID, SEQUENCE + 1).

One comparison serves every way a meeting can change (booked, moved, cancelled, corrected, taken back, the stage left,
the journey ended or handed over): what each mailbox has been told against what the history says now.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from journeys.dossier import Dossier
from journeys.messages import bookings, recipients
from journeys.messages.bookings import CAN_END_IT, Row
from journeys.messages.recipients import Recipient, of_meeting
from journeys.settings import STOCKHOLM
from journeys.work import Work
from notifications import outbox
from notifications.message import Invitation, Message, Method
from notifications.outbox import Said
from workflows.history import History

MINUTES = 60
CASEWORKER = "caseworker"
SUMMARY = {"sv": "Möte", "en": "Meeting"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """A booked meeting as its invitation says it."""

    uid: str
    sequence: int
    starts_at: datetime
    place: str | None
    caseworker: str | None


def follow(work: Work, dossier: Dossier, journey_id: int, history: History, *, invites: bool = True) -> int:
    """Bring the row up to what the history says and put what that means for calendars in the outbox; how many.

    Without `invites` people hear of a meeting only if they were invited to it from here.
    """
    new = [draft.line for draft in dossier.new]
    if dossier.id is None or (history.booking is None and not any(line.event in CAN_END_IT for line in new)):
        return 0
    stored = bookings.stored(work.connection, journey_id)
    before = None if stored and bookings.was_held(stored, new) else stored
    now = bookings.wanted(work.ledger, dossier, journey_id, history, before)
    messages = list(_messages(work, journey_id, _as_meeting(before), _as_meeting(now), invites=invites))
    if now:
        now["sequence"] = max([now["sequence"], *(each.invitation.sequence for each in messages if each.invitation)])
    bookings.store(work.connection, journey_id, stored, now)
    return len(outbox.enqueue(work.connection, messages, now=work.now))


def _as_meeting(row: Row | None) -> Meeting | None:
    return Meeting(**{key: row[key] for key in Meeting.__slots__}) if row else None


def _messages(
    work: Work, journey_id: int, before: Meeting | None, now: Meeting | None, *, invites: bool
) -> Iterator[Message]:
    """Invitations to who has none, moves to who has one, cancellations to who should come no longer."""
    said = _said(work, journey_id, before, elsewhere=invites) if before else {}
    if not said and not invites:
        return
    found = _recipients(work, journey_id, now) if now and now.starts_at > work.now else []
    wanted = {_mailbox(work, recipient): recipient for recipient in found}
    standing = {mailbox: _standing(each, now if mailbox in wanted else None) for mailbox, each in said.items()}
    if before is not None:
        _take_back(work, journey_id, before, {each.key for each in standing.values() if each})
    told = {mailbox: last for mailbox, each in said.items() if (last := _last_told(each))}
    above = max((each.invitation.sequence for each in told.values()), default=-1)
    for mailbox, recipient in wanted.items():
        assert now is not None
        if not standing.get(mailbox):
            yield _request(work, journey_id, now, recipient, told, above)
    for mailbox, last in told.items():
        assert before is not None
        if mailbox not in wanted and not standing[mailbox] and last.invitation.starts_at > work.now:
            yield from _cancellation(work, journey_id, before, last, above, stands=bool(wanted))


def _said(work: Work, journey_id: int, meeting: Meeting, *, elsewhere: bool) -> dict[str, list[Said]]:
    """What was said of the meeting, by mailbox; of an imported one everybody was told, `elsewhere`."""
    found = outbox.said(work.connection, about=about(journey_id), key_prefix=f"meeting:{meeting.uid}:")
    if elsewhere and not found and meeting.starts_at > work.now:
        found = [_said_elsewhere(work, meeting, each) for each in _recipients(work, journey_id, meeting)]
    by_mailbox: dict[str, list[Said]] = {}
    for each in found:
        by_mailbox.setdefault(_mailbox(work, each), []).append(each)
    return by_mailbox


def _said_elsewhere(work: Work, meeting: Meeting, recipient: Recipient) -> Said:
    return Said(
        key="",
        template="meeting-invitation",
        audience=recipient.audience,
        address=recipient.address,
        language=recipient.language,
        invitation=_invitation(work, meeting, recipient, Method.REQUEST),
        told=True,
    )


def _last_told(said: Sequence[Said]) -> Said | None:
    return next((each for each in reversed(said) if each.told), None)


def _standing(said: Sequence[Said], now: Meeting | None) -> Said | None:
    """What already says to the mailbox what is so, or will when it is sent; `now` is None where it is let off."""
    return next((each for each in (said[-1], _last_told(said)) if each and _says(each.invitation, now)), None)


def _says(invitation: Invitation, now: Meeting | None) -> bool:
    if now is None or invitation.method == Method.CANCEL:
        return now is None and invitation.method == Method.CANCEL
    return (invitation.starts_at, invitation.place) == (now.starts_at, now.place)


def _take_back(work: Work, journey_id: int, meeting: Meeting, keep: Collection[str]) -> None:
    """Withdraw what is still unsent about the meeting and no longer so."""
    prefix = f"meeting:{meeting.uid}:"
    outbox.withdraw(work.connection, about=about(journey_id), keep=keep, key_prefix=prefix, now=work.now)


def _request(
    work: Work, journey_id: int, now: Meeting, recipient: Recipient, told: Mapping[str, Said], above: int
) -> Message:
    """A move to who has an invitation; an invitation, which outdoes a cancellation, to who has none."""
    mailbox = _mailbox(work, recipient)
    last = told.get(mailbox)
    invited = last is not None and last.invitation.method == Method.REQUEST
    if any(each.audience == recipient.audience != CASEWORKER for other, each in told.items() if other != mailbox):
        # Their former address is let off: in a calendar that reads both, the invitation is to be the later word.
        now = replace(now, sequence=max(above, now.sequence) + 2)
    elif last is not None and last.invitation.sequence >= now.sequence:
        now = replace(now, sequence=max(above, now.sequence) + 1)
    return _message(work, journey_id, now, recipient, "meeting-moved" if invited else "meeting-invitation")


def _cancellation(
    work: Work, journey_id: int, before: Meeting, last: Said, above: int, *, stands: bool
) -> Iterator[Message]:
    """To the mailbox that was told, unless nothing may be written to it any more."""
    if before.starts_at <= work.now:
        before = replace(before, starts_at=last.invitation.starts_at, place=last.invitation.place)
    before = replace(before, sequence=max(above, before.sequence) + 1)
    for recipient in _who_was_told(work, journey_id, last):
        readdressed = recipient.former and stands
        yield _message(
            work, journey_id, before, recipient, "meeting-readdressed" if readdressed else "meeting-cancelled"
        )


def _who_was_told(work: Work, journey_id: int, last: Said) -> Iterator[Recipient]:
    """Whom the mailbox belongs to, if it may be written to: a caseworker who works here, or somebody not protected."""
    if last.audience == CASEWORKER:
        found = recipients.caseworkers(work.connection, last.address)
        yield from (each for each in found if isinstance(each, Recipient))
        return
    journey = recipients.journey_contacts(work.connection, journey_id)
    if not recipients.is_protected(journey):
        told = {"audience": last.audience, "key": last.audience, "address": last.address, "language": last.language}
        now = recipients.OUTSIDE[last.audience](journey)
        yield Recipient(**told, former=not isinstance(now, Recipient) or now.address != last.address)


def _mailbox(work: Work, recipient: Recipient | Said) -> str:
    """Tells mailboxes apart in a key, for nobody who has not the secret."""
    return work.keys.lookup(f"mailbox {recipient.audience} {recipient.address}")[:16]


def _recipients(work: Work, journey_id: int, meeting: Meeting) -> Sequence[Recipient]:
    return of_meeting(work.connection, journey_id, meeting.caseworker)


def _message(work: Work, journey_id: int, meeting: Meeting, recipient: Recipient, template: str) -> Message:
    method = Method.CANCEL if template in ("meeting-cancelled", "meeting-readdressed") else Method.REQUEST
    return Message(
        key=f"meeting:{meeting.uid}:{meeting.sequence}:{template}:{_mailbox(work, recipient)}",
        template=template,
        recipient=recipient.address,
        language=recipient.language,
        context={
            "starts_at": meeting.starts_at.astimezone(STOCKHOLM).isoformat(),
            "place": meeting.place,
            "audience": recipient.audience,
            **({"former": True} if recipient.former else {}),
        },
        about=about(journey_id),
        invitation=_invitation(work, meeting, recipient, method),
        expires_at=meeting.starts_at,
    )


def _invitation(work: Work, meeting: Meeting, recipient: Recipient, method: Method) -> Invitation:
    return Invitation(
        uid=meeting.uid,
        sequence=meeting.sequence,
        method=method,
        starts_at=meeting.starts_at,
        minutes=MINUTES,
        place=meeting.place,
        organizer=work.organizer,
        summary=SUMMARY.get(recipient.language, SUMMARY["sv"]),
    )


def about(journey_id: int) -> str:
    """The opaque id by which messages of a journey are withdrawn and erased."""
    return f"journey:{journey_id}"


def journey_of(opaque: str | None) -> int | None:
    """The journey whose opaque id it is; None for what is about no journey."""
    kind, _, journey_id = (opaque or "").partition(":")
    return int(journey_id) if kind == "journey" else None
