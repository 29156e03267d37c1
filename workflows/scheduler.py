"""A ticker: calls what it is given, every so often. The only `import apscheduler`.

Interval jobs in memory only. When something is due stands in the database, never here: what a ticker misses while it is
down it finds when it is up again, and two tickers beside each other find the same.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

OnError = Callable[[str, BaseException], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """Something to call every `seconds`. Calls of one job never overlap."""

    name: str
    seconds: float
    call: Callable[[], object]


def run(jobs: Sequence[Job], *, start: datetime, stop: threading.Event, on_error: OnError, grace: float = 5) -> bool:
    """Run the jobs from `start` (aware, usually now) until `stop` is set.

    A job that raises is told to `on_error` and called again next time.

    False if a job was still busy `grace` seconds after `stop`.
    """
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # its tracebacks would tell more than ours
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_listener(lambda event: _tell(event, on_error), EVENT_JOB_ERROR)
    for job in jobs:
        scheduler.add_job(
            job.call,
            IntervalTrigger(seconds=job.seconds, timezone="UTC"),
            id=job.name,
            next_run_time=start,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    stop.wait()
    finished = threading.Thread(target=scheduler.shutdown, daemon=True)
    finished.start()
    finished.join(grace)
    return not finished.is_alive()


def _tell(event: JobExecutionEvent, on_error: OnError) -> None:
    if event.exception:
        on_error(event.job_id, event.exception)
