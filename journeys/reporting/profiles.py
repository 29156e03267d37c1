"""The facts of all journeys of a programme from their rows, those that a report cannot tell apart counted together.

A report asks of a day only on which side of three others it lies: the first day of the period, the day after its last,
and today; of the day something was done only whether that was in time for the report. Where it is told month by month,
those of the months are added. So the database rounds each day down to one of these, and of a hundred thousand journeys
only some thousands differ. The spans for `at_once` keep their days and come by themselves.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
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
    not_,
    or_,
    select,
)

from journeys.storage import kept
from journeys.storage.kept import Row
from journeys.storage.projection import RESTING, WAITING
from journeys.tables.journeys import ACTIVE, JOURNEY, OBLIGATION
from workflows.facts import Active, Due, Facts, Span, counted_gender
from workflows.figures.measures import COUNTED_NOWHERE
from workflows.obligations import Status

NEVER = "-"
_REFERRAL, _LIFE = itemgetter(0, 1, 2, 3), itemgetter(0, 1, 4, 5, 6, 7, 8, 9)
"""The places in a row of what tells one referral from another, and what came of it."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """Days as the number of limits on or before them: "0", "1", …; no day is NEVER."""

    limits: tuple[date, ...]

    def of(self, day: Column[Any]) -> ColumnElement[str]:
        """The day rounded down, in SQL."""
        steps = [(day < limit, literal(str(number), Text)) for number, limit in enumerate(self.limits)]
        return case((day.is_(None), literal(NEVER, Text)), *steps, else_=literal(str(len(self.limits)), Text))

    def rounded(self, day: date | None) -> str:
        """The same of a day at hand."""
        return NEVER if day is None else str(sum(limit <= day for limit in self.limits))

    def day(self, rounded: str) -> date | None:
        """A day that every limit tells from others as it did the one that was rounded."""
        if rounded == NEVER:
            return None
        number = int(rounded)
        return self.limits[number - 1] if number else date.min


@dataclass(frozen=True, slots=True)
class Journeys:
    """The journeys of a programme: of all its versions together, or of one."""

    programme: str
    version: str | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        chosen = JOURNEY.c.programme == self.programme
        return chosen & (JOURNEY.c.version == self.version) if self.version else chosen


def told_by_rows(today: date) -> ColumnElement[bool]:
    """Whether the rows of a journey say what its events say, as seen on `today`.

    Not while events are still to come. Nor where something happened during a pause that still lasts: the due day of
    what was done in it moves from day to day.
    """
    span = ACTIVE.alias()
    paused_on = select(func.max(span.c.end)).where(span.c.journey_id == JOURNEY.c.id).correlate(JOURNEY)
    at_rest_since_then = JOURNEY.c.last_day <= func.coalesce(paused_on.scalar_subquery(), date.min)
    return (JOURNEY.c.last_day <= today) & or_(JOURNEY.c.state != "paused", at_rest_since_then)


def told_by_events(today: date) -> ColumnElement[bool]:
    """Whether only the events of a journey say how it stood on `today`. Before its referral there is nothing to say."""
    return (JOURNEY.c.referred_on <= today) & not_(told_by_rows(today))


def from_rows(
    connection: Connection,
    journeys: Journeys,
    rules: Iterable[str],
    spans: Collection[Span],
    today: date,
    exits_in: Collection[Span] = (),
) -> Iterator[Facts]:
    """The facts of `journeys`: their referrals, and what came of them. Of their obligations only those of `rules`.

    They can be told from each other by any report of one of the spans, and by one that counts exits of `exits_in`.
    Who was active when is left out.
    """
    reader = Reader((*spans, *exits_in), spans, today)
    asked = sorted(rules)

    def read(some: Collection[int] | None) -> Iterator[tuple[int, Row]]:
        query = reader.query(journeys.condition & told_by_rows(today), asked)
        chosen = query if some is None else query.where(JOURNEY.c.id.in_(some))
        for rows in connection.execute(chosen).partitions(1000):
            yield from ((row[0], row[1:]) for row in rows)

    what = journeys, tuple(asked), tuple(spans), tuple(exits_in), today
    rows = kept.rows(connection, what, read)
    yield from reader.referrals(rows)
    yield from reader.lives(rows)


def _limits(spans: Iterable[Span], today: date) -> Rounding:
    return Rounding((*sorted({today, *(day for span in spans for day in (span.first, _after(span)))}),))


def _after(span: Span) -> date:
    return span.last + timedelta(days=1)


def active_from_rows(connection: Connection, journeys: Journeys, span: Span, today: date) -> Iterator[Facts]:
    """Who was active when, and nothing else, of the journeys that count."""
    in_period = (ACTIVE.c.start <= span.last) & or_(ACTIVE.c.end.is_(None), ACTIVE.c.end > span.first)
    columns = (*ACTIVE.c["start", "end", "caseworker"], *JOURNEY.c["unit", "gender"])
    query = (
        select(*columns, func.count().label("alike"))
        .join(JOURNEY, JOURNEY.c.id == ACTIVE.c.journey_id)
        .where(journeys.condition, told_by_rows(today), JOURNEY.c.counted, in_period)
        .group_by(*columns)
    )
    for row in connection.execute(query):
        active = Active(row.start, row.end, row.caseworker)
        yield Facts(unit=row.unit, gender=counted_gender(row.gender), active=(active,), alike=row.alike)


class Reader:
    """Asks for what looks the same, and makes facts of the answer; the same of facts that lie elsewhere."""

    def __init__(self, all_spans: Collection[Span], spans: Collection[Span], today: date) -> None:
        self._days, self._due_days, self._today = _limits(all_spans, today), _limits(spans, today), today
        self._done = Rounding((*sorted({_after(span) for span in spans}),))
        self._known: dict[str | None, Mapping[str, Sequence[Due]]] = {None: {}, "": {}}
        self._dues_known: dict[str, Sequence[Due]] = {}

    def query(self, journeys: ColumnElement[bool], rules: Sequence[str]) -> Select[Any]:
        """One row a journey: grouping that many by what they say takes a database longer than it takes us."""
        counts = OBLIGATION.c.rule.in_(rules) & OBLIGATION.c.state.not_in(COUNTED_NOWHERE)
        measured = (OBLIGATION.c.journey_id == JOURNEY.c.id) & counts
        return (
            select(
                *JOURNEY.c["id", "unit", "gender", "party"],
                self._days.of(JOURNEY.c.referred_on),
                *JOURNEY.c["outcome", "counted"],
                JOURNEY.c.state == "paused",
                self._days.of(JOURNEY.c.started_on),
                self._days.of(JOURNEY.c.ended_on),
                self._dues_as_text(),
            )
            .select_from(JOURNEY.outerjoin(OBLIGATION, measured))
            .where(journeys)
            .group_by(JOURNEY.c.id)
        )

    def _dues_as_text(self) -> ColumnElement[str]:
        """The obligations of a journey as one text: `skapa met 1 0,skapa waiting 2 -`."""
        space = literal(" ", Text)
        due, done = self._due_days.of(OBLIGATION.c.due), self._done.of(OBLIGATION.c.done)
        told = OBLIGATION.c.rule + space + OBLIGATION.c.state + space + due + space + done
        return func.aggregate_strings(told, ",")

    def row(self, facts: Facts, rules: Sequence[str]) -> Row:
        """As `query` would have read it."""
        days = self._days.rounded
        told = (facts.outcome, facts.counted, facts.paused, days(facts.started_on), days(facts.ended_on))
        dues = ((rule, due) for rule in rules for due in facts.dues.get(rule, ()) if due.status not in COUNTED_NOWHERE)
        return facts.unit, facts.gender, facts.party, days(facts.referred_on), *told, ",".join(map(self._told, dues))

    def _told(self, asked: tuple[str, Due]) -> str:
        rule, due = asked
        return f"{rule} {due.status} {self._due_days.rounded(due.due)} {self._done.rounded(due.done)}"

    def referrals(self, rows: Iterable[Row]) -> Iterator[Facts]:
        for (unit, gender, party, on), alike in Counter(map(_REFERRAL, rows)).items():
            referred_on = self._days.day(on)
            yield Facts(unit, counted_gender(gender), party, referred_on=referred_on, alike=alike)

    def lives(self, rows: Iterable[Row]) -> Iterator[Facts]:
        """What came of referrals."""
        for (unit, gender, outcome, counted, paused, started_on, ended_on, dues), alike in Counter(
            map(_LIFE, rows)
        ).items():
            yield Facts(
                unit=unit,
                gender=counted_gender(gender),
                started_on=self._days.day(started_on),
                ended_on=self._days.day(ended_on),
                outcome=outcome,
                counted=counted,
                paused=paused,
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
