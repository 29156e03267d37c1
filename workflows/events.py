"""One event of a journey, and which events stand after corrections (spec: counting.md "Corrections")."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from workflows.errors import BrokenCorrection

CORRECTIONS = frozenset({"corrected", "voided"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One line of a journey's history. `data` holds what the rules need and nothing personal.

    `moved` tells that a correction gave it another day.
    """

    name: str
    on: date
    at: datetime
    id: str
    data: Mapping[str, Any] = field(default_factory=dict)
    moved: bool = False


def effective(events: Sequence[Event]) -> list[Event]:
    """The events that stand after corrections, in the order they apply: by day, then by their old place that day.

    Raises BrokenCorrection where a correction points at nothing, at a later correction of itself, or makes no sense.
    """
    if not any(event.name in CORRECTIONS for event in events):
        return sorted(events, key=lambda event: event.on)
    standing = _apply_corrections(events)
    return sorted((event for event in standing if event.name not in CORRECTIONS), key=lambda event: event.on)


def corrected_in_the_end(events: Iterable[Event], event: Event) -> str:
    """The id of what a correction, or a correction of a correction, is about; of any other event its own."""
    by_id = {each.id: each for each in events}
    while event.name in CORRECTIONS:
        event = by_id[event.data["of"]]
    return event.id


def standing_corrections(events: Sequence[Event]) -> list[Event]:
    """The corrections that are not themselves taken back."""
    return [event for event in _apply_corrections(events) if event.name in CORRECTIONS]


def _apply_corrections(events: Sequence[Event]) -> list[Event]:
    by_id = {event.id: event for event in events}
    aimed_at: dict[str, list[Event]] = {}
    for event in events:
        if event.name in CORRECTIONS:
            target = event.data["of"]
            if target not in by_id:
                raise BrokenCorrection(event.id, target, "inte finns i ärendet")
            aimed_at.setdefault(target, []).append(event)

    def standing_of(event: Event, path: tuple[str, ...]) -> Event | None:
        if event.id in path:
            raise BrokenCorrection(event.id, event.id, "rättar i en ring")
        corrections = [standing_of(other, (*path, event.id)) for other in aimed_at.get(event.id, ())]
        valid = [correction for correction in corrections if correction]
        if any(correction.name == "voided" for correction in valid):
            return None
        for correction in sorted(valid, key=lambda correction: correction.on):
            event = corrected(event, correction.data["set"])
        return event

    return [standing for original in events if (standing := standing_of(original, ()))]


def corrected(event: Event, values: Mapping[str, Any]) -> Event:
    """`event` with new values for whole keys: `on` moves it to another day, and None takes a key away."""
    data = {key: value for key, value in {**event.data, **values}.items() if value is not None}
    day = data.pop("on", event.on)
    return replace(event, on=day, data=data, moved=event.moved or day != event.on)


def known_at(events: Iterable[Event], moment: datetime) -> list[Event]:
    """The events that were registered by `moment`, without corrections of what was not."""
    seen = [event for event in events if event.at <= moment]
    ids = {event.id for event in seen}
    return [event for event in seen if event.name not in CORRECTIONS or event.data["of"] in ids]
