"""What was held in a programme: group starts, joint meetings."""

from datetime import date, datetime

from sqlalchemy import Connection

from journeys.queries import registered_programme_events
from journeys.storage.logged import stored_event
from workflows.events import effective
from workflows.events import known_at as known
from workflows.facts import Happening


def happenings(
    connection: Connection, programme: str, *, today: date, known_at: datetime | None = None
) -> list[Happening]:
    """The programme's own events, after corrections, on or before `today`."""
    events = [stored_event(row) for row in registered_programme_events(connection, programme)]
    standing = effective(known(events, known_at) if known_at else events)
    return [
        Happening(event=event.name, on=event.on, unit=event.data.get("unit")) for event in standing if event.on <= today
    ]
