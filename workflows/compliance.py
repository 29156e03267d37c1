"""The rules module: goals and figures over many journeys (spec: counting.md "Goals" and "Figures")."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflows.facts import Facts, Happening, Span
from workflows.figures.growth import compared_with, judged
from workflows.figures.spans import Spans
from workflows.figures.tallies import BY_GENDER, GoalRow, belongs, units_of
from workflows.programme import Programme

__all__ = ["BY_GENDER", "PARTIES", "Compliance", "FigureRow", "GoalRow", "compliance"]

PARTIES = ("municipality", "region", "försäkringskassan", "arbetsförmedlingen", "self", "relative", "other")

_LIVED = Facts._fields.index("dues")
"""Where, in facts, what happened ends and what had to be done begins."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureRow:
    """One figure; `group` is a party, an outcome, or None for the sum."""

    figure: str
    group: str | None
    unit: str | None
    gender: str | None
    n: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Compliance:
    """Every goal and figure of a programme for a period. `parts`: the goals of parts of it, by their span."""

    goals: Sequence[GoalRow]
    figures: Sequence[FigureRow]
    parts: Mapping[Span, Sequence[GoalRow]] = field(default_factory=dict)


def compliance(
    programme: Programme,
    journeys: Iterable[Facts],
    happenings: Iterable[Happening],
    span: Span,
    parts: Sequence[Span] = (),
) -> Compliance:
    """Count all journeys once. `programme` is the version valid on the last day: its goals, its units.

    `parts` are other spans: each goal is counted in them as if the report were of that span.
    """
    before = compared_with(programme, span)
    figures, goals = _Figures(programme, span), Spans(programme, (span, *parts, *before))
    for facts in journeys:
        figures.add(facts)
        goals.add(facts)
    rows = dict(goals.rows(tuple(happenings)))
    whole = tuple(judged(programme, rows[span], rows, span))
    return Compliance(goals=whole, figures=tuple(figures.rows()), parts={part: rows[part] for part in parts})


class _Figures:
    """The table that opens every annual report."""

    ORDER = ("referrals", "starts", "participants", "exits", "not-started")

    def __init__(self, programme: Programme, span: Span) -> None:
        self._programme, self._span = programme, span
        self._alike: dict[tuple[Any, ...], tuple[Facts, list[int]]] = {}

    def add(self, facts: Facts) -> None:
        """Obligations are in no figure, so that there are few that differ."""
        alike = facts[:_LIVED]
        if alike not in self._alike:
            self._alike[alike] = facts, []
        self._alike[alike][1].append(facts.alike)

    def _counted(self) -> Counter[tuple[str, str | None, str, str]]:
        cells: Counter[tuple[str, str | None, str, str]] = Counter()
        for facts, alike in self._alike.values():
            for figure, group in self._of(facts):
                for each in {group, None}:
                    cells[figure, each, facts.unit, facts.gender] += sum(alike)
        return cells

    def _of(self, facts: Facts) -> Iterator[tuple[str, str | None]]:
        ended = facts.ended_on in self._span
        if facts.referred_on in self._span:
            yield "referrals", facts.party or "other"
        if facts.started_on is not None and facts.outcome is not None and ended:
            yield "exits", facts.outcome
        if not facts.counted:
            return
        if facts.started_on in self._span:
            yield "starts", None
        if facts.took_part(self._span):
            yield "participants", None
        if facts.started_on is None and ended:
            yield "not-started", None

    def rows(self) -> Iterator[FigureRow]:
        cells = self._counted()
        groups = sorted({(figure, group) for figure, group, _, _ in cells}, key=self._order)
        for unit in units_of(self._programme):
            for gender in BY_GENDER:
                for figure, group in groups:
                    n = sum(
                        number
                        for (its_figure, its_group, *cell), number in cells.items()
                        if (its_figure, its_group) == (figure, group) and belongs((cell[0], cell[1]), unit, gender)
                    )
                    if n:
                        yield FigureRow(figure=figure, group=group, unit=unit, gender=gender, n=n)

    def _order(self, row: tuple[str, str | None]) -> tuple[int, int, str]:
        figure, group = row
        order = PARTIES if figure == "referrals" else tuple(outcome.id for outcome in self._programme.outcomes)
        place = -1 if group is None else order.index(group) if group in order else len(order)
        return self.ORDER.index(figure), place, group or ""
