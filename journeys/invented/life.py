"""One journey as it is lived, from the referral to its end: day by day, every step an allowed one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from journeys.invented import people
from journeys.invented.chance import Chance
from journeys.invented.checkpoints import Checkpoints
from journeys.invented.diary import Diary
from journeys.invented.frame import Frame
from journeys.invented.leaving import after_exit
from journeys.invented.work import Work
from workflows.programme_tables import Stage, Unit

ADMITTED_AFTER = (1, 18)
STARTED_AFTER = (3, 25)
"""Days, first and last, after the referral and after the admission."""
NEVER_ANSWERED = 0.01
DECLINED = 0.09
CHANGED_THEIR_MIND = 0.04
LEFT_EARLY = 0.04
PAUSED = 0.06
HANDED_OVER = 0.04
TO_ANOTHER_UNIT = 0.1
EXITED_BY_MISTAKE = 0.008
TALKED_MORE = 0.4
REGISTERED_IN_ERROR = 0.025
WENT_PAST = 0.3
JOINED = 0.93

WHY_DECLINED = ("Hör inte till målgruppen.", "Tackade nej.", "Behöver vård först.", "Gick inte att nå.")
WHY_PAUSED = ("Sjukskriven.", "Föräldraledig.", "Inlagd för behandling.", "Anhörig behöver stöd.")
WAITS = "Väntar på att gruppen ska starta."
WHY_REOPENED = ("Avslutet hörde till ett annat ärende.", "Deltagaren ångrade sig samma dag.")
PASTIMES = {
    "work": ("Praktik på ett kafé", "Verkstaden", "Studiebesök"),
    "social": ("Kör", "Språkkafé", "Matlag"),
    "skills": ("Datakurs", "Svenska", "Körkortsteori"),
    "health": ("Promenadgrupp", "Vattengympa", "ACT i grupp"),
}
INCOMES = ("Lön", "Studiemedel", "Aktivitetsstöd", "Sjukpenning", "Ekonomiskt bistånd")


@dataclass(slots=True)
class Life:
    """The steps are in `diary`, the records in `work`."""

    frame: Frame
    chance: Chance
    reference: str
    unit: Unit
    diary: Diary
    work: Work = field(init=False)
    caseworker: str = ""
    admitted_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    went_past: str | None = None
    joined: int = 0

    def __post_init__(self) -> None:
        self.work = Work(self.frame, self.chance)

    def live(self) -> None:
        """From the referral as far as it goes, which may be beyond today."""
        self._refer()
        if self._admit() and self._start():
            self._go_through()
        if self.frame.starts and self.started_on:
            self.frame.starts.took(self.unit, self.started_on, self.ended_on)

    def _refer(self) -> None:
        programme, day = self.frame.programme, self.diary.day
        person = people.person(self.chance, programme, self.unit, day)
        referrer = people.referrer(self.chance, person.get("municipality"))
        ticked = people.criteria(self.chance, programme)
        self.diary.tell(
            "referred",
            programme=programme.id,
            version=programme.version,
            unit=self.unit.id,
            person=person,
            referrer=referrer,
            **({"criteria": ticked} if ticked else {}),
        )
        self.work.reach("referred", day)

    def _admit(self) -> bool:
        if self.chance.happens(NEVER_ANSWERED):
            return False
        self.diary.forward(*ADMITTED_AFTER)
        if self.chance.happens(DECLINED):
            return self._decline()
        self._take_charge("admitted", self.frame.caseworkers[self.unit.id])
        self.admitted_on = self.diary.day
        self.work.reach("admitted", self.diary.day)
        return True

    def _take_charge(self, event: str, candidates: Sequence[str], **fields: str) -> None:
        self.caseworker = self.chance.pick(candidates)
        self.diary.tell(event, caseworker=self.caseworker, **fields)

    def _start(self) -> bool:
        self.diary.forward(*STARTED_AFTER)
        if self.chance.happens(CHANGED_THEIR_MIND):
            return self._decline() if self.chance.happens(0.6) else self._exit()
        self._wait_for(self.frame.programme.stages[0])
        self.diary.tell("started", **self._group(self.frame.programme.stages[0]))
        self.started_on = self.diary.day
        self.work.reach("started", self.diary.day)
        return True

    def _decline(self) -> bool:
        self.diary.tell("declined", reason=self.chance.pick(WHY_DECLINED))
        self.ended_on = self.diary.day
        return False

    def _go_through(self) -> None:
        stages = self.frame.programme.stages
        for stage, following in zip(stages, [*stages[1:], None], strict=True):
            if stage.id == self.went_past:
                continue
            if self.diary.day > self.frame.today or not self._stay(stage, following):
                return

    def _stay(self, stage: Stage, following: Stage | None) -> bool:
        """Whether it goes on to the following stage."""
        end = self._enter(stage)
        if self.chance.happens(LEFT_EARLY):
            self.diary.towards(end, self.chance.random())
            return self._exit()
        return self._meet(end, following) if stage.ends_with else self._finish(end, following)

    def _enter(self, stage: Stage) -> date:
        """The day on which the stage should end, when all that came in between is counted in."""
        day = self.diary.day
        self.work.reach(stage.id, day)
        end = stage.length.after(day) if stage.length else day + self.frame.open_stage
        self._join(stage)
        if self.chance.happens(TALKED_MORE):
            self.work.talk(day, end)
        if self.chance.happens(PAUSED):
            end += self._pause(end)
        if self.chance.happens(HANDED_OVER):
            self._hand_over(end)
        if self.chance.happens(EXITED_BY_MISTAKE):
            self._exit_by_mistake(end)
        return end

    def _join(self, stage: Stage) -> None:
        """As many activities as the stage expects, if all goes well; they go on to the end."""
        while self.joined < (stage.activities_per_week or 0) and self.chance.happens(JOINED):
            area = self.chance.pick(tuple(PASTIMES))
            hours, what = self.chance.between(2, 8), self.chance.pick(PASTIMES[area])
            self.diary.tell("activity", area=area, hours=hours, what=what)
            self.joined += 1

    def _pause(self, end: date) -> timedelta:
        self.diary.towards(end, 0.6 * self.chance.random())
        paused_on = self.diary.day
        self.diary.tell("paused", reason=self.chance.pick(WHY_PAUSED))
        self.diary.forward(10, 70)
        self.diary.tell("resumed")
        length = self.diary.day - paused_on
        self.work.rest(paused_on, length)
        return length

    def _hand_over(self, end: date) -> None:
        self.diary.towards(end, 0.5 * self.chance.random())
        before = self.unit
        if self.chance.happens(TO_ANOTHER_UNIT):
            self.unit = self.chance.pick(self.frame.units)
        others = [each for each in self.frame.caseworkers[self.unit.id] if each != self.caseworker]
        if others:
            moved = {"unit": self.unit.id} if self.unit != before else {}
            self._take_charge("reassigned", others, **moved)

    def _exit_by_mistake(self, end: date) -> None:
        if self.frame.programme.outcomes:
            self.diary.towards(end, 0.5)
            self.diary.tell("exited", outcome=self._outcome())
            self.diary.tell("reopened", reason=self.chance.pick(WHY_REOPENED))

    def _meet(self, end: date, following: Stage | None) -> bool:
        if Checkpoints(self.diary, self.chance).decide(end, last=following is None) == "continue":
            return True
        self.work.reach("decided", self.diary.day)
        self.diary.forward(0, 13)
        return self._exit()

    def _finish(self, end: date, following: Stage | None) -> bool:
        self.diary.towards(end + timedelta(days=self.chance.between(-6, 2)))
        if following is None:
            return self._exit()
        if following.optional and self.chance.happens(WENT_PAST):
            return self._go_past(following)
        self._wait_for(following)
        self.diary.tell("advanced", **self._group(following))
        return True

    def _wait_for(self, stage: Stage) -> None:
        """On the list of the next group with a place until it starts; at rest, once the journey has begun."""
        ready, begun = self.diary.day, self.started_on is not None
        starts = self.frame.starts if stage.group else None
        start = starts.next(self.unit, ready, begins=not begun) if starts else None
        if start is None or start == ready:
            return
        self.diary.tell("grouped", group=_named(start))
        if begun:
            self.diary.tell("paused", reason=WAITS)
            self.work.rest(ready, start - ready)
        self.diary.day = start
        if begun:
            self.diary.tell("resumed")

    def _go_past(self, stage: Stage) -> bool:
        stages = self.frame.programme.stages
        self.went_past = stage.id
        self.diary.tell("advanced", to=stages[stages.index(stage) + 1].id)
        return True

    def _group(self, stage: Stage) -> dict[str, str]:
        """Those who begin in the same quarter begin together, where they have not waited for a day."""
        if not stage.group:
            return {}
        day = self.diary.day
        waited = self.frame.starts is not None and self.unit.group_starts_per_year
        return {"group": _named(day) if waited else f"Grupp {day.year}-{(day.month + 2) // 3}"}

    def _exit(self) -> bool:
        """False, always: nothing is to come. A programme without outcomes has no way out."""
        if not self.frame.programme.outcomes:
            return False
        day, outcome = self.diary.day, self._outcome()
        income: dict[str, Any] = {"income_after": self.chance.pick(INCOMES)} if self.chance.happens(0.5) else {}
        self.diary.tell("exited", outcome=outcome, **income)
        self.ended_on = day
        if started := self.started_on:
            self.diary.steps += after_exit(self.frame, self.chance, started_on=started, exited_on=day, outcome=outcome)
        return False

    def _outcome(self) -> str:
        counted, uncounted = self.frame.counted, self.frame.uncounted
        in_error = not counted or (uncounted and self.chance.happens(REGISTERED_IN_ERROR))
        return self.chance.pick(uncounted if in_error else counted).id


def _named(start: date) -> str:
    return f"Gruppen {start}"
