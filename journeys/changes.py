"""What one step did to what is to be done: the obligations before beside those after."""

from dataclasses import dataclass
from typing import Literal

from journeys.casework import Snapshot
from journeys.storage.projection import RESTING, WAITING, row_state
from workflows.obligations import Obligation, Status

Kind = Literal["new", "moved", "rests", "resumes", "again", "done", "excepted", "lapsed", "missed", "gone"]

_ENDED: dict[Status, Kind] = {
    "met": "done",
    "late": "done",
    "excepted": "excepted",
    "void": "lapsed",
    "missed": "missed",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """What became of one obligation; `before` is None for a new one, `after` for one that is gone."""

    kind: Kind
    before: Obligation | None
    after: Obligation | None

    @property
    def obligation(self) -> Obligation:
        """As it is now, or was last."""
        found = self.after or self.before
        assert found is not None
        return found


def shifts(before: Snapshot | None, after: Snapshot) -> list[Shift]:
    """Every obligation that is not as it was, by due day."""
    was = {(each.rule, each.n): each for each in before.obligations} if before else {}
    now = {(each.rule, each.n): each for each in after.obligations}
    found = [
        Shift(kind=kind, before=was.get(key), after=now.get(key))
        for key in was | now
        if (kind := _kind(_seen(before, was.get(key)), _seen(after, now.get(key))))
    ]
    return sorted(found, key=lambda shift: (shift.obligation.due, shift.obligation.rule, shift.obligation.n))


@dataclass(frozen=True, slots=True)
class _Seen:
    """An obligation and whether it waits, rests or is settled."""

    obligation: Obligation
    state: str

    @property
    def unsettled(self) -> bool:
        return self.state in (WAITING, RESTING)


def _seen(snapshot: Snapshot | None, obligation: Obligation | None) -> _Seen | None:
    if snapshot is None or obligation is None:
        return None
    return _Seen(obligation, row_state(snapshot.history, obligation))


def _kind(before: _Seen | None, after: _Seen | None) -> Kind | None:
    if after is None:
        return "gone"
    if not after.unsettled:
        return _settled(before, after)
    if before is None:
        return "new"
    if not before.unsettled:
        return "again"
    if before.state != after.state:
        return "rests" if after.state == RESTING else "resumes"
    return _moved(before, after)


def _settled(before: _Seen | None, after: _Seen) -> Kind | None:
    if before is None or (before.state, before.obligation.done) != (after.state, after.obligation.done):
        return _ENDED[after.obligation.status]
    return _moved(before, after)


def _moved(before: _Seen, after: _Seen) -> Kind | None:
    return "moved" if before.obligation.due != after.obligation.due else None
