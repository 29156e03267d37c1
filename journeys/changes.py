"""What one step did to what is to be done: the obligations before beside those after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from workflows.obligations import Obligation, Status

Kind = Literal["new", "moved", "again", "done", "excepted", "lapsed", "missed", "gone"]

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


def shifts(before: Sequence[Obligation], after: Sequence[Obligation]) -> list[Shift]:
    """Every obligation that is not as it was, by due day."""
    was = {(each.rule, each.n): each for each in before}
    now = {(each.rule, each.n): each for each in after}
    found = [
        Shift(kind=kind, before=was.get(key), after=now.get(key))
        for key in was | now
        if (kind := _kind(was.get(key), now.get(key)))
    ]
    return sorted(found, key=lambda shift: (shift.obligation.due, shift.obligation.rule, shift.obligation.n))


def _kind(before: Obligation | None, after: Obligation | None) -> Kind | None:
    if after is None:
        return "gone"
    if not after.waiting:
        return _settled(before, after)
    if before is None:
        return "new"
    if not before.waiting:
        return "again"
    return "moved" if before.due != after.due else None


def _settled(before: Obligation | None, after: Obligation) -> Kind | None:
    if before is None or (before.status, before.done) != (after.status, after.done):
        return _ENDED[after.status]
    return "moved" if before.due != after.due else None
