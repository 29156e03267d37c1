"""The individual plan in lines for the exit document, as its latest revision says."""

from collections.abc import Sequence

from journeys.exit.source import Source, long_day
from journeys.plans import Action, latest_plan
from workflows.activities import AREA_NAMES


def plan(source: Source) -> str:
    """Its goals, then what was done and what was not; empty where no plan is written.

    Who does what is left out for a protected person.
    """
    found = latest_plan(source.events)
    if found is None:
        return ""
    printed = found.without_names() if source.is_protected else found
    done = [_action(each) for each in printed.actions if each.done]
    left = [_action(each) for each in printed.actions if not each.done]
    parts = (("Mål:", found.goals), ("Gjort:", done), ("Inte gjort än:", left))
    return "\n\n".join(_part(heading, lines) for heading, lines in parts if lines)


def _part(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, *(f"- {' '.join(line.split())}" for line in lines)])


def _action(action: Action) -> str:
    by = f"senast {long_day(action.by)}" if action.by and not action.done else ""
    return ", ".join(filter(None, [f"{action.what} ({AREA_NAMES[action.area].lower()})", action.who, by]))
