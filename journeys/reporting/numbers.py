"""A number as somebody may see it: itself, or hidden because it is small or gives a small one away."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from workflows.compliance import GoalRow


class Hidden(Enum):
    """What stands where a number is not shown. Its value is what is read there."""

    HIDDEN = "dolt"


HIDDEN: Final = Hidden.HIDDEN

Number = int | Hidden


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbers:
    """One goal for one unit, gender or month. `counted` is None where the goal is a number and no share.

    Where `met` or `counted` is hidden, so are the share and the verdict, which would tell.
    """

    met: Number
    counted: Number | None
    target: float | None
    reached: bool | Hidden | None
    excepted: Number
    not_counted_yet: Number

    @classmethod
    def of(cls, row: GoalRow) -> "Numbers":
        """Everything that was counted."""
        return cls(
            met=row.met,
            counted=row.counted,
            target=row.target,
            reached=row.reached,
            excepted=row.excepted,
            not_counted_yet=row.not_counted_yet,
        )

    @property
    def hides(self) -> bool:
        """Whether something in it is hidden."""
        return HIDDEN in (self.met, self.counted, self.excepted, self.not_counted_yet)

    @property
    def share(self) -> float | Hidden | None:
        """None where there is nothing to count, or where the goal is a number."""
        if self.met is HIDDEN or self.counted is HIDDEN:
            return HIDDEN if self.counted is not None else None
        return self.met / self.counted if self.counted else None
