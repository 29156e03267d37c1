"""Which numbers of a table are hidden so that no small one is shown, or can be worked out from the rest.

A table is numbers and sums: "everyone = women + men + others". Whoever reads it knows the sums, every number
that is shown, and, to be on the safe side, every 0; for the rest the sums are a system of linear equations. A number
follows from the equations alone if and only if some combination of them has no other unknown, and elimination finds
that row. So numbers are hidden, the small ones first and then the cheapest of each such row, until there is none.

No 0 is hidden, so whoever reads the table also knows that everything hidden is a whole number from 1 up, and that can
leave room for one solution only. So more is hidden until another solution is found for each hidden number
(`possible`). It ends: where everything is hidden, twice each number is another solution. Only where some of a table is
`kept` can there be nothing left to hide; `given_away` says what of it can be worked out then.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import gcd
from typing import Any, Generic, TypeVar

from workflows.figures.possible import Row, movable

SMALL = range(1, 5)
"""Nobody is to be found in these. 0 tells of nobody, and is shown."""

Cell = TypeVar("Cell", bound=Hashable)


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

    `gone` and `kept`: what is hidden already, and what is to stay shown, where a table is added to another. `known`:
    what the reader knows anyhow, however small; neither that nor what follows from it is hidden. A sum that does not
    add up tells nobody anything, and is passed over.
    """

    numbers: Mapping[Cell, int]
    sums: Iterable[Sum[Cell]]
    unshown: Set[Cell] = frozenset()
    wanted: Set[Cell] = frozenset()
    gone: Set[Cell] = frozenset()
    kept: Set[Cell] = frozenset()
    known: Set[Cell] = frozenset()


def hidden(table: Table[Cell]) -> frozenset[Cell]:
    """The cells to hide. What nobody is shown is not among them."""
    parts = _parts(table)
    alone = _small(table.numbers).difference(table.known, *(part.cells for part in parts))
    return alone.union(table.gone, *map(_of_part, parts)) - table.unshown


def hidden_from_a_part(table: Table[Cell], partly: Set[Cell]) -> frozenset[Cell]:
    """The same for a reader who knows none of `partly`, a part, or all; it is on no page.

    Who knows a part has the rest as soon as they have it all, so it is hidden whatever it is; and then more is, from
    who knows all of it.
    """
    some = {cell for cell in partly if table.numbers[cell]}
    gone = hidden(replace(table, gone=table.gone | some, unshown=table.unshown - some))
    return hidden(replace(table, gone=gone, known=table.known | some)) if some else gone


def given_away(table: Table[Cell], gone: Set[Cell]) -> frozenset[Cell]:
    """What is not shown to be safe when `gone` is all that is hidden."""
    stuck = (_given_away(part, (gone & part.cells) | part.unshown) for part in _parts(table))
    return frozenset().union(*stuck)


def _parts(table: Table[Cell]) -> list["_Part"]:
    rows = [each.row for each in table.sums if each.holds(table.numbers)]
    known = _following(table, rows)
    return [_Part(table, part, known) for part in _connected(rows)]


