"""A programme in plain Swedish sentences, for those who decide whether the file says what they meant."""

from collections.abc import Iterator, Sequence

from workflows.programme import Programme
from workflows.programme_tables import Goal, Outcome, Reminder, Rule, Stage, Unit
from workflows.telling.phrases import RECIPIENTS, activities_a_week, awaited, by_when, listed, recipients, recurring

Section = tuple[str, list[str]]

_UNIT_KEYS = {
    "places_per_year": ("plats per år", "platser per år"),
    "max_at_once": ("deltagare samtidigt som mest", "deltagare samtidigt som mest"),
    "group_starts_per_year": ("gruppstart per år", "gruppstarter per år"),
}
_TARGET_OF_UNIT = {
    "places_per_year": "enhetens platser per år",
    "max_at_once": "enhetens högsta antal samtidigt",
    "group_starts_per_year": "enhetens gruppstarter per år",
}
_PER = {"year": "per år", "half-year": "per halvår", "quarter": "per kvartal"}
_NUMBERS = {
    "participants": "antalet deltagare",
    "starts": "antalet som har startat",
    "referrals": "antalet remisser",
    "at_once": "det högsta antalet samtidigt",
}


def sentences(programme: Programme) -> list[Section]:
    """Headings with their sentences, in the order of the file; what the programme does not have is left out."""
    sections = [
        (f"{programme.name}, version {programme.version}", _about(programme)),
        ("Vem insatsen är för", _target_group(programme)),
        ("Enheter", [_unit(unit) for unit in programme.units]),
        ("Vägen", list(_way(programme))),
        ("Vad som ska göras", list(_rules(programme))),
        ("Påminnelser", [_reminder(programme, reminder) for reminder in programme.reminders]),
        ("Utfall", [_outcome(outcome) for outcome in programme.outcomes]),
        ("Mål", [_goal(programme, goal) for goal in programme.goals]),
        ("Formulär", list(_instruments(programme))),
    ]
    return [(heading, said) for heading, said in sections if said]


def _about(programme: Programme) -> list[str]:
    return [
        f"Samordningsförbundet {programme.association}.",
        f"Gäller den som remitteras från och med {programme.valid_from}.",
        f"Källa: {programme.source}.",
        *([f"Gruppen har möte {recurring(programme.meets_every)}."] if programme.meets_every else []),
    ]


def _target_group(programme: Programme) -> list[str]:
    group = programme.target_group
    return [
        *([f"Den som är {group.age[0]}–{group.age[1]} år på remissdagen."] if group.age else []),
        *([f"Den som bor i {listed(group.municipalities, 'eller')}."] if group.municipalities else []),
        *(f"Remittenten kryssar för: {criterion}." for criterion in group.criteria),
    ]


def _unit(unit: Unit) -> str:
    numbers = [
        _counted(getattr(unit, key), words) for key, words in _UNIT_KEYS.items() if getattr(unit, key) is not None
    ]
    return f"{unit.name}: {', '.join(numbers)}." if numbers else f"{unit.name}."


def _counted(number: int, words: tuple[str, str]) -> str:
    return f"{number} {words[number != 1]}"


def _way(programme: Programme) -> Iterator[str]:
    for number, stage in enumerate(programme.stages, 1):
        yield _stage(stage, last=number == len(programme.stages))
        if stage.activities:
            yield f"I {stage.name} ingår {listed(stage.activities)}."
    ends = any(stage.ends_with == "checkpoint" for stage in programme.stages)
    if ends and programme.checkpoint_rule is None:
        yield "Ingen regel bevakar att avstämningarna hålls."
    if programme.activities_rule is None and any(stage.activities_per_week for stage in programme.stages):
        yield "Ingen regel bevakar hur många aktiviteter deltagaren har i veckan."


def _stage(stage: Stage, *, last: bool) -> str:
    parts = [
        stage.length.swedish() if stage.length else "utan bestämd längd",
        *([f"minst {activities_a_week(stage.activities_per_week)}"] if stage.activities_per_week else []),
        *(["i grupp"] if stage.group else []),
        *(["för en del hoppas den över"] if stage.optional else []),
        f"slutar {_end(stage, last=last)}",
    ]
    return f"{stage.name}: {', '.join(parts)}."


