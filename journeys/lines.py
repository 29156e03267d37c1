"""One line of the journal, held to its shape (spec: journal.md). Unknown keys are errors; nothing is converted.

`FACTS` and `PRIVATE` of a model say which of its keys may stand in the event log and which are personal.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    StringConstraints,
    model_validator,
)

from journeys.identity import birth_date_of, normal_number
from journeys.settings import STOCKHOLM

Gender = Literal["woman", "man", "other", "unknown"]
Party = Literal["municipality", "region", "försäkringskassan", "arbetsförmedlingen", "self", "relative", "other"]
Respondent = Literal["participant", "caseworker"]

# No control characters: names go into mails and one-line lists.
_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9ÅÄÖåäö][A-Za-z0-9ÅÄÖåäö._/-]{0,63}$")]
OwnId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
EventId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9#][A-Za-z0-9._:-]{0,63}$")]
"""An id of its own, or `#N` for an event that has none: N is its number in the journey."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_LINE)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=_LINE)]
Prose = Annotated[
    str, StringConstraints(min_length=1, max_length=20_000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")
]
EMAIL = r"^[^\s@<>,;\x00-\x1f]+@[^\s@<>,;\x00-\x1f]+\.[^\s@<>,;\x00-\x1f]+$"
Email = Annotated[str, StringConstraints(max_length=254, pattern=EMAIL)]
Number = Annotated[str, AfterValidator(normal_number)]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def _in_reach(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError("dagen ska ligga mellan 1900 och 2199.")
    return day


def _written_out(day: Any) -> Any:
    """pydantic would also take the seconds since 1970 for a day."""
    if not isinstance(day, str):
        return day
    if not _DAY.fullmatch(day):
        raise ValueError("ska vara ett datum: 2026-03-02.")
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise ValueError("ska vara ett datum som finns: 2026-03-02.") from None


_NO_TIME = "ska vara en tid som finns: 2026-03-02T13:00."


def _local(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(_NO_TIME) from None
    _in_reach(moment.date())
    # What the clocks skip in spring comes back as another hour.
    if moment.replace(tzinfo=STOCKHOLM).astimezone(UTC).astimezone(STOCKHOLM).replace(tzinfo=None) != moment:
        raise ValueError(_NO_TIME)
    return text


Day = Annotated[date, BeforeValidator(_written_out), AfterValidator(_in_reach)]
LocalTime = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"), AfterValidator(_local)
]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Person(_Shape):
    """The participant as the referral tells of them."""

    given_name: Name
    family_name: Name
    birth_date: Day | None = None
    personnummer: Number | None = None
    gender: Gender
    municipality: Name | None = None
    email: Email | None = None
    phone: Word | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] | None = None
    protected: bool | None = None

    @model_validator(mode="after")
    def _born(self) -> Self:
        if self.birth_date is None and self.personnummer is None:
            raise ValueError("birth_date eller personnummer behövs.")
        return self

    @property
    def born(self) -> date:
        """The day of birth, from whichever was given."""
        return self.birth_date or birth_date_of(self.personnummer or "")


class Referrer(_Shape):
    """Who sent the person."""

    party: Party
    organisation: Name | None = None
    name: Name | None = None
    email: Email | None = None


class Line(_Shape):
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


class Paused(Line):
    reason: Prose


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
    "excepted": Excepted,
    "exited": Exited,
    "reopened": Reopened,
    "corrected": Corrected,
    "voided": Voided,
}


def model_of(event: str) -> type[Line]:
    """The shape of an event of a journey; what is no lifecycle event is a record."""
    return LIFECYCLE.get(event, Record)
