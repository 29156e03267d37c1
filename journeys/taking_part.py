"""What the participant of a journey takes part in, as plain values with what is personal in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workflows.activities import AREA_NAMES, BEGUN
from workflows.events import Event
from workflows.history import History


@dataclass(frozen=True, kw_only=True, slots=True)
class TakesPart:
    """One activity. `last`: None while nobody knows of one. `what`: empty where it was not told or is erased."""

    event_id: str
    area: str
    area_name: str
    hours: float | None
    first: date
    last: date | None
    what: str

    def goes_on(self, today: date) -> bool:
        """Or is to begin."""
        return self.last is None or self.last >= today


def activities_of(history: History, standing: Iterable[Event]) -> list[TakesPart]:
    """All of them, by their first day; those end with the journey that had not ended before."""
    texts = {event.id: event.data.get("what", "") for event in standing if event.name == BEGUN}
    end = history.end.on if history.end else date.max
    found = [
        TakesPart(
            event_id=each.id,
            area=each.area,
            area_name=AREA_NAMES[each.area],
            hours=each.hours,
            first=each.start,
            last=min(each.end or end, end) if history.end else each.end,
            what=texts.get(each.id, ""),
        )
        for each in history.activities
        if each.start <= end
    ]
    return sorted(found, key=lambda each: (each.first, each.event_id))
