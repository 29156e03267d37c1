"""What a unit would meet: month by month, a caseworker's week, the places, the goals (`farled programme try`)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from journeys.invented.starts import GroupStarts
from journeys.trial.lived import Assumed, Lived, lived
from journeys.trial.waiting import Wait, Waited, most_waiting, waited, waits
from workflows.compliance import GoalRow, compliance
from workflows.facts import Facts, Happening, Span
from workflows.figures.crowd import Crowd
from workflows.history import History
from workflows.programme import Programme


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """`at_once`, `of_one`, `waiting`: most on one day, in all, with one caseworker, and on the list of a group that has
    not started; `meetings`, `forms`: in an average week.
    """

    first: date
    referrals: int
    starts: int
    exits: int
    at_once: int
    of_one: int
    waiting: int
    meetings: float
    forms: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Week:
    """A caseworker's week: on average in the second half of the time, and the one with most to do."""

    participants: float
    meetings: float
    forms: float
    records: float
    fullest: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Full:
    """Places that run out: `key` of the unit, how many there are, and the first day without one; None: never.

    Where people begin in groups that is the first start that somebody had to let pass (`held`), else the first day with
    too many.
    """

    unit: str
    key: str
    places: int
    on: date | None
    held: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """`waited`: how long those who began in a group had to wait for it; None where nobody did."""

    programme: Programme
    assumed: Assumed
    months: Sequence[Month]
    week: Week
    full: Sequence[Full]
    waited: Waited | None
    goals: Sequence[tuple[GoalRow, GoalRow]]
    """Each goal for everyone: as things went, and with all work a week later."""

    @property
    def has_waiting(self) -> bool:
        """Whether anybody waited for a group to start."""
        return any(month.waiting for month in self.months)


def outlook(programme: Programme, assumed: Assumed) -> Outlook:
    """Live every journey and count. The same assumptions give the same outlook."""
    seen = _Seen(programme, assumed)
    for each in lived(programme, assumed, seen.starts):
        seen.add(each)
    return Outlook(
        programme=programme,
        assumed=assumed,
        months=list(seen.months()),
        week=seen.week(),
        full=list(seen.full()),
        waited=waited(seen.waits),
        goals=list(seen.goals()),
    )


@dataclass
class _Seen:
    programme: Programme
    assumed: Assumed
    starts: GroupStarts = field(init=False)
    held: list[Happening] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    facts: list[Facts] = field(default_factory=list)
    slipped: list[Facts] = field(default_factory=list)
    meetings: Counter[date] = field(default_factory=Counter)
    forms: Counter[date] = field(default_factory=Counter)
    records: Counter[date] = field(default_factory=Counter)
    to_do: Counter[tuple[str, date]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.starts = GroupStarts(last=self.assumed.last)
        self._kinds = {
            record.id: self.forms if record.instrument else self.records for record in self.programme.records
        }
        self._kinds["checkpoint"] = self.meetings

    def add(self, each: Lived | Happening) -> None:
        if isinstance(each, Happening):
            self.held.append(each)
            return
        self.facts.append(each.facts)
        self.slipped.append(each.slipped)
        self.waits += waits(each.history)
        for event in each.history.events:
            if (kind := self._kinds.get(event.name)) is not None:
                kind[event.on] += 1
                self.to_do[_charged(each.history, event.on), _monday(event.on)] += 1

    @property
    def counted(self) -> list[Facts]:
        """Without what was registered in error, as the goals have it."""
        return [facts for facts in self.facts if facts.counted]

    def months(self) -> Iterator[Month]:
        for span in _months(self.assumed):
            crowd = Crowd()
            for facts in self.counted:
                if facts.active:
                    crowd.add(facts, span)
            weeks = ((span.last - span.first).days + 1) / 7
            yield Month(
                first=span.first,
                referrals=sum(facts.referred_on in span for facts in self.facts),
                starts=sum(facts.started_on in span for facts in self.counted),
                exits=sum(facts.started_on is not None and facts.ended_on in span for facts in self.counted),
                at_once=crowd.largest(),
                of_one=crowd.largest_of_one(),
                waiting=most_waiting(self.waits, span),
                meetings=_within(self.meetings, span) / weeks,
                forms=_within(self.forms, span) / weeks,
            )

    def week(self) -> Week:
        first, last = self.assumed.first, self.assumed.last
        half = Span(first + (last - first) / 2, last)
        weeks = ((half.last - half.first).days + 1) / 7
        staff = self.assumed.staff * len(self.programme.units)
        days = sum(_days(facts, half) for facts in self.counted)
        return Week(
            participants=days / (weeks * 7) / staff,
            meetings=_within(self.meetings, half) / weeks / staff,
            forms=_within(self.forms, half) / weeks / staff,
            records=_within(self.records, half) / weeks / staff,
            fullest=max(self.to_do.values(), default=0),
        )

    def full(self) -> Iterator[Full]:
        for unit in self.programme.units:
            own = [facts for facts in self.counted if facts.unit == unit.id]
            for key, reached in _REACHED.items():
                places = getattr(unit, key)
                if places is not None:
                    held = self.starts.full.get((unit.id, key))
                    on = held or reached(own, places)
                    yield Full(unit=unit.name, key=key, places=places, on=on, held=held is not None)

    def goals(self) -> Iterator[tuple[GoalRow, GoalRow]]:
        span = Span(self.assumed.first, self.assumed.last)
        both = [compliance(self.programme, facts, self.held, span).goals for facts in (self.facts, self.slipped)]
        for as_it_went, later in zip(*both, strict=True):
            if as_it_went.unit is None and as_it_went.gender is None:
                yield as_it_went, later


def _months(assumed: Assumed) -> Iterator[Span]:
    first = assumed.first
    while first <= assumed.last:
        after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        yield Span(first, after - timedelta(days=1))
        first = after


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _charged(history: History, on: date) -> str:
    """Who had the journey on a day."""
    return next((charge.caseworker for charge in reversed(history.charges) if charge.since <= on), "")


def _within(days: Counter[date], span: Span) -> int:
    return sum(number for day, number in days.items() if day in span)


def _days(facts: Facts, span: Span) -> int:
    """For how many days of the span the journey was active."""
    after = span.last + timedelta(days=1)
    return sum(max(0, (min(end or after, after) - max(start, span.first)).days) for start, end, _ in facts.active)


def _taken(facts: Sequence[Facts], places: int) -> date | None:
    """The day on which one more starts than there are places in that calendar year."""
    by_year: Counter[int] = Counter()
    for day in sorted(each.started_on for each in facts if each.started_on):
        by_year[day.year] += 1
        if by_year[day.year] > places:
            return day
    return None


def _crowded(facts: Sequence[Facts], most: int) -> date | None:
    """The first day with more at once than there may be."""
    changes: Counter[date] = Counter()
    for start, end, _ in (span for each in facts for span in each.active):
        changes[start] += 1
        if end:
            changes[end] -= 1
    now = 0
    for day in sorted(changes):
        now += changes[day]
        if now > most:
            return day
    return None


_REACHED = {"places_per_year": _taken, "max_at_once": _crowded}
"""The first day on which there are too many, by the key of the unit that says how many there may be."""
