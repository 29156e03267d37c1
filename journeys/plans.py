"""The individual plan (handlingsplan): what each revision said, as plain values, and what changed between two.

A revision is a record event `plan` whose private part has the whole plan as it stands after it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflows.activities import AREAS
from workflows.events import Event

PLAN = "plan"
"""The id that a programme gives the record of the plan."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """What is to be done, by whom, by when."""

    area: str
    what: str
    who: str = ""
    by: date | None = None
    done: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanRevision:
    """The plan from a day on; actions lie in the order of the four areas."""

    event_id: str
    on: date
    goals: Sequence[str]
    actions: Sequence[Action]

    def in_area(self, area: str) -> list[Action]:
        return [action for action in self.actions if action.area == area]

    @property
    def open_areas(self) -> list[str]:
        """The areas in which something is still to be done."""
        return [area for area in AREAS if any(not action.done for action in self.in_area(area))]

    def without_names(self) -> "PlanRevision":
        """As it is printed of a protected person: who does what tells where the participant is."""
        return replace(self, actions=[replace(each, who="") for each in self.actions])


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """What one revision says otherwise than the one before: `altered` are actions as they were and as they are."""

    new_goals: Sequence[str]
    gone_goals: Sequence[str]
    new: Sequence[Action]
    gone: Sequence[Action]
    altered: Sequence[tuple[Action, Action]]

    @property
    def nothing(self) -> bool:
        return not (self.new_goals or self.gone_goals or self.new or self.gone or self.altered)


def plan_revisions(standing: Iterable[Event]) -> list[PlanRevision]:
    """Those that say something, the earliest first; `standing`: events with what is personal in their data."""
    told = (event for event in standing if event.name == PLAN and event.data.get(PLAN))
    return [_revision(event) for event in sorted(told, key=lambda event: event.on)]


def made_elsewhere(standing: Iterable[Event]) -> date | None:
    """The day on which a plan was last registered of which nothing was written here."""
    return max((event.on for event in standing if event.name == PLAN and not event.data.get(PLAN)), default=None)


def latest_plan(standing: Iterable[Event]) -> PlanRevision | None:
    """The plan as it is now; None where none is written."""
    revisions = plan_revisions(standing)
    return revisions[-1] if revisions else None


def changed(before: PlanRevision, after: PlanRevision) -> Changed:
    """An action with the same text in the same area is the same action."""
    was, now = _by_text(before), _by_text(after)
    return Changed(
        new_goals=[goal for goal in after.goals if goal not in before.goals],
        gone_goals=[goal for goal in before.goals if goal not in after.goals],
        new=[action for key, action in now.items() if key not in was],
        gone=[action for key, action in was.items() if key not in now],
        altered=[(was[key], action) for key, action in now.items() if key in was and was[key] != action],
    )


def _by_text(revision: PlanRevision) -> dict[tuple[str, str], Action]:
    return {(action.area, action.what): action for action in revision.actions}


def _revision(event: Event) -> PlanRevision:
    told: Mapping[str, Any] = event.data[PLAN]
    actions = [_action(each) for each in told.get("actions") or ()]
    return PlanRevision(
        event_id=event.id,
        on=event.on,
        goals=list(told.get("goals") or ()),
        actions=sorted(actions, key=lambda action: AREAS.index(action.area)),
    )


def _action(told: Mapping[str, Any]) -> Action:
    return Action(
        area=told["area"],
        what=told["what"],
        who=told.get("who") or "",
        by=date.fromisoformat(told["by"]) if told.get("by") else None,
        done=bool(told.get("done")),
    )
