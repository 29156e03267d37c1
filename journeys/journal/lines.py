"""One line of the journal, held to its shape (spec: journal.md). Unknown keys are errors; nothing is converted.

`FACTS` and `PRIVATE` of a model say which of its keys may stand in the event log and which are personal.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AwareDatetime, Field, FiniteFloat, create_model, model_validator

from journeys.journal.line_values import (
    Area,
    Day,
    EventId,
    LocalTime,
    Name,
    OwnId,
    Prose,
    Reference,
    Shape,
    Word,
)
from journeys.journal.person_lines import Person, Referrer
from journeys.journal.plan_lines import PlanContent
from workflows.calendar import ONE_DAY

Respondent = Literal["participant", "caseworker"]


class Line(Shape):
    """What every line has. `FACTS`: the further keys that are not personal."""

    FACTS: ClassVar[frozenset[str]] = frozenset()

    journey: Reference | None = None
    event: str
    on: Day
    id: OwnId | None = None
    at: AwareDatetime | None = None
    by: Name | None = None
    note: Prose | None = None


class Referred(Line):
    FACTS = frozenset({"programme", "unit", "version", "comes_from"})
    programme: Word
    unit: Word
    version: Word | None = None
    person: Person
    referrer: Referrer
    criteria: tuple[Name, ...] | None = None
    comes_from: Reference | None = None
    """The journey whose exit started this one."""

    @model_validator(mode="after")
    def _born_before(self) -> Self:
        if self.person.born > self.on:
            raise ValueError("person: födelsedagen ligger efter remissdagen.")
        return self


class Declined(Line):
    reason: Prose


class Admitted(Line):
    FACTS = frozenset({"caseworker"})
    caseworker: Name


class Started(Line):
    FACTS = frozenset({"group"})
    group: Word | None = None


class Booked(Line):
    FACTS = frozenset({"meeting", "time"})
    meeting: Literal["checkpoint"]
    time: LocalTime
    place: Name | None = None


class Cancelled(Line):
    FACTS = frozenset({"meeting"})
    meeting: Literal["checkpoint"]


class Checkpoint(Line):
    FACTS = frozenset({"decision", "weeks"})
    decision: Literal["continue", "extend", "exit"]
    weeks: Annotated[int, Field(ge=1, le=104)] | None = None
    attended: tuple[Name, ...] | None = None

    @model_validator(mode="after")
    def _weeks_to_extend(self) -> Self:
        if self.weeks is not None and self.decision != "extend":
            raise ValueError("weeks: hör bara till beslutet extend. Ta bort veckorna, eller ändra beslutet.")
        return self


class Advanced(Line):
    FACTS = frozenset({"to", "group"})
    to: Word | None = None
    group: Word | None = None


LONGEST_REST = timedelta(days=366)


class Paused(Line):
    """`until`: the day on which somebody is to look whether it can go on."""

    FACTS = frozenset({"until"})
    reason: Prose
    until: Day | None = None

    @model_validator(mode="after")
    def _within_reach(self) -> Self:
        if self.until and not ONE_DAY <= self.until - self.on <= LONGEST_REST:
            raise ValueError("until: ska ligga efter dagen, och högst ett år efter den.")
        return self


class Resumed(Line):
    pass


class Reassigned(Line):
    FACTS = frozenset({"caseworker", "unit"})
    caseworker: Name
    unit: Word | None = None


class Grouped(Line):
    FACTS = frozenset({"group"})
    group: Word


class Migrated(Line):
    """From this day on the journey follows `version` in place of `was`."""

    FACTS = frozenset({"version", "was"})
    version: Word
    was: Word


class _Activity(Line):
    """What the participant takes part in. `from` is absent where that is the day of the event."""

    FACTS = frozenset({"area", "hours", "from", "to"})
    area: Area
    hours: Annotated[FiniteFloat, Field(gt=0, le=60)] | None = None
    what: Name | None = None
    to: Day | None = None

    @model_validator(mode="after")
    def _goes_forward(self) -> Self:
        first: date = getattr(self, "from") or self.on
        if first > self.on + timedelta(days=366):
            raise ValueError("from: högst ett år efter dagen.")
        if self.to and not timedelta() <= self.to - first <= timedelta(days=5 * 366):
            raise ValueError("to: ska vara från första dagen till högst fem år efter den.")
        return self


# `from` is a word of Python, so the class cannot spell it.
_FROM: dict[str, Any] = {"from": (Day | None, None)}
Activity: type[_Activity] = create_model("Activity", __base__=_Activity, **_FROM)


class ActivityEnded(Line):
    """The day is the last one. `activity` is the event that told of it."""

    FACTS = frozenset({"activity"})
    activity: EventId


class Excepted(Line):
    FACTS = frozenset({"rule"})
    rule: Word
    reason: Prose


class Exited(Line):
    FACTS = frozenset({"outcome", "leads_to", "leads_to_unit"})
    outcome: Word
    leads_to: Reference | None = None
    """The journey in another programme that the exit started, and the unit it was started in."""
    leads_to_unit: Word | None = None
    income_after: Prose | None = None


class Reopened(Line):
    reason: Prose


class Corrected(Line):
    FACTS = frozenset({"of"})
    of: EventId
    set: dict[str, Any]
    reason: Prose


class Voided(Line):
    FACTS = frozenset({"of"})
    of: EventId
    reason: Prose


class Record(Line):
    """Any record of the programme."""

    FACTS = frozenset({"attempt", "to", "alone"})
    attempt: bool | None = None
    to: tuple[Literal["participant", "referrer"], ...] | None = None
    values: dict[Respondent, dict[Word, int | FiniteFloat | str | None]] | None = None
    alone: bool | None = None
    """The participant answered without staff, through a link."""
    plan: PlanContent | None = None


class ProgrammeEvent(Line):
    """Something of the programme, not of a journey."""

    FACTS = frozenset({"programme", "unit", "of", "group", "starts", "places"})
    programme: Word
    unit: Word | None = None
    # A group that is planned or has started.
    group: Word | None = None
    starts: Day | None = None
    places: Annotated[int, Field(ge=1, le=1_000)] | None = None
    # A correction of such an event.
    of: EventId | None = None
    set: dict[str, Any] | None = None
    reason: Prose | None = None


LIFECYCLE: Mapping[str, type[Line]] = {
    "referred": Referred,
    "declined": Declined,
    "admitted": Admitted,
    "started": Started,
    "booked": Booked,
    "cancelled": Cancelled,
    "checkpoint": Checkpoint,
    "advanced": Advanced,
    "paused": Paused,
    "resumed": Resumed,
    "reassigned": Reassigned,
    "grouped": Grouped,
    "migrated": Migrated,
    "activity": Activity,
    "activity-ended": ActivityEnded,
    "excepted": Excepted,
    "exited": Exited,
    "reopened": Reopened,
    "corrected": Corrected,
    "voided": Voided,
}


def model_of(event: str) -> type[Line]:
    """The shape of an event of a journey; what is no lifecycle event is a record."""
    return LIFECYCLE.get(event, Record)
