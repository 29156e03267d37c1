"""Who may see whom, said once more and otherwise than the product says it: from the rows as they are, in plain Python.

A caseworker and a manager see the journeys of their unit, and for an hour what they opened with a reason. The journey
of somebody who is protected anywhere is seen by its caseworker and by those who are named; by the managers of its unit
where nobody is named who could see it. Nobody else sees any.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Table, select

from journeys.tables.access import BREAK_GLASS, NAMED_STAFF
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON
from journeys.tables.staff import STAFF

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Office:
    """All rows that decide it."""

    journeys: Iterable[Row]
    persons: Iterable[Row]
    staff: Iterable[Row]
    named: Iterable[Row]
    glasses: Iterable[Row]
    now: datetime

    @cached_property
    def protected_persons(self) -> set[int]:
        marked = {row["id"] for row in self.persons if row["protected"]}
        return marked | {row["person_id"] for row in self.journeys if row["protected"] and row["person_id"]}

    @cached_property
    def working(self) -> dict[int, Row]:
        return {row["id"]: row for row in self.staff if row["removed_at"] is None}

    def is_protected(self, journey: Row) -> bool:
        return bool(journey["protected"]) or journey["person_id"] in self.protected_persons

    def named_for(self, journey: Row) -> set[int]:
        can_see = {id_ for id_, who in self.working.items() if who["role"] in ("caseworker", "manager")}
        return {row["staff_id"] for row in self.named if row["journey_id"] == journey["id"]} & can_see

    def lists(self, staff_id: int, journey: Row) -> bool:
        """Whether they see it in lists, and may change it."""
        who = self.working.get(staff_id)
        if who is None or who["role"] not in ("caseworker", "manager"):
            return False
        if not self.is_protected(journey):
            return bool(who["unit"] == journey["unit"])
        if journey["caseworker"] == who["address"]:
            return True
        named = self.named_for(journey)
        return staff_id in named if named else (who["role"], who["unit"]) == ("manager", journey["unit"])

    def opened(self, staff_id: int, journey: Row) -> bool:
        """Whether a reason has opened it to them, for as long as it does."""
        who = self.working.get(staff_id)
        if who is None or who["role"] not in ("caseworker", "manager") or self.is_protected(journey):
            return False
        theirs = [row for row in self.glasses if (row["journey_id"], row["staff_id"]) == (journey["id"], staff_id)]
        return any(row["until"] > self.now for row in theirs)

    def sees(self, staff_id: int, journey: Row) -> bool:
        return self.lists(staff_id, journey) or self.opened(staff_id, journey)


def office_of(connection: Connection, now: datetime) -> Office:
    """As the rows stand."""

    def rows(table: Table) -> list[Row]:
        return [dict(row) for row in connection.execute(select(table)).mappings()]

    return Office(
        journeys=rows(JOURNEY),
        persons=rows(PERSON),
        staff=rows(STAFF),
        named=rows(NAMED_STAFF),
        glasses=rows(BREAK_GLASS),
        now=now,
    )
