"""A unit that a programme file names is closed for new referrals, and opened again."""

from functools import partial
from urllib.parse import quote

from starlette.responses import Response

from journeys import written_units
from journeys.visibility.access import NotFound
from journeys.web.pages import show
from journeys.web.routes import ADMINISTRATORS, Pages
from journeys.web.unit_closing import DONE, closed
from journeys.web.visit import Visit
from journeys.written_units import Written

pages = Pages()


@pages.get("/enheter/insats/{programme}/{unit}", who=ADMINISTRATORS)
def one(visit: Visit) -> Response:
    written = _in_path(visit)
    names = {each.id: each.name for each in visit.catalogue.versions.values()}
    done = DONE.get(visit.request.query_params.get("klart", ""), "")
    return show(visit, "unit_written.html", written=written, programme=names[written.programme], done=done)


@pages.post("/enheter/insats/{programme}/{unit}/stang", who=ADMINISTRATORS)
def close(visit: Visit) -> Response:
    return _close(visit, undo=False)


@pages.post("/enheter/insats/{programme}/{unit}/oppna", who=ADMINISTRATORS)
def open_again(visit: Visit) -> Response:
    return _close(visit, undo=True)


def _close(visit: Visit, *, undo: bool) -> Response:
    written = _in_path(visit)
    path = f"/enheter/insats/{quote(written.programme)}/{quote(written.unit.id)}"
    change = partial(written_units.close, visit.work, written, undo=undo)
    return closed(visit, written, change, path, undo=undo)


def _in_path(visit: Visit) -> Written:
    """Raises NotFound."""
    found = written_units.named(visit.connection, visit.catalogue, visit.path["programme"], visit.path["unit"])
    if found is None:
        raise NotFound
    return found
