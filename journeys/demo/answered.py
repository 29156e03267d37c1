"""What was answered in the invented self-assessments: on the whole a little more each time."""

from collections.abc import Iterable, Iterator
from typing import Any

from journeys.invent import Line
from journeys.invented.chance import Chance
from workflows.instruments import instrument_of
from workflows.programme import Programme
from workflows.programme_tables import Instrument

STEPS = (-1, 0, 0, 1, 1)
"""How far an answer moves from one time to the next, each as likely."""

Answers = dict[str, dict[str, int]]


def answered(lines: Iterable[Line], programme: Programme) -> Iterator[Line]:
    """The same lines; a self-assessment without answers gets some, always the same for the same journey."""
    last: dict[Any, tuple[Chance, Answers]] = {}
    for line in lines:
        instrument = instrument_of(programme, line["event"])
        if instrument is None or "values" in line:
            yield line
            continue
        journey = line.get("journey")
        chance, before = last.get(journey, (Chance(f"answers of {journey}"), {}))
        values = _next(instrument, chance, before)
        last[journey] = chance, values
        yield {**line, "values": values}


def _next(instrument: Instrument, chance: Chance, before: Answers) -> Answers:
    return {
        who: {each.id: _step(instrument, chance, before.get(who, {}).get(each.id)) for each in instrument.indicators}
        for who in instrument.respondents
    }


def _step(instrument: Instrument, chance: Chance, before: int | None) -> int:
    low, high = instrument.scale
    if before is None:
        return chance.between(low, (low + high) // 2)
    return min(max(before + chance.pick(STEPS), low), high)
