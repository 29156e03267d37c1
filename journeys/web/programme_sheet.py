"""A form of something that happens in a programme and in no journey: asked, and registered once (spec: journal.md)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.responses import Response

from journeys.errors import JourneyError
from journeys.journal.lines import ProgrammeEvent
from journeys.journal.reading import LineRefused, line_of
from journeys.programme_events import happen, proceedings_of
from journeys.refused import NotYet
from journeys.visibility.access import NotFound
from journeys.web import parking
from journeys.web.forms import Fault, Filled, Form, fill
from journeys.web.grouping import has_groups
from journeys.web.hidden import Hidden
from journeys.web.pages import go, show
from journeys.web.referral_taking import new_hidden
from journeys.web.refusals import INCOMPLETE
from journeys.web.routes import CASEWORK, Pages
from journeys.web.units import of_today
from journeys.web.visit import Visit
from journeys.words import with_days_in_words
from workflows.errors import WorkflowError
from workflows.programme import Programme


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """`says` makes the keys of a journal line of what was filled in; `back` is the page before it, and after it.

    `check`: what is wrong that no field can tell by itself.
    """

    programme: Programme
    title: str
    form: Form
    says: Callable[[Filled], Mapping[str, Any]]
    start: Mapping[str, Any]
    back: str
    check: Callable[[Filled], Sequence[Fault]] = lambda _: ()


SheetOf = Callable[[Visit], Sheet]


def asked(pages: Pages, path: str, *, form: Form) -> Callable[[SheetOf], SheetOf]:
    """The two pages of a sheet, for the unit's own staff: the form, and what comes of it."""

    def register(sheet: SheetOf) -> SheetOf:
        pages.get(path, who=CASEWORK, writes=True)(lambda visit: _ask(visit, sheet(visit)))
        pages.post(path, who=CASEWORK, form=form)(lambda visit: _answer(visit, sheet(visit)))
        return sheet

    return register


def programmes_here(visit: Visit) -> list[Programme]:
    """Those that the unit carries out, in the version of today."""
    return [each for each in of_today(visit) if each.unit(visit.staff.unit or "")]


def unit_has_groups(visit: Visit) -> bool:
    """Whether a programme of the unit starts people together."""
    return any(has_groups(each) for each in programmes_here(visit))


def programme_here(visit: Visit) -> Programme:
    """The one in the path. Raises NotFound."""
    found = next((each for each in programmes_here(visit) if each.id == visit.path["programme"]), None)
    if found is None:
        raise NotFound
    return found


def _ask(visit: Visit, sheet: Sheet) -> Response:
    """The form, with what somebody had typed when their session ended."""
    parked = parking.take(visit, visit.request.url.path)
    values = fill(sheet.form, parked).values if parked else sheet.start
    return _show(visit, sheet, Filled(form=sheet.form, values=values), Hidden.read(parked) or new_hidden(), status=200)


def _answer(visit: Visit, sheet: Sheet) -> Response:
    """The page after it, or the form again with what is wrong."""
    filled, hidden = fill(sheet.form, visit.lists), Hidden.read(visit.lists)
    if hidden is None:
        filled.faults.append(INCOMPLETE)
    if filled.faults:
        filled.add(_of_the_line(visit, sheet, filled))
    if hidden is None or filled.faults:
        return _show(visit, sheet, filled, hidden or new_hidden())
    id_ = hidden.line_id(visit.lists)
    visit.work.ledger.hold(visit.connection)  # the first of two clicks may not be done yet
    if id_ not in {event.id for event in proceedings_of(visit.connection, sheet.programme.id).events}:
        filled.faults.extend(_register(visit, sheet, filled, id_))
    return _show(visit, sheet, filled, hidden) if filled.faults else go(f"{sheet.back}?klart=ja")


def _register(visit: Visit, sheet: Sheet, filled: Filled, id_: str) -> Sequence[Fault]:
    """What is wrong; nothing where it is registered."""
    try:
        line = _line(visit, sheet, filled, id_)
        if faults := sheet.check(filled):
            return faults
        happen(visit.work, line)
    except (JourneyError, WorkflowError) as error:
        return _faults(error, sheet, visit.today)
    return ()


def _of_the_line(visit: Visit, sheet: Sheet, filled: Filled) -> Sequence[Fault]:
    """What the journal would refuse of the fields, so that all is told at once."""
    try:
        _line(visit, sheet, filled, "ny")
    except LineRefused as error:
        return [fault for fault in _faults(error, sheet, visit.today) if fault.name]
    return ()


def _line(visit: Visit, sheet: Sheet, filled: Filled, id_: str) -> ProgrammeEvent:
    head = {"programme": sheet.programme.id, "id": id_, "by": visit.staff.address, "on": visit.today.isoformat()}
    line = line_of({**head, **sheet.says(filled)})
    assert isinstance(line, ProgrammeEvent)
    return line


def _faults(error: Exception, sheet: Sheet, today: date) -> list[Fault]:
    if isinstance(error, NotYet):
        return [Fault(name="on", sentence="Dag: den har inte varit än.")]
    problems = error.problems if isinstance(error, LineRefused) else [with_days_in_words(str(error), today)]
    return [_fault(problem, sheet) for problem in problems]


def _fault(problem: str, sheet: Sheet) -> Fault:
    """A problem of a line begins with its key."""
    key, _, sentence = problem.partition(": ")
    for field in sheet.form.fields:
        if key.removeprefix("set.") == field.name:
            return Fault(name=field.name, sentence=f"{field.label}: {sentence}")
    return Fault(name="", sentence=(sentence or problem)[:1].upper() + (sentence or problem)[1:])


def _show(visit: Visit, sheet: Sheet, filled: Filled, hidden: Hidden, *, status: int = 422) -> Response:
    return show(visit, "happening.html", status=status, sheet=sheet, filled=filled, hidden=hidden.fields)
