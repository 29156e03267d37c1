"""Beredning: what a samordningsgrupp is to prepare at its next meeting, what each decided, and how long it takes.

For those who work in a group that prepares referrals; the times also for coordinators, who see figures and no person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping
from starlette.responses import Response

from journeys.meeting_days import AHEAD, PLANNED, MeetingDays, meeting_days
from journeys.reporting.decision_times import TimesShown, decision_times, exactly, without_small_numbers
from journeys.visibility.access import NotFound
from journeys.web.case_events import staff_names
from journeys.web.finding import name_of
from journeys.web.forms import Fault, Field, Filled, Form
from journeys.web.pages import show
from journeys.web.periods import ONLY_OWN, is_year, named, offered
from journeys.web.prepared import days_decided, decided, to_prepare
from journeys.web.programme_sheet import Sheet, asked
from journeys.web.routes import CASEWORK, COORDINATORS, Pages
from journeys.web.units import ways_in
from journeys.web.visit import Visit
from journeys.words import PARTY, unit_text
from workflows.calendar import ONE_DAY
from workflows.programme import Programme
from workflows.telling.phrases import recurring
from workflows.words import state_name

pages = Pages()

HERE = "/beredning"
MEETINGS_SHOWN = 12
PLAN = Form(
    fields=(Field(name="starts", label="Dag för mötet", kind="date", longest=10, hint="Som 2026-03-02."),),
    send="Planera mötet",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """A row of a list: one journey, in words."""

    row: RowMapping
    name: str
    from_whom: str
    state: str
    by: str
    outcome: str
    days: int


@pages.get(HERE, who=CASEWORK)
def preparing(visit: Visit) -> Response:
    programme = _programme(visit)
    days = _days(visit, programme)
    rows = to_prepare(visit.connection, visit.staff, programme.id)
    visit.tells_of(row["id"] for row in rows)
    return show(
        visit,
        "preparing.html",
        **_meeting(visit, programme, days),
        waiting=_prepared(visit, programme, [row for row in rows if row["state"] != "paused"]),
        resting=_prepared(visit, programme, [row for row in rows if row["state"] == "paused"]),
        held=_held(visit, programme, days)[:MEETINGS_SHOWN],
        at_no_meeting=days.is_before_all,
        done=visit.request.query_params.get("klart") == "ja",
    )


@pages.get("/beredning/lista", who=CASEWORK)
def printed(visit: Visit) -> Response:
    """The list on paper: no names and nobody who is protected, for a paper can be left behind."""
    programme = _programme(visit)
    rows = to_prepare(visit.connection, visit.staff, programme.id)
    on_paper = [row for row in rows if row["state"] != "paused" and not row["protected"]]
    visit.tells_of(row["id"] for row in on_paper)
    waiting = _prepared(visit, programme, on_paper)
    return show(visit, "preparing_list.html", **_meeting(visit, programme, _days(visit, programme)), waiting=waiting)


@pages.get("/beredning/moten/{day}", who=CASEWORK)
def meeting(visit: Visit) -> Response:
    """What was decided at a meeting: what was registered from its day until the next. Or on a day without one."""
    programme = _programme(visit)
    day, days = _day(visit.path["day"]), _days(visit, programme)
    span = days.until_next(day, visit.today) if day <= visit.today else None
    rows = decided(visit.connection, visit.staff, programme.id, *span) if span else []
    at_meeting = not days.is_before_all(day)
    if span is None or not (rows or at_meeting):
        raise NotFound
    visit.tells_of(row["id"] for row in rows)
    found = _prepared(visit, programme, rows)
    about = _meeting(visit, programme)
    return show(visit, "preparing_meeting.html", **about, day=day, at_meeting=at_meeting, decided=found)


@pages.get("/beredning/tider", who=CASEWORK | COORDINATORS)
def times(visit: Visit) -> Response:
    programmes = ways_in(visit) if visit.staff.role in COORDINATORS else [_programme(visit)]
    chosen = named(visit)
    first, last = chosen.days(visit.today)
    return show(
        visit,
        "preparing_times.html",
        told=[(each, _times(visit, each, first, last)) for each in programmes],
        periods=offered(visit.staff),
        chosen=chosen,
        first=first,
        last=last,
        longest=visit.staff.sees_persons,
        only_own=ONLY_OWN if visit.staff.sees_persons and not is_year(first, last, visit.today) else "",
    )


def _programme(visit: Visit) -> Programme:
    """The one that the unit prepares for. Raises NotFound."""
    found = next((each for each in ways_in(visit) if each.unit(visit.staff.unit or "")), None)
    if found is None:
        raise NotFound
    return found


def _held(visit: Visit, programme: Programme, days: MeetingDays) -> list[date]:
    """The meetings that have been, then the days before them on which something was decided; the latest first."""
    held = days.held(visit.today)
    before = held[-1] if held else visit.today + ONE_DAY
    return [*held, *days_decided(visit.connection, visit.staff, programme.id, before)]


def _days(visit: Visit, programme: Programme) -> MeetingDays:
    return meeting_days(visit.connection, programme, visit.staff.unit or "", visit.today)


def _meeting(visit: Visit, programme: Programme, days: MeetingDays | None = None) -> dict[str, Any]:
    """What every page of the group says of it."""
    assert programme.meets_every is not None
    return {
        "unit": unit_text(programme, visit.staff.unit),
        "every": recurring(programme.meets_every),
        "next_meeting": days.next(visit.today) if days else None,
    }


def _prepared(visit: Visit, programme: Programme, rows: Iterable[RowMapping]) -> list[Prepared]:
    names = staff_names(visit.connection)
    return [_in_words(visit, row, programme, names.get(row["caseworker"], row["caseworker"] or "")) for row in rows]


def _in_words(visit: Visit, row: RowMapping, programme: Programme, by: str) -> Prepared:
    version = visit.catalogue.get(programme.id, row["version"])
    outcome = version.outcome(row["outcome"] or "")
    return Prepared(
        row=row,
        name=name_of(row),
        from_whom=", ".join(filter(None, (PARTY.get(row["party"], row["party"]), row["organisation"]))),
        state=state_name(version, row["state"]),
        by=by,
        outcome=outcome.name if outcome else state_name(version, row["state"]),
        days=((row["ended_on"] or visit.today) - row["referred_on"]).days,
    )


def _day(text: str) -> date:
    """Raises NotFound."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound from None


