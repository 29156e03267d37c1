"""Självskattningar i en enhet: how the answers moved from each participant's first to their last. No person.

As on Siffror, only who works in the unit sees small numbers, and only they choose any two days: from two periods that
differ by a day the others could work out what one participant answered.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from pydantic import TypeAdapter, ValidationError
from starlette.responses import Response

from journeys.journal.line_values import Day
from journeys.reporting import words
from journeys.skapa.assessed_unit import Asked, measured
from journeys.web.forms import Fault, Field, Filled, Form, fill
from journeys.web.pages import show
from journeys.web.periods import PERIODS, YEARS, Period
from journeys.web.routes import CASEWORK, COORDINATORS, Pages
from journeys.web.visit import Visit
from workflows.assessments import form_of
from workflows.figures.movement import Row, movement, without_small_numbers
from workflows.instruments import instrument_of
from workflows.programme import Programme
from workflows.telling.phrases import RESPONDENTS

pages = Pages()

UNIT = Field(name="enhet", label="Enhet", kind="choice")
FIRST = Field(name="fran", label="Från", kind="date", longest=10)
LAST = Field(name="tom", label="Till och med", kind="date", longest=10)
PERIOD = Field(name="period", label="Period", kind="hidden", required=False, longest=20)
ANY_DAYS = Form(fields=(UNIT, FIRST, LAST), send="Visa")
WHOLE_YEARS = Form(fields=(UNIT, PERIOD), send="Visa")

_DAY = TypeAdapter(Day)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked of the page: a unit and two days. `own`: by one of those who work in the unit."""

    filled: Filled
    unit: str
    period: Period
    first: date
    last: date
    own: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one respondent answered in one self-assessment of a programme."""

    title: str
    rows: Sequence[Row]


@pages.get("/siffror/sjalvskattning", who=CASEWORK | COORDINATORS)
def movements(visit: Visit) -> Response:
    question = _asked(visit)
    parts = [] if question.filled.faults else list(_parts(visit, question))
    return show(
        visit,
        "movements.html",
        status=question.filled.status,
        question=question,
        units=_units(visit),
        periods=_periods(question, visit.today),
        parts=parts,
        steps=steps,
        has_hidden=any(row.counts is None for part in parts for row in part.rows),
    )


def steps(mean: float | None) -> str:
    """How far the answers moved, with its sign; in words where they did not."""
    if mean is None:
        return words.NOTHING
    told = f"{mean:+.1f}".replace(".", ",").replace("-", "−")
    return "oförändrat" if told in ("+0,0", "−0,0") else told


def _asked(visit: Visit) -> Question:
    """The unit and the days of the address; where it says none, one's own unit and this year."""
    query, units = visit.request.query_params, _units(visit)
    home = visit.staff.unit or ""
    unit = query.get("enhet") or (home if home in units else next(iter(units), ""))
    own = visit.staff.sees_persons and visit.staff.unit == unit
    periods = PERIODS if own else YEARS
    period = next((each for each in periods if each.key == query.get("period")), periods[0])
    first, last = period.days(visit.today)
    start = {"enhet": unit, "period": period.key, "fran": first.isoformat(), "tom": last.isoformat()}
    form = (ANY_DAYS if own else WHOLE_YEARS).with_choices("enhet", list(units.items()))
    filled = fill(form, {name: [query.get(name, value)] for name, value in start.items()})
    question = Question(filled=filled, unit=unit, period=period, first=first, last=last, own=own)
    return _with_days(question) if own else question


def _with_days(question: Question) -> Question:
    """With the two days that were chosen, if they are days and in order."""
    filled, days = question.filled, {}
    for field in (FIRST, LAST):
        try:
            days[field.name] = _DAY.validate_python(filled.value(field.name))
        except ValidationError:
            sentence = f"{field.label}: ska vara en dag, som 2026-03-02."
            if filled.fault(field.name) is None:
                filled.faults.append(Fault(name=field.name, sentence=sentence))
    if filled.faults:
        return question
    if days["tom"] < days["fran"]:
        filled.faults.append(Fault(name="tom", sentence="Till och med: ska inte vara före Från."))
    return replace(question, first=days["fran"], last=days["tom"])


def _units(visit: Visit) -> Mapping[str, str]:
    """Those of programmes with a self-assessment, by name."""
    found: dict[str, set[str]] = defaultdict(set)
    for programme in visit.catalogue.versions.values():
        if any(record.instrument for record in programme.records):
            for unit in programme.units:
                found[unit.id].add(unit.name)
    joined = {unit: ", ".join(sorted(names)) for unit, names in found.items()}
    return dict(sorted(joined.items(), key=lambda pair: pair[1]))


def _parts(visit: Visit, question: Question) -> Iterator[Part]:
    for versions in _programmes(visit, question.unit):
        newest = max(versions.values(), key=lambda programme: programme.valid_from)
        records = {each.id: each.name for version in versions.values() for each in version.records if each.instrument}
        for record, name in records.items():
            yield from _of_record(visit, question, newest, record, name)


def _of_record(visit: Visit, question: Question, newest: Programme, record: str, name: str) -> Iterator[Part]:
    asked = Asked(programme=newest.id, unit=question.unit, record=record, first=question.first, last=question.last)
    found = measured(visit.connection, visit.app.ledger, visit.catalogue.of(newest.id), asked)
    rows = sorted(shown(movement(found), own=question.own), key=_place_in(newest, record))
    for respondent, who in RESPONDENTS.items():
        theirs = [each for each in rows if each.respondent == respondent]
        if theirs:
            yield Part(title=f"{newest.name}, {name}: {who.lower()}", rows=theirs)


def _place_in(newest: Programme, record: str) -> Callable[[Row], int]:
    """In the order of the form of today; what only earlier forms asked comes last."""
    instrument = instrument_of(newest, record)
    places = {each: number for number, each in enumerate(form_of(instrument).questions)} if instrument else {}
    return lambda row: places.get(row.question, len(places))


def shown(rows: Sequence[Row], *, own: bool) -> Sequence[Row]:
    """The rows that somebody sees: all of them pass here, and nowhere else."""
    return rows if own else without_small_numbers(rows)


def _programmes(visit: Visit, unit: str) -> list[Mapping[str, Programme]]:
    """The versions of each programme that the unit carries out."""
    every = (visit.catalogue.of(id_) for id_ in visit.catalogue.ids())
    return [versions for versions in every if any(each.unit(unit) for each in versions.values())]


def _periods(question: Question, today: date) -> list[Mapping[str, object]]:
    """A link for each period, and whether it is the one that is shown."""
    days = question.first, question.last
    return [
        {
            "path": "/siffror/sjalvskattning?" + urlencode({"enhet": question.unit, "period": each.key}),
            "name": each.name,
            "is_shown": each == question.period and each.days(today) == days,
        }
        for each in (PERIODS if question.own else YEARS)
    ]
