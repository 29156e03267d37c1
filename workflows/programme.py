"""A programme as data: one version of it, and what is looked up in it (spec: programme-format.md)."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Protocol, Self, TypeVar

from pydantic import Field

from workflows.calendar import Period
from workflows.programme_tables import (
    Goal,
    Instrument,
    Outcome,
    Record,
    Reminder,
    Rule,
    Stage,
    Table,
    TargetGroup,
    Unit,
)
from workflows.values import (
    Id,
    Text,
)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Identified = TypeVar("Identified", bound=_HasId)


class Programme(Table):
    """One version of one programme. Read it with `loader`: only then is it also checked as a whole."""

    id: Id = Field(description="Insatsens beteckning: a-z, 0-9 och bindestreck. Används aldrig om för något annat")
    version: Text = Field(description="Versionen. Ett ärende stannar på den version som det började med")
    name: Text = Field(description="Insatsens namn")
    association: Text = Field(description="Samordningsförbundet")
    valid_from: date = Field(description="Första remissdag som versionen gäller för: 2026-01-01, utan citattecken")
    source: Text = Field(description="Planen eller beslutet som insatsen är beskriven efter")
    target_group: TargetGroup = Field(default=TargetGroup(), description="Vem insatsen är för")
    meets_every: Period | None = Field(
        default=None, description="Hur ofta gruppen som bereder remisserna har möte, till exempel ”2 weeks”"
    )
    units: tuple[Unit, ...] = Field(min_length=1, description="Enheterna")
    stages: tuple[Stage, ...] = Field(min_length=1, description="Faserna i ordning. Ärendet börjar i den första")
    records: tuple[Record, ...] = Field(default=(), description="Vad personalen kan registrera")
    rules: tuple[Rule, ...] = Field(default=(), description="Vad som ska göras, och när")
    reminders: tuple[Reminder, ...] = Field(default=(), description="Vilka som påminns, och när")
    outcomes: tuple[Outcome, ...] = Field(default=(), description="Vad ett avslut kan leda till")
    goals: tuple[Goal, ...] = Field(default=(), description="Vad som följs upp")
    instruments: tuple[Instrument, ...] = Field(default=(), description="Egna formulär för självskattning")

    def __hash__(self) -> int:
        return hash((self.id, self.version))

    def __copy__(self) -> Self:
        """A copy without the lookups: `model_copy` gives it other tables."""
        copied = super().__copy__()
        object.__setattr__(copied, "__dict__", {name: copied.__dict__[name] for name in type(self).model_fields})
        return copied

    def unit(self, id_: str) -> Unit | None:
        return self._units.get(id_)

    def stage(self, id_: str) -> Stage | None:
        return self._stages.get(id_)

    def record(self, id_: str) -> Record | None:
        return self._records.get(id_)

    def rule(self, id_: str) -> Rule | None:
        return self._rules.get(id_)

    def outcome(self, id_: str) -> Outcome | None:
        return self._outcomes.get(id_)

    def reminders_of(self, rule: str) -> tuple[Reminder, ...]:
        """The reminders of the rule with this id, in the order of the file."""
        return self._reminders.get(rule, ())

    @property
    def prepares(self) -> bool:
        """Whether it is a way in: a group that prepares referrals at its meetings."""
        return self.meets_every is not None

    @property
    def leads_on(self) -> bool:
        """Whether some exit starts a journey in another programme."""
        return any(outcome.leads_to for outcome in self.outcomes)

    @cached_property
    def checkpoint_rule(self) -> Rule | None:
        """The rule that every stage ending with a checkpoint falls under."""
        return next((rule for rule in self.rules if rule.checkpoint), None)

    @cached_property
    def activities_rule(self) -> Rule | None:
        """The rule that every stage with `activities_per_week` falls under."""
        return next((rule for rule in self.rules if rule.activities), None)

    def canonical(self) -> str:
        """The programme as JSON in one fixed form: what is stored, and read back by `model_validate_json`.

        What has its default is left out, so that a key added to the format later changes no stored version.
        """
        data = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def _units(self) -> Mapping[str, Unit]:
        return _by_id(self.units)

    @cached_property
    def _stages(self) -> Mapping[str, Stage]:
        return _by_id(self.stages)

    @cached_property
    def _records(self) -> Mapping[str, Record]:
        return _by_id(self.records)

    @cached_property
    def _rules(self) -> Mapping[str, Rule]:
        return _by_id(self.rules)

    @cached_property
    def _reminders(self) -> Mapping[str, tuple[Reminder, ...]]:
        ids = {reminder.rule for reminder in self.reminders}
        return {id_: tuple(reminder for reminder in self.reminders if reminder.rule == id_) for id_ in ids}

    @cached_property
    def _outcomes(self) -> Mapping[str, Outcome]:
        return _by_id(self.outcomes)


def _by_id(tables: Iterable[Identified]) -> Mapping[str, Identified]:
    return {table.id: table for table in tables}
