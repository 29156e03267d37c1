"""What is asked for when somebody leaves: prepared before, handed to all who should have it, or only to some."""

from collections.abc import Iterator
from datetime import date, timedelta

from journeys.invented.chance import Chance
from journeys.invented.diary import Happening
from journeys.invented.frame import Frame
from journeys.invented.work import LATE, NEVER
from workflows.calendar import Period, next_working_day, previous_working_day
from workflows.programme_tables import Record

TO_EVERYBODY = 0.85
TO_THE_OTHERS_LATER = 0.6


def after_exit(frame: Frame, chance: Chance, *, started_on: date, exited_on: date, outcome: str) -> Iterator[Happening]:
    """The records of the rules that count from the exit, none before the start."""
    for asked in frame.asked.get("exited", ()):
        applies = asked.rule.outcomes is None or outcome in asked.rule.outcomes
        if applies and not chance.happens(NEVER):
            yield from _handed_out(chance, asked.record, max(started_on, _day(chance, asked.within, exited_on)))


def _day(chance: Chance, within: Period, exited_on: date) -> date:
    due = within.after(exited_on)
    if chance.happens(LATE):
        return chance.working_day_after(next_working_day(due), 1, 20)
    if within.amount < 0:
        return previous_working_day(due - timedelta(days=chance.between(0, 14)))
    return chance.working_day_from(exited_on, due)


def _handed_out(chance: Chance, record: Record, day: date) -> Iterator[Happening]:
    if not record.recipients:
        yield Happening(day, record.id)
    elif len(record.recipients) == 1 or chance.happens(TO_EVERYBODY):
        yield Happening(day, record.id, {"to": list(record.recipients)})
    else:
        first, *others = record.recipients
        yield Happening(day, record.id, {"to": [first]})
        if chance.happens(TO_THE_OTHERS_LATER):
            yield Happening(chance.working_day_after(day, 2, 14), record.id, {"to": others})
