"""Which journeys at rest are to be looked at: the day that was named has come, or none was and a month has gone.

What rests is in no list of things to do, and would be forgotten there.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import RowMapping, bindparam, select

from journeys.dossier import Dossier, load_many
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON
from journeys.visibility.access import LISTED, NEAR
from journeys.web.finding import SHOWN
from journeys.web.visit import Visit
from journeys.words import counted, day_text
from workflows.events import Event, effective
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

    def why(self, today: date) -> str:
        rested = f"Vilar sedan {day_text(self.since, today)}"
        if self.until:
            return f"{rested}, skulle ses över {day_text(self.until, today)}"
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
    dossiers = load_many(visit.connection, visit.catalogue, [row["reference"] for row in rows])
    pauses = {each.id: _last_pause(each) for each in dossiers}
    return [_rests(row, pauses[row["id"]]) for row in rows]


def _last_pause(dossier: Dossier) -> Event:
    return next(event for event in reversed(effective(dossier.events)) if event.name == "paused")


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
