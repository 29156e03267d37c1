"""The booked checkpoint: its row, and the invitations that follow it (RFC 5546: same UID, SEQUENCE + 1).

One comparison serves every way a meeting can change (booked, moved, cancelled, corrected, taken back, the stage left,
the journey ended or handed over): what each mailbox has been told against what the history says now.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from journeys.dossier import Dossier
from journeys.lines import Booked, Line
from journeys.recipients import Recipient, of_meeting
from journeys.settings import STOCKHOLM
from journeys.tables import MEETING
from journeys.work import Work
from notifications import outbox
from notifications.message import Invitation, Message, Method
from notifications.outbox import Said
from workflows.events import CORRECTIONS
from workflows.history import Booking, History

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


def starts_at(booking: Booking) -> datetime:
    """The moment of a local wall-clock time."""
    return booking.time.replace(tzinfo=STOCKHOLM).astimezone(UTC)


def values_of(journey_id: int, history: History, place: str | None) -> dict[str, Any] | None:
    """The row of the meeting that is booked, with a new UID; None where there is none."""
    if history.booking is None:
        return None
    return {
        "journey_id": journey_id,
        "uid": f"{uuid.uuid4()}@farled",
        "sequence": 0,
        "starts_at": starts_at(history.booking),
        "booked_on": history.booking.booked_on,
        "place": place,
        "caseworker": history.caseworker,
    }


def follow(work: Work, dossier: Dossier, journey_id: int, history: History, line: Line) -> int:
    """Bring the row up to what the history says and put what that means for calendars in the outbox; how many."""
    booking = history.booking if history.end is None else None
    if dossier.id is None or (booking is None and line.event not in _CAN_END_IT):
        return 0
    before = _stored(work.connection, journey_id)
    if before is None and booking is None:
        return 0
    now = _wanted(work, dossier, journey_id, history, line, before) if booking else None
    messages = list(_messages(work, journey_id, _as_meeting(before), _as_meeting(now), line))
    if now:
        now["sequence"] = max([now["sequence"], *(each.invitation.sequence for each in messages if each.invitation)])
    _store(work.connection, journey_id, before, now)
    return len(outbox.enqueue(work.connection, messages, now=work.now))


_CAN_END_IT = CORRECTIONS | {
    "booked",
    "cancelled",
    "checkpoint",
    "exited",
    "declined",
    "reopened",
    "reassigned",
    "advanced",
}


def _stored(connection: Connection, journey_id: int) -> dict[str, Any] | None:
    row = connection.execute(_OF_ONE, {"its_id": journey_id}).mappings().first()
    return dict(row) if row else None


_OF_ONE = select(MEETING).where(MEETING.c.journey_id == bindparam("its_id"))


def _wanted(
    work: Work, dossier: Dossier, journey_id: int, history: History, line: Line, before: dict[str, Any] | None
) -> dict[str, Any]:
    place = before["place"] if before else None
    if isinstance(line, Booked):
        place = line.place
    elif line.event in CORRECTIONS or before is None:
        place = dossier.private(work.ledger, "booked").get("booked", {}).get("place")
    wanted = values_of(journey_id, history, place)
    assert wanted is not None
    if before is None:
        return wanted
    kept = {"uid": before["uid"], "sequence": before["sequence"]}
    if any(wanted[key] != before[key] for key in ("starts_at", "place")):
        kept["sequence"] += 1
    return wanted | kept


def _store(connection: Connection, journey_id: int, before: dict[str, Any] | None, now: dict[str, Any] | None) -> None:
    if before == now:
        return
    mine = MEETING.c.journey_id == journey_id
    if before and now:
        connection.execute(update(MEETING).where(mine).values(now))
    elif now:
        connection.execute(insert(MEETING), now)
    else:
        connection.execute(delete(MEETING).where(mine))


def _as_meeting(row: dict[str, Any] | None) -> Meeting | None:
    return Meeting(**{key: row[key] for key in Meeting.__slots__}) if row else None


def _messages(
    work: Work, journey_id: int, before: Meeting | None, now: Meeting | None, line: Line
) -> Iterator[Message]:
    """Invitations to who has none, moves to who has one, cancellations to who should come no longer."""
    if before is not None and now is None and line.event == "checkpoint" and _came(before, line):
        return  # it was held
    found = _recipients(work, journey_id, now) if now and now.starts_at > work.now else []
    wanted = {_mailbox(work, recipient): recipient for recipient in found}
    said = _said(work, journey_id, before) if before else {}
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
            yield from _cancellation(work, journey_id, before, last, above)


def _said(work: Work, journey_id: int, meeting: Meeting) -> dict[str, list[Said]]:
    """What was said of the meeting, by mailbox; of an imported one everybody was told elsewhere."""
    found = outbox.said(work.connection, about=about(journey_id), key_prefix=f"meeting:{meeting.uid}:")
    if not found and meeting.starts_at > work.now:
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
    last = told.get(_mailbox(work, recipient))
    invited = last is not None and last.invitation.method == Method.REQUEST
    if last is not None and last.invitation.sequence >= now.sequence:
        now = replace(now, sequence=max(above, now.sequence) + 1)
    return _message(work, journey_id, now, recipient, "meeting-moved" if invited else "meeting-invitation")


def _cancellation(work: Work, journey_id: int, before: Meeting, last: Said, above: int) -> Iterator[Message]:
    """To the mailbox that was told, unless nothing may be written to it any more."""
    if before.starts_at <= work.now:
        before = replace(before, starts_at=last.invitation.starts_at, place=last.invitation.place)
    before = replace(before, sequence=max(above, before.sequence) + 1)
    for recipient in of_meeting(work.connection, journey_id, last.address if last.audience == CASEWORKER else None):
        if (recipient.audience, recipient.address) == (last.audience, last.address):
            yield _message(work, journey_id, before, recipient, "meeting-cancelled")


def _mailbox(work: Work, recipient: Recipient | Said) -> str:
    """Tells mailboxes apart in a key, for nobody who has not the secret."""
    return work.keys.lookup(f"mailbox {recipient.audience} {recipient.address}")[:16]


def _came(meeting: Meeting, line: Line) -> bool:
    """Whether the meeting's day had come when the checkpoint was held."""
    return meeting.starts_at.astimezone(STOCKHOLM).date() <= line.on


def _recipients(work: Work, journey_id: int, meeting: Meeting) -> Sequence[Recipient]:
    return of_meeting(work.connection, journey_id, meeting.caseworker)


def _message(work: Work, journey_id: int, meeting: Meeting, recipient: Recipient, template: str) -> Message:
    method = Method.CANCEL if template == "meeting-cancelled" else Method.REQUEST
    return Message(
        key=f"meeting:{meeting.uid}:{meeting.sequence}:{template}:{_mailbox(work, recipient)}",
        template=template,
        recipient=recipient.address,
        language=recipient.language,
        context={
            "starts_at": meeting.starts_at.astimezone(STOCKHOLM).isoformat(),
            "place": meeting.place,
            "audience": recipient.audience,
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
