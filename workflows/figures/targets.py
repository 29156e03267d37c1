"""What a goal has to reach (spec: counting.md, "A number's target is for its `per`")."""

from datetime import date

from workflows.facts import Span
from workflows.programme import Programme
from workflows.programme_tables import Goal

_MONTHS = {"year": 12, "half-year": 6, "quarter": 3}


def target_of(programme: Programme, goal: Goal, unit: str | None, span: Span) -> float | None:
    """The target of the programme (`unit` None) or of one unit; None where there is none."""
    if goal.against:  # known when the year before is counted
        return None
    if goal.target is None or not goal.is_number:
        return goal.target if not isinstance(goal.target, str) else None
    times = 1 if goal.measure == "at_once" else _whole_units(span, _MONTHS[goal.per])
    if times == 0:
        return None
    target = _of_units(programme, goal.target, unit) if isinstance(goal.target, str) else _of_programme(goal, unit)
    return None if target is None else target * times


def _of_programme(goal: Goal, unit: str | None) -> float | None:
    held_by_all = unit is None or goal.each is not None
    return goal.target if held_by_all and not isinstance(goal.target, str) else None


def _of_units(programme: Programme, key: str, unit: str | None) -> float | None:
    values = [getattr(each, key) for each in programme.units if unit in (None, each.id)]
    return sum(values) if values and None not in values else None


def _whole_units(span: Span, months: int) -> int:
    """How many calendar years, half-years or quarters the period is, or 0 where it is not a whole number of them."""
    after = date.fromordinal(span.last.toordinal() + 1)
    starts_right = span.first.day == 1 and (span.first.month - 1) % months == 0
    ends_right = after.day == 1 and (after.month - 1) % months == 0
    if not (starts_right and ends_right):
        return 0
    return ((after.year - span.first.year) * 12 + after.month - span.first.month) // months


def is_reached(goal: Goal, number: float | None, target: float | None) -> bool | None:
    """True, False, or None where there is no target or nothing to count; `at_once` is a ceiling."""
    if target is None or number is None:
        return None
    return number <= target if goal.measure == "at_once" else number >= target
