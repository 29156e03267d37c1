"""One thing that must happen for one journey by one day, and how it can stand (spec: counting.md "Obligations")."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["open", "overdue", "met", "late", "missed", "void", "excepted"]
WAITING: frozenset[Status] = frozenset({"open", "overdue"})
DONE: frozenset[Status] = frozenset({"met", "late"})
SETTLED: frozenset[Status] = DONE | {"overdue", "missed"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Obligation:
    """One thing that must happen for one journey by one day. `anchor` is the day from which it can be done."""

    rule: str
    n: int
    anchor: date
    due: date
    done: date | None
    status: Status
    why: str

    @property
    def waiting(self) -> bool:
        return self.status in WAITING


def status_of(
    *, due: date, done: date | None, excepted: date | None, left: date | None, counted: bool, today: date
) -> Status:
    """How it stands. `left`: the day since which it can no longer be done, None while it can."""
    if not counted:
        return "void"
    if excepted:
        return "excepted"
    if done:
        return "met" if done <= due else "late"
    if left:
        return "void" if left <= due else "missed"
    return "open" if today <= due else "overdue"
