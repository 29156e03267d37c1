"""The rule on activities a week, and the stages that say how many (spec: programme-format.md, E9)."""

from collections.abc import Iterator

from workflows.findings import Finding, Path
from workflows.programme import Programme, Rule


def rules(programme: Programme) -> Iterator[Finding]:
    for n, rule in enumerate(programme.rules):
        if rule.activities and not rule.checkpoint:
            yield from _rule(programme, rule, ("rules", n))


def _rule(programme: Programme, rule: Rule, at: Path) -> Iterator[Finding]:
    for key in sorted(rule.model_fields_set - {"id", "name", "activities"}):
        yield Finding(
            at=(*at, key.removesuffix("_")),
            problem=f"”{key.removesuffix('_')}” hör inte till en regel med activities = true.",
            remedy="Ta bort den, eller ta bort activities.",
        )
    if programme.activities_rule is not rule:
        yield Finding(
            at=(*at, "activities"),
            problem="det finns redan en regel med activities = true.",
            remedy="Ta bort den ena: en regel gäller alla faser.",
        )
    if not any(stage.activities_per_week for stage in programme.stages):
        yield Finding(
            at=(*at, "activities"),
            problem="ingen fas säger hur många aktiviteter som väntas.",
            remedy="Skriv activities_per_week = 2 i en fas, eller ta bort regeln.",
        )
