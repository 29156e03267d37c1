"""The Swedish words for steps and states: one place for all that say them."""

from workflows.programme import Programme

STEPS = {
    "referred": "remiss",
    "declined": "tacka nej",
    "admitted": "anta",
    "started": "starta",
    "booked": "boka möte",
    "cancelled": "avboka möte",
    "checkpoint": "avstämning",
    "advanced": "gå till nästa fas",
    "paused": "gör vilande",
    "resumed": "återuppta",
    "reassigned": "byt handläggare",
    "grouped": "placera i grupp",
    "migrated": "byt version",
    "activity": "ny aktivitet",
    "activity-ended": "avsluta aktivitet",
    "excepted": "undanta",
    "exited": "avsluta",
    "reopened": "öppna igen",
    "corrected": "rätta",
    "voided": "ta tillbaka",
}
LIFECYCLE = frozenset(STEPS)

_STATES = {
    "new": "ännu inte remitterad",
    "referred": "remitterad",
    "admitted": "antagen",
    "paused": "vilande",
    "exited": "avslutad",
    "declined": "inte antagen",
}
_OF_A_JOURNEY = {
    "new": "ännu inte remitterat",
    "referred": "remitterat",
    "admitted": "antaget",
    "paused": "vilande",
    "exited": "avslutat",
    "declined": "inte antaget",
}


def step_name(programme: Programme | None, step: str) -> str:
    """What staff call a step or a record."""
    record = programme.record(step) if programme else None
    return record.name if record else STEPS.get(step, step)


def state_name(programme: Programme, state: str) -> str:
    """What staff call where a journey is."""
    stage = programme.stage(state)
    return stage.name if stage else _STATES.get(state, state)


def state_of_a_journey(programme: Programme, state: str) -> str:
    """The same as it goes on from ”ärendet är”."""
    stage = programme.stage(state)
    return f"i {stage.name}" if stage else _OF_A_JOURNEY.get(state, state)
