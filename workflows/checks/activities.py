"""The rule on activities a week, and the stages that say how many (spec: programme-format.md, E9)."""

from collections.abc import Iterator

from workflows.checks.sole import Switch, sole
from workflows.files.findings import Finding
from workflows.programme import Programme

ACTIVITIES = Switch(
    key="activities",
    holds="alla faser",
    lacks=(
        "ingen fas säger hur många aktiviteter som väntas.",
        "Skriv activities_per_week = 2 i en fas, eller ta bort regeln.",
    ),
)


def rules(programme: Programme) -> Iterator[Finding]:
    asked_for = any(stage.activities_per_week for stage in programme.stages)
    for n, rule in enumerate(programme.rules):
        if rule.activities and not rule.checkpoint:
            first = programme.activities_rule is rule
            yield from sole(rule, ("rules", n), ACTIVITIES, first=first, asked_for=asked_for)
