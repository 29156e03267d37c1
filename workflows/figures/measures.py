"""How each measure counts one journey (spec: counting.md, the table of measures)."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from workflows.facts import Due, Facts, Span
from workflows.obligations import DONE, SETTLED, Status
from workflows.programme_tables import Goal

COUNTED_NOWHERE: frozenset[Status] = frozenset({"void"})
"""Nobody failed and nobody succeeded: no measure asks for these."""


class Count(NamedTuple):
    """What one journey adds to a goal. For a number `met` is the number."""

    met: int = 0
    counted: int = 0
    excepted: int = 0
    not_counted_yet: int = 0


NOTHING = Count()
ONE = Count(met=1)
REACHED = Count(met=1, counted=1)
NOT_REACHED = Count(counted=1)
EXCEPTED = Count(excepted=1)
NOT_COUNTED_YET = Count(not_counted_yet=1)


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
    """Every journey that took part and whose last of the goal's times is settled by the last day.

    Met where it was ever done so many times. Once it was not done there is no next time to wait for.
    """
    dues = facts.dues.get(goal.rule or "", ())
    if not dues or not facts.took_part(span):
        return NOTHING
    done = settled = 0
    undone = False
    for due in dues:
        is_done = due.status in DONE
        done += is_done
        if _settled_by(due, span.last):
            settled += 1
            undone = undone or not is_done
    if undone or settled >= goal.times:
        return REACHED if done >= goal.times else NOT_REACHED
    statuses = {due.status for due in dues}
    if "excepted" in statuses:
        return EXCEPTED
    return NOT_COUNTED_YET if "open" in statuses else NOTHING


def _settled_by(due: Due, last: date) -> bool:
    return due.status in SETTLED and (due.due <= last or (due.done is not None and due.done <= last))


def exits(goal: Goal, facts: Facts, span: Span) -> Count:
    """Every journey that had started and exited in the period; met where the outcome is one of the goal's."""
    if facts.outcome is None or facts.started_on is None or facts.ended_on not in span:
        return NOTHING
    return REACHED if facts.outcome in (goal.outcomes or ()) else NOT_REACHED


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


def count_of(goal: Goal, facts: Facts, span: Span) -> Count:
    """What one journey adds to a goal. One that ended in a way that is not counted is a referral and nothing else."""
    measure = PER_JOURNEY.get(goal.measure)
    if measure is None or not (facts.counted or goal.measure == "referrals"):
        return NOTHING
    return measure(goal, facts, span)


def shortfalls(goal: Goal, facts: Facts, span: Span) -> list[Due]:
    """The obligations of a journey because of which the goal has fewer met than counted."""
    measure = _FALLS_SHORT.get(goal.measure)
    if measure is None or not facts.counted:
        return []
    count = PER_JOURNEY[goal.measure](goal, facts, span)
    if count.met == count.counted:
        return []
    return [due for due in facts.dues.get(goal.rule or "", ()) if measure(due, span)]


_FALLS_SHORT: dict[str, Callable[[Due, Span], bool]] = {
    "on_time": lambda due, span: due.due in span and due.status in SETTLED and due.status != "met",
    "reached": lambda due, span: due.due <= span.last and due.status in SETTLED - DONE,
}
