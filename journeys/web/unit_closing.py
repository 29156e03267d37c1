"""A unit is closed for new referrals or opened again, whether it was added or a file names it."""

from collections.abc import Callable

from starlette.responses import Response

from journeys.added_units import Added
from journeys.logs import logger
from journeys.web.pages import go
from journeys.web.visit import Visit
from journeys.written_units import Written

DONE = {
    "tillagd": "Enheten är tillagd. Lägg nu till dem som ska arbeta där.",
    "andrad": "Ändringen är sparad.",
    "stangd": "Enheten tar inte emot fler remisser. Ärendena där fortsätter.",
    "oppen": "Enheten tar emot remisser igen.",
}


def closed(visit: Visit, unit: Added | Written, change: Callable[[], None], path: str, *, undo: bool) -> Response:
    """Close it by `change`, or open it, and go to its page at `path`."""
    if undo == (unit.closed_on is not None):  # else a second click, or an old page: it is so already
        change()
        event = "unit-opened" if undo else "unit-closed"
        logger().info(event, unit=unit.unit.id, programme=unit.programme, by=visit.staff.id)
    return go(f"{path}?klart={'oppen' if undo else 'stangd'}")
