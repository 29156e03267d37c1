"""Publicerade rapporter: what a report showed on the day it was published, and what it would say otherwise today."""

from typing import Any

from starlette.responses import Response

from journeys.reporting import Report, words
from journeys.reporting.bars import bar, columns
from journeys.reporting.differences import differences
from journeys.reporting.frozen import Frozen
from journeys.reporting.published import Published, as_published, can_be_published, find, listed, publish, report_today
from journeys.reporting.report_files import FILES
from journeys.reporting.since import reasons
from journeys.visibility.access import NotFound
from journeys.web import figures
from journeys.web.attached import asked_kind, attached, links
from journeys.web.case_events import staff_names
from journeys.web.pages import go, show
from journeys.web.routes import CASEWORK, COORDINATORS, MANAGERS, Pages
from journeys.web.visit import Visit

pages = Pages()

PUBLISHERS = MANAGERS | COORDINATORS


@pages.get("/siffror/publicera", who=PUBLISHERS)
def preview(visit: Visit) -> Response:
    """What would be published; where the address asks for what cannot be, the page that says why."""
    found = _asked(visit)
    if found is None:
        return go(f"/siffror?{visit.request.url.query}")
    return show(
        visit,
        "publish.html",
        frozen=as_published(visit.connection, visit.catalogue, found),
        query=visit.request.url.query,
        **_parts(),
    )


@pages.post("/siffror/publicera", who=PUBLISHERS)
def keep(visit: Visit) -> Response:
    visit.app.ledger.hold(visit.connection)  # nothing is registered between counting and keeping
    found = _asked(visit)
    if found is None:
        return go(f"/siffror?{visit.request.url.query}")
    return go(f"/publicerat/{publish(visit.work, found, visit.staff.address)}")


@pages.get("/publicerat", who=CASEWORK | COORDINATORS)
def all_published(visit: Visit) -> Response:
    names = {each.id: each.name for each in visit.catalogue.versions.values()}
    return show(
        visit,
        "published.html",
        reports=listed(visit.connection),
        names=names,
        staff_names=staff_names(visit.connection),
        period=words.period,
        may_publish=visit.staff.role in PUBLISHERS,
    )


@pages.get("/publicerat/{id:int}", who=CASEWORK | COORDINATORS)
def one(visit: Visit) -> Response:
    published = _find(visit)
    heading = published.frozen.heading
    today = _today(visit, published)
    changed = differences(published.frozen.sections, today.sections)
    own = visit.staff.unit
    return show(
        visit,
        "published_one.html",
        published=published,
        frozen=published.frozen,
        by=staff_names(visit.connection).get(published.by or "", published.by),
        exactly=[each for each in changed if own and each.unit == own],
        changed=[each for each in changed if not (own and each.unit == own)],
        reasons=reasons(visit.connection, heading.programme, published.seq, heading.today, own),
        version=today.heading.version if today.heading.version != heading.version else None,
        files=links(visit, f"/publicerat/{published.id}/hamta"),
        **_parts(),
    )


@pages.get("/publicerat/{id:int}/hamta", who=CASEWORK | COORDINATORS)
def download(visit: Visit) -> Response:
    """The figures as they were published."""
    kind, frozen = asked_kind(visit), _find(visit).frozen
    return attached(FILES[kind](frozen.heading, frozen.sections), f"publicerat-{frozen.heading.file}", kind)


def _asked(visit: Visit) -> Report | None:
    """What is to be published; None where the address asks for what cannot be."""
    _, found = figures.asked(visit, monthly=True)
    return found if found and can_be_published(found, visit.today) else None


def _find(visit: Visit) -> Published:
    """The one in the path. Raises NotFound."""
    found = find(visit.connection, visit.number("id"))
    if found is None:
        raise NotFound
    return found


def _today(visit: Visit, published: Published) -> Frozen:
    """What the reader sees of it today, of the same period seen from the same day."""
    now = report_today(visit.connection, visit.catalogue, published.frozen.heading)
    if now.absent:  # the file of that version is gone, and no journey keeps it
        return published.frozen
    return as_published(visit.connection, visit.catalogue, now, own=visit.staff.unit)


def _parts() -> dict[str, Any]:
    """What the templates of a report need."""
    return {
        "bar": bar,
        "columns": columns,
        "behind": lambda section, goal: None,  # noqa: ARG005  # what was published shows nobody
        "everyone": words.EVERYONE,
        "nothing": words.NOTHING,
        "hiding": words.HIDING,
    }
