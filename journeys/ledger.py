"""The event log: append, read, verify. Nothing ever updates or deletes an event.

Each event's mark is a keyed hash of the event and the end of the log before it. The end is a keyed hash of the last
mark, so that without the key nobody can pass a shorter log off as whole. What is personal lies sealed in a row of its
own, and the mark covers it through a salted hash only: it can be erased while the log still verifies.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, RowMapping, bindparam, insert, select, update

from journeys.storage.keys import Keys, digest
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT, EVENT_PRIVATE, LEDGER_HEAD

ORIGIN, END = b"farled event log", b"farled end of log"
BATCH = 2_000


# Built once: putting a statement together takes longer than running it.
_HOLD_HEAD = select(LEDGER_HEAD.c.seq, LEDGER_HEAD.c.mark).with_for_update()
_ADD_EVENTS, _ADD_PRIVATE = insert(EVENT), insert(EVENT_PRIVATE)
_OF_A_JOURNEY = select(EVENT.c.seq).where(EVENT.c.journey_id == bindparam("its_id"))
_EMPTY = update(EVENT_PRIVATE).where(EVENT_PRIVATE.c.seq.in_(_OF_A_JOURNEY), EVENT_PRIVATE.c.erased_at.is_(None))
_MOVE_HEAD = update(LEDGER_HEAD).values(seq=bindparam("to_seq"), mark=bindparam("to_end"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One event to append. `facts` holds nothing personal; `private` holds the rest, or is empty."""

    journey_id: int | None
    reference: str | None
    programme: str | None
    number: int
    name: str | None
    event: str
    on: date
    at: datetime
    by: str | None
    facts: Mapping[str, Any]
    private: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """The first event that does not fit."""

    seq: int
    reference: str | None
    problem: str


def canonical(value: Any) -> str:
    """JSON in the one form that is hashed and compared."""
    return _CANONICAL.encode(value)


# Kept: json.dumps would make one at every call.
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def is_founded(connection: Connection) -> bool:
    """Whether there is a log yet."""
    return connection.execute(select(LEDGER_HEAD.c.id)).first() is not None


