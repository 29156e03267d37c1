"""The same work among 1 000, 10 000 and 100 000 invented journeys: how long, how much memory, and how both grow."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.figures import Result, Shown, Table, Target, milliseconds, number, seconds
from benchmarks.processes import Done, call, farled

SIZES = (1_000, 10_000, 100_000)
TODAY = "2026-10-06"
MOST_MEMORY = 400.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """`value`: events a second, or seconds; `peak_mb`: of the process that did it."""

    value: float
    peak_mb: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """What is measured, how it is shown, and what is wanted of the largest size."""

    name: str
    shown: Shown
    wanted: float | None = None
    at_least: bool = False

    def reached(self, value: float) -> bool:
        assert self.wanted is not None
        return value >= self.wanted if self.at_least else value <= self.wanted


INVENT = Measure(name="invent and write the journal, events/s", shown=number)
IMPORT = Measure(name="farled import, events/s", shown=number, wanted=5_000, at_least=True)
WORK_LIST = Measure(name="work list of one caseworker", shown=milliseconds, wanted=0.05)
REMINDERS = Measure(name="tick that finds tonight's reminders", shown=seconds, wanted=1)
REPORT = Measure(name="goals and figures of the year to date", shown=seconds)
FIRST_PAGE = Measure(name="report page, whoever opens it first", shown=seconds, wanted=1)
NEXT_PAGE = Measure(name="report page, opened after something was registered", shown=seconds, wanted=1)
NIGHTLY = Measure(name="nightly report of one programme, all of it", shown=seconds, wanted=3)
VERIFY = Measure(name="farled verify", shown=seconds)
EXPORT = Measure(name="farled export", shown=seconds)
MEASURES = (INVENT, IMPORT, WORK_LIST, REMINDERS, REPORT, FIRST_PAGE, NEXT_PAGE, NIGHTLY, VERIFY, EXPORT)

Found = Mapping[str, Figure]
"""Figures by the name of the measure."""


def measure(folder: Path, *, sizes: Sequence[int] = SIZES) -> Result:
    """Everything at every size, each piece of work in a process of its own."""
    found = {size: _of_size(folder, size) for size in sizes}
    return Result(tables=[_times(found), _memory(found)], targets=_targets(found[max(sizes)], max(sizes)))


def _of_size(folder: Path, size: int) -> Found:
    with tempfile.TemporaryDirectory(dir=folder) as own:
        journal = Path(own) / "journal.jsonl"
        events, written = call("benchmarks.tasks:write", str(journal), size, TODAY)
        imported = farled(Path(own), "import", journal, "--today", TODAY)
        call("benchmarks.tasks:appoint", own, size, TODAY)
        return {
            INVENT.name: Figure(value=events / written.seconds, peak_mb=written.peak_mb),
            IMPORT.name: Figure(value=events / imported.seconds, peak_mb=imported.peak_mb),
            WORK_LIST.name: _called("work_list", own),
            REMINDERS.name: _called("reminders", own),
            REPORT.name: _called("year_to_date", own),
            FIRST_PAGE.name: _called("first_page", own),
            NEXT_PAGE.name: _called("next_page", own),
            NIGHTLY.name: _called("nightly", own),
            VERIFY.name: _whole(farled(Path(own), "verify")),
            EXPORT.name: _whole(farled(Path(own), "export", Path(own) / "export.jsonl")),
        }


def _called(task: str, folder: str) -> Figure:
    taken, done = call(f"benchmarks.tasks:{task}", folder, TODAY)
    return Figure(value=median(taken), peak_mb=done.peak_mb)


def _whole(done: Done) -> Figure:
    return Figure(value=done.seconds, peak_mb=done.peak_mb)


def _times(found: Mapping[int, Found]) -> Table:
    return Table(
        title="Many journeys: time",
        headings=("journeys", *map(number, found), "growth"),
        rows=[
            (each.name, *(each.shown(figures[each.name].value) for figures in found.values()), _growth(each, found))
            for each in MEASURES
        ],
    )


def _growth(measure: Measure, found: Mapping[int, Found]) -> str:
    """From the smallest to the largest; for a rate, by how much one event became dearer."""
    first, last = found[min(found)][measure.name].value, found[max(found)][measure.name].value
    return f"{last / first if measure.shown is not number else first / last:.1f} times"


def _memory(found: Mapping[int, Found]) -> Table:
    return Table(
        title="Many journeys: most memory of the process",
        headings=("journeys", *map(number, found)),
        rows=[
            (
                each.name.partition(", all")[0].partition(", events")[0],
                *(f"{figures[each.name].peak_mb:.0f} MB" for figures in found.values()),
            )
            for each in MEASURES
        ],
    )


def _targets(found: Found, size: int) -> list[Target]:
    largest = max(figure.peak_mb for figure in found.values())
    return [
        *(_target(each, found[each.name].value, size) for each in MEASURES if each.wanted is not None),
        Target(
            what=f"{number(size)} journeys: largest process",
            wanted=f"{MOST_MEMORY:.0f} MB",
            measured=f"{largest:.0f} MB",
            reached=largest <= MOST_MEMORY,
        ),
    ]


def _target(measure: Measure, value: float, size: int) -> Target:
    assert measure.wanted is not None
    return Target(
        what=f"{number(size)} journeys: {measure.name}",
        wanted=measure.shown(measure.wanted),
        measured=measure.shown(value),
        reached=measure.reached(value),
    )
