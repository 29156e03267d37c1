"""Numbers as they are shown, and tables of them that can be read both on a terminal and as Markdown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """`notes` stand under it."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()

    def text(self) -> str:
        """The first column to the left, the others to the right."""
        lines = [self.headings, *self.rows]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.headings))]
        rule = [f"{'-' * (width - 1)}:" if place else "-" * width for place, width in enumerate(widths)]
        shown = [_line(line, widths) for line in (self.headings, rule, *self.rows)]
        return "\n".join([f"## {self.title}", "", *shown, *(f"\n{note}" for note in self.notes), ""])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What the project wants of a figure, and what it was. `reached` None: could not be measured here."""

    what: str
    wanted: str
    measured: str
    reached: bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What one part of the benchmarks found."""

    tables: Sequence[Table]
    targets: Sequence[Target] = field(default=())


def summary(targets: Sequence[Target]) -> Table:
    """All targets of the run in one table."""
    verdict = {True: "yes", False: "NO", None: "not measured"}
    rows = [(each.what, each.wanted, each.measured, verdict[each.reached]) for each in targets]
    return Table(title="Targets", headings=("What", "Wanted", "Measured", "Reached"), rows=rows)


@dataclass(frozen=True, slots=True)
class Timings:
    """The seconds that each of many repetitions took."""

    seconds: Sequence[float]

    @property
    def per_second(self) -> float:
        return len(self.seconds) / sum(self.seconds)

    @property
    def p50(self) -> float:
        return median(self.seconds)

    @property
    def p95(self) -> float:
        return self._percentile(95)

    @property
    def p99(self) -> float:
        return self._percentile(99)

    def _percentile(self, percent: int) -> float:
        """Of few values the largest."""
        if len(self.seconds) == 1:
            return self.seconds[0]
        return quantiles(self.seconds, n=100, method="inclusive")[percent - 1]


def milliseconds(seconds: float) -> str:
    """For example "0.43 ms", "43 ms"."""
    return f"{seconds * 1e3:.2f} ms" if seconds < 0.01 else f"{seconds * 1e3:.0f} ms"


def seconds(value: float) -> str:
    """For example "0.043 s", "43 s"."""
    return f"{value:.3f} s" if value < 1 else f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def number(value: float) -> str:
    """For example "12 345"."""
    return f"{value:,.0f}".replace(",", " ")


Shown = Callable[[float], str]
