"""Jobs that run once per local date, however many schedulers there are and whatever they missed."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, select, update

from journeys.storage.dialect import insert_new
from journeys.tables.reports import JOB_RUN

TAKEN_OVER_AFTER = timedelta(hours=1)
"""A run that has not finished by then died with its scheduler."""
LONGEST_CATCH_UP = 31

_EVER = date(1970, 1, 1)


def missed(connection: Connection, name: str, *, until: date, now: datetime) -> list[date]:
    """The dates up to `until` on which the job has not run to its end, oldest first; only `until` if it never ran."""
    last = connection.execute(select(func.max(JOB_RUN.c.local_date)).where(JOB_RUN.c.name == name)).scalar()
    first = until if last is None else max(last + timedelta(days=1), until - timedelta(days=LONGEST_CATCH_UP - 1))
    never_begun = [first + timedelta(days=day) for day in range((until - first).days + 1)]
    dead = select(JOB_RUN.c.local_date).where(
        JOB_RUN.c.name == name, JOB_RUN.c.finished_at.is_(None), JOB_RUN.c.started_at < now - TAKEN_OVER_AFTER
    )
    return sorted([*connection.execute(dead).scalars(), *never_begun])


def claim(connection: Connection, name: str, local_date: date, *, worker: str, now: datetime) -> bool:
    """Whether this worker runs the job of that date: whoever inserts the row, or takes over from one that died."""
    row = {"name": name, "local_date": local_date, "worker": worker, "started_at": now}
    if insert_new(connection, JOB_RUN, row):
        return True
    dead = update(JOB_RUN).where(
        JOB_RUN.c.name == name,
        JOB_RUN.c.local_date == local_date,
        JOB_RUN.c.finished_at.is_(None),
        JOB_RUN.c.started_at < now - TAKEN_OVER_AFTER,
    )
    return connection.execute(dead.values(worker=worker, started_at=now)).rowcount == 1


def finish(connection: Connection, name: str, local_date: date, *, now: datetime) -> None:
    """The job of that date has run to its end."""
    mine = update(JOB_RUN).where(JOB_RUN.c.name == name, JOB_RUN.c.local_date == local_date)
    connection.execute(mine.values(finished_at=now))


def release(connection: Connection, name: str, local_date: date, *, worker: str) -> None:
    """Give back a date whose run failed, so that the next tick tries again."""
    mine = JOB_RUN.c.worker == worker, JOB_RUN.c.finished_at.is_(None)
    connection.execute(JOB_RUN.delete().where(JOB_RUN.c.name == name, JOB_RUN.c.local_date == local_date, *mine))


def hold(connection: Connection, name: str, now: datetime) -> None:
    """Wait until no other transaction does this job, and keep others out until ours ends."""
    insert_new(connection, JOB_RUN, {"name": f"lock:{name}", "local_date": _EVER, "worker": "", "started_at": now})
    connection.execute(select(JOB_RUN.c.name).where(JOB_RUN.c.name == f"lock:{name}").with_for_update())
