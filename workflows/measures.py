"""How each measure counts one journey (spec: counting.md, the table of measures)."""

from collections.abc import Callable
from typing import NamedTuple

from workflows.facts import Facts, Span
from workflows.obligations import SETTLED
from workflows.programme import Goal


class Count(NamedTuple):
    """What one journey adds to a goal. For a number `met` is the number."""

    met: int = 0
    counted: int = 0
    excepted: int = 0
    not_counted_yet: int = 0


NOTHING = Count()
ONE = Count(met=1)


def on_time(goal: Goal, facts: Facts, span: Span) -> Count:
    """Every settled obligation of the rule with its due day in the period; met where it was done by then."""
    met = counted = excepted = waiting = 0
    for due in facts.dues.get(goal.rule or "", ()):
        if due.due not in span:
            continue
        if due.status in SETTLED:
            counted += 1
            met += due.status == "met"
        excepted += due.status == "excepted"
        waiting += due.status == "open" and not facts.paused
    return Count(met, counted, excepted, waiting) if counted or excepted or waiting else NOTHING


def reached(goal: Goal, facts: Facts, span: Span) -> Count:
    """Every journey that took part and has something settled by the last day; met where it was ever done."""
    dues = facts.dues.get(goal.rule or "", ())
    if not dues or not facts.took_part(span):
        return NOTHING
    if any(due.status in SETTLED and (due.due <= span.last or (due.done and due.done <= span.last)) for due in dues):
        return Count(met=any(due.status in ("met", "late") for due in dues), counted=1)
    if any(due.status == "excepted" for due in dues):
        return Count(excepted=1)
    return Count(not_counted_yet=any(due.status == "open" for due in dues))


def exits(goal: Goal, facts: Facts, span: Span) -> Count:
    """Every journey that had started and exited in the period; met where the outcome is one of the goal's."""
    if facts.outcome is None or facts.started_on is None or facts.ended_on not in span:
        return NOTHING
    return Count(met=facts.outcome in (goal.outcomes or ()), counted=1)


def participants(goal: Goal, facts: Facts, span: Span) -> Count:
    return ONE if facts.took_part(span) else NOTHING


def starts(goal: Goal, facts: Facts, span: Span) -> Count:
    return ONE if facts.started_on in span else NOTHING


def referrals(goal: Goal, facts: Facts, span: Span) -> Count:
    return ONE if facts.referred_on in span else NOTHING


PER_JOURNEY: dict[str, Callable[[Goal, Facts, Span], Count]] = {
    "on_time": on_time,
    "reached": reached,
    "exits": exits,
    "participants": participants,
    "starts": starts,
    "referrals": referrals,
}
