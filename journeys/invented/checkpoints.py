"""The meetings that end a stage: booked, moved, cancelled, held, and what they decide."""

from dataclasses import dataclass
from datetime import date, timedelta

from journeys.invented.chance import Chance
from journeys.invented.diary import Diary
from workflows.calendar import ONE_DAY, next_working_day, previous_working_day

NOT_BOOKED = 0.07
MOVED = 0.12
CANCELLED = 0.05
HELD_LATE = 0.1
EXTENDED = 0.1
ENDED = 0.08

CLOCK = ("09:00", "10:00", "10:30", "13:00", "13:30", "14:30", "15:00")
PLACES = ("Rum 2", "Rum 5", "Biblioteket, grupprum 1", "Hos remittenten", "Videomöte")
PRESENT = (["deltagare", "remittent", "handläggare"],) * 4 + (["deltagare", "handläggare"],)


@dataclass(slots=True)
class Checkpoints:
    """The checkpoints of one stay in a stage."""

    diary: Diary
    chance: Chance

    def decide(self, end: date, *, last: bool) -> str:
        """Meet until the stage is left: `continue`, or `exit`, which is all that the last stage can come to."""
        while True:
            due = next_working_day(end)
            self._meet(due)
            decision = self._decision(last=last)
            if decision != "extend":
                self.diary.tell("checkpoint", decision=decision, attended=self.chance.pick(PRESENT))
                return decision
            weeks = self.chance.between(2, 6)
            self.diary.tell("checkpoint", decision=decision, weeks=weeks, attended=self.chance.pick(PRESENT))
            end = max(self.diary.day, due) + timedelta(weeks=weeks)

    def _decision(self, *, last: bool) -> str:
        if self.chance.happens(EXTENDED):
            return "extend"
        return "exit" if last or self.chance.happens(ENDED) else "continue"

    def _meet(self, due: date) -> None:
        meeting = self._day_near(due)
        if not self.chance.happens(NOT_BOOKED):
            self.diary.towards(due - timedelta(days=self.chance.between(14, 32)))
            meeting = self._booked(max(meeting, self._tomorrow))
        self.diary.towards(meeting)

    def _day_near(self, due: date) -> date:
        if self.chance.happens(HELD_LATE):
            return self.chance.working_day_after(due, 1, 14)
        return previous_working_day(due - timedelta(days=self.chance.between(0, 5)))

    @property
    def _tomorrow(self) -> date:
        return next_working_day(self.diary.day + ONE_DAY)

    def _booked(self, meeting: date) -> date:
        """The day on which they meet in the end."""
        self._book(meeting)
        if self.chance.happens(MOVED):
            self.diary.towards(meeting - ONE_DAY, self.chance.random())
            meeting = max(self._tomorrow, self.chance.working_day_after(meeting, -3, 6))
            self._book(meeting)
        elif self.chance.happens(CANCELLED):
            self.diary.towards(meeting - ONE_DAY, self.chance.random())
            self.diary.tell("cancelled", meeting="checkpoint")
            self.diary.forward(0, 3)
            meeting = self.chance.working_day_after(self.diary.day, 2, 12)
            self._book(meeting)
        return meeting

    def _book(self, meeting: date) -> None:
        time = f"{meeting}T{self.chance.pick(CLOCK)}"
        self.diary.tell("booked", meeting="checkpoint", time=time, place=self.chance.pick(PLACES))
