"""The values that a programme file is made of: how they are spelled and which there are (spec: programme-format.md)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

# No control characters and no non-characters: a name goes into XML, mail headers and one-line lists.
_PRINTABLE = r"[^\x00-\x1f\x7f-\x9f\ufffe\uffff]"

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Text = Annotated[str, StringConstraints(pattern=rf"^{_PRINTABLE}*[^\s\x00-\x1f\x7f-\x9f]{_PRINTABLE}*$")]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Years = Annotated[int, Field(ge=0, le=130)]
ActivitiesPerWeek = Annotated[int, Field(ge=1, le=20)]
Times = Annotated[int, Field(ge=1, le=100)]
ScalePoint = Annotated[int, Field(ge=-1_000, le=1_000)]
Number = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]

DocumentRecipient = Literal["participant", "referrer"]
ReminderRecipient = Literal["participant", "referrer", "caseworker", "manager", "coordinator"]
Respondent = Literal["participant", "caseworker"]
UnitKey = Literal["places_per_year", "max_at_once", "group_starts_per_year"]
Measure = Literal["on_time", "reached", "exits", "participants", "starts", "referrals", "at_once", "held"]
Per = Literal["year", "half-year", "quarter"]

SHARES = frozenset({"on_time", "reached", "exits"})
