"""Rules: either the checkpoint or a record, counted from something that exists, and possible to fulfil."""

from collections.abc import Iterator

from workflows.checks.ids import LIFECYCLE_ANCHORS
from workflows.checks.sole import Switch, sole
from workflows.files.findings import Finding, Path, suggestion
from workflows.programme import Programme
from workflows.programme_tables import Rule

CHECKPOINT = Switch(
    key="checkpoint",
    holds="alla avstämningar",
    lacks=("ingen fas slutar med en avstämning.", 'Skriv ends_with = "checkpoint" i en fas, eller ta bort regeln.'),
)
AWAITED = ("started", "advanced", "exited")

_RECORD_KEYS = {"record": "contact", "from": "admitted", "within": "2 weeks"}


def rules(programme: Programme) -> Iterator[Finding]:
    asked_for = any(stage.ends_with == "checkpoint" for stage in programme.stages)
    for n, rule in enumerate(programme.rules):
        at: Path = ("rules", n)
        if rule.checkpoint:
            first = programme.checkpoint_rule is rule
            yield from sole(rule, at, CHECKPOINT, first=first, asked_for=asked_for)
        elif not rule.activities:
            yield from _record(programme, rule, at)


def _record(programme: Programme, rule: Rule, at: Path) -> Iterator[Finding]:
    yield from _missing(rule, at)
    yield from _names(programme, rule, at)
    yield from _after_exit_only(programme, rule, at)
    yield from _repeats(rule, at)
    yield from _impossible(programme, rule, at)


def _missing(rule: Rule, at: Path) -> Iterator[Finding]:
    values = {"record": rule.record, "from": rule.from_, "within": rule.within}
    if not any(values.values()):
        yield Finding(
            at=at,
            problem="regeln säger inte vad som ska göras.",
            remedy="Skriv ”record”, ”from” och ”within”, eller checkpoint = true.",
        )
        return
    for key, value in values.items():
        if value is None:
            yield Finding(
                at=at,
                problem=f"”{key}” saknas.",
                remedy=f'Skriv till exempel: {key} = "{_RECORD_KEYS[key]}"',
            )


def _names(programme: Programme, rule: Rule, at: Path) -> Iterator[Finding]:
    records = [record.id for record in programme.records]
    stages = [stage.id for stage in programme.stages]
    awaited, anchors = [*records, *AWAITED], [*LIFECYCLE_ANCHORS, *stages, *records]
    if rule.record and rule.record not in awaited:
        yield Finding(
            at=(*at, "record"), problem=f"”{rule.record}” finns inte.", remedy=suggestion(rule.record, awaited)
        )
    if rule.from_ and rule.from_ not in anchors:
        yield Finding(at=(*at, "from"), problem=f"”{rule.from_}” finns inte.", remedy=suggestion(rule.from_, anchors))
    if rule.from_ in stages and rule.from_ in records:
        yield Finding(
            at=(*at, "from"),
            problem=f"”{rule.from_}” är både en fas och en post.",
            remedy="Byt id på den ena, så att det går att veta vilken som menas.",
        )


def _after_exit_only(programme: Programme, rule: Rule, at: Path) -> Iterator[Finding]:
    """A day before the exit and a choice of outcomes make sense only counted from the exit."""
    if rule.within and rule.within.amount < 0 and not (rule.after_exit or rule.beforehand):
        yield Finding(
            at=(*at, "within"),
            problem=f"”{rule.within.text}” är före det som tiden räknas från.",
            remedy='Skriv en tid utan minus. Bara from = "exited" eller beforehand = true kan ha en tid före.',
        )
    if rule.outcomes is None:
        return
    if not rule.after_exit:
        yield Finding(
            at=(*at, "outcomes"),
            problem="utfallet är känt först när ärendet är avslutat.",
            remedy='Skriv from = "exited", eller ta bort ”outcomes”.',
        )
    yield from outcomes(programme, rule.outcomes, (*at, "outcomes"))


def outcomes(programme: Programme, ids: tuple[str, ...], at: Path) -> Iterator[Finding]:
    """What is wrong with the outcomes that a rule or a goal names."""
    if not ids:
        yield Finding(at=at, problem="listan är tom.", remedy="Skriv minst ett utfall, eller ta bort raden.")
    for place, id_ in enumerate(ids):
        outcome = programme.outcome(id_)
        if outcome is None:
            yield Finding(
                at=(*at, place),
                problem=f"utfallet ”{id_}” finns inte.",
                remedy=suggestion(id_, [outcome.id for outcome in programme.outcomes]),
            )
        elif not outcome.counted:
            yield Finding(
                at=(*at, place),
                problem=f"utfallet ”{id_}” räknas aldrig (counted = false).",
                remedy="Ta bort det ur listan, eller låt utfallet räknas.",
            )


def _repeats(rule: Rule, at: Path) -> Iterator[Finding]:
    if rule.every and rule.after_exit:
        yield Finding(
            at=(*at, "every"),
            problem='”every” och from = "exited" utesluter varandra.',
            remedy="Ta bort ”every”, eller räkna från något före avslutet.",
        )
    if rule.every and rule.record in ("started", "exited"):
        yield Finding(
            at=(*at, "every"),
            problem=f"”{rule.record}” händer bara en gång i ett ärende.",
            remedy="Ta bort ”every”.",
        )


def _impossible(programme: Programme, rule: Rule, at: Path) -> Iterator[Finding]:
    """What is waited for must be able to happen when the time has begun."""
    stages = [stage.id for stage in programme.stages]
    gone = {
        "started": {"started", "decided", "exited", *stages},
        "advanced": {"decided", "exited", *_stages_without_advance_ahead(programme)},
        "exited": {"exited"},
    }
    if rule.from_ in gone.get(rule.record or "", ()):
        yield Finding(
            at=(*at, "record"),
            problem=f"”{rule.record}” kan inte hända efter ”{rule.from_}”.",
            remedy="Ändra ”record” eller ”from”: så här kan ingen göra det som regeln väntar på.",
        )
    if rule.from_ == "decided" and not any(stage.ends_with == "checkpoint" for stage in programme.stages):
        yield Finding(
            at=(*at, "from"),
            problem="ingen fas slutar med en avstämning som kan besluta om avslut.",
            remedy='Skriv ends_with = "checkpoint" i en fas, eller räkna från något annat.',
        )


def _stages_without_advance_ahead(programme: Programme) -> list[str]:
    """The stages from which no 'advanced' can follow: neither they nor a later one are left that way."""
    left_by_advance = [n for n, stage in enumerate(programme.stages[:-1]) if stage.ends_with is None]
    last = max(left_by_advance, default=-1)
    return [stage.id for stage in programme.stages[last + 1 :]]
