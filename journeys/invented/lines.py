"""From a life that was lived to the lines of a journal, as far as today."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from journeys.invented.chance import Chance
from journeys.invented.diary import Happening
from journeys.invented.life import Life
from journeys.invented.slips import slips

REGISTERED_LATE = 0.03

Line = dict[str, Any]


def lines_of(life: Life) -> Iterator[Line]:
    """The journal of one journey, by day."""
    happened = [happening for happening in _by_day(life) if happening.on <= life.frame.today]
    ids = {id(happening): f"e{number}" for number, happening in enumerate(happened, start=1)}
    by = life.frame.managers[happened[0].fields["unit"]]
    for happening in happened:
        by = happening.fields.get("caseworker", by)
        line = {"journey": life.reference, "event": happening.event, "on": happening.on.isoformat()}
        line["id"] = ids[id(happening)]
        if at := _registered_late(life.chance, happening, life.frame.today):
            line["at"] = at
        line["by"] = by
        if happening.of:
            line["of"] = ids[id(happening.of)]
        yield line | happening.fields


def _by_day(life: Life) -> Sequence[Happening]:
    """Steps before the records of the same day, and what puts things right last."""
    records, today = _possible(life), life.frame.today
    made = [each for each in records if each.on <= today and each.event != "excepted"]
    corrections = list(slips(life.chance, made, min(today, life.ended_on or today)))
    return sorted([*life.diary.steps, *records, *corrections], key=lambda happening: happening.on)


def _possible(life: Life) -> list[Happening]:
    """The records made while they could be: from the admission to the end. An excuse needs a journey that goes on."""
    if life.admitted_on is None:
        return []
    for record in life.work.done:
        record.on = max(record.on, life.admitted_on)
    end = life.ended_on or date.max
    return [each for each in life.work.done if each.on < end or (each.on == end and each.event != "excepted")]


def _registered_late(chance: Chance, happening: Happening, today: date) -> str | None:
    """The moment of registration, where it was not on the day itself."""
    if happening.of or not chance.happens(REGISTERED_LATE):
        return None
    day = happening.on + timedelta(days=chance.between(1, 9))
    return f"{day}T13:10:00+00:00" if day <= today else None
