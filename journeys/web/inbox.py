"""Remisser: those that wait for an answer, and taking one by phone."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from starlette.responses import Response

from journeys.errors import JourneyError
from journeys.journal.reading import LineRefused
from journeys.refused import NotYet
from journeys.visibility.access import NotFound
from journeys.visibility.access_named import name_who_works_with
from journeys.web import parking
from journeys.web.forms import Fault, Filled, Form, fill
from journeys.web.hidden import Hidden
from journeys.web.pages import go, show
from journeys.web.referral_form import check, faults_of, line_values
from journeys.web.referral_programmes import open_programmes, programme_of
from journeys.web.referral_questions import BY_STAFF, asked_of
from journeys.web.referral_taking import Taken, new_hidden, take, taken_before
from journeys.web.refusals import INCOMPLETE
from journeys.web.routes import CASEWORK, Pages
from journeys.web.visit import Visit
from journeys.web.waiting import MOST, Waiting, waiting
from journeys.words import PARTY, counted, unit_text, with_days_in_words
from workflows.errors import WorkflowError
from workflows.programme import Programme

pages = Pages()


@pages.get("/remisser", who=CASEWORK)
def inbox(visit: Visit) -> Response:
    found = waiting(visit.connection, visit.staff, visit.today)
    shown = [row["id"] for each in found for row in (each.row, *each.doubles)]
    visit.tells_of(shown)
    return show(visit, "inbox.html", waiting=[(each, _words(visit, each)) for each in found], most=MOST)


def _words(visit: Visit, each: Waiting) -> dict[str, str]:
    """What a row is said with."""
    row = each.row
    programme = visit.catalogue.get(row["programme"], row["version"])
    name = f"{row['given_name'] or ''} {row['family_name'] or ''}".strip() or "Gallrad"
    from_whom = (PARTY.get(row["party"], row["party"]), row["organisation"], row["name"])
    return {
        "name": name,
        "from_whom": ", ".join(filter(None, from_whom)),
        "unit": unit_text(programme, row["unit"]),
        "waited": f"väntat {counted(each.days, 'dag', 'dagar')}" if each.days else "kom idag",
    }


@pages.get("/remisser/ny", who=CASEWORK)
def which(visit: Visit) -> Response:
    own = [each for each in open_programmes(visit) if _is_own(visit, each)]
    if len(own) == 1:
        return go(f"/remisser/ny/{quote(own[0].id)}")
    return show(visit, "inbox_programmes.html", programmes=own)


@pages.get("/remisser/ny/{programme}", who=CASEWORK, writes=True)
def form(visit: Visit) -> Response:
    programme = _own(visit)
    asked, parked = asked_of(BY_STAFF, programme), parking.take(visit, visit.request.url.path)
    values = fill(asked, parked).values if parked else {"on": visit.today.isoformat()}
    filled = Filled(form=asked, values=values)
    return _form(visit, programme, filled, Hidden.read(parked) or new_hidden(), status=200)


@pages.post("/remisser/ny/{programme}", who=CASEWORK, form=BY_STAFF)
def save(visit: Visit) -> Response:
    programme = _own(visit)
    filled, hidden = fill(asked_of(BY_STAFF, programme), visit.lists), Hidden.read(visit.lists)
    if hidden is None:
        filled.faults.append(INCOMPLETE)
    check(filled, programme, visit.today)
    taken = None if hidden is None or filled.faults else _taken(visit, programme, filled, hidden.line_id(visit.lists))
    if taken is None:
        return _form(visit, programme, filled, hidden or new_hidden())
    name_who_works_with(visit.connection, taken.journey_id, visit.staff)
    return go(f"/arende/{quote(taken.reference)}?klart={quote(taken.event_id, safe='')}")


def _own(visit: Visit) -> Programme:
    """The programme in the path, where one's own unit carries it out. Raises NotFound."""
    programme = programme_of(visit)
    if not _is_own(visit, programme):
        raise NotFound
    return programme


def _is_own(visit: Visit, programme: Programme) -> bool:
    return programme.unit(visit.staff.unit or "") is not None


def _taken(visit: Visit, programme: Programme, filled: Filled, event_id: str) -> Taken | None:
    """The journey, or None and why in the faults of the form."""
    if before := taken_before(visit, event_id):
        return before
    try:
        values = {**line_values(filled, programme, visit.today), "unit": visit.staff.unit}
        return take(visit, values, event_id, by=visit.staff.address)
    except (JourneyError, WorkflowError) as error:
        filled.faults.extend(_faults_of(error, filled.form, visit.today))
    return None


def _faults_of(error: Exception, asked: Form, today: date) -> Sequence[Fault]:
    if isinstance(error, LineRefused):
        return faults_of(error, asked)
    if isinstance(error, NotYet):
        return [Fault(name="on", sentence="Dagen remissen kom: den har inte varit än.")]
    return [Fault(name="", sentence=with_days_in_words(str(error), today))]


def _form(visit: Visit, programme: Programme, filled: Filled, hidden: Hidden, *, status: int = 422) -> Response:
    unit = unit_text(programme, visit.staff.unit)
    return show(
        visit,
        "inbox_new.html",
        status=status,
        programme=programme,
        unit=unit,
        filled=filled,
        hidden=hidden.fields,
    )
