"""Which journeys at rest are to be looked at: the day that was named has come, or none was and a month has gone.

What rests is in no list of things to do, and would be forgotten there.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import RowMapping, bindparam, select

from journeys.journal.lines import LONGEST_REST
from journeys.storage.logged import stored_event
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT
from journeys.tables.people import PERSON
from journeys.visibility.access import LISTED, NEAR
from journeys.web.finding import SHOWN
from journeys.web.visit import Visit
from journeys.words import counted, day_text
from workflows.events import CORRECTIONS, Event, effective
from workflows.machine import PAUSED

A_MONTH = timedelta(days=30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Resting:
    """A journey that has rested since a day. `until`: the day it was to be looked at, where one was named."""

    row: RowMapping
    event_id: str
    since: date
    until: date | None

    @property
    def look_on(self) -> date:
        return self.until or self.since + A_MONTH

    def can_wait(self, today: date) -> bool:
        """Whether there is a later day to name; after a year it is to go on, or to end."""
        return today < self.since + LONGEST_REST

    def why(self, today: date) -> str:
        rested = f"Vilar sedan {day_text(self.since, today)}"
        if self.until:
            when = "ska ses över idag" if self.until == today else f"skulle ses över {day_text(self.until, today)}"
            return f"{rested}, {when}"
        return f"{rested}: {counted((today - self.since).days, 'dag', 'dagar')}, och ingen dag är bestämd"


def to_look_at(visit: Visit, caseworkers: Collection[str] | None) -> Sequence[Resting]:
    """Of the whole unit or of some caseworkers, those that have waited longest first."""
    asked = {**visit.staff.asking, "caseworkers": caseworkers} if caseworkers else visit.staff.asking
    rows = visit.connection.execute(_THEIRS if caseworkers else _ALL, asked).mappings().all()
    found = [each for each in _resting(visit, rows) if each.look_on <= visit.today]
    return sorted(found, key=lambda each: (each.look_on, each.row["id"]))


def _resting(visit: Visit, rows: Sequence[RowMapping]) -> Sequence[Resting]:
    if not rows:
        return ()
    events: dict[int, list[Event]] = {row["id"]: [] for row in rows}
    for event in visit.connection.execute(_PAUSES, {"ids": list(events)}):
        events[event.journey_id].append(stored_event(event))
    return [_rests(row, _last_pause(events[row["id"]])) for row in rows]


def _last_pause(events: Sequence[Event]) -> Event:
    """As it stands: of the corrections only those that a pause is behind count here."""
    about = {event.id: event for event in events if event.name == "paused"}
    for event in events:
        if event.data.get("of") in about:
            about[event.id] = event
    return effective([event for event in events if event.id in about])[-1]


def _rests(row: RowMapping, pause: Event) -> Resting:
    until = pause.data.get("until")
    return Resting(row=row, event_id=pause.id, since=pause.on, until=date.fromisoformat(until) if until else None)


_ALL = (
    select(*SHOWN)
    .select_from(JOURNEY)
    .outerjoin(PERSON, PERSON.c.id == JOURNEY.c.person_id)
    .where(NEAR, LISTED, JOURNEY.c.state == PAUSED)
)
_THEIRS = _ALL.where(JOURNEY.c.caseworker.in_(bindparam("caseworkers", expanding=True)))
# Without the rest of their histories: a large unit has hundreds of them, and this is a page that is opened all day.
_PAUSES = (
    select(*EVENT.c["journey_id", "number", "name", "event", "on", "at", "facts"])
    .where(EVENT.c.journey_id.in_(bindparam("ids", expanding=True)), EVENT.c.event.in_(["paused", *CORRECTIONS]))
    .order_by(EVENT.c.journey_id, EVENT.c.number)
)
