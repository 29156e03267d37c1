"""Siffror: goals and figures of a programme for a period. No person, no journey, not even a reference."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from starlette.responses import Response

from journeys.catalogue import NoVersionYet
from journeys.cli.options import EARLIEST, LATEST
from journeys.errors import JourneyError
from journeys.reporting import BackwardPeriod, Report, report, words
from journeys.reporting.bars import bar
from journeys.reporting.sections import Section, sections
from journeys.web.forms import Fault, Field, Filled, Form, fill
from journeys.web.pages import show
from journeys.web.routes import CASEWORK, COORDINATORS, Pages
from journeys.web.units import ways_in
from journeys.web.visit import Visit

pages = Pages()

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

CHOOSE = Form(
    fields=(
        Field(name="insats", label="Insats", kind="choice"),
        Field(name="fran", label="Från", kind="date", longest=10),
        Field(name="tom", label="Till och med", kind="date", longest=10),
    ),
    send="Visa",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A period with a name: the calendar unit of so many months that today lies in, to today, or the one before it."""

    key: str
    name: str
    months: int
    before: bool = False

    def days(self, today: date) -> tuple[date, date]:
        first = self._begin(today)
        if not self.before:
            return first, today
        last = first - timedelta(days=1)
        return self._begin(last), last

    def _begin(self, day: date) -> date:
        return date(day.year, (day.month - 1) // self.months * self.months + 1, 1)


PERIODS = (
    Period(key="ar", name="I år", months=12),
    Period(key="forra-aret", name="Förra året", months=12, before=True),
    Period(key="halvar", name="Det här halvåret", months=6),
    Period(key="forra-halvaret", name="Förra halvåret", months=6, before=True),
    Period(key="kvartal", name="Det här kvartalet", months=3),
    Period(key="forra-kvartalet", name="Förra kvartalet", months=3, before=True),
)


@pages.get("/siffror", who=CASEWORK | COORDINATORS)
def figures(visit: Visit) -> Response:
    filled = _asked(visit)
    found = None if filled.faults else _report(visit, filled)
    return show(
        visit,
        "figures.html",
        status=422 if filled.faults else 200,
        filled=filled,
        periods=_periods(visit, filled),
        report=found,
        sections=shown(found) if found else (),
        period=words.period,
        as_seen=words.as_seen,
        bar=bar,
        everyone=words.EVERYONE,
        has_way_in=visit.staff.role in COORDINATORS and bool(ways_in(visit)),
    )


def shown(found: Report) -> Sequence[Section]:
    """The rows that anybody sees at the desk: all of them pass here, and nowhere else."""
    return sections(found)


def _asked(visit: Visit) -> Filled:
    """The programme and the days: those in the address, or those of the period that it names."""
    query = visit.request.query_params
    choices = _programmes(visit)
    period = next((each for each in PERIODS if each.key == query.get("period")), PERIODS[0])
    first, last = period.days(visit.today)
    start = {"insats": choices[0][0] if choices else "", "fran": first.isoformat(), "tom": last.isoformat()}
    sent = {name: [query.get(name, value)] for name, value in start.items()}
    filled = fill(CHOOSE.with_choices("insats", choices), sent)
    return _with_days_checked(filled)


def _programmes(visit: Visit) -> list[tuple[str, str]]:
    """By name; the name is that of the newest version."""
    newest = sorted(visit.catalogue.versions.values(), key=lambda programme: programme.valid_from)
    return sorted({programme.id: programme.name for programme in newest}.items(), key=lambda pair: pair[1])


def _with_days_checked(filled: Filled) -> Filled:
    for name, label in (("fran", "Från"), ("tom", "Till och med")):
        if filled.fault(name) is None and _day(filled.value(name)) is None:
            sentence = f"{label}: ska vara en dag mellan {EARLIEST} och {LATEST}, som 2026-03-02."
            filled.faults.append(Fault(name=name, sentence=sentence))
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


def _report(visit: Visit, filled: Filled) -> Report | None:
    """None where there is none, and why in the faults of the form."""
    first, last = _day(filled.value("fran")), _day(filled.value("tom"))
    assert first is not None
    assert last is not None
    try:
        return report(
            visit.connection,
            visit.catalogue,
            programme=filled.value("insats"),
            first=first,
            last=last,
            today=min(last, visit.today),
        )
    except (BackwardPeriod, NoVersionYet) as error:
        filled.faults.append(_fault_of(error))
    return None


def _fault_of(error: JourneyError) -> Fault:
    return Fault(name="tom" if isinstance(error, BackwardPeriod) else "", sentence=str(error))


def _periods(visit: Visit, filled: Filled) -> list[Mapping[str, object]]:
    """A link for each period, and whether it is the one that is shown."""
    current = _period_of(visit, (filled.value("fran"), filled.value("tom")))
    return [
        {
            "path": "/siffror?" + urlencode({"insats": filled.value("insats"), "period": each.key}),
            "name": each.name,
            "is_shown": each == current,
        }
        for each in PERIODS
    ]


def _period_of(visit: Visit, days: tuple[str, str]) -> Period | None:
    """The period of these days; where two have the same, as in January, the one that was asked for."""
    asked = visit.request.query_params.get("period")
    same = [each for each in PERIODS if tuple(day.isoformat() for day in each.days(visit.today)) == days]
    return next((each for each in same if each.key == asked), same[0] if same else None)
