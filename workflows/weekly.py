"""Too few activities a week: what is due because of that (spec: counting.md, E9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workflows.carried import Carried
from workflows.excuses import Excuses
from workflows.history import History
from workflows.obligation import Obligation, status_of
from workflows.programme_tables import Rule
from workflows.weeks import Occasion, Week, left_on, occasions


def weekly(history: History, rule: Rule, excused: Excuses, carried: Carried, today: date) -> Iterator[Obligation]:
    """One for each time that activities had to be arranged."""
    for n, occasion in enumerate(occasions(history), start=1):
        each = _Occasion(history, rule, n, occasion, today)
        excepted = excused.take(n, occasion.anchor, each.done)
        obligation = carried.settled(rule, n) or each.stands(excepted)
        yield carried.excused(each.stands(carried.on)) if carried.excuses(obligation) else obligation


@dataclass(frozen=True, slots=True)
class _Occasion:
    """The n-th, as it is seen on a day."""

    history: History
    rule: Rule
    n: int
    occasion: Occasion
    today: date

    @property
    def done(self) -> date | None:
        day = self.occasion.done
        return day if day and day <= self.today else None

    def stands(self, excepted: date | None) -> Obligation:
        status = status_of(
            due=self.occasion.due,
            done=self.done,
            excepted=excepted,
            left=left_on(self.history),
            counted=self.history.counted,
            today=self.today,
        )
        return Obligation(
            rule=self.rule.id,
            n=self.n,
            anchor=self.occasion.anchor,
            due=self.occasion.due,
            done=self.done if status == "void" or not excepted else None,
            status=status,
            why=why_few(self.occasion.week),
        )


def why_few(week: Week) -> str:
    """For example "1 av minst 2 aktiviteter i veckan som börjar 2026-02-23"."""
    return f"{week.going_on} av minst {week.least} aktiviteter i veckan som börjar {week.monday}"
