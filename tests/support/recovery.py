"""An attack on hidden numbers by linear algebra: who knows the sums and what is shown, and where there is nobody."""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from typing import Any

import numpy as np

Cell = Hashable
Equation = Mapping[Any, int]
"""Coefficients of what together is nought."""


def recovered(numbers: Mapping[Any, int], equations: Iterable[Equation], shown: Set[Any]) -> dict[Cell, int]:
    """What is not shown and can be worked out all the same, with its number as worked out.

    A number has one possible value exactly where no vector of the null space moves it.
    """
    unknown = {cell for cell, number in numbers.items() if cell not in shown and number}
    parts = _apart([each for each in equations if not unknown.isdisjoint(each)], unknown)
    return {cell: number for cells, rows in parts for cell, number in _solved(numbers, rows, list(cells)).items()}


def _apart(equations: Iterable[Equation], unknown: Set[Any]) -> list[tuple[set[Any], list[Equation]]]:
    """The unknowns that hang together with their equations: some small systems are quicker than a large one."""
    parts: list[tuple[set[Any], list[Equation]]] = []
    for row in equations:
        cells, together = unknown & row.keys(), [row]
        for part in [part for part in parts if not part[0].isdisjoint(cells)]:
            parts.remove(part)
            cells, together = cells | part[0], together + part[1]
        parts.append((cells, together))
    return parts


def _solved(numbers: Mapping[Any, int], rows: Sequence[Equation], unknown: Sequence[Any]) -> dict[Cell, int]:
    place = {cell: number for number, cell in enumerate(unknown)}
    system, known = np.zeros((len(rows), len(unknown))), np.zeros(len(rows))
    for number, row in enumerate(rows):
        for cell, coefficient in row.items():
            if cell in place:
                system[number, place[cell]] = coefficient
            else:
                known[number] -= coefficient * numbers[cell]
    sizes, directions = np.linalg.eigh(system.T @ system)
    bound = sizes > 1e-9
    free, seen = directions[:, ~bound], directions[:, bound]
    solved = seen @ ((seen.T @ (system.T @ known)) / sizes[bound])
    fixed = np.abs(free).max(axis=1, initial=0) < 1e-6
    return {cell: round(float(solved[place[cell]])) for cell in unknown if fixed[place[cell]]}


def total(whole: Cell, parts: Sequence[Cell]) -> Equation:
    return dict.fromkeys(parts, 1) | {whole: -1}
