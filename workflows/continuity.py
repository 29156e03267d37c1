"""What the BIP study found to help, held against one journey: the same caseworker, no gaps, all areas at once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from workflows.activities import AREAS
from workflows.history import History
from workflows.weeks import WEEK, monday_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Quiet:
    """Whole weeks on end in which nothing happened, from this Monday."""

    first: date
    weeks: int


def caseworkers(history: History) -> int:
    """How many different caseworkers there have been so far."""
    return len({charge.caseworker for charge in history.charges})


def quiet_times(history: History, today: date) -> list[Quiet]:
    """When there was neither contact, meeting nor activity; weeks with a day at rest are not asked."""
    found = []
    for is_quiet, weeks in groupby(_asked(history, today), key=lambda monday: _is_quiet(history, monday)):
        mondays = list(weeks)
        if is_quiet:
            found += [Quiet(first=run[0], weeks=len(run)) for run in _unbroken(mondays)]
    return found


def still_lasts(quiet: Quiet, history: History, today: date) -> bool:
    """Whether nothing has happened since either, in the week that is going on."""
    monday = monday_of(today)
    return quiet.first + quiet.weeks * WEEK == monday and _is_quiet(history, monday)


def idle_areas(planned: Collection[str], history: History, today: date) -> list[str]:
    """The areas in which the plan has something to do and the participant takes part in nothing."""
    going_on = {each.area for each in history.activities if each.goes_on(today, today)}
    return [area for area in AREAS if area in planned and area not in going_on]


def _asked(history: History, today: date) -> Iterator[date]:
    """The Mondays of the whole weeks, over by today, in which the participant was there."""
    if history.started_on is None:
        return
    until = min(history.end.on, today) if history.end else today
    monday = monday_of(history.started_on) + (WEEK if history.started_on.weekday() else timedelta())
    while monday + WEEK <= until:
        if not any(pause.start < monday + WEEK and (pause.end or today) > monday for pause in history.pauses):
            yield monday
        monday += WEEK


def _is_quiet(history: History, monday: date) -> bool:
    """A contact that was only tried is none; what was only decided among staff is neither."""
    sunday = monday + timedelta(days=6)
    if any(each.goes_on(monday, sunday) for each in history.activities):
        return False
    return not any(monday <= day <= sunday for day in _met_on(history))


def _met_on(history: History) -> Iterator[date]:
    records = {record.id for record in history.programme.records} | {"checkpoint", "started"}
    return (event.on for event in history.events if event.name in records and not event.data.get("attempt"))


def _unbroken(mondays: list[date]) -> Iterator[list[date]]:
    """Without the weeks at rest in between."""
    run: list[date] = []
    for monday in mondays:
        if run and monday != run[-1] + WEEK:
            yield run
            run = []
        run.append(monday)
    if run:
        yield run