def _times(visit: Visit, programme: Programme, first: date, last: date) -> Sequence[tuple[str, TimesShown]]:
    """Of one's own unit all; the others and the whole, without small numbers, of whole years only."""
    found = decision_times(visit.connection, programme, first=first, last=last, today=visit.today)
    own = visit.staff.unit if visit.staff.sees_persons else None
    if own and not is_year(first, last, visit.today):
        shown = [exactly(each) for each in found if each.unit == own]
    else:
        shown = without_small_numbers(found, own)
    return [(unit_text(programme, each.unit) if each.unit else "Alla", each) for each in shown]


@asked(pages, "/beredning/planera", form=PLAN)
def plan(visit: Visit) -> Sheet:
    return Sheet(
        programme=_programme(visit),
        title="Planera möte",
        form=PLAN,
        says=lambda filled: {"event": PLANNED, "unit": visit.staff.unit, **filled.values},
        start={},
        back=HERE,
        check=lambda filled: _too_far(visit.today, filled),
    )


def _too_far(today: date, filled: Filled) -> Sequence[Fault]:
    """A year that was mistyped would be the next meeting for long."""
    try:
        is_near = abs(date.fromisoformat(filled.value("starts")) - today) <= AHEAD
    except ValueError:
        return ()  # said where every line is checked
    return () if is_near else [Fault(name="starts", sentence="Dag för mötet: ska ligga inom ett år från idag.")]
