"""What goes beyond one value of a programme: names that lead nowhere, rules that can never hold, keys that exclude
each other (spec: programme-format.md, "Keys").

Every check is a function from a programme to the findings in it, in the order of the file.
"""

from collections.abc import Callable, Iterator

from workflows.checks import activities, alternatives, circles, goals, ids, onward, periods, reminders, rules, tables
from workflows.files.findings import Finding
from workflows.programme import Programme

_CHECKS: tuple[Callable[[Programme], Iterator[Finding]], ...] = (
    periods.valid_from,
    tables.target_group,
    ids.duplicates,
    ids.stages,
    tables.stages,
    alternatives.stages,
    ids.records,
    tables.records,
    rules.rules,
    activities.rules,
    alternatives.rules,
    circles.rules,
    reminders.reminders,
    tables.outcomes,
    onward.outcomes,
    goals.goals,
    tables.instruments,
    periods.periods,
)


def findings(programme: Programme) -> Iterator[Finding]:
    """Everything that is wrong in the programme as a whole."""
    for check in _CHECKS:
        yield from check(programme)