def _end(stage: Stage, *, last: bool) -> str:
    if stage.ends_with == "checkpoint":
        decisions = ("förlängs", "avslutas") if last else ("går vidare", "förlängs", "avslutas")
        return f"med en avstämning som avgör om deltagaren {listed(decisions, 'eller')}"
    return "när deltagaren avslutas" if last else "när deltagaren går vidare till nästa fas"


def _rules(programme: Programme) -> Iterator[str]:
    for rule in programme.rules:
        yield f"{awaited(programme, rule)}: {by_when(programme, rule)}."
    for record in programme.records:
        if record.offer:
            yield f"{record.name}: bara att det erbjöds sparas, aldrig något svar."
    asked = {name for rule in programme.rules for name in rule.awaited}
    if others := [record.name for record in programme.records if record.id not in asked]:
        yield f"Kan också registreras: {listed(others)}."


def _reminder(programme: Programme, reminder: Reminder) -> str:
    rule = programme.rule(reminder.rule)
    before = [f"{offset.swedish()} före" for offset in reminder.before]
    after = [f"{offset.swedish()} efter" for offset in reminder.after]
    day = "bokad tid, annars sista dagen" if rule and rule.checkpoint else "sista dagen"
    return f"{rule.name if rule else reminder.rule}: {recipients(reminder.to)} påminns {listed(before + after)} {day}."


def _outcome(outcome: Outcome) -> str:
    said = [
        *([f"startar ett ärende i insatsen ”{outcome.leads_to}”"] if outcome.leads_to else []),
        *([] if outcome.counted else ["räknas inte i något mål"]),
    ]
    return f"{outcome.name}: {listed(said)}." if said else f"{outcome.name}."


def _goal(programme: Programme, goal: Goal) -> str:
    return f"{goal.name}: {_measure(programme, goal)}. {_target(goal)}"


def _measure(programme: Programme, goal: Goal) -> str:
    rule = programme.rule(goal.rule or "")
    match goal.measure:
        case "on_time":
            return f"andelen i tid av ”{rule.name if rule else goal.rule}”, när sista dagen infaller i perioden"
        case "reached":
            times = f" minst {goal.times} gånger" if goal.times > 1 else ""
            return f"andelen {_whom(programme, rule)} som har fått ”{rule.name if rule else goal.rule}”{times}"
        case "exits":
            return (
                f"{'antalet' if goal.against else 'andelen'} avslutade till {_either(programme, goal.outcomes or ())}"
            )
        case "held":
            return f"antalet ”{goal.event}”"
        case _:
            each = f" hos {RECIPIENTS[goal.each]} som har flest" if goal.each else ""
            return _NUMBERS[goal.measure] + each


def _whom(programme: Programme, rule: Rule | None) -> str:
    """Of whom something is asked: after the exit only of those who have left, perhaps only in one way."""
    if rule is None or not rule.after_exit:
        return "deltagare"
    return f"avslutade till {_either(programme, rule.outcomes)}" if rule.outcomes else "avslutade"


def _either(programme: Programme, ids: Sequence[str]) -> str:
    return listed([outcome.name for outcome in programme.outcomes if outcome.id in ids], "eller")


def _target(goal: Goal) -> str:
    if goal.target is None:
        return "Följs utan mål."
    if isinstance(goal.target, str):
        return f"Mål: {_TARGET_OF_UNIT[goal.target]}."
    if goal.against:
        return f"Mål: minst {percent(goal.target)} fler än samma tid året före."
    if not goal.is_number:
        return f"Mål: {percent(goal.target)}."
    return f"Mål: högst {goal.target:g}." if goal.measure == "at_once" else f"Mål: {goal.target:g} {_PER[goal.per]}."


def percent(share: float) -> str:
    """For example "100 %" or "37,5 %"."""
    return f"{share * 100:.10g} %".replace(".", ",")


def _instruments(programme: Programme) -> Iterator[str]:
    for instrument in programme.instruments:
        low, high = instrument.scale
        questions = _counted(len(instrument.indicators), ("fråga", "frågor"))
        who = recipients(instrument.respondents)
        yield f"{instrument.name}: {questions} på skalan {low}–{high}, besvaras av {who}."
