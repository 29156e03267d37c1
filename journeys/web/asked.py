"""One form about one journey: the value that a step, a correction and a taking back are asked with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from journeys.case import Case
from journeys.casework import Change
from journeys.web.forms import Fault, Form
from journeys.web.visit import Visit

Values = Mapping[str, Any]
Check = Callable[[Values], Sequence[Fault]]
"""What must hold between the fields of a form."""
Does = Callable[[Values], None]


def nothing_more(values: Values) -> Sequence[Fault]:
    return ()


def nothing_else(change: Change) -> None:
    """After most steps."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """`line` makes the keys of a journal line of what was filled in.

    `shown_first`: what follows is shown before it is saved. `not_now`: why the step is not possible today.
    `renamed`: keys of the line whose field is called something else. `saved`: what else is done when it is saved.
    """

    case: Case
    title: str
    form: Form
    line: Callable[[Values], Values]
    start: Values = field(default_factory=dict)
    shown_first: bool = False
    text: str = ""
    not_now: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)
    check: Check = nothing_more
    links: Sequence[tuple[str, str]] = ()
    """Paths and what they are called, for whoever would rather do it another way."""
    meanwhile: Mapping[str, list[str]] = field(default_factory=dict)
    """What others have filled in on the same form after it was opened: goes before what was sent."""
    keep: Does | None = None
    """Keeps what was filled in for later instead, where that is possible."""
    saved: Callable[[Change], None] = nothing_else
    template: str = "step.html"


Build = Callable[[Visit, Case], Asking]
