"""How early and how late a meeting with a participant can be booked.

What is imported tells of what was booked once, and is not held to it.
"""

from datetime import date, datetime

from journeys.errors import JourneyError
from workflows.calendar import Period
from workflows.events import Event
from workflows.history import History

FARTHEST = Period.parse("2 years")


class MeetingOutOfReach(JourneyError):
    """A meeting before the journey has started, or so far ahead that the year must be wrong."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            f"Mötet ska ligga från {first}, då ärendet startade, till {last}, som är {FARTHEST.swedish()} bort. "
            "Kontrollera dagen."
        )
        self.first, self.last = first, last


def hold_within_reach(new: Event, history: History, today: date) -> None:
    """`new`: the event that was added, to a journey that now stands like this. Raises MeetingOutOfReach."""
    time = (new.data.get("set") or new.data).get("time")
    first, last = history.started_on, FARTHEST.after(today)
    if time and first and not first <= datetime.fromisoformat(time).date() <= last:
        raise MeetingOutOfReach(first, last)
