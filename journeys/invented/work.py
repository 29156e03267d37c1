"""The records that a programme's rules ask for: made in time for the most part, late, excepted, or never."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from journeys.invented.chance import Chance
from journeys.invented.diary import Happening
from journeys.invented.frame import Asked, Frame
from workflows.calendar import ONE_DAY, next_working_day, previous_working_day
from workflows.programme_tables import Record, Rule

LATE = 0.08
LATE_BY = (1, 25)
"""Days, fewest and most."""
NEVER = 0.035
EXCEPTED = 0.02
TRIED_FIRST = 0.25
NOTED = 0.15

EXCUSES = ("Sjukskriven på heltid.", "På resa de veckorna.", "Ville vänta.", "Redan gjort hos remittenten.")
NOTES = (
    "Samtal på telefon.",
    "Träff på plats, nästa tid bokad.",
    "Promenad och samtal.",
    "Besök tillsammans med remittenten.",
)


@dataclass(slots=True)
class Work:
    """The records of one journey so far, some of them on days to come."""

    frame: Frame
    chance: Chance
    done: list[Happening] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)

    def reach(self, source: str, day: date) -> None:
        """Plan what counts from here. A stage or a record counts the first time only."""
        if source in self.reached:
            return
        self.reached.add(source)
        for asked in self.frame.asked.get(source, ()):
            self._plan(asked, day)

    def talk(self, first: date, last: date) -> None:
        """One more conversation on some day of the span."""
        if self.frame.talks:
            self._make(self.chance.pick(self.frame.talks), self.chance.working_day_from(first, last))

    def rest(self, start: date, length: timedelta) -> None:
        """While a journey is paused, its work waits as well."""
        for happening in self.done:
            if happening.on >= start:
                happening.on = next_working_day(happening.on + length)

    def _plan(self, asked: Asked, anchor: date) -> None:
        rule, record = asked.rule, asked.record
        settled = self._settle(rule, record, anchor, next_working_day(asked.within.after(anchor)))
        if settled and record in self.frame.talks and self.chance.happens(TRIED_FIRST):
            self.done.append(Happening(self.chance.working_day_from(anchor, settled), record.id, {"attempt": True}))
        while settled and rule.every and settled <= self.frame.today:
            due = next_working_day(rule.every.after(settled))
            settled = self._settle(rule, record, next_working_day(settled + ONE_DAY), due)

    def _settle(self, rule: Rule, record: Record, first: date, due: date) -> date | None:
        """The day, `first` at the earliest, on which it is done or excused; None if nobody ever does it."""
        dice = self.chance.random()
        if dice < NEVER:
            return None
        if dice < NEVER + EXCEPTED:
            day = self.chance.working_day_from(first, due)
            self.done.append(Happening(day, "excepted", {"rule": rule.id, "reason": self.chance.pick(EXCUSES)}))
            return day
        late = dice < NEVER + EXCEPTED + LATE
        day = self.chance.working_day_after(due, *LATE_BY) if late else self._in_time(first, due)
        self._make(record, max(day, first))
        return day

    def _in_time(self, first: date, due: date) -> date:
        """Rather towards the end of the time, as work is done."""
        days = int((due - first).days * (1 - self.chance.random() ** 2))
        return previous_working_day(first + timedelta(days=days))

    def _make(self, record: Record, day: date) -> None:
        fields: dict[str, Any] = {}
        if values := record.instrument and answers(self.frame, self.chance, record.instrument):
            fields["values"] = values
        if record in self.frame.talks and self.chance.happens(NOTED):
            fields["note"] = self.chance.pick(NOTES)
        self.done.append(Happening(day, record.id, fields))
        self.reach(record.id, day)


def answers(frame: Frame, chance: Chance, instrument: str) -> dict[str, dict[str, int]]:
    """A form filled in, as far as the programme says which questions it has."""
    return {
        respondent: {indicator.id: chance.between(*form.scale) for indicator in form.indicators}
        for form in frame.programme.instruments
        if form.id == instrument
        for respondent in form.respondents
    }
