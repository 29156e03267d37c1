"""Rows of journeys that a process keeps once it has read them, as long as the log has said nothing new of them.

Whatever changes the rows of a journey appends an event to the log in the same transaction. So what was read when the
log ended with one event holds, but for the journeys of the events after it: those alone are read again.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from threading import Lock
from typing import Any

from sqlalchemy import Connection, select

from journeys.tables.log import EVENT

MOST = 400_000
"""How many rows are kept, all sets together: some eighty megabytes. A set is as dear as so many rows, at least."""
A_SET = 1000
MANY = 1000
"""With more journeys than so, all are read again."""

_END = select(EVENT.c.seq, EVENT.c.mark).order_by(EVENT.c.seq.desc()).limit(1)

Row = tuple[Any, ...]
Read = Callable[[Collection[int] | None], Iterable[tuple[int, Row]]]
"""The rows by the number of the journey: of all (None), or of those that are asked for."""


class Kept:
    """The rows that were asked for last. For connections that only read: what they see is committed."""

    def __init__(self, *, most: int = MOST) -> None:
        self._most = most
        self._sets: dict[Hashable, _Rows] = {}
        self._lock = Lock()

    def rows(self, connection: Connection, what: Hashable, read: Read) -> list[Row]:
        """`what` says all that `read` depends on but the log. Who asks while the same is being read gets it as well."""
        with self._lock:
            rows = self._sets[what] = self._sets.pop(what) if what in self._sets else _Rows()
        with rows.lock:
            rows.catch_up(connection, read)
            found = rows.all()
        with self._lock:
            self._forget()
        return found

    def _forget(self) -> None:
        """The sets that nobody has asked for the longest; never the last one."""
        while len(self._sets) > 1 and sum(A_SET + len(rows) for rows in self._sets.values()) > self._most:
            del self._sets[next(iter(self._sets))]


def rows(connection: Connection, what: Hashable, read: Read) -> list[Row]:
    """Kept where the connection has somewhere to keep them (`Database.read`); otherwise read."""
    kept: Kept | None = connection.get_execution_options().get("kept")
    return kept.rows(connection, what, read) if kept else [row for _, row in read(None)]


class _Rows:
    """What was read when the log ended with the event of this number and mark."""

    def __init__(self) -> None:
        self.lock = Lock()
        self._end: tuple[int, bytes] | None = None
        self._by_journey: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self._by_journey)

    def all(self) -> list[Row]:
        return list(self._by_journey.values())

    def catch_up(self, connection: Connection, read: Read) -> None:
        end = connection.execute(_END).first()
        if end is not None and self._end == tuple(end):
            return
        changed = self._changed(connection)
        if changed is None:
            self._by_journey = dict(_shared(read(None)))
        else:
            for journey in changed:
                self._by_journey.pop(journey, None)
            self._by_journey |= read(changed)
        self._end = tuple(end) if end else None

    def _changed(self, connection: Connection) -> Collection[int] | None:
        """The journeys of the events since; None where they are many, or where the log does not go on from there."""
        if self._end is None:
            return None
        seq, mark = self._end
        if connection.execute(select(EVENT.c.mark).where(EVENT.c.seq == seq)).scalar() != mark:
            return None
        later = select(EVENT.c.journey_id).where(EVENT.c.seq > seq, EVENT.c.journey_id.is_not(None)).distinct()
        found = connection.execute(later.limit(MANY + 1)).scalars().all()
        return found if len(found) <= MANY else None


def _shared(rows: Iterable[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
    """What many journeys have alike is one and the same in memory."""
    known: dict[Row, Row] = {}
    for journey, row in rows:
        yield journey, known.setdefault(row, row)
