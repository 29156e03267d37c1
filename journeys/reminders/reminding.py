"""Reminders that are due become messages, once each.

What is to be said is worked out by `workflows.reminders`; here is who hears it, in how many mails, and that it is never
said twice: every reminder that was sent, or became too late, has its row. Staff with several at once get one digest.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from journeys import jobs
from journeys.catalogue import Catalogue
from journeys.messages import recipients
from journeys.messages.meetings import about
from journeys.messages.recipients import Nobody, Recipient
from journeys.reminders.reminded import Key, row_of, settle, settled
from journeys.reminders.reminder_days import reminders_between
from journeys.settings import STOCKHOLM
from journeys.tables.reports import JOB_RUN
from journeys.work import Work
from notifications import outbox
from notifications.message import Message
from workflows.reminders import SENT_LATE_FOR, Reminding

JOB = "reminders"
LOOK_BACK = timedelta(days=31)
"""How far back reminders are looked for that nobody sent, to mark them as expired."""
TO_STAFF = ("caseworker", "manager", "coordinator")

Due = tuple[str, Reminding]
"""The reference of a journey and one of its reminders."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A reminder that is due, of a journey, with its row of contacts."""

    journey: Any
    reminding: Reminding

    @property
    def key(self) -> Key:
        return (self.journey.reference, *self.reminding.key)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """What became of the reminders of one tick."""

    reminders: int = 0
    messages: int = 0
    expired: int = 0
    skipped: int = 0


def due(connection: Connection, catalogue: Catalogue, today: date) -> list[Due]:
    """The reminders whose day is today or has passed, and that have no row yet."""
    first = _since(connection, today)
    done = settled(connection, first)
    return reminders_between(connection, catalogue, first=first, last=today, today=today, settled=done)


def remind(work: Work, found: list[Due], *, worker: str, knows_template: Callable[[str], bool]) -> Tally:
    """Put reminders that were found due in the outbox, and mark those for which it became too late."""
    jobs.hold(work.connection, JOB, work.now)
    jobs.claim(work.connection, JOB, work.today, worker=worker, now=work.now)
    due_now = _with_contacts(work.connection, _left(work.connection, found, _earliest(found, work.today)))
    expired = [each for each in due_now if each.reminding.expired(work.today)]
    fresh = [each for each in due_now if not each.reminding.expired(work.today)]
    to_one = list(_addressed(work, fresh))
    skipped = [(each, to) for each, to in to_one if isinstance(to, Nobody)]
    sendable = [(each, to) for each, to in to_one if isinstance(to, Recipient)]
    mails = [(group, _message(work, group, knows_template)) for group in _groups(sendable)]
    _settle(work, "expired", [(each, None) for each in expired])
    _settle(work, "skipped", [(each, _skip(work, each, nobody)) for each, nobody in skipped])
    _settle(work, "sent", [(each, errand(message.key)) for group, message in mails for each, _ in group])
    new = outbox.enqueue(work.connection, [message for _, message in mails], now=work.now)
    return Tally(reminders=len(fresh), messages=len(new), expired=len(expired), skipped=len(skipped))


def _left(connection: Connection, found: Iterable[Due], first: date) -> list[Due]:
    """Those that nobody has sent, marked or skipped."""
    done = settled(connection, first)
    return [(reference, each) for reference, each in found if (reference, *each.key) not in done]


def _earliest(found: Iterable[Due], today: date) -> date:
    return min((each.on for _, each in found), default=today)


def _with_contacts(connection: Connection, found: Sequence[Due]) -> list[Found]:
    contacts = recipients.contacts(connection, {reference for reference, _ in found})
    return [Found(journey=contacts[reference], reminding=each) for reference, each in found]


def _since(connection: Connection, today: date) -> date:
    """From when on to look: seven days back, or to the last day reminders were seen to, if that is longer ago."""
    last = connection.execute(select(func.max(JOB_RUN.c.local_date)).where(JOB_RUN.c.name == JOB)).scalar()
    within_reach = today - SENT_LATE_FOR
    return within_reach if last is None else max(min(last, within_reach), today - LOOK_BACK)


def _addressed(work: Work, found: Iterable[Found]) -> Iterator[tuple[Found, Recipient | Nobody]]:
    of_role = recipients.of_roles(work.connection)
    for each in found:
        role, journey = each.reminding.to, each.journey
        if role == "participant":
            yield each, recipients.participant(journey)
        elif role == "referrer":
            yield each, recipients.referrer(journey)
        else:
            who = {"caseworker": journey.caseworker, "manager": journey.unit}.get(role)
            yield from ((each, to) for to in of_role(role, who))


