"""The facts of all journeys of a programme from their rows, those that a report cannot tell apart counted together.

A report asks of a day only on which side of three others it lies: the first day of the period, the day after its last,
and today; of the day something was done only whether that was in time for the report. Where it is told month by month,
those of the months are added. So the database rounds each day down to one of these, and a hundred thousand journeys
become some thousands that differ. The spans for `at_once` keep their days and come by themselves.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Text,
    case,
    func,
    literal,
    or_,
    select,
)

from journeys.projection import RESTING, WAITING
from journeys.tables import ACTIVE, JOURNEY, OBLIGATION
from workflows.facts import Active, Due, Facts, Span, counted_gender
from workflows.obligations import Status

NEVER = "-"


@dataclass(frozen=True, slots=True)
class Rounding:
    """Days as the number of limits on or before them: "0", "1", …; no day is NEVER."""

    limits: tuple[date, ...]

    def of(self, day: Column[Any]) -> ColumnElement[str]:
        """The day rounded down, in SQL."""
        steps = [(day < limit, literal(str(number), Text)) for number, limit in enumerate(self.limits)]
        return case((day.is_(None), literal(NEVER, Text)), *steps, else_=literal(str(len(self.limits)), Text))

    def day(self, rounded: str) -> date | None:
        """A day that every limit tells from others as it did the one that was rounded."""
        if rounded == NEVER:
            return None
        number = int(rounded)
        return self.limits[number - 1] if number else date.min


def told_by_rows(today: date) -> ColumnElement[bool]:
    """Whether the rows of a journey say what its events say, as seen on `today`.

    Not while events are still to come. Nor where something happened during a pause that still lasts: the due day of
    what was done in it moves from day to day.
    """
    span = ACTIVE.alias()
    paused_on = select(func.max(span.c.end)).where(span.c.journey_id == JOURNEY.c.id).correlate(JOURNEY)
    at_rest_since_then = JOURNEY.c.last_day <= func.coalesce(paused_on.scalar_subquery(), date.min)
    return (JOURNEY.c.last_day <= today) & or_(JOURNEY.c.state != "paused", at_rest_since_then)


def from_rows(
    connection: Connection,
    journeys: ColumnElement[bool],
    rules: Iterable[str],
    spans: Collection[Span],
    today: date,
    exits_in: Collection[Span] = (),
) -> Iterator[Facts]:
    """The facts of `journeys`: their referrals, and what came of them. Of their obligations only those of `rules`.

    They can be told from each other by any report of one of the spans, and by one that counts exits of `exits_in`.
    Who was active when is left out.
    """
    told, all_spans = journeys & told_by_rows(today), (*spans, *exits_in)
    days = _limits(all_spans, today)
    yield from _referrals(connection, told, days)
    reader = _Reader(days, _limits(spans, today), Rounding((*sorted({_after(span) for span in spans}),)), today)
    for some in connection.execute(reader.query(told, sorted(rules))).partitions(1000):
        yield from map(reader.facts, some)


def _limits(spans: Iterable[Span], today: date) -> Rounding:
    return Rounding((*sorted({today, *(day for span in spans for day in (span.first, _after(span)))}),))


def _after(span: Span) -> date:
    return span.last + timedelta(days=1)


def _referrals(connection: Connection, journeys: ColumnElement[bool], days: Rounding) -> Iterator[Facts]:
    each = select(*JOURNEY.c["unit", "gender", "party"], days.of(JOURNEY.c.referred_on).label("on")).where(journeys)
    for row in connection.execute(_counted_together(each)):
        gender, on = counted_gender(row.gender), days.day(row.on)
        yield Facts(unit=row.unit, gender=gender, party=row.party, referred_on=on, alike=row.alike)


def _counted_together(each: Select[Any]) -> Select[Any]:
    """One row for all that are the same, and how many they are."""
    rows = each.subquery()
    return select(*rows.c, func.count().label("alike")).group_by(*rows.c)


def active_from_rows(connection: Connection, journeys: ColumnElement[bool], span: Span, today: date) -> Iterator[Facts]:
    """Who was active when, and nothing else, of the journeys that count."""
    in_period = (ACTIVE.c.start <= span.last) & or_(ACTIVE.c.end.is_(None), ACTIVE.c.end > span.first)
    columns = (*ACTIVE.c["start", "end", "caseworker"], *JOURNEY.c["unit", "gender"])
    query = (
        select(*columns, func.count().label("alike"))
        .join(JOURNEY, JOURNEY.c.id == ACTIVE.c.journey_id)
        .where(journeys, told_by_rows(today), JOURNEY.c.counted, in_period)
        .group_by(*columns)
    )
    for row in connection.execute(query):
        active = Active(row.start, row.end, row.caseworker)
        yield Facts(unit=row.unit, gender=counted_gender(row.gender), active=(active,), alike=row.alike)


class _Reader:
    """Asks for what looks the same, and makes facts of the answer."""

    def __init__(self, days: Rounding, due: Rounding, done: Rounding, today: date) -> None:
        self._days, self._due_days, self._done, self._today = days, due, done, today
        self._known: dict[str | None, Mapping[str, Sequence[Due]]] = {None: {}}
        self._dues_known: dict[str, Sequence[Due]] = {}

    def query(self, journeys: ColumnElement[bool], rules: Sequence[str]) -> Select[Any]:
        measured = (OBLIGATION.c.journey_id == JOURNEY.c.id) & OBLIGATION.c.rule.in_(rules)
        each = (
            select(
                *JOURNEY.c["unit", "gender", "outcome", "counted"],
                (JOURNEY.c.state == "paused").label("paused"),
                self._days.of(JOURNEY.c.started_on).label("started_on"),
                self._days.of(JOURNEY.c.ended_on).label("ended_on"),
                self._dues_as_text().label("dues"),
            )
            .select_from(JOURNEY.outerjoin(OBLIGATION, measured))
            .where(journeys)
            .group_by(JOURNEY.c.id)
        )
        return _counted_together(each)

    def _dues_as_text(self) -> ColumnElement[str]:
        """The obligations of a journey as one text: `skapa met 1 0,skapa waiting 2 -`."""
        space = literal(" ", Text)
        due, done = self._due_days.of(OBLIGATION.c.due), self._done.of(OBLIGATION.c.done)
        told = OBLIGATION.c.rule + space + OBLIGATION.c.state + space + due + space + done
        return func.aggregate_strings(told, ",")

    def facts(self, row: Any) -> Facts:
        unit, gender, outcome, counted, paused, started_on, ended_on, dues, alike = row
        return Facts(
            unit=unit,
            gender=counted_gender(gender),
            started_on=self._days.day(started_on),
            ended_on=self._days.day(ended_on),
            outcome=outcome,
            counted=counted,
            paused=bool(paused),
            dues=self._dues(dues),
            alike=alike,
        )

    def _dues(self, told: str | None) -> Mapping[str, Sequence[Due]]:
        if told not in self._known:
            self._known[told] = self._read(told or "")
        return self._known[told]

    def _read(self, told: str) -> Mapping[str, Sequence[Due]]:
        """By rule. Of journeys that have the same under a rule it is the very same, so that it is counted once."""
        of_rule: dict[str, list[str]] = {}
        for each in told.split(","):
            rule, due = each.split(" ", 1)
            of_rule.setdefault(rule, []).append(due)
        return {rule: self._same(",".join(dues)) for rule, dues in of_rule.items()}

    def _same(self, told: str) -> Sequence[Due]:
        if told not in self._dues_known:
            self._dues_known[told] = [self._due(each) for each in told.split(",")]
        return self._dues_known[told]

    def _due(self, told: str) -> Due:
        state, due, done = told.split(" ")
        day = self._due_days.day(due) or date.min
        return Due(day, self._done.day(done), status_of(state, day, self._today))


def status_of(state: str, due: date, today: date) -> Status:
    """What the state of a row is on a day."""
    if state in (WAITING, RESTING):
        return "overdue" if state == WAITING and due < today else "open"
    return state  # type: ignore[return-value]  # every other state is the status itself
