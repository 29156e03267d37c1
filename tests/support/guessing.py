"""An attack on hidden numbers by trying every table there is: who knows all that is shown, and that no 0 is hidden."""

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import product

import numpy as np

Cell = tuple[str, str]
"""Row and column; "all" is the sum."""


class Tables:
    """Every table of so many rows and columns with numbers up to `most`, with its margins."""

    def __init__(self, rows: Sequence[str], columns: Sequence[str], most: int) -> None:
        self.rows, self.columns, self.most = rows, columns, most

    @cached_property
    def inner(self) -> list[Cell]:
        return list(product(self.rows, self.columns))

    def sums(self) -> Iterator[tuple[Cell, list[Cell]]]:
        for row in self.rows:
            yield (row, "all"), [(row, column) for column in self.columns]
        for column in (*self.columns, "all"):
            yield ("all", column), [(row, column) for row in self.rows]
        yield ("all", "all"), [("all", column) for column in self.columns]

    def with_margins(self, numbers: Sequence[int]) -> dict[Cell, int]:
        found = dict(zip(self.inner, numbers, strict=True))
        for total, parts in self.sums():
            found[total] = sum(found[part] for part in parts)
        return found

    @cached_property
    def all(self) -> dict[Cell, np.ndarray]:
        axes = np.indices((self.most + 1,) * len(self.inner), dtype=np.int8)
        found = dict(zip(self.inner, (axis.ravel() for axis in axes), strict=True))
        for total, parts in self.sums():
            found[total] = np.sum([found[part] for part in parts], axis=0, dtype=np.int8)
        return found

    def forced(
        self, numbers: Mapping[Cell, int], hidden: Set[Cell], unseen: Set[Cell] = frozenset()
    ) -> dict[Cell, int]:
        """The hidden numbers that are the same in every table that looks like this; `unseen` may also be 0."""
        left = np.arange(len(self.all[self.inner[0]]))
        seen = ((cell, number) for cell, number in numbers.items() if cell not in unseen)
        for cell, number in sorted(seen, key=lambda each: each[0] in hidden):
            tried = self.all[cell][left]
            left = left[tried > 0] if cell in hidden else left[tried == number]
        found = {cell: set(self.all[cell][left].tolist()) for cell in sorted(hidden | unseen)}
        return {cell: values.pop() for cell, values in found.items() if len(values) == 1}
