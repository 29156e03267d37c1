"""An event of the log as the engine reads it, and with what is personal in it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.events import Event


def stored_event(row: Any) -> Event:
    """A row of the log as the engine reads it."""
    return Event(
        name=row.event,
        on=row.on,
        at=row.at,
        id=row.name or f"#{row.number}",
        data=engine_data(json.loads(row.facts)),
    )


def engine_data(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the engine reads: as in the log, with a corrected day as a date."""
    if "set" in facts and "on" in facts["set"]:
        return {**facts, "set": {**facts["set"], "on": date.fromisoformat(facts["set"]["on"])}}
    return facts


def with_private(event: Event, private: Mapping[str, Any]) -> Event:
    """The event with its sealed part in its data."""
    data = {**event.data, **{key: value for key, value in private.items() if key != "set"}}
    if "set" in private:
        data["set"] = {**event.data.get("set", {}), **private["set"]}
    return Event(name=event.name, on=event.on, at=event.at, id=event.id, data=data)