def _groups(addressed: Iterable[tuple[Found, Recipient]]) -> Iterator[list[tuple[Found, Recipient]]]:
    """What goes in one mail: everything for one of the staff, each by itself for the others."""
    staff: dict[tuple[str, str], list[tuple[Found, Recipient]]] = {}
    for each, to in addressed:
        if to.audience in TO_STAFF:
            staff.setdefault((to.audience, to.address), []).append((each, to))
        else:
            yield [(each, to)]
    yield from staff.values()


def errand(key: str) -> str:
    """What the mails to several people about the same have in common: their keys but for the end."""
    return key.rpartition(":")[0]


def _message(work: Work, group: Sequence[tuple[Found, Recipient]], knows_template: Callable[[str], bool]) -> Message:
    return _single(group[0], knows_template) if len(group) == 1 else _digest(work, group)


def _single(one: tuple[Found, Recipient], knows_template: Callable[[str], bool]) -> Message:
    each, to = one
    reminding = each.reminding
    usual = "reminder-meeting" if reminding.of_meeting else _UNBOOKED[reminding.checkpoint]
    template = reminding.template if reminding.template and knows_template(reminding.template) else usual
    return Message(
        key=f"reminder:{each.journey.id}:{':'.join(map(str, reminding.key))}:{_hashed(to.key)}",
        template=template,
        recipient=to.address,
        language=to.language,
        context=single_context(reminding, each.journey.starts_at, each.journey.place, to.audience),
        about=about(each.journey.id),
        expires_at=_too_late(reminding, each.journey.starts_at),
    )


_UNBOOKED = {True: "reminder-unbooked", False: "reminder-to-do"}


def single_context(
    reminding: Reminding, starts_at: datetime | None, place: str | None, audience: str
) -> dict[str, Any]:
    """Time, place and what kind of reader: nothing else leaves the house."""
    if reminding.of_meeting and starts_at:
        return {"starts_at": starts_at.astimezone(STOCKHOLM).isoformat(), "place": place, "audience": audience}
    overdue = reminding.offset.startswith("+")
    return {"due": reminding.counts_from.isoformat(), "overdue": overdue, "audience": audience}


def _digest(work: Work, group: Sequence[tuple[Found, Recipient]]) -> Message:
    to = group[0][1]
    keys = sorted(str(each.key) for each, _ in group)
    days = {(each.journey.id, each.reminding.rule, each.reminding.n): each.reminding.counts_from for each, _ in group}
    return Message(
        key=f"digest:{work.today}:{to.audience}:{_hashed(*keys)}:{_hashed(to.key)}",
        template="digest",
        recipient=to.address,
        language=to.language,
        context=digest_context(days.values(), work.today),
        expires_at=_end_of(work.today + SENT_LATE_FOR),
    )


def digest_context(days: Iterable[date], today: date) -> dict[str, Any]:
    """How many things are overdue, due today, and coming on which day: one day for each thing."""
    counted = Counter(days)
    return {
        "date": today.isoformat(),
        "overdue": sum(count for day, count in counted.items() if day < today),
        "today": counted[today],
        "coming": [{"day": day.isoformat(), "count": counted[day]} for day in sorted(counted) if day > today],
    }


def _too_late(reminding: Reminding, starts_at: datetime | None) -> datetime:
    late = _end_of(reminding.on + SENT_LATE_FOR)
    return min(late, starts_at) if reminding.before_meeting and starts_at else late


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), STOCKHOLM)


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _skip(work: Work, each: Found, nobody: Nobody) -> str:
    """Keep on record that somebody was not reminded, and why; the errand."""
    key = f"reminder:{each.journey.id}:{':'.join(map(str, each.reminding.key))}:nobody"
    message = Message(key=key, template="reminder-to-do", recipient="", about=about(each.journey.id))
    outbox.skip(work.connection, message, reason=nobody.reason, now=work.now)
    return errand(key)


def _settle(work: Work, state: str, found: Iterable[tuple[Found, str | None]]) -> None:
    rows = [row_of(each.journey.id, each.reminding, state, message=message, at=work.now) for each, message in found]
    settle(work.connection, rows)
