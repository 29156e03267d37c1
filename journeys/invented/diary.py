"""What happens in an invented journey, before it is lines of a journal."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from journeys.invented.chance import Chance
from workflows.calendar import previous_working_day


@dataclass(slots=True, eq=False)
class Happening:
    """`fields` are the further keys of the line. `of`: the happening that a correction is about."""

    on: date
    event: str
    fields: dict[str, Any] = field(default_factory=dict)
    of: "Happening | None" = None


@dataclass(slots=True)
class Diary:
    """The steps of one journey in their order. `day` only goes forward, from working day to working day."""

    chance: Chance
    day: date
    steps: list[Happening] = field(default_factory=list)

    def tell(self, event: str, **fields: Any) -> None:
        """It happens on `day`."""
        self.steps.append(Happening(self.day, event, fields))

    def forward(self, low: int, high: int) -> None:
        """On to a working day so many days later."""
        self.day = self.chance.working_day_after(self.day, low, high)

    def towards(self, day: date, share: float = 1.0) -> None:
        """On to the working day that lies this part of the way to `day`; never back."""
        self.day = max(self.day, previous_working_day(self.day + timedelta(days=int((day - self.day).days * share))))
