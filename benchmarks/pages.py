"""The desk's pages among many journeys, asked for by fifty people at a time: `farled serve` on SQLite, as it is."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.callers import PAGES
from benchmarks.figures import Result, Table, Target, Timings, milliseconds, number
from benchmarks.processes import call, farled
from benchmarks.serving import served

SIZES = (1_000, 100_000)
CALLERS = 50
SECONDS = 6.0
P95 = 0.15
AGO = timedelta(days=2)
"""What is invented for a day is registered up to a day later."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """How the callers ask: a page each `every` so many seconds, or (0) the next one as soon as they have one."""

    name: str
    every: float


PACED, AT_ONCE = Way(name="a page a second each", every=1.0), Way(name="without a pause", every=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """What one page took, in one way of asking."""

    page: str
    way: Way
    timings: Timings
    per_second: float
    busy: float
    """Seconds on a processor that asking for one took."""


def measure(folder: Path, *, sizes: Sequence[int] = SIZES, callers: int = CALLERS, seconds: float = SECONDS) -> Result:
    """Every page at every size, in both ways."""
    found = {size: _of_size(folder, size, callers, seconds) for size in sizes}
    return Result(
        tables=[_table(size, answered, callers) for size, answered in found.items()],
        targets=[target for size, answered in found.items() for target in _targets(size, answered, callers)],
    )


def _of_size(folder: Path, size: int, callers: int, seconds: float) -> Sequence[Answered]:
    with tempfile.TemporaryDirectory(dir=folder) as own:
        invent(Path(own), size)
        return list(of_installation(Path(own), callers, seconds))


def invent(folder: Path, size: int) -> None:
    """An installation with so many journeys that end the day before yesterday."""
    day = (date.today() - AGO).isoformat()  # noqa: DTZ011 the machine's own day, which the server goes by
    journal = folder / "journal.jsonl"
    call("benchmarks.tasks:write", str(journal), size, day)
    farled(folder, "import", journal, "--today", day)
    call("benchmarks.tasks:appoint", str(folder), size, day)


def of_installation(folder: Path, callers: int, seconds: float) -> Iterator[Answered]:
    """What every page takes in both ways."""
    asked = folder / "callers.json"
    call("benchmarks.callers:sign_in", str(folder), str(asked), callers)
    with served(folder) as port:
        _asked(asked, port, next(iter(PAGES)), PACED, seconds)  # a desk that has just started reads ahead for reports
        for page in PAGES:
            for way in (PACED, AT_ONCE):
                yield _asked(asked, port, page, way, seconds)


def _asked(file: Path, port: int, page: str, way: Way, seconds: float) -> Answered:
    found, _ = call("benchmarks.load:run", str(file), page, port, seconds, way.every)
    count = len(found["took"])
    return Answered(
        page=page,
        way=way,
        timings=Timings(found["took"]),
        per_second=count / found["lasted"],
        busy=found["busy"] / count,
    )


def _table(size: int, answered: Sequence[Answered], callers: int) -> Table:
    by_page: Mapping[str, list[Answered]] = {page: [each for each in answered if each.page == page] for page in PAGES}
    busy = max(each.busy for each in answered)
    return Table(
        title=f"Pages: {number(size)} journeys, {callers} people",
        headings=("", *(f"{figure}, {way.name}" for way in (PACED, AT_ONCE) for figure in ("pages/s", "p50", "p95"))),
        rows=[(page, *(cell for each in some for cell in _cells(each))) for page, some in by_page.items()],
        notes=[f"Asking for a page took up to {milliseconds(busy)} of a processor."],
    )


def _cells(answered: Answered) -> tuple[str, str, str]:
    timings = answered.timings
    return number(answered.per_second), milliseconds(timings.p50), milliseconds(timings.p95)


def _targets(size: int, answered: Sequence[Answered], callers: int) -> Iterator[Target]:
    for each in answered:
        yield Target(
            what=f"{number(size)} journeys, {callers} people {each.way.name}: p95 of {each.page}",
            wanted=milliseconds(P95),
            measured=milliseconds(each.timings.p95),
            reached=each.timings.p95 <= P95,
        )
