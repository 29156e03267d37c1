"""Rules that wait for each other in a circle: nothing asks for the first of them."""

from collections.abc import Iterator

from workflows.files.findings import Finding, listed
from workflows.programme import Programme


def rules(programme: Programme) -> Iterator[Finding]:
    """A record that is asked for only after another, which is asked for only after it, is never asked for."""
    begins = _asked_for(programme)
    records = {record.id for record in programme.records}
    waiting = [rule for rule in programme.rules if rule.from_ in records and rule.from_ not in begins]
    circle = {rule.record for rule in waiting} & {rule.from_ for rule in waiting} - {None}
    for n, rule in enumerate(programme.rules):
        if rule in waiting and rule.record in circle and rule.record != rule.from_ and rule.from_ in circle:
            yield Finding(
                at=("rules", n, "from"),
                problem=f"reglerna väntar på varandra i en ring ({listed(sorted(map(str, circle)))}): ingen börjar.",
                remedy='Låt en av dem räknas från något som händer alla, till exempel from = "started".',
            )


def _asked_for(programme: Programme) -> set[str]:
    """The records that something asks for in the end, and those that no rule asks for: staff record them anyway."""
    asked = {name for rule in programme.rules for name in rule.awaited}
    found = {record.id for record in programme.records if record.id not in asked}
    records = {record.id for record in programme.records}
    while more := {
        name
        for rule in programme.rules
        for name in rule.awaited
        if name not in found and (rule.from_ not in records or rule.from_ in found or rule.from_ == name)
    }:
        found |= more
    return found
