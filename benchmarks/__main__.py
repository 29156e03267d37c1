"""`python -m benchmarks [PART…] [--write] [--folder FOLDER]`: measure, and print the tables."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from benchmarks import machine, pages, papers, scale, startup, steps
from benchmarks.figures import Result, summary
from benchmarks.processes import ROOT

PARTS: Mapping[str, Callable[[Path], Result]] = {
    "steps": steps.measure,
    "scale": scale.measure,
    "pages": pages.measure,
    "papers": papers.measure,
    "startup": startup.measure,
}
PAGE = ROOT / "docs" / "benchmarks.md"
HOW_TO_READ = """\
Everything was measured in one run on one machine and is worth as much as the ratios in it. The disk decides how long a
commit takes: where it takes some tenths of a millisecond, as here, Python's own work shows more than on a slower disk.
One of the eight steps puts a mail in the outbox, for it answers the referral; the second row books both checkpoints.
Farled, bare `sqlite3` (a), SpiffWorkflow (b) and python-statemachine (d) make one transaction a step. Only (a) writes
the same rows as Farled, and it neither reads nor decides anything; (b), (c) and (d) keep where the journey stands,
which is what they are made for. They do not hold the step against the history, work out what is due, or seal and chain
what they write, so a ratio to them tells what Farled costs beside a bare engine rather than which of two equals is
faster. Of the two rows for DBOS, the one in which each event is sent does the job that Farled does. Among many
journeys, all of them are in one programme, so that the report and the tick meet every one of them. Memory is the
largest resident set of the process, Python and its libraries included: 80 to 130 MB before any work.

Pages are asked for from `farled serve` on SQLite as anybody starts it, a process for each core and one with the
scheduler, by fifty people who have signed in, come one after the other and keep their connections. One in ten is a
manager, whose day is the whole unit's; five units share all journeys. Every page leaves its lines in the access log,
committed before it is sent. A page a second each is many times what people who read ask for, and a page that comes late
is counted from when it was to be asked for. Without a pause, fifty requests are always under way: each then takes
twenty-five times what a process needs for one, so that the rate tells more than the time. Whoever asks is one thread of
another process on the same two cores. In its first seconds, and once a day, the desk reads ahead what its reports
count; that a round of pages waits for it meanwhile is not counted.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _asked(arguments)
    with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=asked.folder) as folder:
        results = [PARTS[name](Path(folder)) for name in asked.parts or PARTS]
    tables = [table for result in results for table in result.tables]
    targets = [target for result in results for target in result.targets]
    shown = "\n".join(table.text() for table in [*tables, summary(targets)])
    here = machine.described(date.today())  # noqa: DTZ011 the machine's own day, for people
    sys.stdout.write(f"{here}\n{_load()}\n\n{shown}")
    if asked.write:
        PAGE.write_text(f"# Benchmarks\n\n{here}. {_load()}\n\n{HOW_TO_READ}\n{shown}", encoding="utf-8")


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", type=_part, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--write", action="store_true", help="keep the tables in docs/benchmarks.md")
    parser.add_argument("--folder", type=Path, default=ROOT, help="where the databases lie while they are measured")
    return parser.parse_args(arguments)


def _part(name: str) -> str:
    """Not `choices`: before Python 3.12 argparse holds them against no parts at all."""
    if name not in PARTS:
        raise argparse.ArgumentTypeError(f"no such part: {name} ({', '.join(PARTS)})")
    return name


def _load() -> str:
    """What else the machine was doing: figures from a busy one are worth less."""
    return f"Load average at the end {os.getloadavg()[1]:.1f}."


if __name__ == "__main__":
    main()
