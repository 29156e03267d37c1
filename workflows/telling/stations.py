"""The way through a programme as one station after the other, from the referral to the exit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workflows.programme import Programme
from workflows.programme_tables import Rule, Stage
from workflows.telling.phrases import activities_a_week, awaited, by_when, listed, recipients

REFERRED, ADMITTED, EXITED = "referred", "admitted", "exited"
ANY_TIME = "Ett avslut kan göras när som helst efter antagningen, i varje fas."
ONWARDS, EXTENDED, ENDED = "går vidare", "förlängs", "avslutas"


@dataclass(frozen=True, kw_only=True, slots=True)
class Station:
    """What it is called, what is asked there and, where a checkpoint follows, what that can decide and by when.

    `meeting`: for example "senast efter 6 veckor". `state`: that of a journey that is there.
    """

    state: str
    title: str
    lines: tuple[str, ...]
    decisions: tuple[str, ...] = ()
    meeting: str = ""


def stations(programme: Programme, here: str = "") -> list[Station]:
    """Referral, admission, every stage, and last the exit; the one with a journey in the state `here` says so."""
    found = [
        Station(state=REFERRED, title="Remiss", lines=_asked(programme, "referred")),
        Station(state=ADMITTED, title="Antagen", lines=_asked(programme, "admitted")),
        *_stages(programme),
        Station(
            state=EXITED,
            title="Avslut",
            lines=(ANY_TIME, *_asked(programme, "decided", "exited"), *_outcomes(programme)),
        ),
    ]
    return [replace(each, title=f"{each.title} – här är ärendet") if each.state == here else each for each in found]


def beside(programme: Programme) -> tuple[str, ...]:
    """What is asked after something that can happen at any time."""
    return _asked(programme, *(record.id for record in programme.records))


def in_words(programme: Programme) -> Iterator[str]:
    for station in stations(programme):
        yield f"{station.title}."
        yield from station.lines
        if station.decisions:
            yield decided(station)
    yield from beside(programme)


def decided(station: Station) -> str:
    """What its checkpoint can decide, in a sentence."""
    return f"Avstämning {station.meeting}: {listed(station.decisions, 'eller')}."


def _stages(programme: Programme) -> Iterator[Station]:
    first, last = programme.stages[0], programme.stages[-1]
    for stage in programme.stages:
        anchors = ["started", stage.id] if stage is first else [stage.id]
        yield Station(
            state=stage.id,
            title=f"{stage.name} · {stage.length.swedish()}" if stage.length else stage.name,
            lines=(*_contents(stage), *_asked(programme, *anchors, within=stage)),
            decisions=_decisions(stage, last=stage is last),
            meeting=f"senast efter {stage.length.swedish()}" if stage.ends_with and stage.length else "",
        )


def _contents(stage: Stage) -> Iterator[str]:
    if stage.activities_per_week:
        yield f"Minst {activities_a_week(stage.activities_per_week)}."
    if stage.group:
        yield "Deltagarna börjar i grupp."
    if stage.optional:
        yield "En del går förbi, direkt till nästa."
    if stage.activities:
        yield f"Innehåll: {listed(stage.activities)}."


def _decisions(stage: Stage, *, last: bool) -> tuple[str, ...]:
    if stage.ends_with is None:
        return ()
    return (EXTENDED, ENDED) if last else (ONWARDS, EXTENDED, ENDED)


def _asked(programme: Programme, *anchors: str, within: Stage | None = None) -> tuple[str, ...]:
    """What is asked for from here, and at last who is reminded of what, also of what a stage asks `within` it."""
    rules = [rule for rule in programme.rules if rule.from_ in anchors or (within and _of_stage(rule, within))]
    told = (f"{awaited(programme, rule)}: {by_when(programme, rule)}." for rule in rules if rule.from_)
    return (*told, *_reminded(programme, rules))


def _of_stage(rule: Rule, stage: Stage) -> bool:
    return bool((rule.checkpoint and stage.ends_with) or (rule.activities and stage.activities_per_week))


def _reminded(programme: Programme, rules: Sequence[Rule]) -> Iterator[str]:
    """One sentence for all that the same people are reminded of."""
    by_people: dict[str, list[str]] = {}
    for rule in rules:
        to = dict.fromkeys(to for reminder in programme.reminders_of(rule.id) for to in reminder.to)
        if to:
            by_people.setdefault(recipients(list(to)), []).append(f"”{rule.name}”")
    for people, names in by_people.items():
        yield f"{people[0].upper()}{people[1:]} påminns om {listed(names)}."


def _outcomes(programme: Programme) -> tuple[str, ...]:
    names = [outcome.name for outcome in programme.outcomes]
    onward = [outcome.name for outcome in programme.outcomes if outcome.leads_to]
    return (
        *([f"Utfall: {listed(names, 'eller')}."] if names else []),
        *([f"Startar ett ärende i en annan insats: {listed(onward, 'eller')}."] if onward else []),
    )
