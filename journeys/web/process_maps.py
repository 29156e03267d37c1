"""Processkarta: a programme on one page, drawn and as a list, in the version that is asked for. It tells of nobody."""

from markupsafe import Markup
from starlette.responses import Response

from journeys.visibility.access import NotFound
from journeys.web.pages import show
from journeys.web.routes import STAFF, Pages
from journeys.web.visit import Visit
from workflows.programme import Programme
from workflows.telling.processmap import svg
from workflows.telling.stations import beside, decided, stations

pages = Pages()


@pages.get("/processkarta/{programme}", who=STAFF)
def process_map(visit: Visit) -> Response:
    query, versions = visit.request.query_params, _versions(visit)
    programme = next((each for each in versions if each.version == query.get("version")), None) or _of_today(
        visit, versions
    )
    here = query.get("har", "")
    return show(
        visit,
        "process_map.html",
        programme=programme,
        versions=versions,
        here=here,
        picture=Markup(svg(programme, here)),  # noqa: S704 - a template of ours that escapes what it is given
        stations=stations(programme, here),
        beside=beside(programme),
        decided=decided,
    )


def _versions(visit: Visit) -> list[Programme]:
    """The newest first. Raises NotFound."""
    found = visit.catalogue.of(visit.path["programme"]).values()
    if not found:
        raise NotFound
    return sorted(found, key=lambda each: each.valid_from, reverse=True)


def _of_today(visit: Visit, versions: list[Programme]) -> Programme:
    """The one that is valid today; of those that are still to come the first."""
    return next((each for each in versions if each.valid_from <= visit.today), versions[-1])
