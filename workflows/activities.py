"""What a participant takes part in: in which of the four areas, how many hours a week, from when until when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from workflows.errors import EventInvalid
from workflows.events import Event

AREA_NAMES = {"work": "Arbete", "social": "Socialt", "skills": "Kunskaper och färdigheter", "health": "Hälsa"}
"""The four areas that go on side by side (the BIP study), by their names in the journal."""
AREAS = tuple(AREA_NAMES)
BEGUN, ENDED = "activity", "activity-ended"


@dataclass(frozen=True, kw_only=True, slots=True)
class Activity:
    """`id`: of the event that told of it. `end`: its last day, None while nobody knows of one."""

    id: str
    area: str
    hours: float | None
    start: date
    end: date | None

    def goes_on(self, first: date, last: date) -> bool:
        """On any of these days."""
        return self.start <= last and (self.end is None or self.end >= first)


def begun(event: Event) -> Activity:
    """What an `activity` tells of; without `from` it began on the day of the event."""
    first, last = event.data.get("from"), event.data.get("to")
    return Activity(
        id=event.id,
        area=event.data["area"],
        hours=event.data.get("hours"),
        start=date.fromisoformat(first) if first else event.on,
        end=date.fromisoformat(last) if last else None,
    )


def with_end(activities: Sequence[Activity], event: Event) -> list[Activity]:
    """The activities after an `activity-ended`. Raises EventInvalid where it ends nothing that goes on."""
    found = next((each for each in activities if each.id == event.data["activity"]), None)
    if found is None:
        raise EventInvalid(event.name, event.on, f"ärendet har ingen aktivitet ”{event.data['activity']}”.")
    if found.start > event.on:
        raise EventInvalid(event.name, event.on, f"aktiviteten börjar först {found.start}.")
    if found.end and found.end <= event.on:
        raise EventInvalid(event.name, event.on, f"aktiviteten slutade redan {found.end}.")
    return [replace(each, end=event.on) if each is found else each for each in activities]