class Ledger:
    """The log of one installation, through the caller's transaction."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._origin = keys.chain(b"", ORIGIN)

    def found(self, connection: Connection) -> None:
        """Begin an empty log."""
        connection.execute(
            insert(LEDGER_HEAD), [{"id": 1, "origin": self._origin, "seq": 0, "mark": self._end(self._origin)}]
        )

    def fits(self, connection: Connection) -> bool:
        """Whether the log was made with this key."""
        return connection.execute(select(LEDGER_HEAD.c.origin)).scalar() == self._origin

    def hold(self, connection: Connection) -> None:
        """Keep others from appending until this transaction ends: for whoever must look before they write."""
        connection.execute(_HOLD_HEAD)

    def append(self, connection: Connection, entries: Iterable[Entry]) -> int:
        """Add events at the end, in order; returns the number of the last. Holds the end of the log until commit."""
        seq, end = connection.execute(_HOLD_HEAD).one()
        events: list[dict[str, Any]] = []
        private: list[dict[str, Any]] = []
        for entry in entries:
            seq += 1
            row = {
                "seq": seq,
                "journey_id": entry.journey_id,
                "programme": entry.programme,
                "number": entry.number,
                "name": entry.name,
                "event": entry.event,
                "on": entry.on,
                "at": entry.at,
                "by": entry.by,
                "facts": canonical(entry.facts),
                "private_mark": None,
            }
            if entry.private:
                part = self._sealed(seq, entry.private)
                row["private_mark"] = part.pop("mark")
                private.append(part)
            mark = self._keys.chain(end, _content(row, entry.reference))
            end = self._end(mark)
            events.append(row | {"mark": mark})
        if events:
            connection.execute(_ADD_EVENTS, events)
            if private:
                connection.execute(_ADD_PRIVATE, private)
            connection.execute(_MOVE_HEAD, {"to_seq": seq, "to_end": end})
        return int(seq)

    def _end(self, mark: bytes) -> bytes:
        """The end of a log whose last event has this mark."""
        return self._keys.chain(mark, END)

    def _sealed(self, seq: int, private: Mapping[str, Any]) -> dict[str, Any]:
        body, salt = canonical(private).encode(), os.urandom(16)
        return {"seq": seq, "salt": salt, "body": self._keys.seal(body, _context(seq)), "mark": digest(salt, body)}

    def opened(self, seq: int, sealed: bytes | None) -> dict[str, Any]:
        """The private part of an event; empty where there is none. Raises ValueError where it was changed."""
        return json.loads(self._keys.open(sealed, _context(seq))) if sealed else {}

    def erase(self, connection: Connection, journey_id: int, *, now: datetime) -> None:
        """Empty the private parts of a journey's events: their marks, and the log, stay as they are."""
        emptied = {"salt": None, "body": None, "erased_at": now}
        connection.execute(_EMPTY.values(emptied), {"its_id": journey_id})

    def length(self, connection: Connection) -> int:
        """How many events there are."""
        return int(connection.execute(select(LEDGER_HEAD.c.seq)).scalar_one())

    def verify(self, connection: Connection) -> Fault | None:
        """Walk the whole log; the first event that does not fit, or None."""
        end, expected = self._end(self._origin), 0
        for row in self._walk(connection):
            expected += 1
            if row is None:
                return Fault(seq=expected, reference=None, problem="händelsen går inte att läsa")
            if row["seq"] != expected:
                return Fault(seq=expected, reference=None, problem="händelsen saknas")
            if problem := self._fault(row, end):
                return Fault(seq=expected, reference=row["reference"], problem=problem)
            end = self._end(row["mark"])
        head = connection.execute(select(LEDGER_HEAD.c.seq, LEDGER_HEAD.c.mark)).one()
        if (head.seq, head.mark) != (expected, end):
            return Fault(seq=expected + 1, reference=None, problem="slutet av loggen saknas")
        return None

    def _fault(self, row: RowMapping, before: bytes) -> str | None:
        if row["mark"] != self._keys.chain(before, _content(dict(row), row["reference"])):
            return "händelsen är ändrad"
        if row["private_mark"] is None:
            return None
        if row["salt"] is None or row["body"] is None:
            return None if row["erased_at"] else "händelsens personuppgifter saknas utan att vara gallrade"
        try:
            fits = digest(row["salt"], self._keys.open(row["body"], _context(row["seq"]))) == row["private_mark"]
        except ValueError:
            fits = False
        return None if fits else "händelsens personuppgifter är ändrade"

    def _walk(self, connection: Connection) -> Iterator[RowMapping | None]:
        """The events in order; at last None where one holds what its column cannot."""
        after: BindParameter[int] = bindparam("after")
        many: BindParameter[int] = bindparam("many")
        page = (
            select(EVENT, JOURNEY.c.reference, EVENT_PRIVATE.c.salt, EVENT_PRIVATE.c.body, EVENT_PRIVATE.c.erased_at)
            .select_from(EVENT.outerjoin(JOURNEY).outerjoin(EVENT_PRIVATE, EVENT_PRIVATE.c.seq == EVENT.c.seq))
            .where(EVENT.c.seq > after)
            .order_by(EVENT.c.seq)
            .limit(many)
        )
        last, size = 0, BATCH
        while True:
            try:
                rows = connection.execute(page, {"after": last, "many": size}).mappings().all()
            except (TypeError, ValueError):  # from the type of a column
                if size == 1:
                    yield None
                    return
                size = 1  # to find which
                continue
            if not rows:
                return
            yield from rows
            last = rows[-1]["seq"]


def _context(seq: int) -> bytes:
    return b"event %d" % seq


def _content(row: Mapping[str, Any], reference: str | None) -> bytes:
    """What the mark covers: every column of the event, and the reference of its journey."""
    private = row["private_mark"]
    covered: Sequence[Any] = (
        row["seq"],
        row["journey_id"],
        reference,
        row["programme"],
        row["number"],
        row["name"],
        row["event"],
        row["on"].isoformat(),
        row["at"].isoformat(timespec="microseconds"),
        row["by"],
        row["facts"],
        private.hex() if private else None,
    )
    return canonical(covered).encode()
