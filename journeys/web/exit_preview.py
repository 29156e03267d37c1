"""The exit document as it will be, and the button that finishes it."""

from collections.abc import Callable

from starlette.responses import Response

from journeys.exit.content import Content, Problem
from journeys.exit.drafts import Draft
from journeys.exit.editions import finish
from journeys.web.exit_opened import Opened, to_write
from journeys.web.pages import go
from journeys.web.routes import CASEWORK, Pages
from journeys.web.visit import Visit

pages = Pages()


@pages.get("/arende/{reference}/avslutsdokument/forhandsvisning", who=CASEWORK)
def preview(visit: Visit) -> Response:
    return _of_draft(visit, _show)


@pages.post("/arende/{reference}/avslutsdokument/forhandsvisning", who=CASEWORK)
def done(visit: Visit) -> Response:
    """Finished as it was previewed; or previewed anew, where it says something else by now or cannot be printed."""
    return _of_draft(visit, _finished)


def _of_draft(visit: Visit, answer: Callable[[Opened, Draft, Content], Response]) -> Response:
    """Where nothing is drafted yet, the page to draft it on."""
    opened = to_write(visit)
    if opened.draft is None:
        return go(f"{opened.here}/utkast")
    return answer(opened, opened.draft, opened.content(opened.draft.texts))


def _finished(opened: Opened, draft: Draft, content: Content) -> Response:
    visit, mark = opened.visit, content.mark(opened.visit.app.keys)
    if content.problems(draft.texts):
        return _show(opened, draft, content, status=422)
    if mark != visit.form.get("mark"):
        return _show(opened, draft, content, status=409)
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
    return opened.show(
        "exit_preview.html",
        status=status,
        content=content,
        problems=problems,
        mark=content.mark(opened.visit.app.keys),
        changed=status == 409,
    )
