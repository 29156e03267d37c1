"""How many activities a participant has a week beside how many are expected (spec: counting.md, E9).

A week is Monday to Sunday. It expects something only where the participant is in such a stage, and not at rest, on all
seven days: the weeks in which a stage, a pause or the journey begins or ends expect nothing.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.calendar import ONE_DAY, previous_working_day
from workflows.history import Entry, History
from workflows.programme import Programme

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Week:
    """`least`: how many activities are expected, 0 where none are. `starts`: since when those go on that do."""

    monday: date
    least: int
    starts: Sequence[date]

    @property
    def going_on(self) -> int:
        return len(self.starts)

    @property
    def enough(self) -> bool:
        return self.going_on >= self.least

    @property
    def sunday(self) -> date:
        return self.monday + WEEK - ONE_DAY

    @property
    def since(self) -> date:
        """The day on which they were enough."""
        return self.starts[self.least - 1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """A time when activities had to be arranged: in the first week that expects any, and when they became too few.

    `anchor`: since when. `done`: the day on which they were enough, None while they are not.
    """

    week: Week
    anchor: date
    done: date | None

    @property
    def due(self) -> date:
        return last_working_day(self.week)


def last_working_day(week: Week) -> date:
    return previous_working_day(week.sunday)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(history: History, day: date) -> Week:
    """The week that a day lies in, as far as it is known."""
    return _week(history, monday_of(day), list(_changes(history)))


def _week(history: History, monday: date, changes: Collection[date]) -> Week:
    sunday = monday + WEEK - ONE_DAY
    # Between two changes a day is as the one before it.
    days = {monday, *(day for day in changes if monday < day <= sunday)}
    return Week(
        monday=monday,
        least=min(least_on(history, day) for day in days),
        starts=sorted(each.start for each in history.activities if each.goes_on(monday, sunday)),
    )


def least_on(history: History, day: date) -> int:
    """How many activities a week are expected of somebody who is where this participant was on the day."""
    return 0 if _rests_or_has_ended(history, day) else _asked_on(history, day)


def _asked_on(history: History, day: date) -> int:
    """How many the stage asks for by the version of the day, at rest or not."""
    entry = _entry_on(history, day)
    stage = _version_on(history, day)[1].stage(entry.stage) if entry else None
    return (stage.activities_per_week or 0) if stage else 0


def weeks(history: History) -> Iterator[Week]:
    """Every week from the first stage to the one from which on nothing that is known changes any more."""
    changes = list(_changes(history))
    if not history.entries or not changes:
        return
    monday, last = monday_of(history.entries[0].on), monday_of(max(changes)) + WEEK
    while monday <= last:
        yield _week(history, monday, changes)
        monday += WEEK


def occasions(history: History) -> Iterator[Occasion]:
    """In order; only the last can be undone."""
    found: Occasion | None = None
    for week in weeks(history):
        if not week.least:
            continue
        if found is None:
            found = Occasion(week=week, anchor=_since(history, week.monday), done=None)
        elif found.done and not week.enough:
            yield found
            found = Occasion(week=week, anchor=week.monday, done=None)
        if found.done is None and week.enough:
            found = _settled(found, week)
    if found:
        yield found


def left_on(history: History) -> date | None:
    """The day since which nothing is expected any more: the end, or that of a stage or version that expects nothing."""
    if history.end:
        return history.end.on
    left = None
    for day in sorted({*(entry.on for entry in history.entries), *_new_versions(history)}, reverse=True):
        if _asked_on(history, day):
            break
        left = day
    return left


def _settled(found: Occasion, week: Week) -> Occasion:
    done = max(found.anchor, week.since)
    in_its_week = week.monday == found.week.monday
    return Occasion(week=found.week, anchor=found.anchor, done=min(done, found.due) if in_its_week else done)


def _since(history: History, monday: date) -> date:
    """The day on which the stage was entered, or the version began to count, that expects the activities."""
    entry = _entry_on(history, monday)
    assert entry is not None
    return max(entry.on, _version_on(history, monday)[0])


def _entry_on(history: History, day: date) -> Entry | None:
    return next((entry for entry in reversed(history.entries) if entry.on <= day), None)


def _rests_or_has_ended(history: History, day: date) -> bool:
    if history.end and history.end.on <= day:
        return True
    return any(pause.start <= day and (pause.end is None or day < pause.end) for pause in history.pauses)


def _version_on(history: History, day: date) -> tuple[date, Programme]:
    """Since when which version counts on a day."""
    return next((since, version) for since, version in _versions(history) if since <= day)


def _changes(history: History) -> Iterator[date]:
    """The days on which something begins or ends, where anything is expected at all."""
    versions = list(_versions(history))
    if not any(stage.activities_per_week for _, version in versions for stage in version.stages):
        return
    yield from _new_versions(history)
    yield from (entry.on for entry in history.entries)
    yield from (day for pause in history.pauses for day in (pause.start, pause.end) if day)
    yield from (day for each in history.activities for day in (each.start, each.end) if day)
    if history.end:
        yield history.end.on


def _new_versions(history: History) -> Iterator[date]:
    """The days on which the journey came to another version."""
    return (since for since, _ in _versions(history) if since > date.min)


def _versions(history: History) -> Iterator[tuple[date, Programme]]:
    """Each version that the journey has followed, the latest first, with its first day."""
    yield (history.migration.on if history.migration else date.min), history.programme
    if history.migration:
        yield from _versions(history.migration.before)
