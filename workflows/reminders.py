"""Which days somebody is reminded, of what (spec: counting.md "Reminders")."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from workflows.history import Booking, History
from workflows.obligations import Obligation
from workflows.programme import Programme
from workflows.programme_tables import Reminder, Rule

SENT_LATE_FOR = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What the reminders of a journey depend on, beside its obligations."""

    paused: bool
    ended: bool
    party: str | None
    booking: Booking | None


def standing_of(history: History, party: str | None) -> Standing:
    return Standing(paused=history.paused, ended=history.end is not None, party=party, booking=history.booking)


class Waiting(NamedTuple):
    """An obligation that waits: open or overdue."""

    rule: str
    n: int
    anchor: date
    due: date


def waiting_of(found: Iterable[Obligation]) -> list[Waiting]:
    return [Waiting(rule=each.rule, n=each.n, anchor=each.anchor, due=each.due) for each in found if each.waiting]


class Reminding(NamedTuple):
    """One reminder to one recipient.

    `counts_from` is the due day or, `of_meeting`, the booked meeting of a `checkpoint`.
    """

    rule: str
    n: int
    offset: str
    to: str
    on: date
    counts_from: date
    checkpoint: bool
    of_meeting: bool
    template: str | None

    @property
    def key(self) -> tuple[str, int, str, str, date]:
        """Unique within the journey: a moved date gives a new one."""
        return self.rule, self.n, self.offset, self.to, self.counts_from

    def expired(self, today: date) -> bool:
        """Too late to send: more than seven days after its day, or the meeting is over."""
        return today > self.on + SENT_LATE_FOR or (self.before_meeting and today > self.counts_from)

    @property
    def before_meeting(self) -> bool:
        """There is nothing to announce once the meeting is over."""
        return self.of_meeting and self.offset.startswith("-")


def reminders(
    programme: Programme,
    standing: Standing,
    waiting: Iterable[Waiting],
    *,
    first: date = date.min,
    last: date = date.max,
) -> Iterator[Reminding]:
    """The reminders that the waiting obligations of one journey have and whose day is in [first, last]."""
    if standing.paused:
        return
    for due in waiting:
        rule = programme.rule(due.rule)
        if rule is not None and (rule.after_exit or not standing.ended):
            for reminder in programme.reminders_of(rule.id):
                yield from _of_obligation(reminder, rule, due, standing, first, last)


def _of_obligation(
    reminder: Reminder, rule: Rule, due: Waiting, standing: Standing, first: date, last: date
) -> Iterator[Reminding]:
    booking = standing.booking if rule.checkpoint else None
    counts_from = booking.time.date() if booking else due.due
    for offset, on in _days(reminder, counts_from):
        # Before anything is made: those of other days are the most.
        if first <= on <= last and _in_time(on, due, booking):
            for to in _to(reminder, standing):
                yield Reminding(
                    rule=rule.id,
                    n=due.n,
                    offset=offset,
                    to=to,
                    on=on,
                    counts_from=counts_from,
                    checkpoint=rule.checkpoint,
                    of_meeting=booking is not None,
                    template=reminder.template,
                )


def _days(reminder: Reminder, counts_from: date) -> Iterator[tuple[str, date]]:
    """Each offset with its sign, and its day."""
    for offset in reminder.before:
        yield f"-{offset.text}", offset.before(counts_from)
    for offset in reminder.after:
        yield f"+{offset.text}", offset.after(counts_from)


def _in_time(on: date, due: Waiting, booking: Booking | None) -> bool:
    """Not before the anchor; and whoever was invited that day or later has had notice enough."""
    return on >= due.anchor and not (booking and on <= booking.booked_on)


def _to(reminder: Reminder, standing: Standing) -> Iterator[str]:
    """Who is reminded. Somebody who refers themselves is not reminded as referrer."""
    return (to for to in reminder.to if not (to == "referrer" and standing.party == "self"))
