"""The way through a programme, in lines: days, stages, pauses, checkpoints, activities, the end."""

from collections.abc import Iterator

from journeys.exit.source import Source, long_day, span
from journeys.taking_part import TakesPart, activities_of
from workflows.history import History
from workflows.telling.phrases import listed


def way(source: Source) -> list[str]:
    """From the referral to the end, each stage with its days."""
    history = source.case.history
    known = (("Remiss", history.referred_on), ("Antagen", history.admitted_on), ("Start", history.started_on))
    return [
        *(f"{name} {long_day(day)}" for name, day in known if day),
        *_stages(history),
        *(f"Uppehåll {span(each.start, each.end)}" for each in history.pauses),
        *_checkpoints(source),
        *_end(history),
    ]


def _stages(history: History) -> Iterator[str]:
    last = history.end.on if history.end else None
    ends = [*(entry.on for entry in history.entries[1:]), last]
    for entry, end in zip(history.entries, ends, strict=False):  # where no stage has begun, none ends
        yield f"{_stage_name(history, entry.stage)}: {span(entry.on, end)}"


def _stage_name(history: History, stage: str) -> str:
    """Also of a stage that only an earlier version has."""
    found = history.programme.stage(stage) or history.programme_at_first.stage(stage)
    return found.name if found else stage


def _checkpoints(source: Source) -> Iterator[str]:
    days = [long_day(event.on) for event in source.events if event.name == "checkpoint"]
    if days:
        yield f"{'Avstämning' if len(days) == 1 else 'Avstämningar'} {listed(days)}"


def _end(history: History) -> Iterator[str]:
    if history.end:
        yield f"Avslut {long_day(history.end.on)}{_outcome(history)}"


def _outcome(history: History) -> str:
    outcome = history.programme.outcome(history.end.outcome) if history.end and history.end.outcome else None
    return f": {outcome.name}" if outcome else ""


def activities(source: Source) -> list[str]:
    """What the participant took part in, in the order it began; of a protected person the area only, not where."""
    found = activities_of(source.case.history, source.events)
    return [_activity(each, "" if source.is_protected else each.what) for each in found]


def _activity(each: TakesPart, text: str) -> str:
    what = f"{text} ({each.area_name.lower()})" if text else each.area_name
    hours = f", {each.hours:g} timmar i veckan".replace(".", ",") if each.hours else ""
    return f"{what}{hours}: {span(each.first, each.last)}"


def ending(source: Source) -> list[str]:
    """What the exit says of where the participant goes: the beginning of a recommendation."""
    history = source.case.history
    if history.end is None or history.end.state != "exited":
        return []
    outcome = history.programme.outcome(history.end.outcome or "")
    after = source.told("exited").get("income_after")
    return [
        *([f"Insatsen avslutades till: {outcome.name}."] if outcome else []),
        *([f"Försörjning efter avslutet: {after}"] if after else []),
    ]
