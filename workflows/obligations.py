"""What is due when, why, and how it stands: the one definition (spec: counting.md "Obligations")."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.calendar import Period, next_working_day, previous_working_day
from workflows.carried import Carried
from workflows.events import Event
from workflows.excuses import Excuses
from workflows.history import History
from workflows.obligation import DONE, SETTLED, WAITING, Obligation, Status, status_of
from workflows.programme_tables import Record, Rule
from workflows.reasons import Moved, why_due
from workflows.weekly import weekly

__all__ = ["DONE", "SETTLED", "WAITING", "Obligation", "Status", "obligations"]

LIFECYCLE_ANCHORS: dict[str, Callable[[History], date | None]] = {
    "referred": lambda history: history.referred_on,
    "admitted": lambda history: history.admitted_on,
    "started": lambda history: history.started_on,
    "decided": lambda history: history.decided_on,
    "exited": lambda history: (
        history.end.on if history.started_on and history.end and history.end.state == "exited" else None
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Anchor:
    """Where an obligation counts from, what for, and the day before moves.

    `early`: it is also done by what happened before the anchor.
    """

    on: date
    n: int
    first_due: date
    source: str
    length: Period
    position: int = -1
    early: bool = False


def obligations(history: History, *, today: date, before: Sequence[Obligation] | None = None) -> tuple[Obligation, ...]:
    """Every obligation of the journey as it stands on `today`, in the order of the programme's rules, then n.

    `before`: those on the day of its last change of version and without that, where they are known already.
    """
    carried = _carried(history, before)
    of_rules = [each for rule in history.programme.rules for each in _of_rule(history, rule, carried, today)]
    if not history.migration:
        return tuple(of_rules)
    order = {rule.id: place for place, rule in enumerate(history.programme.rules)}
    return tuple(
        sorted([*of_rules, *carried.rest(of_rules)], key=lambda each: (order.get(each.rule, len(order)), each.n))
    )


def _carried(history: History, before: Sequence[Obligation] | None) -> Carried:
    change = history.migration
    if change and before is None:
        before = obligations(change.before, today=change.on)
    return Carried(history, before or ())


def _of_rule(history: History, rule: Rule, carried: Carried, today: date) -> Iterator[Obligation]:
    excused = Excuses(history, rule)
    if rule.checkpoint:
        return _checkpoints(history, rule, excused, carried, today)
    if rule.activities:
        return weekly(history, rule, excused, carried, today)
    return _repeated(history, rule, excused, carried, today)


def _repeated(history: History, rule: Rule, excused: Excuses, carried: Carried, today: date) -> Iterator[Obligation]:
    """n = 1 from the rule's anchor, then one after the other while each is done or excepted."""
    start = _start(history, rule)
    if start is None or rule.within is None:
        return
    anchor: _Anchor | None = start
    candidates = _candidates(history, rule)
    while anchor:
        done = _done_day(history, rule, anchor, candidates)
        excepted = excused.take(anchor.n, anchor.on, done)
        obligation = carried.settled(rule, anchor.n) or _stands(history, rule, anchor, done, excepted, today)
        if carried.excuses(obligation):
            excepted = carried.on
            obligation = carried.excused(_stands(history, rule, anchor, done, excepted, today))
        yield obligation
        anchor = _next(rule, anchor, done, excepted)


def _start(history: History, rule: Rule) -> _Anchor | None:
    source, within = rule.from_, rule.within
    if source is None or within is None:
        return None
    if rule.outcomes and not (history.end and history.end.outcome in rule.outcomes):
        return None
    found = _anchor_day(history, source)
    if found is None:
        return None
    early = rule.beforehand or source in LIFECYCLE_ANCHORS
    later = _anchor_day(history, rule.or_later) if rule.or_later else None
    if rule.or_later and later and later[0] > found[0]:
        source, found = rule.or_later, later
    on, position = found
    return _Anchor(on=on, n=1, first_due=within.after(on), source=source, length=within, position=position, early=early)


def _anchor_day(history: History, source: str) -> tuple[date, int] | None:
    """The day of the rule's `from`, and the place of that event where the anchor is a stage or a record."""
    if lifecycle := LIFECYCLE_ANCHORS.get(source):
        day = lifecycle(history)
        return (day, -1) if day else None
    for entry in history.entries:
        if entry.stage == source:
            return entry.on, entry.position
    for position, event in enumerate(history.events):
        if event.name == source and not event.data.get("attempt"):
            return event.on, position
    return None


def _next(rule: Rule, anchor: _Anchor, done: date | None, excepted: date | None) -> _Anchor | None:
    settled = excepted or done
    if rule.every is None or settled is None:
        return None
    source = "excepted" if excepted else rule.record or ""
    due = rule.every.after(settled)
    return _Anchor(on=settled, n=anchor.n + 1, first_due=due, source=source, length=rule.every)


