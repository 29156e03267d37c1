"""Where a journey is, as a line to draw and as rows to read: blocks, today, pauses, meetings, due days."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import zip_longest
from math import ceil
from typing import Literal

from babel.dates import format_date

from journeys.case import Case
from journeys.words import day_text, rule_text
from workflows.history import History
from workflows.obligations import Obligation
from workflows.programme_tables import Rule

WIDTH, MARGIN = 720, 12
MOST_MONTHS = 9
OPEN_END = timedelta(weeks=4)
"""How much of a block without an end is drawn after today."""

State = Literal["done", "now", "planned"]
IN_WORDS = {"done": "klart", "now": "pågår", "planned": "planerat"}
Kind = Literal["held", "booked", "due", "overdue"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A block; `end` is None where nobody knows."""

    name: str
    start: date
    end: date | None
    state: State


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """Something on one day."""

    kind: Kind
    on: date
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A stretch of the drawing, in its units."""

    x: float
    width: float
    label: str
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    x: float
    kind: Kind
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """The drawing, and the same as rows."""

    width: int
    bars: Sequence[Bar]
    pauses: Sequence[Bar]
    marks: Sequence[Mark]
    months: Sequence[Bar]
    today_x: float | None
    description: str
    spans: Sequence[Span]
    rests: Sequence[str]
    moments: Sequence[Moment]


def until_when(history: History, obligations: Iterable[Obligation]) -> date | None:
    """The last day of the block where the journey is, as far as it is known."""
    stage = history.programme.stage(history.stage or "")
    if stage is None or history.end or not history.entries:
        return None
    ends = [each.due for each in obligations if each.waiting and _ends(history.programme.rule(each.rule), stage.id)]
    if ends:
        return max(ends)
    return stage.length.after(history.entries[-1].on) if stage.length else None


def _ends(rule: Rule | None, stage: str) -> bool:
    """Whether what the rule waits for is the end of the block."""
    if rule is None:
        return False
    return rule.checkpoint or (rule.record in ("exited", "advanced") and rule.from_ in (stage, "decided"))


def timeline(case: Case) -> Timeline | None:
    """None before the first block has begun."""
    found = list(spans(case))
    if not found:
        return None
    moments = sorted(_moments(case), key=lambda each: each.on)
    scale = _scale(case, found, moments)
    rests = list(_rests(case.history, case.today))
    return Timeline(
        width=WIDTH,
        bars=[_bar(each, scale) for each in found],
        pauses=[
            scale.bar(pause.start, pause.end or max(case.today, pause.start), "", "pause")
            for pause in case.history.pauses
        ],
        marks=[Mark(x=scale.x(each.on), kind=each.kind, text=each.text) for each in moments],
        months=list(scale.months()),
        today_x=scale.x(case.today) if scale.first <= case.today <= scale.last else None,
        description=_described(case, found, rests, moments),
        spans=found,
        rests=rests,
        moments=moments,
    )


def spans(case: Case) -> Iterator[Span]:
    """The blocks that have been, the one that is, and those that are planned."""
    history = case.history
    until = until_when(history, case.obligations)
    entries = history.entries
    for entry, later in zip_longest(entries, entries[1:]):
        name = _stage_name(history, entry.stage)
        if later or history.end:
            last = later.on if later else history.end.on if history.end else None
            yield Span(name=name, start=entry.on, end=last, state="done")
        else:
            yield Span(name=name, start=entry.on, end=until, state="now")
    if entries and history.end is None and history.decided_on is None:
        yield from _planned(history, max(until, case.today) if until else None)


def _planned(history: History, begins: date | None) -> Iterator[Span]:
    """The blocks to come, one after the other, as far as their lengths are known."""
    stages = history.programme.stages
    place = next(number for number, stage in enumerate(stages) if stage.id == history.stage)
    for stage in stages[place + 1 :]:
        if begins is None:
            return
        ends = stage.length.after(begins) if stage.length else None
        yield Span(name=stage.name, start=begins, end=ends, state="planned")
        begins = ends


def _stage_name(history: History, stage: str) -> str:
    found = history.programme.stage(stage)
    return found.name if found else stage


def _moments(case: Case) -> Iterator[Moment]:
    history, today = case.history, case.today
    for event in history.events:
        if event.name == "checkpoint":
            yield Moment(kind="held", on=event.on, text=f"Avstämning {day_text(event.on, today)}")
    if history.booking and history.end is None:
        on = history.booking.time.date()
        yield Moment(kind="booked", on=on, text=f"Bokat möte {day_text(on, today)} kl. {history.booking.time:%H.%M}")
    for each in case.obligations:
        if each.waiting:
            text = f"{rule_text(history.programme, each.rule, each.n)}: senast {day_text(each.due, today)}"
            yield Moment(kind="overdue" if each.status == "overdue" else "due", on=each.due, text=text)


def _rests(history: History, today: date) -> Iterator[str]:
    for pause in history.pauses:
        start = day_text(pause.start, today)
        yield f"Vilade {start} till {day_text(pause.end, today)}" if pause.end else f"Vilar sedan {start}"


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days to units of the drawing."""

    first: date
    last: date

    def x(self, on: date) -> float:
        share = (on - self.first).days / max((self.last - self.first).days, 1)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    def bar(self, start: date, end: date, label: str, state: str) -> Bar:
        return Bar(x=self.x(start), width=round(max(self.x(end) - self.x(start), 2), 1), label=label, state=state)

    def months(self) -> Iterator[Bar]:
        """The first of each month, or of every second or third where there are many."""
        firsts = list(_firsts(self.first, self.last))
        for first in firsts[:: ceil(len(firsts) / MOST_MONTHS) or 1]:
            yield Bar(x=self.x(first), width=0, label=_month(first.month), state="month")


@cache
def _month(number: int) -> str:
    return format_date(date(2000, number, 1), "MMM", locale="sv_SE")


def _firsts(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        if month >= first:
            yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _scale(case: Case, found: Sequence[Span], moments: Sequence[Moment]) -> _Scale:
    days = [case.today, *(each.on for each in moments)]
    if case.history.end:
        days = [case.history.end.on, *(each.on for each in moments)]
    ends = [each.end or max(each.start, case.today) + OPEN_END for each in found]
    return _Scale(min([found[0].start, *days]), max([*ends, *days]))


def _bar(span: Span, scale: _Scale) -> Bar:
    """Its label is the name's first part: "Block 1" of "Block 1 – lära känna"."""
    return scale.bar(span.start, span.end or scale.last, span.name.partition(" – ")[0], span.state)


def _described(case: Case, found: Sequence[Span], rests: Sequence[str], moments: Sequence[Moment]) -> str:
    today = case.today
    blocks = [f"{each.name}, {IN_WORDS[each.state]}, från {day_text(each.start, today)}" for each in found]
    late = [f"Försenat: {each.text}" for each in moments if each.kind == "overdue"]
    others = [each.text for each in moments if each.kind in ("held", "booked")]
    return ". ".join([f"Idag är {day_text(today, today)}", *blocks, *rests, *others, *late]) + "."
