"""What an event must say to make sense in a programme, before the machine is asked (spec: journal.md)."""

from collections.abc import Callable

from workflows.errors import EventInvalid
from workflows.events import Event
from workflows.programme import Programme
from workflows.words import LIFECYCLE

DECISIONS = ("continue", "extend", "exit")
LONGEST_EXTENSION = 104


def check_step(programme: Programme, event: Event) -> None:
    """Raise EventInvalid where `event` names something the programme does not have, or lacks what its step needs."""
    check = _CHECKS.get(event.name)
    if check:
        check(programme, event)
    elif event.name not in LIFECYCLE:
        _record(programme, event)


def _known(event: Event, key: str, what: str, names: list[str]) -> None:
    value = event.data.get(key)
    if value not in names:
        raise EventInvalid(event.name, event.on, f"{what} ”{value}” finns inte i insatsen. Välj: {', '.join(names)}.")


def _unit(programme: Programme, event: Event) -> None:
    if "unit" in event.data:
        _known(event, "unit", "enheten", [unit.id for unit in programme.units])


def _meeting(programme: Programme, event: Event) -> None:
    _known(event, "meeting", "mötet", ["checkpoint"])


def _checkpoint(programme: Programme, event: Event) -> None:
    _known(event, "decision", "beslutet", list(DECISIONS))
    weeks = event.data.get("weeks")
    if event.data["decision"] == "extend" and (type(weeks) is not int or not 1 <= weeks <= LONGEST_EXTENSION):
        problem = f"en förlängning behöver ett antal veckor (weeks), ett heltal från 1 till {LONGEST_EXTENSION}."
        raise EventInvalid(event.name, event.on, problem)


def _advanced(programme: Programme, event: Event) -> None:
    if "to" in event.data:
        _known(event, "to", "fasen", [stage.id for stage in programme.stages])


def _excepted(programme: Programme, event: Event) -> None:
    _known(event, "rule", "regeln", [rule.id for rule in programme.rules])


def _exited(programme: Programme, event: Event) -> None:
    _known(event, "outcome", "avslutsorsaken", [outcome.id for outcome in programme.outcomes])
    outcome = programme.outcome(event.data["outcome"])
    if {"leads_to", "leads_to_unit"} & event.data.keys() and not (outcome and outcome.leads_to):
        problem = (
            "avslutet har startat ett ärende i en annan insats, och det gör inte det här utfallet. "
            "Ta tillbaka avslutet och gör om det."
        )
        raise EventInvalid(event.name, event.on, problem)


def _record(programme: Programme, event: Event) -> None:
    record = programme.record(event.name)
    if record is None:
        known = ", ".join(record.id for record in programme.records)
        raise EventInvalid(
            event.name,
            event.on,
            f"händelsen ”{event.name}” finns inte i insatsen {programme.name}. Insatsen har: {known}.",
        )
    for recipient in event.data.get("to", ()):
        if recipient not in record.recipients:
            choices = ", ".join(record.recipients) or "inga"
            raise EventInvalid(
                event.name, event.on, f"mottagaren ”{recipient}” hör inte till {record.name}. Mottagare: {choices}."
            )


_CHECKS: dict[str, Callable[[Programme, Event], None]] = {
    "referred": _unit,
    "reassigned": _unit,
    "booked": _meeting,
    "cancelled": _meeting,
    "checkpoint": _checkpoint,
    "advanced": _advanced,
    "excepted": _excepted,
    "exited": _exited,
}
