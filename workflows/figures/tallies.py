"""How one goal is counted over many journeys, by unit and gender (spec: counting.md "Goals")."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflows.facts import GENDERS, Facts, Happening, Span
from workflows.figures.crowd import Crowd
from workflows.figures.measures import NOTHING, Count, count_of
from workflows.figures.targets import is_reached, target_of
from workflows.programme import Programme
from workflows.programme_tables import Goal

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


class Sums:
    """A goal whose journeys add up."""

    def __init__(self, goal: Goal, span: Span) -> None:
        self.goal, self.span = goal, span
        self._cells: dict[Cell, Counter[Count]] = defaultdict(Counter)

    def count(self, facts: Facts) -> Count:
        """What one journey adds, wherever it is counted."""
        return count_of(self.goal, facts, self.span)

    def put(self, at: Cell, count: Count, alike: int) -> None:
        """Add so many that are alike."""
        self._cells[at][count] += alike

    def rows(self, programme: Programme, happenings: Sequence[Happening]) -> Iterator[GoalRow]:
        for unit in units_of(programme):
            for gender in BY_GENDER:
                cells = (cell for at, cell in self._cells.items() if belongs(at, unit, gender))
                yield _row(programme, self.goal, unit, gender, _sum(cells), self.span)


def _sum(cells: Iterable[Counter[Count]]) -> Count:
    """What so many journeys each add, together."""
    all_of_them = [(count, journeys) for cell in cells for count, journeys in cell.items()]
    return Count(*(sum(count[place] * journeys for count, journeys in all_of_them) for place in range(len(NOTHING))))


class AtOnce(Sums):
    """The largest number on one day: cells are joined, not added."""

    def __init__(self, goal: Goal, span: Span) -> None:
        super().__init__(goal, span)
        self._crowds: dict[Cell, Crowd] = defaultdict(Crowd)

    def add(self, facts: Facts) -> None:
        if facts.counted and facts.active:
            self._crowds[facts.unit, facts.gender].add(facts, self.span)

    def rows(self, programme: Programme, happenings: Sequence[Happening]) -> Iterator[GoalRow]:
        for unit in units_of(programme):
            for gender in BY_GENDER:
                crowd = Crowd()
                for at, other in self._crowds.items():
                    if belongs(at, unit, gender):
                        crowd.join(other)
                number = crowd.largest_of_one() if self.goal.each else crowd.largest()
                yield _row(programme, self.goal, unit, gender, Count(met=number), self.span)


class HeldEvents(Sums):
    """How often something was held: for all genders only, and for the units where it names one."""

    def rows(self, programme: Programme, happenings: Sequence[Happening]) -> Iterator[GoalRow]:
        named = [happening for happening in happenings if happening.event == self.goal.event]
        units = units_of(programme) if any(happening.unit for happening in named) else (None,)
        for unit in units:
            number = sum(happening.on in self.span and unit in (None, happening.unit) for happening in named)
            yield _row(programme, self.goal, unit, None, Count(met=number), self.span)


_OTHERS: dict[str, type[Sums]] = {"at_once": AtOnce, "held": HeldEvents}


def tally_of(goal: Goal, span: Span) -> Sums:
    return _OTHERS.get(goal.measure, Sums)(goal, span)


def units_of(programme: Programme) -> tuple[str | None, ...]:
    return (None, *(unit.id for unit in programme.units))


def belongs(cell: Cell, unit: str | None, gender: str | None) -> bool:
    return unit in (None, cell[0]) and gender in (None, cell[1])


def _row(programme: Programme, goal: Goal, unit: str | None, gender: str | None, count: Count, span: Span) -> GoalRow:
    share = count.met / count.counted if count.counted and not goal.is_number else None
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
