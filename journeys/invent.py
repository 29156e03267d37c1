"""Invented journeys: any number, through any programme, laid around a day (for the demo, the tests and the benchmarks).

Nobody in them exists and no address leads anywhere. The same arguments give the same journal.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count, islice, takewhile
from pathlib import Path

from journeys.invented.chance import Chance
from journeys.invented.diary import Diary
from journeys.invented.frame import Frame
from journeys.invented.life import Life
from journeys.invented.lines import Line, lines_of
from journeys.invented.staff import CASEWORKERS_PER_UNIT, invented_staff
from journeys.invented.starts import GroupStarts, starts_of
from workflows.calendar import previous_working_day
from workflows.programme import Programme

__all__ = ["Line", "invent", "invented_staff", "write_journal"]

SPREAD_DAYS = 365
OPEN_STAGE = timedelta(days=70)
CHUNK = 1000
BETWEEN_EVENTS = 60
"""Days between two programme events of the same kind."""


def invent(
    programme: Programme,
    *,
    journeys: int,
    today: date,
    seed: int = 1,
    caseworkers_per_unit: int = CASEWORKERS_PER_UNIT,
    spread_days: int = SPREAD_DAYS,
    open_stage: timedelta = OPEN_STAGE,
    starts: GroupStarts | None = None,
    version_on: Callable[[date], Programme] | None = None,
) -> Iterator[Line]:
    """The lines of a journal, journey by journey: referrals spread over `spread_days` up to `today`, and what followed.

    Nothing has happened after `today`; meetings are booked for days to come. Every journey names its programme version,
    so that one referred before the version was valid runs on it, too. A stage without a length lasts for `open_stage`.
    Which version that is, of those with the same units, `version_on` says for the day of the referral.
    Caseworkers are those of `invented_staff`. With `starts` everybody waits for the next group that has a place.
    """
    chance = Chance(seed)
    staff = invented_staff(programme, caseworkers_per_unit=caseworkers_per_unit)

    @cache
    def frame_of(version: Programme) -> Frame:
        return Frame.of(version, staff, today, open_stage=open_stage, starts=starts)

    first_day = today - timedelta(days=spread_days)
    yield from _programme_events(programme, first_day, today, starts)
    reference = _References(programme, journeys)
    for number in range(journeys):
        days = int((number + chance.random()) * (spread_days + 1) / journeys)
        referred_on = previous_working_day(first_day + timedelta(days=days))
        frame = frame_of(version_on(referred_on) if version_on else programme)
        unit = chance.pick(frame.units)
        life = Life(frame, chance, reference(unit.id, referred_on.year), unit, Diary(chance, referred_on))
        life.live()
        yield from lines_of(life)


def write_journal(path: Path, lines: Iterable[Line], *, progress: Callable[[int], object] | None = None) -> int:
    """Write a journal; how many lines it has. `progress` is told how many more are written, a thousand at a time."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for some in _chunks(lines):
            file.writelines(encode(line) + "\n" for line in some)
            written += len(some)
            if progress:
                progress(len(some))
    return written


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    rest = iter(lines)
    while some := list(islice(rest, CHUNK)):
        yield some


class _References:
    """Case references such as MOL-2026-017: numbered by unit and year, with as many digits as the most could need."""

    def __init__(self, programme: Programme, journeys: int) -> None:
        self._digits = max(3, len(str(journeys)))
        self._prefix = _prefixes([unit.id for unit in programme.units])
        self._given: Counter[tuple[str, int]] = Counter()

    def __call__(self, unit: str, year: int) -> str:
        self._given[unit, year] += 1
        return f"{self._prefix[unit]}-{year}-{self._given[unit, year]:0{self._digits}}"


def _prefixes(units: list[str]) -> dict[str, str]:
    """The first three letters, or as many as it takes to tell the units apart."""
    length = next(length for length in count(3) if len({unit[:length] for unit in units}) == len(units))
    return {unit: unit[:length].upper() for unit in units}


def _programme_events(programme: Programme, first_day: date, today: date, starts: GroupStarts | None) -> Iterator[Line]:
    """What the programme's goals count of things that are held together; groups where it is known when they start."""
    for event in dict.fromkeys(goal.event for goal in programme.goals if goal.event):
        if starts and event == "group-start":
            yield from _group_starts(programme, first_day, today)
            continue
        for days in range(0, (today - first_day).days + 1, BETWEEN_EVENTS):
            on = previous_working_day(first_day + timedelta(days=days)).isoformat()
            yield {"programme": programme.id, "event": event, "on": on, "id": f"{event}-{on}"}


def _group_starts(programme: Programme, first_day: date, today: date) -> Iterator[Line]:
    for unit in programme.units:
        for day in takewhile(lambda each: each <= today, starts_of(unit, first_day)):
            told = {"event": "group-start", "on": day.isoformat(), "unit": unit.id}
            yield {"programme": programme.id, "id": f"group-start-{unit.id}-{day}", **told}
