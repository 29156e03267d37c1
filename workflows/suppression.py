"""Which numbers of a table are hidden so that no small one is shown, or can be worked out from the rest.

A table is numbers and sums: "everyone = women + men + others". Whoever reads it knows the sums, every number
that is shown, and, to be on the safe side, every 0; for the rest the sums are a system of linear equations. A number
can be worked out if and only if some combination of the equations has no other unknown, and elimination finds that row.
So numbers are hidden, the small ones first and then the cheapest of each such row, until there is no such row. It ends:
each round hides a number, and a row that gives away something positive has another positive number to hide.

No 0 is hidden, so everything hidden is positive and lies inside what is possible: it could be larger, and smaller.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import gcd
from typing import Any, Generic, TypeVar

SMALL = range(1, 5)
"""Nobody is to be found in these. 0 tells of nobody, and is shown."""

Cell = TypeVar("Cell", bound=Hashable)
Row = dict[Any, int]
"""An equation: coefficients of what together is nought."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum(Generic[Cell]):
    """`total` is what `parts` are together; one part says that the two are the same number."""

    total: Cell
    parts: Sequence[Cell]

    @property
    def row(self) -> Row:
        return dict.fromkeys(self.parts, 1) | {self.total: -1}

    def holds(self, numbers: Mapping[Cell, int]) -> bool:
        return sum(numbers[part] for part in self.parts) == numbers[self.total]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table(Generic[Cell]):
    """Those in `unshown` are on no page, and guarded all the same; those in `wanted` are hidden last.

    `gone` and `kept`: what is hidden already, and what is to stay shown, where a table is added to another. A sum that
    does not add up tells nobody anything, and is passed over.
    """

    numbers: Mapping[Cell, int]
    sums: Iterable[Sum[Cell]]
    unshown: Set[Cell] = frozenset()
    wanted: Set[Cell] = frozenset()
    gone: Set[Cell] = frozenset()
    kept: Set[Cell] = frozenset()


def hidden(table: Table[Cell]) -> frozenset[Cell]:
    """The cells to hide. What nobody is shown is not among them."""
    rows = (each.row for each in table.sums if each.holds(table.numbers))
    together = (_of_part(_Part(table, part)) for part in _connected(rows))
    return _small(table.numbers).union(table.gone, *together) - table.unshown


def _small(numbers: Mapping[Cell, int]) -> frozenset[Cell]:
    return frozenset(cell for cell, number in numbers.items() if number in SMALL)


def _connected(equations: Iterable[Row]) -> list[list[Row]]:
    """The equations, those that share cells together: what is hidden in one part says nothing of another."""
    parts: list[tuple[set[Any], list[Row]]] = []
    for row in equations:
        touched = [part for part in parts if not part[0].isdisjoint(row)]
        apart = [part for part in parts if part[0].isdisjoint(row)]
        cells = set(row).union(*(cells for cells, _ in touched))
        parts = [*apart, (cells, [row, *(each for _, rows in touched for each in rows)])]
    return [rows for _, rows in parts]


class _Part:
    """Equations that hang together, and what they are about."""

    def __init__(self, table: Table[Any], rows: Sequence[Row]) -> None:
        self.rows, self.numbers = rows, table.numbers
        cells = {cell for row in rows for cell in row}
        self.unshown = {cell for cell in table.unshown & cells if table.numbers[cell]}
        self.small = _small(table.numbers) & cells
        self.gone = self.small | (table.gone & cells)
        self._wanted, self._kept = table.wanted, table.kept
        self._place = {cell: place for place, cell in enumerate(table.numbers) if cell in cells}

    def price(self, cell: Any) -> tuple[bool, int, int]:
        """Small numbers are hidden before large ones, and of the same the last."""
        return cell in self._wanted, self.numbers[cell], -self._place[cell]

    def may_hide(self, row: Row, unknown: Set[Any]) -> list[Any]:
        """What of a row could be hidden, the cheapest first."""
        known = (cell for cell in row if cell not in unknown and cell not in self._kept and self.numbers[cell] > 0)
        return sorted(known, key=self.price)

    def gives_away(self, row: Row, unknown: Set[Any]) -> bool:
        """Whether the row has one unknown, or some that together are too few to hide behind."""
        asked = [cell for cell in row if cell in unknown]
        if len(asked) == 1:
            return asked[0] in self.small or asked[0] not in self.unshown
        together = sum(row[cell] * self.numbers[cell] for cell in asked)
        one_way = len({row[cell] > 0 for cell in asked}) == 1
        return one_way and abs(together) in SMALL and not self.small.isdisjoint(asked)


def _of_part(part: _Part) -> frozenset[Any]:
    unknown = set(part.gone | part.unshown)
    while leaks := _leaks(part, unknown):
        for row in leaks:
            if part.gives_away(row, unknown):
                unknown.add(part.may_hide(row, unknown)[0])
    return frozenset(_without_needless(part, unknown))


def _leaks(part: _Part, unknown: Set[Any]) -> list[Row]:
    """The equations, or else the combinations of them, that give something away as long as no more is hidden."""
    asked = [row for row in part.rows if not unknown.isdisjoint(row)]

    def leaking(rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if part.gives_away(row, unknown) and part.may_hide(row, unknown)]

    return leaking(asked) or leaking(reduced(asked, unknown))


def _without_needless(part: _Part, unknown: set[Any]) -> set[Any]:
    """Show again what turned out not to be needed, the largest first."""
    for cell in sorted(unknown - part.gone - part.unshown, key=part.price, reverse=True):
        rest = unknown - {cell}
        if not _leaks(part, rest):
            unknown = rest
    return unknown


def reduced(rows: Iterable[Row], unknown: Set[Any]) -> list[Row]:
    """The same equations by exact elimination: each has an unknown that no other has (reduced row echelon form).

    So a combination of equations with a single unknown is there, if there is any, as a row of its own.
    """
    done: dict[Any, Row] = {}
    for row in rows:
        for pivot in [cell for cell in row if cell in done]:
            row = _cleared(row, pivot, done[pivot])  # noqa: PLW2901 - the row as far as it has come
        own = next((cell for cell in row if cell in unknown), None)
        if own is None:
            continue
        for pivot, other in done.items():
            if own in other:
                done[pivot] = _cleared(other, own, row)
        done[own] = row
    return list(done.values())


def _cleared(row: Row, cell: Any, by: Row) -> Row:
    """The row plus so many times the other that `cell` is gone; whole numbers all the way."""
    times, other = row[cell], by[cell]
    shared = gcd(times, other)
    times, other = times // shared, other // shared
    cleared = {each: number * other for each, number in row.items()} if other != 1 else dict(row)
    for each, number in by.items():
        left = cleared.get(each, 0) - number * times
        if left:
            cleared[each] = left
        else:
            del cleared[each]
    return _simplest(cleared)


def _simplest(row: Row) -> Row:
    shared = gcd(*row.values()) if row else 1
    return {cell: number // shared for cell, number in row.items()} if shared > 1 else row