def _following(table: Table[Cell], rows: Sequence[Row]) -> Set[Cell]:
    """What the reader knows, and what follows from it and where there is nobody."""
    known = set(table.known)
    found = known
    while found:
        nobody = {cell for row in rows if not known.isdisjoint(row) for cell in row if not table.numbers[cell]}
        left = (row.keys() - known - nobody for row in rows if not known.isdisjoint(row))
        found = {cell for cells in left if len(cells) == 1 for cell in cells}
        known |= found
    return known


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

    def __init__(self, table: Table[Any], rows: Sequence[Row], known: Set[Any]) -> None:
        self.rows, self.numbers = rows, table.numbers
        self.cells = {cell for row in rows for cell in row}
        self.unshown = {cell for cell in (table.unshown & self.cells) - known if table.numbers[cell]}
        self.small = (_small(table.numbers) & self.cells) - known
        self.gone = self.small | ((table.gone & self.cells) - known)
        self._wanted, self._kept = table.wanted, table.kept | known
        self._place = {cell: place for place, cell in enumerate(table.numbers) if cell in self.cells}

    def price(self, cell: Any) -> tuple[bool, int, int]:
        """Small numbers are hidden before large ones, and of the same the last."""
        return cell in self._wanted, self.numbers[cell], -self._place[cell]

    def may_hide(self, cells: Iterable[Any], unknown: Set[Any]) -> list[Any]:
        """What of a row could be hidden, the cheapest first."""
        known = (cell for cell in cells if cell not in unknown and cell not in self._kept and self.numbers[cell] > 0)
        return sorted(known, key=self.price)

    def guarded(self, cells: Iterable[Any]) -> list[Any]:
        """What nobody is to work out: all that is hidden, and of what is on no page the small numbers."""
        return [cell for cell in cells if cell in self.small or cell not in self.unshown]

    def gives_away(self, row: Row, unknown: Set[Any]) -> bool:
        """Whether the row has one unknown, or some that together are too few to hide behind."""
        asked = [cell for cell in row if cell in unknown]
        if len(asked) == 1:
            return bool(self.guarded(asked))
        together = sum(row[cell] * self.numbers[cell] for cell in asked)
        one_way = len({row[cell] > 0 for cell in asked}) == 1
        return one_way and abs(together) in SMALL and not self.small.isdisjoint(asked)

    def solved(self, unknown: Set[Any]) -> Mapping[Any, Row]:
        return reduced((row for row in self.rows if not unknown.isdisjoint(row)), unknown, self.numbers)

    def stuck(self, solved: Mapping[Any, Row], unknown: Set[Any]) -> list[Any]:
        """What no other solution was found for, the cheapest first."""
        asked = sorted(self.guarded(unknown), key=self.price)
        found = movable(solved, self.numbers, unknown, asked)
        return [cell for cell in asked if cell not in found]


def _of_part(part: _Part) -> frozenset[Any]:
    unknown = set(part.gone | part.unshown)
    while more := _to_hide(part, unknown):
        unknown |= more
    return frozenset(_without_needless(part, unknown))


def _to_hide(part: _Part, unknown: Set[Any]) -> set[Any]:
    """What else has to be hidden: for the sums, or else for combinations of them, or else as there is no other way."""
    if more := _of_leaks(part, part.rows, unknown):
        return more
    solved = part.solved(unknown)
    return _of_leaks(part, solved.values(), unknown) or _of_stuck(part, solved, unknown)


def _of_leaks(part: _Part, rows: Iterable[Row], unknown: Set[Any]) -> set[Any]:
    """The cheapest of each row that gives something away as long as no more is hidden."""
    then = set(unknown)
    for row in rows:
        if part.gives_away(row, then):
            then.update(part.may_hide(row, then)[:1])
    return then - unknown


def _of_stuck(part: _Part, solved: Mapping[Any, Row], unknown: Set[Any]) -> set[Any]:
    """The cheapest of what stands in an equation with a number that can be one only; or else of all there is."""
    stuck = part.stuck(solved, unknown)
    rows = [*part.rows, *solved.values()]
    beside = ({other for row in rows if cell in row for other in row} for cell in stuck)
    choices = (part.may_hide(cells, unknown) for cells in (*beside, *([part.cells] if stuck else ())))
    return set(next((found[:1] for found in choices if found), ()))


def _given_away(part: _Part, unknown: Set[Any]) -> set[Any]:
    solved = part.solved(unknown)
    rows = [row for row in (*part.rows, *solved.values()) if part.gives_away(row, unknown)]
    return set(part.stuck(solved, unknown)).union(*(row.keys() & unknown for row in rows))


def _without_needless(part: _Part, unknown: set[Any]) -> set[Any]:
    """Show again what turned out not to be needed, the largest first."""
    for cell in sorted(unknown - part.gone - part.unshown, key=part.price, reverse=True):
        rest = unknown - {cell}
        if not _to_hide(part, rest):
            unknown = rest
    return unknown


def reduced(rows: Iterable[Row], unknown: Set[Any], numbers: Mapping[Any, int]) -> dict[Any, Row]:
    """The same equations by exact elimination: each by an unknown that no other has (reduced row echelon form).

    So a combination of equations with a single unknown is there, if there is any, as a row of its own. Large numbers
    are solved for: they leave room for the small ones to move.
    """
    done: dict[Any, Row] = {}
    for row in rows:
        for pivot in [cell for cell in row if cell in done]:
            row = _cleared(row, pivot, done[pivot])  # noqa: PLW2901 - the row as far as it has come
        own = max((cell for cell in row if cell in unknown), key=numbers.__getitem__, default=None)
        if own is None:
            continue
        for pivot, other in done.items():
            if own in other:
                done[pivot] = _cleared(other, own, row)
        done[own] = row
    return done


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
