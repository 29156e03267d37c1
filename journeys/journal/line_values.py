"""The values that journal lines are made of: how each is spelled, and within what it lies (spec: journal.md)."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from journeys.identity import normal_number
from journeys.settings import STOCKHOLM

Area = Literal["work", "social", "skills", "health"]
# No control characters: names go into mails and one-line lists.
_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
REFERENCE = r"^[A-Za-z0-9ÅÄÖåäö][A-Za-z0-9ÅÄÖåäö._/-]{0,63}$"
Reference = Annotated[str, StringConstraints(pattern=REFERENCE)]
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


_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", re.ASCII)
_NO_TIME = "ska vara en tid som finns: 2026-03-02T13:00."


def _local(text: str) -> str:
    if not _TIME.fullmatch(text):
        raise ValueError("ska vara en dag och en tid: 2026-03-02T13:00.")
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
LocalTime = Annotated[str, AfterValidator(_local)]


class Shape(BaseModel):
    """Unknown keys are errors; nothing is converted or changed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
