"""When a group that prepares referrals meets: the days that are planned, and those that its rhythm gives
(spec: journal.md, E10). There is nothing else to keep in step.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from sqlalchemy import Connection

from journeys.queries import registered_programme_events
from journeys.storage.logged import stored_event
from workflows.calendar import Period
from workflows.events import effective
from workflows.programme import Programme

PLANNED = "meeting-planned"
AHEAD = timedelta(days=366)


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """A day for a meeting, and when that was told: until then the meetings followed each other as before."""

    day: date
    told_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingDays:
    """The meetings of one group, oldest first, to a year ahead."""

    days: Sequence[date]

    def next(self, today: date) -> date | None:
        """The first one from today on; None where none was ever planned."""
        return next((day for day in self.days if day >= today), None)

    def held(self, today: date) -> list[date]:
        """Those of today and before, the latest first."""
        return [day for day in reversed(self.days) if day <= today]

    def is_before_all(self, day: date) -> bool:
        """Whether what was decided on a day was decided at no meeting that was planned."""
        return not self.days or day < self.days[0]

    def until_next(self, day: date, today: date) -> tuple[date, date] | None:
        """From a meeting to the day before the next: when its decisions are registered. A day before all meetings
        stands for itself. None: a day between two of them.
        """
        if self.is_before_all(day):
            return day, day
        if day not in self.days:
            return None
        following = self.next(day + timedelta(days=1))
        return day, following - timedelta(days=1) if following else max(day, today)


def meeting_days(connection: Connection, programme: Programme, unit: str, today: date) -> MeetingDays:
    """The meetings of a unit, and of those that are every unit's."""
    events = effective([stored_event(row) for row in registered_programme_events(connection, programme.id)])
    planned = (
        Planned(day=date.fromisoformat(event.data["starts"]), told_on=event.on)
        for event in events
        if event.name == PLANNED and "starts" in event.data and event.data.get("unit", unit) == unit
    )
    assert programme.meets_every is not None
    return MeetingDays(days=list(_in_rhythm(planned, programme.meets_every, today + AHEAD)))


def _in_rhythm(planned: Iterable[Planned], every: Period, last: date) -> Iterator[date]:
    """From each planned day on as often as the group meets, until the day on which the next was planned."""
    in_order = sorted({each.day: each for each in planned}.values(), key=lambda each: each.day)
    for each, following in zip_longest(in_order, in_order[1:]):
        yield each.day
        day = every.after(each.day)
        while day <= last if following is None else day < min(following.day, following.told_on):
            yield day
            day = every.after(day)