def _candidates(history: History, rule: Rule) -> list[tuple[int, Event]]:
    """The events that can do what the rule asks for, with their places."""
    if rule.record == "exited" and history.end is None:
        return []
    first = history.last_reopened + 1 if rule.after_exit or rule.record == "exited" else 0
    last = history.end.on if history.end and not rule.after_exit else date.max
    awaited = rule.awaited
    return [
        (position, event)
        for position, event in enumerate(history.events)
        if event.name in awaited and position >= first and event.on <= last and not event.data.get("attempt")
    ]


def _done_day(history: History, rule: Rule, anchor: _Anchor, candidates: Sequence[tuple[int, Event]]) -> date | None:
    if anchor.n > 1:
        events = [event for _, event in candidates if event.on > anchor.on]
    elif anchor.early:
        events = [event for _, event in candidates]
    else:
        events = [event for position, event in candidates if event.on >= anchor.on and position != anchor.position]
    record = history.programme.record(rule.record or "")
    return _last_recipient(record, events) if record and record.recipients else (events[0].on if events else None)


def _last_recipient(record: Record, events: Sequence[Event]) -> date | None:
    """The day on which the last of the recipients had it for the first time."""
    first: dict[str, date] = {}
    for event in events:
        for recipient in event.data.get("to", record.recipients):
            first.setdefault(recipient, event.on)
    return max(first.values()) if len(first) == len(record.recipients) else None


def _checkpoints(history: History, rule: Rule, excused: Excuses, carried: Carried, today: date) -> Iterator[Obligation]:
    """One for each entry into a stage that ends with a checkpoint, and one more for each extension."""
    held = [(position, event) for position, event in enumerate(history.events) if event.name == "checkpoint"]
    n = carried.held
    for number, entry in enumerate(history.entries):
        if number < carried.stages_left:
            continue
        stage = history.programme.stage(entry.stage)
        if stage is None or stage.ends_with is None or stage.length is None:
            continue
        until = history.entries[number + 1].position if number + 1 < len(history.entries) else len(history.events)
        in_stage = [event for position, event in held if entry.position < position <= until]
        n += 1
        anchor: _Anchor | None = _Anchor(
            on=entry.on, n=n, first_due=stage.length.after(entry.on), source=stage.id, length=stage.length
        )
        while anchor:
            event = in_stage.pop(0) if in_stage else None
            done = event.on if event else None
            excepted = excused.take(anchor.n, anchor.on, done)
            obligation = carried.settled(rule, anchor.n) or _stands(history, rule, anchor, done, excepted, today)
            if carried.excuses(obligation):
                obligation = carried.excused(_stands(history, rule, anchor, done, carried.on, today))
            yield obligation
            anchor, n = _extension(obligation, event), obligation.n


def _extension(before: Obligation, held: Event | None) -> _Anchor | None:
    if held is None or held.data["decision"] != "extend":
        return None
    length = Period(held.data["weeks"], "weeks")
    due = length.after(max(held.on, before.due))
    return _Anchor(on=held.on, n=before.n + 1, first_due=due, source="extended", length=length)


def _stands(
    history: History, rule: Rule, anchor: _Anchor, done: date | None, excepted: date | None, today: date
) -> Obligation:
    due, moves = _due_day(history, rule, anchor, excepted or done, today)
    left = history.end.on if history.end and not rule.after_exit else None
    status = status_of(due=due, done=done, excepted=excepted, left=left, counted=history.counted, today=today)
    return Obligation(
        rule=rule.id,
        n=anchor.n,
        anchor=anchor.on,
        due=due,
        done=done if status == "void" or not excepted else None,
        status=status,
        why=why_due(history.programme, rule, anchor.source, anchor.on, anchor.length, moves),
    )


def _due_day(history: History, rule: Rule, anchor: _Anchor, settled: date | None, today: date) -> tuple[date, Moved]:
    """The due day after pauses and weekends, and what moved it."""
    to_working_day = previous_working_day if anchor.length.amount < 0 else next_working_day
    due = to_working_day(anchor.first_due)
    paused_days = 0
    if not rule.after_exit:
        for pause in history.pauses:
            if settled is not None and settled <= pause.start:
                break
            end = pause.end or (history.end.on if history.end else today)
            stood_still = (end - max(pause.start, anchor.on)).days
            if due >= pause.start and stood_still > 0:
                due = next_working_day(due + timedelta(days=stood_still))
                paused_days += stood_still
    return due, Moved(paused_days=paused_days, to_working_day=due != anchor.first_due + timedelta(days=paused_days))
