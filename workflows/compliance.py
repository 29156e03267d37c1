"""The rules module: goals and figures over many journeys (spec: counting.md "Goals" and "Figures")."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflows.crowd import Crowd
from workflows.facts import GENDERS, Facts, Happening, Span
from workflows.measures import NOTHING, PER_JOURNEY, Count
from workflows.programme import Goal, Programme
from workflows.targets import is_reached, target_of

PARTIES = ("municipality", "region", "försäkringskassan", "arbetsförmedlingen", "self", "relative", "other")
BY_GENDER: tuple[str | None, ...] = (None, *GENDERS)

Cell = tuple[str, str]  # unit and gender of one journey


@dataclass(frozen=True, kw_only=True, slots=True)
class GoalRow:
    """One goal for one unit (None: the programme) and one gender (None: everyone)."""

    goal: str
    measure: str
    unit: str | None
    gender: str | None
    met: int
    counted: int | None
    share: float | None
    target: float | None
    reached: bool | None
    excepted: int
    not_counted_yet: int


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
    """Every goal and figure of a programme for a period."""

    goals: Sequence[GoalRow]
    figures: Sequence[FigureRow]


def compliance(
    programme: Programme, journeys: Iterable[Facts], happenings: Iterable[Happening], span: Span
) -> Compliance:
    """Count all journeys once. `programme` is the version valid on the last day: its goals, its units."""
    tallies = [_TALLIES.get(goal.measure, _Sums)(goal, span) for goal in programme.goals]
    figures = _Figures(programme, span)
    for facts in journeys:
        figures.add(facts)
        for tally in tallies:
            tally.add(facts)
    held = tuple(happenings)
    rows = (row for tally in tallies for row in tally.rows(programme, held))
    return Compliance(goals=tuple(rows), figures=tuple(figures.rows()))


class _Sums:
    """A goal whose journeys add up."""

    def __init__(self, goal: Goal, span: Span) -> None:
        self.goal, self.span = goal, span
        self._measure = PER_JOURNEY.get(goal.measure)
        self._cells: dict[Cell, Counter[Count]] = defaultdict(Counter)

    def add(self, facts: Facts) -> None:
        if self._measure is None or not (facts.counted or self.goal.measure == "referrals"):
            return
        count = self._measure(self.goal, facts, self.span)
        if count is not NOTHING:
            self._cells[facts.unit, facts.gender][count] += facts.alike

    def rows(self, programme: Programme, happenings: Sequence[Happening]) -> Iterator[GoalRow]:
        for unit in _units(programme):
            for gender in BY_GENDER:
                cells = (cell for at, cell in self._cells.items() if _belongs(at, unit, gender))
                yield _row(programme, self.goal, unit, gender, _sum(cells), self.span)


def _sum(cells: Iterable[Counter[Count]]) -> Count:
    """What so many journeys each add, together."""
    all_of_them = [(count, journeys) for cell in cells for count, journeys in cell.items()]
    return Count(*(sum(count[place] * journeys for count, journeys in all_of_them) for place in range(len(NOTHING))))


class _AtOnce(_Sums):
    """The largest number on one day: cells are joined, not added."""

    def __init__(self, goal: Goal, span: Span) -> None:
        super().__init__(goal, span)
        self._crowds: dict[Cell, Crowd] = defaultdict(Crowd)

    def add(self, facts: Facts) -> None:
        if facts.counted and facts.active:
            self._crowds[facts.unit, facts.gender].add(facts, self.span)

    def rows(self, programme: Programme, happenings: Sequence[Happening]) -> Iterator[GoalRow]:
        for unit in _units(programme):
            for gender in BY_GENDER:
                crowd = Crowd()
                for at, other in self._crowds.items():
                    if _belongs(at, unit, gender):
                        crowd.join(other)
                number = crowd.largest_of_one() if self.goal.each else crowd.largest()
                yield _row(programme, self.goal, unit, gender, Count(met=number), self.span)


class _HeldEvents(_Sums):
    """How often something was held: for all genders only, and for the units where it names one."""

    def add(self, facts: Facts) -> None:
        return

    def rows(self, programme: Programme, happenings: Sequence[Happening]) -> Iterator[GoalRow]:
        named = [happening for happening in happenings if happening.event == self.goal.event]
        units = _units(programme) if any(happening.unit for happening in named) else (None,)
        for unit in units:
            number = sum(happening.on in self.span and unit in (None, happening.unit) for happening in named)
            yield _row(programme, self.goal, unit, None, Count(met=number), self.span)


_TALLIES: dict[str, type[_Sums]] = {"at_once": _AtOnce, "held": _HeldEvents}


def _units(programme: Programme) -> tuple[str | None, ...]:
    return (None, *(unit.id for unit in programme.units))


def _belongs(cell: Cell, unit: str | None, gender: str | None) -> bool:
    return unit in (None, cell[0]) and gender in (None, cell[1])


def _row(programme: Programme, goal: Goal, unit: str | None, gender: str | None, count: Count, span: Span) -> GoalRow:
    share = count.met / count.counted if count.counted else None
    target = None if goal.is_number and gender else target_of(programme, goal, unit, span)
    return GoalRow(
        goal=goal.id,
        measure=goal.measure,
        unit=unit,
        gender=gender,
        met=count.met,
        counted=None if goal.is_number else count.counted,
        share=share,
        target=target,
        reached=is_reached(goal, count.met if goal.is_number else share, target),
        excepted=count.excepted,
        not_counted_yet=count.not_counted_yet,
    )


class _Figures:
    """The table that opens every annual report."""

    ORDER = ("referrals", "starts", "participants", "exits", "not-started")

    def __init__(self, programme: Programme, span: Span) -> None:
        self._programme, self._span = programme, span
        self._cells: Counter[tuple[str, str | None, str, str]] = Counter()

    def add(self, facts: Facts) -> None:
        for figure, group in self._of(facts):
            self._cells[figure, group, facts.unit, facts.gender] += facts.alike
            if group is not None:
                self._cells[figure, None, facts.unit, facts.gender] += facts.alike

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
        groups = sorted({(figure, group) for figure, group, _, _ in self._cells}, key=self._order)
        for unit in _units(self._programme):
            for gender in BY_GENDER:
                for figure, group in groups:
                    n = sum(
                        number
                        for (its_figure, its_group, *cell), number in self._cells.items()
                        if (its_figure, its_group) == (figure, group) and _belongs((cell[0], cell[1]), unit, gender)
                    )
                    if n:
                        yield FigureRow(figure=figure, group=group, unit=unit, gender=gender, n=n)

    def _order(self, row: tuple[str, str | None]) -> tuple[int, int, str]:
        figure, group = row
        order = PARTIES if figure == "referrals" else tuple(outcome.id for outcome in self._programme.outcomes)
        place = -1 if group is None else order.index(group) if group in order else len(order)
        return self.ORDER.index(figure), place, group or ""
