"""The exit document as it will be, and the button that finishes it."""

from starlette.responses import Response

from journeys.exit.content import Content, Problem
from journeys.exit.drafts import Draft
from journeys.exit.editions import finish
from journeys.web.exit_opened import Opened, to_write
from journeys.web.pages import go, show
from journeys.web.routes import CASEWORK, Pages
from journeys.web.visit import Visit

pages = Pages()


@pages.get("/arende/{reference}/avslutsdokument/forhandsvisning", who=CASEWORK)
def preview(visit: Visit) -> Response:
    opened = to_write(visit)
    if opened.draft is None:
        return go(f"{opened.here}/utkast")
    content = opened.content(opened.draft.texts)
    return _show(opened, opened.draft, content)


@pages.post("/arende/{reference}/avslutsdokument/forhandsvisning", who=CASEWORK)
def done(visit: Visit) -> Response:
    """Finished as it was previewed; or previewed anew, where it says something else by now or cannot be printed."""
    opened = to_write(visit)
    if opened.draft is None:
        return go(f"{opened.here}/utkast")
    content = opened.content(opened.draft.texts)
    mark = content.mark(visit.app.keys)
    if content.problems(opened.draft.texts):
        return _show(opened, opened.draft, content, status=422)
    if mark != visit.form.get("mark"):
        return _show(opened, opened.draft, content, status=409)
    finish(
        visit.connection,
        visit.app.keys,
        opened.journey_id,
        lambda edition: content.laid(edition, visit.now),
        mark=mark,
        protected=opened.source.is_protected,
        staff_id=visit.staff.id,
        now=visit.now,
    )
    return go(opened.here)


def _show(opened: Opened, draft: Draft, content: Content, *, status: int = 200) -> Response:
    problems: list[Problem] = content.problems(draft.texts)
    return show(
        opened.visit,
        "exit_preview.html",
        status=status,
        opened=opened,
        here=opened.here,
        content=content,
        problems=problems,
        mark=content.mark(opened.visit.app.keys),
        changed=status == 409,
    )
