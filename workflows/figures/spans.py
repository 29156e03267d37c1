"""The goals of a period and of its parts, counted together: each part as if a report were of that span.

How a journey counts for a goal depends on little of it: a few days and the obligations of one rule. So it is worked out
once for all that are alike in that, wherever they are counted, and only in the spans that their days could touch.
Journeys that are read together share the very same obligations.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from workflows.facts import Facts, Happening, Span
from workflows.figures.measures import NOTHING
from workflows.figures.tallies import AtOnce, Cell, GoalRow, Sums, tally_of
from workflows.programme import Programme

_Shape = tuple[int, int]
"""Which obligations, and which of the rest: what is the same where journeys count the same."""
_Alike = dict[_Shape, tuple[Facts, Counter[Cell]]]


class Spans:
    """Every goal of a programme in each of some spans."""

    def __init__(self, programme: Programme, spans: Iterable[Span]) -> None:
        self._programme = programme
        self._tallies = {span: [tally_of(goal, span) for goal in programme.goals] for span in spans}
        self._alike: dict[str | None, _Alike] = {goal.rule: {} for goal in programme.goals}
        self._lived: dict[tuple[Any, ...], int] = {}

    def add(self, facts: Facts) -> None:
        cell, lived = (facts.unit, facts.gender), self._number_of(facts)
        for rule, alike in self._alike.items():
            if rule is None or rule in facts.dues:
                shape = id(facts.dues[rule]) if rule else 0, lived
                if shape not in alike:
                    alike[shape] = facts, Counter()
                alike[shape][1][cell] += facts.alike
        if facts.active:
            self._add_active(facts)

    def _number_of(self, facts: Facts) -> int:
        """The same number where all but the obligations is the same."""
        lived = facts.referred_on, facts.started_on, facts.ended_on, facts.outcome, facts.counted, facts.paused
        return self._lived.setdefault(lived, len(self._lived))

    def _add_active(self, facts: Facts) -> None:
        days = [day for start, end, _ in facts.active for day in (start, end or date.max)]
        for tally in self._touched(min(days), max(days)):
            if isinstance(tally, AtOnce):
                tally.add(facts)

    def rows(self, held: Sequence[Happening]) -> Mapping[Span, Sequence[GoalRow]]:
        """Ask once, when all are added."""
        for rule, alike in self._alike.items():
            for facts, cells in alike.values():
                for tally in self._touched(*_ends(facts, rule)):
                    if tally.goal.rule == rule:
                        _put(tally, facts, cells)
        return {
            span: tuple(row for tally in tallies for row in tally.rows(self._programme, held))
            for span, tallies in self._tallies.items()
        }

    def _touched(self, first: date, last: date) -> Iterator[Sums]:
        for span, tallies in self._tallies.items():
            if first <= span.last and last >= span.first:
                yield from tallies


def _put(tally: Sums, facts: Facts, cells: Counter[Cell]) -> None:
    count = tally.count(facts)
    if count is not NOTHING:
        for cell, alike in cells.items():
            tally.put(cell, count, alike)


def _ends(facts: Facts, rule: str | None) -> tuple[date, date]:
    """The first day and the last on which something could be counted."""
    known = [day for day in (facts.referred_on, facts.started_on, facts.ended_on) if day is not None]
    if facts.started_on is not None and facts.ended_on is None:
        known.append(date.max)
    known += [due.due for due in facts.dues[rule]] if rule else []
    return min(known, default=date.max), max(known, default=date.min)
