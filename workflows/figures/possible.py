"""What hidden numbers could be instead: other solutions of the same equations, in whole numbers from 1 up.

Whoever finds one that moves a number has shown that nobody can work that number out. The search is short and may miss
one that exists; then more is hidden than had to be, and nothing less.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from math import gcd, lcm
from typing import Any

Row = dict[Any, int]
"""An equation: coefficients of what together is nought."""
Move = dict[Any, int]
"""What is added to some unknowns so that every equation still holds."""

TRIES = 8
"""How many moves are put together at most."""


def movable(solved: Mapping[Any, Row], numbers: Mapping[Any, int], unknown: Set[Any], asked: Iterable[Any]) -> set[Any]:
    """Which of those asked for could be another number. `solved`: by pivot, as `suppression.reduced` answers."""
    if all(not numbers[cell] for row in solved.values() for cell in row if cell not in unknown):
        return set(unknown)  # twice each number is another solution
    moves = list(_moves(solved, unknown))
    both_ways = [way for move in moves for way in (move, {cell: -step for cell, step in move.items()})]
    found = {cell for move in both_ways if _lacking(move, numbers) is None for cell in move}
    for cell in asked:
        if cell not in found:
            found |= _put_together(cell, both_ways, numbers)
    return found


def _moves(solved: Mapping[Any, Row], unknown: Set[Any]) -> Iterator[Move]:
    """For each unknown without an equation of its own: it changes, and those that have one follow."""
    rows: dict[Any, list[Any]] = {}
    for pivot, row in solved.items():
        for cell in row:
            if cell != pivot and cell in unknown:
                rows.setdefault(cell, []).append(pivot)
    for free, pivots in rows.items():
        step = lcm(*(abs(solved[pivot][pivot]) // gcd(solved[pivot][pivot], solved[pivot][free]) for pivot in pivots))
        yield {free: step} | {pivot: -solved[pivot][free] * step // solved[pivot][pivot] for pivot in pivots}


def _lacking(move: Move, numbers: Mapping[Any, int]) -> Any | None:
    """The cell that the move takes furthest below 1; None where there is none."""
    cell = min(move, key=lambda cell: numbers[cell] + move[cell])
    return cell if numbers[cell] + move[cell] < 1 else None


def _put_together(cell: Any, moves: list[Move], numbers: Mapping[Any, int]) -> set[Any]:
    """What moves with the cell in some sum of moves."""
    for move in [move for move in moves if cell in move]:
        found = _mended(move, moves, numbers)
        if cell in found:
            return set(found)
    return set()


def _mended(move: Move, moves: list[Move], numbers: Mapping[Any, int]) -> Move:
    """The move and others that raise what it takes below 1; empty where that does not come to an end."""
    for _ in range(TRIES):
        low = _lacking(move, numbers) if move else None
        if low is None:
            return move
        tried = [_added(move, other) for other in moves if other.get(low, 0) > 0]
        move = min(tried, key=lambda each: _shortage(each, numbers), default={})
    return {}


def _added(one: Move, other: Move) -> Move:
    both = ((cell, one.get(cell, 0) + other.get(cell, 0)) for cell in one | other)
    return {cell: step for cell, step in both if step}


def _shortage(move: Move, numbers: Mapping[Any, int]) -> int:
    return sum(max(0, 1 - numbers[cell] - step) for cell, step in move.items())
