"""The day on which the demo plays: today, or the next one on which there is something to send."""

from dataclasses import dataclass
from datetime import date, datetime, time

from journeys.settings import STOCKHOLM
from workflows.calendar import ONE_DAY, is_working_day, next_working_day, previous_working_day

REMINDERS_FROM = time(7)
MORNING = time(8)


@dataclass(frozen=True, slots=True)
class When:
    """`now` is what the clock says, in Stockholm; the commands read the same clock."""

    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def moment(self) -> datetime:
        """Now, if it is a working day and reminders go out; else the next such morning."""
        if is_working_day(self.today) and self.now.time() >= REMINDERS_FROM:
            return self.now
        first = self.today if self.now.time() < REMINDERS_FROM else self.today + ONE_DAY
        return datetime.combine(next_working_day(first), MORNING, STOCKHOLM)

    @property
    def day(self) -> date:
        """The day of the work list and of the report."""
        return self.moment.date()

    @property
    def held_on(self) -> date:
        """The day of the checkpoint: one that has come, and a working day."""
        return previous_working_day(self.today)

    def option(self, name: str, day: date) -> list[str]:
        """The option of a command where the day is not the one that it takes by itself."""
        return [] if day == self.today else [name, day.isoformat()]
