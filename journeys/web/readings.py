"""Vem har läst det här ärendet: for its caseworker and the managers of its unit."""

from urllib.parse import quote

from starlette.responses import Response

from journeys.staff import IN_SWEDISH
from journeys.visibility import access, readings
from journeys.visibility.access import NotFound
from journeys.visibility.readings import Reading
from journeys.web.pages import show
from journeys.web.routes import CASEWORK, Pages
from journeys.web.visit import LARGEST_ID, Visit

pages = Pages()

PAGE = 100


@pages.get("/arende/{reference}/lasningar", who=CASEWORK, writes=True)
def who_has_read(visit: Visit) -> Response:
    reference = visit.path["reference"]
    journey_id = visit.journey(reference)
    if not access.may_see_readings(visit.connection, visit.staff, journey_id):
        raise NotFound
    visit.note(visit.connection)  # this reading is the first of the list
    before = _number(visit.request.query_params.get("fore", ""))
    rows = readings.of_journey(visit.connection, journey_id, before=before, limit=PAGE + 1)
    return show(
        visit,
        "readings.html",
        reference=reference,
        here=f"/arende/{quote(reference)}",
        rows=[(each, _who(visit, each)) for each in rows[:PAGE]],
        older=rows[PAGE - 1].id if len(rows) > PAGE else None,
    )


def _who(visit: Visit, each: Reading) -> str:
    """Their role and unit, as they are now."""
    unit = visit.unit_names.get(each.unit or "", each.unit)
    return ", ".join(filter(None, (IN_SWEDISH.get(each.role, each.role), unit)))


def _number(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
    return number if number is None or number <= LARGEST_ID else None
