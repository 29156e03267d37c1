"""How a form about a journey is asked and answered: checked, shown before it is saved, saved once, or a conflict."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from journeys import casework
from journeys.case import Case, case_of
from journeys.casework import Change
from journeys.errors import JourneyError
from journeys.journal.lines import Line
from journeys.journal.reading import LineRefused, line_of
from journeys.people import who
from journeys.refused import Conflict, Erased
from journeys.visibility import access
from journeys.visibility.access import NotFound, OnlyToRead
from journeys.visibility.access_named import name_who_works_with
from journeys.web import parking
from journeys.web.asked import Asking, Build
from journeys.web.case_events import Entry, since
from journeys.web.forms import Fault, Filled, fill
from journeys.web.hidden import Hidden
from journeys.web.pages import go, show
from journeys.web.refusals import INCOMPLETE, faults_of
from journeys.web.repeated import repeated
from journeys.web.step_fields import as_read, value_of
from journeys.web.visit import Visit
from journeys.web.what_follows import what_follows
from workflows.errors import WorkflowError

KEEP = "keep"
"""The button that keeps what was filled in for later."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A form that came in, or goes out. `since`: what others registered after it was opened."""

    visit: Visit
    asking: Asking
    filled: Filled
    hidden: Hidden
    since: Sequence[Entry] = ()

    @property
    def status(self) -> int:
        if self.since:
            return 409
        return self.filled.status

    @property
    def only_shown(self) -> bool:
        """Whether what follows is shown before anything is saved."""
        return self.asking.shown_first and (bool(self.since) or self.visit.form.get("do") != "save")

    @property
    def summary(self) -> list[tuple[str, str]]:
        """What was filled in, as it reads on the page; without what the rest leaves no use for."""
        filled = [(each, self.filled.value(each.name)) for each in self.asking.form.fields]
        said = self.asking.line({each.name: value_of(each, value) for each, value in filled})
        unused = {name for name, value in said.items() if value is None}
        today = self.visit.today
        return [
            (each.label, as_read(each, value, today)) for each, value in filled if value and each.name not in unused
        ]

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What was filled in, as it is sent once more."""
        return [(each.name, value) for each in self.asking.form.fields for value in self.visit.lists.get(each.name, ())]


def ask(visit: Visit, build: Build) -> Response:
    """The form, with what somebody had typed when their session ended."""
    parked = parking.take(visit, visit.request.url.path)
    asking = build(replace(visit, lists=parked) if parked else visit, to_change(visit))
    values = fill(asking.form, parked).values if parked else asking.start
    hidden = Hidden.read(parked) or Hidden.new(asking.case)
    return _form(Turn(visit=visit, asking=asking, filled=Filled(form=asking.form, values=values), hidden=hidden))


def answer(visit: Visit, build: Build) -> Response:
    """What the form leads to: the journey's page, the form again, what would follow, or what a colleague did."""
    case, hidden = to_change(visit), Hidden.read(visit.lists)
    if hidden is None:
        return _form(_incomplete(visit, build(visit, case)))
    if _is_saved(visit, case, hidden):
        return _to_journey(visit, hidden.line_id(visit.lists))
    turn = _turn(visit, build(visit, case), hidden)
    if visit.form.get("do") in ("edit", "more"):
        return _form(replace(turn, filled=replace(turn.filled, faults=[])))
    if turn.filled.faults:
        return _form(turn)
    try:
        return _kept(turn) or _register(turn)
    except Conflict:
        return _collided(visit, build, hidden)


def to_change(visit: Visit) -> Case:
    """The journey, for somebody who may change it. Raises NotFound, OnlyToRead and Erased."""
    if not visit.may_write(visit.journey(visit.path["reference"])):
        raise OnlyToRead
    case = _case(visit)
    if case.dossier.erased:
        raise Erased(case.dossier.reference)
    return case


def _case(visit: Visit) -> Case:
    return case_of(visit.connection, visit.catalogue, visit.path["reference"], visit.today)


def _is_saved(visit: Visit, case: Case, hidden: Hidden) -> bool:
    """A double click, or the back button and once more: what came in is registered already."""
    return hidden.line_id(visit.lists) in {event.id for event in case.dossier.events}


def _to_journey(visit: Visit, event_id: str) -> Response:
    """The page of the journey, which says what the event changed."""
    return go(f"/arende/{quote(visit.path['reference'])}?klart={quote(event_id, safe='')}")


