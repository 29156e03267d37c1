"""Which days somebody is reminded, of what (spec: counting.md "Reminders")."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.calendar import Offset
from workflows.history import Booking
from workflows.programme import Programme, Reminder

SENT_LATE_FOR = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What the reminders of a journey depend on, beside its obligations."""

    paused: bool
    ended: bool
    party: str | None
    booking: Booking | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """An obligation that waits: open or overdue."""

    rule: str
    n: int
    anchor: date
    due: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminding:
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


def reminders(programme: Programme, standing: Standing, waiting: Iterable[Waiting]) -> Iterator[Reminding]:
    """Every reminder that the waiting obligations of one journey have, whatever its day."""
    if standing.paused:
        return
    for due in waiting:
        rule = programme.rule(due.rule)
        if rule is None or (standing.ended and not rule.after_exit):
            continue
        for reminder in programme.reminders_of(due.rule):
            for offset, sign in _offsets(reminder):
                yield from _of_offset(reminder, due, offset, sign, standing, checkpoint=rule.checkpoint)


def _offsets(reminder: Reminder) -> Iterator[tuple[Offset, str]]:
    for offset in reminder.before:
        yield offset, "-"
    for offset in reminder.after:
        yield offset, "+"


def _of_offset(
    reminder: Reminder, due: Waiting, offset: Offset, sign: str, standing: Standing, *, checkpoint: bool
) -> Iterator[Reminding]:
    booking = standing.booking if checkpoint else None
    counts_from = booking.time.date() if booking else due.due
    on = offset.before(counts_from) if sign == "-" else offset.after(counts_from)
    if on < due.anchor or (booking and on <= booking.booked_on):
        return
    for to in reminder.to:
        if not (to == "referrer" and standing.party == "self"):
            yield Reminding(
                rule=due.rule,
                n=due.n,
                offset=f"{sign}{offset.text}",
                to=to,
                on=on,
                counts_from=counts_from,
                checkpoint=checkpoint,
                of_meeting=booking is not None,
                template=reminder.template,
            )
