"""What all journeys of one invention have in common, worked out once from the programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from journeys.invented.staff import Employee
from journeys.invented.starts import GroupStarts
from workflows.calendar import Period
from workflows.programme import Programme
from workflows.programme_tables import Outcome, Record, Rule, Unit


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule that waits for a record of the programme."""

    rule: Rule
    record: Record
    within: Period


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """`asked`: what the rules wait for, by what they count from. `talks`: records that can be made any day.

    `open_stage`: how long a stage lasts that has no length. `starts`: when groups start, if anybody waits for that.
    """

    programme: Programme
    today: date
    units: Sequence[Unit]
    caseworkers: Mapping[str, Sequence[str]]
    managers: Mapping[str, str]
    asked: Mapping[str, Sequence[Asked]]
    talks: Sequence[Record]
    open_stage: timedelta
    counted: Sequence[Outcome]
    uncounted: Sequence[Outcome]
    starts: GroupStarts | None = None

    @classmethod
    def of(
        cls,
        programme: Programme,
        staff: Sequence[Employee],
        today: date,
        *,
        open_stage: timedelta,
        starts: GroupStarts | None = None,
    ) -> Self:
        return cls(
            programme=programme,
            today=today,
            units=_by_places(programme.units),
            caseworkers={unit.id: _of_unit(staff, "caseworker", unit) for unit in programme.units},
            managers={unit.id: _of_unit(staff, "manager", unit)[0] for unit in programme.units},
            asked=_asked(programme),
            talks=_talks(programme),
            open_stage=open_stage,
            counted=[outcome for outcome in programme.outcomes if outcome.counted],
            uncounted=[outcome for outcome in programme.outcomes if not outcome.counted],
            starts=starts,
        )


def _asked(programme: Programme) -> dict[str, list[Asked]]:
    asked: dict[str, list[Asked]] = {}
    for rule in programme.rules:
        record = programme.record(rule.record or "")
        if record and rule.from_ and rule.within:
            asked.setdefault(rule.from_, []).append(Asked(rule, record, rule.within))
    return asked


def _by_places(units: Sequence[Unit]) -> list[Unit]:
    """Each unit as often as it has tens of places, so that picking one is fair."""
    return [unit for unit in units for _ in range(max(1, (unit.places_per_year or 0) // 10))]


def _of_unit(staff: Sequence[Employee], role: str, unit: Unit) -> list[str]:
    return [employee.address for employee in staff if employee.role == role and employee.unit == unit.id]


def _talks(programme: Programme) -> list[Record]:
    """Plain records that are asked for first of all, or never: a contact, a conversation."""
    later = {rule.record for rule in programme.rules if rule.from_ not in ("referred", "admitted")}
    later |= {rule.or_later for rule in programme.rules}
    return [record for record in programme.records if _is_plain(record) and record.id not in later]


def _is_plain(record: Record) -> bool:
    return not (record.offer or record.instrument or record.recipients)
