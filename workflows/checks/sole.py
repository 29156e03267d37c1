"""A rule that a switch makes what it is: it says nothing more, there is one of it, and the stages give it something."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.files.findings import Finding, Path
from workflows.programme_tables import Rule


@dataclass(frozen=True, kw_only=True, slots=True)
class Switch:
    """`holds`: for what one such rule is enough. `lacks`: what is wrong where no stage asks for it, and the remedy."""

    key: str
    holds: str
    lacks: tuple[str, str]


def sole(rule: Rule, at: Path, switch: Switch, *, first: bool, asked_for: bool) -> Iterator[Finding]:
    """`first`: whether it is the first of its kind. `asked_for`: whether a stage gives it something."""
    for key in sorted(rule.model_fields_set - {"id", "name", switch.key}):
        name = key.removesuffix("_")
        yield Finding(
            at=(*at, name),
            problem=f"”{name}” hör inte till en regel med {switch.key} = true.",
            remedy=f"Ta bort den, eller ta bort {switch.key}.",
        )
    if not first:
        yield Finding(
            at=(*at, switch.key),
            problem=f"det finns redan en regel med {switch.key} = true.",
            remedy=f"Ta bort den ena: en regel gäller {switch.holds}.",
        )
    if not asked_for:
        problem, remedy = switch.lacks
        yield Finding(at=(*at, switch.key), problem=problem, remedy=remedy)