def _turn(visit: Visit, asking: Asking, hidden: Hidden, since: Sequence[Entry] = ()) -> Turn:
    filled = fill(asking.form, {**visit.lists, **asking.meanwhile})
    filled.add(asking.check(filled.values))
    turn = Turn(visit=visit, asking=asking, filled=filled, hidden=hidden, since=since)
    if filled.faults:
        filled.add(_of_the_line(turn))
    return turn


def _of_the_line(turn: Turn) -> Sequence[Fault]:
    """What the journal would refuse of the fields, so that all is told at once."""
    try:
        _line(turn)
    except LineRefused as error:
        return [fault for fault in faults_of(error, turn.asking) if fault.name]
    return ()


def _incomplete(visit: Visit, asking: Asking) -> Turn:
    """Without its hidden part a form cannot be saved, but what was typed is kept."""
    turn = _turn(visit, asking, Hidden.new(asking.case))
    turn.filled.faults.append(INCOMPLETE)
    return turn


def _kept(turn: Turn) -> Response | None:
    """Kept for later, by the button for that; None for the others."""
    if turn.asking.keep is None or turn.visit.form.get("do") != KEEP:
        return None
    turn.asking.keep(_values(turn))
    return go(f"/arende/{quote(turn.visit.path['reference'])}")


def _register(turn: Turn) -> Response:
    """Saved, or shown first what would follow, or refused with what was typed. Raises Conflict."""
    try:
        if not turn.hidden.again and (question := repeated(turn.visit, turn.asking.case, _line(turn))):
            return _asked_again(turn, question)
        change = _tried(turn)
    except Conflict:
        raise
    except (JourneyError, WorkflowError) as error:
        turn.filled.faults.extend(faults_of(error, turn.asking))
        return _form(turn)
    return _shown_first(turn, change) if turn.only_shown else _saved(turn, change)


def _asked_again(turn: Turn, question: Fault) -> Response:
    """The form with the question; the next press answers it."""
    turn.filled.faults.append(question)
    return _form(replace(turn, hidden=replace(turn.hidden, again=True)))


def _tried(turn: Turn) -> Change:
    """Registered in a transaction of its own inside the page's, so that a refusal or a mere look leaves nothing."""
    line, work = _line(turn), turn.visit.work
    with turn.visit.connection.begin_nested() as savepoint:
        change = casework.register(work, line, seen=turn.hidden.seen)
        if turn.only_shown:
            savepoint.rollback()
    return change


def _line(turn: Turn) -> Line:
    visit, asking = turn.visit, turn.asking
    head = {
        "journey": asking.case.dossier.reference,
        "id": turn.hidden.line_id(visit.lists),
        "by": visit.staff.address,
        "on": visit.today.isoformat(),
    }
    return line_of(head | {key: value for key, value in asking.line(_values(turn)).items() if value is not None})


def _values(turn: Turn) -> dict[str, Any]:
    """What was filled in, as the journal writes it."""
    return {each.name: value_of(each, turn.filled.value(each.name)) for each in turn.asking.form.fields}


def _saved(turn: Turn, change: Change) -> Response:
    visit = turn.visit
    assert change.dossier.id is not None
    turn.asking.saved(change)
    name_who_works_with(visit.connection, change.dossier.id, visit.staff)
    try:
        access.journey_seen_by(visit.connection, visit.staff, change.reference, visit.now)
    except NotFound:  # given away to another unit
        return go("/min-dag?klart=overlamnat")
    return _to_journey(visit, change.event_id)


def _collided(visit: Visit, build: Build, hidden: Hidden) -> Response:
    """What a colleague did meanwhile beside what was typed; one press saves it all the same."""
    case = _case(visit)
    if _is_saved(visit, case, hidden):
        return _to_journey(visit, hidden.line_id(visit.lists))
    turn = _turn(visit, build(visit, case), hidden.renewed(case), since(visit, case, hidden.known))
    if turn.asking.shown_first and not turn.filled.faults:
        return _register(turn)
    return _form(turn)


def _form(turn: Turn) -> Response:
    return _show(turn, turn.asking.template)


def _shown_first(turn: Turn, change: Change) -> Response:
    return _show(turn, "step_first.html", follows=what_follows(turn.visit, change))


def _show(turn: Turn, template: str, **more: Any) -> Response:
    visit, case = turn.visit, turn.asking.case
    assert case.dossier.id is not None
    person = who(visit.connection, visit.app.keys, case.dossier.id)
    return show(visit, template, status=turn.status, turn=turn, asking=turn.asking, person=person, **more)
