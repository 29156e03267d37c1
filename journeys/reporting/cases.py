"""The journeys behind each shortfall as the unit reads them: the reference, what to do next, and by whom.

Those of people with protected identity are counted and not listed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from journeys.reporting import words
from journeys.reporting.shortfalls import Shortfall
from workflows.programme import Programme
from workflows.programme_tables import Goal, Rule
from workflows.telling.phrases import awaited

LISTED = 200
"""As many cases of a goal stand on the page; all are in the file beside it."""


class Case(NamedTuple):
    """One line."""

    goal: str
    journey: str
    caseworker: str | None
    rule: str
    due: date
    status: str
    next_step: str | None
    """None where nothing more can be done."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cases:
    """What lies behind one goal. `protected`: how many journeys are left out."""

    goal: str
    cases: Sequence[Case]
    protected: int

    @property
    def listed(self) -> Sequence[Case]:
        return self.cases[:LISTED]

    @property
    def more(self) -> int:
        return max(len(self.cases) - LISTED, 0)


def cases_of(programme: Programme, shortfalls: Iterable[Shortfall]) -> list[Cases]:
    """By goal, in the programme's order; goals that nothing falls short of are left out."""
    by_goal: dict[str, list[Shortfall]] = {}
    for shortfall in shortfalls:
        by_goal.setdefault(shortfall.goal, []).append(shortfall)
    return [_cases(programme, goal, by_goal[goal.id]) for goal in programme.goals if goal.id in by_goal]


def _cases(programme: Programme, goal: Goal, shortfalls: Sequence[Shortfall]) -> Cases:
    rule = programme.rule(goal.rule or "")
    assert rule is not None
    next_step = _next_step(programme, rule)
    return Cases(
        goal=goal.name,
        cases=[_case(goal.name, rule, next_step, each) for each in shortfalls if not each.protected],
        protected=len({each.journey for each in shortfalls if each.protected}),
    )


def _case(goal: str, rule: Rule, next_step: str, shortfall: Shortfall) -> Case:
    return Case(
        goal=goal,
        journey=shortfall.journey,
        caseworker=shortfall.caseworker,
        rule=rule.name,
        due=shortfall.due,
        status=" ".join(_status(shortfall)),
        next_step=next_step if shortfall.possible else None,
    )


def _status(shortfall: Shortfall) -> Iterator[str]:
    if shortfall.status == "missed":
        yield "Blev inte gjort innan ärendet avslutades."
    elif shortfall.done:
        yield f"Gjordes {words.day(shortfall.done)}."
    else:
        yield "Försenat."
    if shortfall.paused:
        yield "Ärendet är vilande."


_STEPS = {
    "started": "Starta ärendet",
    "advanced": "Gå vidare till nästa fas",
    "exited": "Avsluta ärendet",
}


def _next_step(programme: Programme, rule: Rule) -> str:
    if rule.checkpoint:
        return "Håll avstämningen och registrera beslutet"
    if rule.activities:
        return "Ordna fler aktiviteter och registrera dem"
    return _STEPS.get(rule.record or "") or f"Gör och registrera: {awaited(programme, rule)}"
