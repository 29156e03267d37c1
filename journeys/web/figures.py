"""Siffror: goals and figures of a programme for a period. No person, no journey, not even a reference."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from starlette.responses import Response

from journeys import queries
from journeys.cli.options import EARLIEST, LATEST
from journeys.reporting import BackwardPeriod, Report, report, words
from journeys.reporting.behind import has_journeys
from journeys.reporting.compared import compared, report_before, was_not_there_before
from journeys.reporting.public import public
from journeys.reporting.published import NotAYear, can_be_published
from journeys.reporting.sections import GoalShown, Section, section
from journeys.web.attached import links
from journeys.web.forms import Fault, Field, Filled, Form, fill
from journeys.web.pages import show_filled
from journeys.web.periods import ONLY_OWN, Period, named, offered, whole_year, years
from journeys.web.programme_sheet import unit_has_groups
from journeys.web.routes import CASEWORK, COORDINATORS, Pages
from journeys.web.units import ways_in
from journeys.web.visit import Visit
from journeys.words import with_days_in_words
from workflows.facts import Span

pages = Pages()

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

MONTHS = "manader"
"""What an address calls the goals month by month."""
NOT_HERE = "Din enhet finns inte i den här insatsen: välj ett helt kalenderår."

PROGRAMME = Field(name="insats", label="Insats", kind="choice")
ANY_DAYS = Form(
    fields=(
        PROGRAMME,
        Field(name="fran", label="Från", kind="date", longest=10),
        Field(name="tom", label="Till och med", kind="date", longest=10),
        Field(
            name="lage",
            label="Läget den",
            kind="date",
            longest=10,
            required=False,
            hint="Tomt: periodens sista dag, eller idag.",
        ),
    ),
    send="Visa",
)
WHOLE_YEARS = Form(fields=(PROGRAMME, Field(name="ar", label="År", kind="choice")), send="Visa")


@pages.get("/siffror", who=CASEWORK | COORDINATORS)
def figures(visit: Visit) -> Response:
    with_months = visit.request.query_params.get(MONTHS) == "ja"
    filled, found = asked(visit, monthly=with_months)
    return show_filled(
        visit,
        "figures.html",
        filled,
        periods=_periods(visit, filled),
        report=found,
        sections=_own_first(visit, shown(visit, found)) if found else (),
        period=words.period,
        as_seen=words.as_seen,
        has_groups=unit_has_groups(visit),
        has_way_in=visit.staff.role in COORDINATORS and bool(ways_in(visit)),
        nothing_before=found is not None and was_not_there_before(visit.catalogue, found),
        behind=lambda section, goal: _path_behind(visit, filled, section, goal),
        only_own="" if found is None or _of_all_units(visit, found) else _why_only_own(visit, found),
        with_months=with_months,
        other_months=_path_with_months(visit, shown=not with_months),
        files=links(visit, "/siffror/hamta"),
        why_not_published="" if found is None or can_be_published(found, visit.today) else str(NotAYear()),
    )


def asked(visit: Visit, *, monthly: bool) -> tuple[Filled, Report | None]:
    """What the address asks for, and the report of that; None where there is none, and why in the faults."""
    filled = chosen(visit)
    return filled, None if filled.faults else _report(visit, filled, monthly=monthly)


def shown(visit: Visit, found: Report) -> Sequence[Section]:
    """The rows that anybody sees at the desk: all of them pass here, and nowhere else.

    One's own unit of any days; the others, and the whole that they are part of, of whole years only.
    """
    earlier, own = report_before(visit.connection, visit.catalogue, found), visit.staff.unit
    if _of_all_units(visit, found):
        return public(visit.connection, visit.catalogue, found, earlier, own=own)
    if own is None or found.programme.unit(own) is None:
        return []
    return compared([section(found, own)], [section(earlier, own)] if earlier else [])


def _of_all_units(visit: Visit, found: Report) -> bool:
    """Whether more than one's own unit is shown: of whole years, and where there is nothing to show."""
    return bool(found.absent) or can_be_published(found, visit.today)


def _why_only_own(visit: Visit, found: Report) -> str:
    return ONLY_OWN if found.programme.unit(visit.staff.unit or "") else f"{ONLY_OWN} {NOT_HERE}"


def _own_first(visit: Visit, rows: Sequence[Section]) -> Sequence[Section]:
    """One's own unit, then the whole and the others in their order."""
    return sorted(rows, key=lambda each: each.unit is None or each.unit != visit.staff.unit)


def _path_with_months(visit: Visit, *, shown: bool) -> str:
    """This page with the goals month by month, or without them: they take longer to count than all the rest."""
    same = [(name, value) for name, value in visit.request.query_params.multi_items() if name != MONTHS]
    return "/siffror?" + urlencode([*same, (MONTHS, "ja")] if shown else same)


