"""Several journeys of a unit are given to a colleague at once, also to one in another unit."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import RowMapping
from starlette.responses import Response

from journeys import casework, staff
from journeys.errors import JourneyError
from journeys.journal.reading import line_of
from journeys.onward import hold
from journeys.staff import Member
from journeys.web import parking, workload
from journeys.web.forms import Fault, Field, Filled, Form, fill
from journeys.web.pages import go, show
from journeys.web.routes import MANAGERS, Pages
from journeys.web.visit import LARGEST_ID, Visit
from journeys.web.whose import meant_by
from journeys.web.workload import NOBODY, PAGE, Names
from journeys.work import Work
from workflows.errors import WorkflowError
from workflows.words import state_name

pages = Pages()

GIVE = Form(
    fields=(
        Field(name="journeys", label="Ärenden", kind="ticks"),
        Field(
            name="to",
            label="Ny handläggare",
            kind="choice",
            hint="Hör hen till en annan enhet flyttar ärendena dit, och du ser dem inte längre.",
        ),
    ),
    send="Byt handläggare",
)


@pages.get("/enheten/byt", who=MANAGERS, writes=True)
def choose(visit: Visit) -> Response:
    sent = parking.take(visit, "/enheten/byt")
    rows, following = _rows(visit, sent.get("journeys", ()))
    form = _form(visit, rows)
    return _show(visit, Filled(form=form, values=fill(form, sent).values), rows, following)


@pages.post("/enheten/byt", who=MANAGERS, form=GIVE)
def give(visit: Visit) -> Response:
    rows, following = _rows(visit, visit.lists.get("journeys", ()))
    filled = _filled(visit, rows)
    if filled.faults:
        return _show(visit, filled, rows, following, status=422)
    to = next(each for each in _colleagues(visit) if each.address == filled.value("to"))
    chosen = [row for row in rows if row["reference"] in filled.value("journeys")]
    refused = list(_given(visit, chosen, to))
    if not refused:
        return go(f"/enheten?bytta={len(chosen)}")
    visit.tells_of(row["id"] for row in chosen)
    return show(visit, "unit_given.html", status=422, to=to, given=len(chosen) - len(refused), refused=refused)


def _filled(visit: Visit, rows: Sequence[RowMapping]) -> Filled:
    """What was sent. Whoever has the journeys cannot be given them."""
    filled = fill(_form(visit, rows), visit.lists)
    whose, names = _whose(visit)
    if filled.fault("to") and filled.value("to") == whose:
        sentence = f"Ny handläggare: {names.name(whose)} har redan ärendena. Välj någon annan."
        others = [fault for fault in filled.faults if fault.name != "to"]
        filled.faults = [*others, Fault(name="to", sentence=sentence)]
    return filled


def _given(visit: Visit, rows: Sequence[RowMapping], to: Member) -> Iterator[tuple[str, str]]:
    """Give each of them; those that cannot be given, and why."""
    work = visit.work
    hold(visit.connection, *(row["reference"] for row in rows))  # all before the log, which the first of them holds
    for row in rows:
        if (row["caseworker"], row["unit"]) == (to.address, to.unit):
            yield row["reference"], f"{to.name} har det redan."
            continue
        try:
            _give(visit, work, row, to)
        except (JourneyError, WorkflowError) as error:
            yield row["reference"], str(error)


def _give(visit: Visit, work: Work, row: RowMapping, to: Member) -> None:
    """In a transaction of its own inside the page's: a refusal leaves nothing behind."""
    values: dict[str, Any] = {
        "journey": row["reference"],
        "event": "reassigned",
        "on": visit.today.isoformat(),
        "by": visit.staff.address,
        "caseworker": to.address,
    }
    if to.unit != row["unit"]:
        values["unit"] = to.unit
    with visit.connection.begin_nested():
        casework.register(work, line_of(values))


def _rows(visit: Visit, ticked: Sequence[str]) -> tuple[list[RowMapping], int | None]:
    """The page of journeys that the address asks for, with those that are ticked; where the next page begins."""
    query, (whose, names) = visit.request.query_params, _whose(visit)
    calls = None if whose == NOBODY else names.calls(whose)
    page = workload.open_of(visit.connection, visit.staff, calls, _number(query.get("efter", "")))
    known = {row["id"] for row in page[:PAGE]}
    others = [row for row in workload.open_among(visit.connection, visit.staff, set(ticked)) if row["id"] not in known]
    return [*page[:PAGE], *others], page[PAGE - 1]["id"] if len(page) > PAGE else None


def _whose(visit: Visit) -> tuple[str, Names]:
    """Whose journeys the address asks for. Raises NotFound."""
    names, number = Names.read(visit.connection), visit.request.query_params.get("handlaggare", NOBODY)
    return meant_by(visit, names, number, workload.called(visit.connection, visit.staff)), names


def _number(text: str) -> int:
    return min(int(text), LARGEST_ID) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _form(visit: Visit, rows: Sequence[RowMapping]) -> Form:
    names = visit.unit_names
    journeys = [(row["reference"], _described(visit, row)) for row in rows]
    return GIVE.with_choices("journeys", journeys).with_choices(
        "to",
        [
            (each.address, each.name if each.unit == visit.staff.unit else f"{each.name}, {names[each.unit or '']}")
            for each in _colleagues(visit)
        ],
    )


def _described(visit: Visit, row: RowMapping) -> str:
    name = f"{row['given_name'] or ''} {row['family_name'] or ''}".strip() or "Gallrad"
    state = state_name(visit.catalogue.get(row["programme"], row["version"]), row["state"])
    return ", ".join((row["reference"], name, state, *(["skyddad"] if row["protected"] else [])))


def _colleagues(visit: Visit) -> list[Member]:
    """Those of the unit first, then those of every other; but for whoever has the journeys already."""
    own, (whose, _) = visit.staff.unit or "", _whose(visit)
    others = sorted(visit.unit_names.keys() - {own}, key=visit.unit_names.__getitem__)
    members = (each for unit in (own, *others) for each in staff.members(visit.connection, unit=unit))
    return [each for each in members if (each.address, each.unit) != (whose, own)]


def _show(
    visit: Visit, filled: Filled, rows: Sequence[RowMapping], following: int | None, *, status: int = 200
) -> Response:
    visit.tells_of(row["id"] for row in rows)
    whose, names = _whose(visit)
    return show(
        visit,
        "unit_give.html",
        status=status,
        filled=filled,
        rows=rows,
        number=visit.request.query_params.get("handlaggare", NOBODY),
        name=names.name(None if whose == NOBODY else whose),
        following=following,
    )
