"""What an individual plan says, as a journal line has it: all of it is personal (spec: journal.md, E9)."""

from typing import Annotated

from pydantic import Field, StringConstraints

from journeys.journal.line_values import Area, Day, Name, Shape

MOST_GOALS, MOST_ACTIONS = 20, 40
LONGEST = 500

Sentence = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")
]


class PlannedAction(Shape):
    """Something that somebody does, in one of the four areas, by a day or without one."""

    area: Area
    what: Sentence
    who: Name | None = None
    by: Day | None = None
    done: bool | None = None


class PlanContent(Shape):
    """The plan as it stands after this revision, whole."""

    goals: Annotated[tuple[Sentence, ...], Field(max_length=MOST_GOALS)] | None = None
    actions: Annotated[tuple[PlannedAction, ...], Field(max_length=MOST_ACTIONS)] | None = None