def _path_behind(visit: Visit, filled: Filled, section: Section, goal: GoalShown) -> str | None:
    """The page of the journeys behind a number of one's own unit."""
    if not (visit.staff.sees_persons and section.unit == visit.staff.unit and has_journeys(goal.goal)):
        return None
    chosen = {field.name: filled.value(field.name) for field in filled.form.fields}
    return "/siffror/arenden?" + urlencode({**chosen, "mal": goal.goal.id})


def chosen(visit: Visit) -> Filled:
    """The programme and the days: those in the address, or those of the period that it names.

    Who sees no persons chooses a year; days in the address are nothing to them.
    """
    choices = _programmes(visit)
    form = (
        ANY_DAYS
        if visit.staff.sees_persons
        else WHOLE_YEARS.with_choices("ar", [(year, year) for year in years(visit, back=1)])
    )
    first, last = named(visit).days(visit.today)
    start = {
        "insats": shown_first(visit, {id_: [id_] for id_, _ in choices}),
        "fran": first.isoformat(),
        "tom": last.isoformat(),
        "lage": "",
        "ar": str(first.year),
    }
    sent = {field.name: [visit.request.query_params.get(field.name, start[field.name])] for field in form.fields}
    return _with_days_checked(fill(form.with_choices("insats", choices), sent), visit.today)


def shown_first(visit: Visit, choices: Mapping[str, Sequence[str]]) -> str:
    """The first, of those that the reader's unit carries out or else of all, in which there are journeys.

    `choices`: the programmes of each.
    """
    own = {each.id for each in visit.catalogue.versions.values() if each.unit(visit.staff.unit or "")}
    near = [key for key in choices if key in own] or list(choices)
    return next((key for key in near if queries.has_any(visit.connection, choices[key])), near[0] if near else "")


def _programmes(visit: Visit) -> list[tuple[str, str]]:
    """By name; the name is that of the newest version."""
    newest = sorted(visit.catalogue.versions.values(), key=lambda programme: programme.valid_from)
    return sorted({programme.id: programme.name for programme in newest}.items(), key=lambda pair: pair[1])


def _with_days_checked(filled: Filled, today: date) -> Filled:
    for field in filled.form.fields:
        value = filled.value(field.name)
        if field.kind == "date" and value and filled.fault(field.name) is None and _day(value) is None:
            sentence = f"{field.label}: ska vara en dag mellan {EARLIEST} och {LATEST}, som 2026-03-02."
            filled.faults.append(Fault(name=field.name, sentence=sentence))
    begins = _day(filled.value("fran"))
    if begins and begins > today:
        filled.faults.append(Fault(name="fran", sentence="Från: perioden har inte börjat."))
    seen_on = _day(filled.value("lage"))
    if seen_on and seen_on > today:
        filled.faults.append(Fault(name="lage", sentence="Läget den: kan inte vara senare än idag."))
    return filled


def _day(text: str) -> date | None:
    """None where there is no such day, or it lies too far away to count from."""
    if not _DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None


def _report(visit: Visit, filled: Filled, *, monthly: bool) -> Report | None:
    """None where there is none, and why in the faults of the form."""
    span, today = days_of(visit, filled)
    try:
        return report(
            visit.connection,
            visit.catalogue,
            programme=filled.value("insats"),
            first=span.first,
            last=span.last,
            today=today,
            monthly=monthly,
        )
    except BackwardPeriod as error:
        filled.faults.append(Fault(name="tom", sentence=with_days_in_words(str(error), visit.today)))
    return None


def days_of(visit: Visit, filled: Filled) -> tuple[Span, date]:
    """The period, and the day it is seen from, of a choice without faults."""
    if year := filled.value("ar"):
        span = whole_year(int(year), visit.today)
        return span, span.last
    first, last = _day(filled.value("fran")), _day(filled.value("tom"))
    assert first is not None
    assert last is not None
    return Span(first, last), _day(filled.value("lage")) or min(last, visit.today)


def _periods(visit: Visit, filled: Filled) -> list[Mapping[str, object]]:
    """A link for each period, and whether it is the one that is shown."""
    current = _period_of(visit, filled)
    return [
        {
            "path": "/siffror?" + urlencode({"insats": filled.value("insats"), "period": each.key}),
            "name": each.name,
            "is_shown": each == current,
        }
        for each in offered(visit.staff)
    ]


def _period_of(visit: Visit, filled: Filled) -> Period | None:
    """The period that is chosen; where two have the same days, as in January, the one that was asked for."""
    same = [each for each in offered(visit.staff) if _is_chosen(filled, *each.days(visit.today))]
    return next((each for each in same if each == named(visit)), same[0] if same else None)


def _is_chosen(filled: Filled, first: date, last: date) -> bool:
    if year := filled.value("ar"):
        return bool(year == str(first.year))
    return (filled.value("fran"), filled.value("tom")) == (first.isoformat(), last.isoformat())
