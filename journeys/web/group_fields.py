"""Which group, as the forms of steps ask it: one of those that are planned, or any name where none is."""

from dataclasses import replace

from journeys.case import Case
from journeys.groups import Group, groups, places_left
from journeys.web.forms import Field
from journeys.web.step_fields import GROUP, later_stages
from journeys.web.visit import Visit
from journeys.words import day_text


def its_group(visit: Visit, case: Case) -> Field:
    return replace(_group(visit, case), required=True)


def first_group(visit: Visit, case: Case) -> Field | None:
    """Where the first stage has groups."""
    return _group(visit, case) if case.programme.stages[0].group else None


def next_group(visit: Visit, case: Case) -> Field | None:
    """Where a stage that is still to come has."""
    return _group(visit, case) if any(stage.group for stage in later_stages(case)) else None


def _group(visit: Visit, case: Case) -> Field:
    known = [each for each in groups(visit.connection, case.programme.id, visit.today) if _is_to_choose(each, case)]
    if not known:
        return GROUP
    return replace(GROUP, kind="choice", choices=[(each.name, _said(visit, each)) for each in known])


def _is_to_choose(group: Group, case: Case) -> bool:
    """Told of, for this unit or everybody, and not over; or the one they are in."""
    here = group.unit in (None, case.history.unit)
    over = group.has_started and not group.taken
    return (group.was_told_of and here and not over) or group.name == case.history.group


def _said(visit: Visit, group: Group) -> str:
    when = (
        f"{'började' if group.has_started else 'börjar'} {day_text(group.starts, visit.today)}" if group.starts else ""
    )
    return ", ".join(filter(None, (group.name, when, places_left(group))))
