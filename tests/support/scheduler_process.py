"""A scheduler whose clock stands in a file: `python -m tests.support.scheduler_process CLOCK PROGRESS`.

CLOCK holds the moment that it is, in ISO 8601; whoever moves it replaces the file. In PROGRESS the process writes, as
JSON, at which moment each of its jobs was last begun and done, and the kind of the last error. SIGTERM ends it.
"""

import json
import signal
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from journeys.app import App
from journeys.logs import configure
from journeys.settings import read_settings
from journeys.ticking import Ticker
from workflows import scheduler
from workflows.scheduler import Job

EVERY = 0.05
"""Seconds between two runs of a job."""


class Progress:
    """What the process has done so far, told to whoever moves the clock."""

    def __init__(self, file: Path) -> None:
        self._file, self._lock = file, threading.Lock()
        self._told: dict[str, str] = {}

    def tell(self, what: str, when: str) -> None:
        with self._lock:
            self._told[what] = when
            temporary = self._file.with_suffix(".new")
            temporary.write_text(json.dumps(self._told))
            temporary.replace(self._file)


def clock_in(file: Path) -> Callable[[], datetime]:
    return lambda: datetime.fromisoformat(file.read_text()).astimezone(UTC)


def reported(job: Job, clock: Callable[[], datetime], progress: Progress) -> Job:
    """The job, telling when it was done what moment it was when it began."""

    def call() -> None:
        began = clock()
        job.call()
        progress.tell(job.name, began.isoformat())

    return Job(name=job.name, seconds=EVERY, call=call)


def main() -> int:
    clock, progress = clock_in(Path(sys.argv[1])), Progress(Path(sys.argv[2]))
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    settings = read_settings()
    configure(settings.log_format)
    with App(settings, clock=clock) as app:
        ticker = Ticker(app, keep_going=lambda: not stop.is_set())
        jobs = [reported(job, clock, progress) for job in ticker.jobs()]
        clean = scheduler.run(
            jobs,
            start=datetime.now(UTC),
            stop=stop,
            on_error=lambda job, error: progress.tell("error", f"{job}: {type(error).__name__}"),
        )
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
