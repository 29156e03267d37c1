"""What a rule takes instead: another record, a later day, or what was done beforehand; and stages that some pass by."""

from collections.abc import Iterator

from workflows.checks.ids import LIFECYCLE_ANCHORS
from workflows.files.findings import Finding, Path, suggestion
from workflows.programme import Programme
from workflows.programme_tables import Rule


def rules(programme: Programme) -> Iterator[Finding]:
    for n, rule in enumerate(programme.rules):
        if not rule.checkpoint:
            yield from _or_records(programme, rule, ("rules", n))
            yield from _or_later(programme, rule, ("rules", n, "or_later"))
            yield from _beforehand(programme, rule, ("rules", n, "beforehand"))


def _or_records(programme: Programme, rule: Rule, at: Path) -> Iterator[Finding]:
    plain = [record.id for record in programme.records if not record.recipients and record.id != rule.record]
    for place, id_ in enumerate(rule.or_records):
        if id_ not in plain:
            yield Finding(
                at=(*at, "or_records", place),
                problem=f"”{id_}” kan inte ersätta ”{rule.record}”.",
                remedy=f"Skriv en annan post, utan ”recipients”. {suggestion(id_, plain)}",
            )
    if rule.or_records and rule.record not in [record.id for record in programme.records if not record.recipients]:
        yield Finding(
            at=(*at, "or_records"),
            problem="bara en post utan ”recipients” kan ersättas av en annan.",
            remedy="Ta bort ”or_records”.",
        )


def _or_later(programme: Programme, rule: Rule, at: Path) -> Iterator[Finding]:
    if rule.or_later is None:
        return
    stages, records = [stage.id for stage in programme.stages], [record.id for record in programme.records]
    later = ["referred", "admitted", "started", *stages, *records]
    if rule.or_later not in later or rule.or_later == rule.from_:
        yield Finding(
            at=at,
            problem=f"”{rule.or_later}” kan inte vara den senare dagen.",
            remedy=suggestion(rule.or_later, [id_ for id_ in later if id_ != rule.from_]),
        )
    if rule.from_ in ("exited", "decided"):
        yield Finding(
            at=at,
            problem=f"efter ”{rule.from_}” finns ingen senare dag att vänta på.",
            remedy="Ta bort ”or_later”, eller räkna från något tidigare.",
        )


def _beforehand(programme: Programme, rule: Rule, at: Path) -> Iterator[Finding]:
    if not rule.beforehand:
        return
    if rule.from_ in LIFECYCLE_ANCHORS or (rule.within and rule.within.amount > 0) or rule.every:
        yield Finding(
            at=at,
            problem="det som ska vara gjort innan räknas från en post eller en fas, utan ”every” och utan tid efteråt.",
            remedy='Skriv till exempel: from = "home-visit", within = "0 days"',
        )


def stages(programme: Programme) -> Iterator[Finding]:
    for n, stage in enumerate(programme.stages):
        if stage.optional and (n == 0 or programme.stages[n - 1].ends_with or n == len(programme.stages) - 1):
            yield Finding(
                at=("stages", n, "optional"),
                problem="fasen går inte att gå förbi: den är först, sist eller följer på en avstämning.",
                remedy="Ta bort ”optional”, eller ändra fasernas ordning.",
            )
