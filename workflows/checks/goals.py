"""Goals: what each measure needs, what it must not have, and a target of its kind."""

from collections.abc import Iterator

from workflows.checks.rules import outcomes
from workflows.files.findings import Finding, Path, listed, suggestion
from workflows.programme import Programme
from workflows.programme_tables import Goal
from workflows.words import LIFECYCLE

_NEEDS = {"on_time": "rule", "reached": "rule", "exits": "outcomes", "held": "event"}
_TAKES = {
    "reached": "times",
    "participants": "per",
    "starts": "per",
    "referrals": "per",
    "held": "per",
    "at_once": "each",
    "exits": "against",
}
_EXAMPLES = {"rule": '"first-contact"', "outcomes": '["work"]', "event": '"group-start"'}


def goals(programme: Programme) -> Iterator[Finding]:
    for n, goal in enumerate(programme.goals):
        at: Path = ("goals", n)
        yield from _keys(goal, at)
        yield from _names(programme, goal, at)
        yield from _target(programme, goal, at)


def _keys(goal: Goal, at: Path) -> Iterator[Finding]:
    needed, optional = _NEEDS.get(goal.measure), _TAKES.get(goal.measure)
    if needed and needed not in goal.model_fields_set:
        yield Finding(
            at=at,
            problem=f'ett mål med measure = "{goal.measure}" behöver ”{needed}”.',
            remedy=f"Skriv till exempel: {needed} = {_EXAMPLES[needed]}",
        )
    for key in ("rule", "outcomes", "event", "times", "per", "each", "against"):
        if key in goal.model_fields_set and key not in (needed, optional):
            yield Finding(
                at=(*at, key),
                problem=f'”{key}” hör inte till measure = "{goal.measure}".',
                remedy=f"Ta bort raden. Det som hör dit: {listed(filter(None, (needed, optional, 'target')))}.",
            )


def _names(programme: Programme, goal: Goal, at: Path) -> Iterator[Finding]:
    if goal.rule and programme.rule(goal.rule) is None:
        yield Finding(
            at=(*at, "rule"),
            problem=f"regeln ”{goal.rule}” finns inte.",
            remedy=suggestion(goal.rule, [rule.id for rule in programme.rules]),
        )
    elif goal.rule and goal.times > 1 and not _comes_again(programme, goal.rule):
        yield Finding(
            at=(*at, "times"),
            problem=f"regeln ”{goal.rule}” väntar bara på något en gång.",
            remedy='Lägg till till exempel every = "4 months" i regeln, eller ta bort ”times”.',
        )
    if goal.outcomes is not None:
        yield from outcomes(programme, goal.outcomes, (*at, "outcomes"))
    if goal.event and (goal.event in LIFECYCLE or programme.record(goal.event)):
        yield Finding(
            at=(*at, "event"),
            problem=f"”{goal.event}” hör till ett ärende, men held räknar insatsens egna händelser.",
            remedy="Skriv till exempel ”group-start” eller ”joint-meeting”.",
        )


def _comes_again(programme: Programme, id_: str) -> bool:
    rule = programme.rule(id_)
    return rule is not None and (rule.checkpoint or rule.every is not None)


def _target(programme: Programme, goal: Goal, at: Path) -> Iterator[Finding]:
    target = goal.target
    if goal.against and goal.measure == "exits" and not isinstance(target, float):
        yield _not_growth(at, target)
    elif target is None:
        return
    elif isinstance(target, str):
        yield from _unit_key(programme, goal, target, (*at, "target"))
    elif (goal.against or not goal.is_number) and target > 1:
        in_percent = f", till exempel {target / 100:g} för {target:g} %" if target <= 100 else ""
        yield Finding(
            at=(*at, "target"),
            problem=f"målet är en andel, och {target:g} är mer än {'dubbelt så många' if goal.against else 'allt'}.",
            remedy=f"Skriv en andel från 0 till 1{in_percent}.",
        )


def _not_growth(at: Path, target: object) -> Finding:
    return Finding(
        at=at if target is None else (*at, "target"),
        problem="ett mål med ”against” behöver veta hur många fler det ska vara än året före.",
        remedy="Skriv andelen som target, till exempel target = 0.1 för minst 10 % fler.",
    )


def _unit_key(programme: Programme, goal: Goal, key: str, at: Path) -> Iterator[Finding]:
    if not goal.is_number:
        yield Finding(
            at=at,
            problem=f"”{key}” är ett antal, men målet är en andel.",
            remedy="Skriv en andel från 0 till 1, till exempel 0.8 för 80 %.",
        )
    elif all(getattr(unit, key) is None for unit in programme.units):
        yield Finding(
            at=at,
            problem=f"ingen enhet har ”{key}”.",
            remedy=f"Skriv till exempel {key} = 60 i en [[units]], eller ett tal som mål.",
        )
