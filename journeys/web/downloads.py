"""Siffror as files: what the page shows to the same reader, for the same address."""

from starlette.responses import Response

from journeys.reporting.headings import heading_of
from journeys.reporting.report_files import FILES
from journeys.web import figures
from journeys.web.attached import asked_kind, attached
from journeys.web.pages import go
from journeys.web.routes import CASEWORK, COORDINATORS, Pages
from journeys.web.visit import Visit

pages = Pages()


@pages.get("/siffror/hamta", who=CASEWORK | COORDINATORS)
def download(visit: Visit) -> Response:
    """The file; where the address asks for what cannot be, or is not to be seen, the page that says why."""
    kind = asked_kind(visit)
    _, found = figures.asked(visit, monthly=True)
    rows = figures.shown(visit, found) if found else ()
    if found is None or not rows:
        return go(f"/siffror?{visit.request.url.query}")
    heading = heading_of(found)
    return attached(FILES[kind](heading, rows), heading.file, kind)
