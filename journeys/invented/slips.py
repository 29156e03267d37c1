"""What was registered wrong, and how it was put right."""

from collections.abc import Iterator, Sequence
from datetime import date

from journeys.invented.chance import Chance
from journeys.invented.diary import Happening

WRONG_DAY = 0.03
TWICE = 0.02

WHY_CORRECTED = ("Fel dag i anteckningen.", "Läste fel i kalendern.")
WHY_VOIDED = ("Registrerad två gånger.", "Hörde till ett annat ärende.")


def slips(chance: Chance, records: Sequence[Happening], last_day: date) -> Iterator[Happening]:
    """Corrections of one journey's records. One that got a later day than the true one is changed in place."""
    if not records:
        return
    if chance.happens(WRONG_DAY):
        yield _wrong_day(chance, chance.pick(records), last_day)
    if chance.happens(TWICE):
        yield from _twice(chance, chance.pick(records), last_day)


def _wrong_day(chance: Chance, record: Happening, last_day: date) -> Happening:
    true_day = record.on
    record.on = min(last_day, chance.working_day_after(true_day, 1, 6))
    fields = {"set": {"on": true_day.isoformat()}, "reason": chance.pick(WHY_CORRECTED)}
    return Happening(chance.working_day_after(record.on, 0, 9), "corrected", fields, of=record)


def _twice(chance: Chance, record: Happening, last_day: date) -> Iterator[Happening]:
    again = Happening(min(last_day, chance.working_day_after(record.on, 0, 2)), record.event, dict(record.fields))
    yield again
    reason = {"reason": chance.pick(WHY_VOIDED)}
    yield Happening(chance.working_day_after(again.on, 0, 5), "voided", reason, of=again)
