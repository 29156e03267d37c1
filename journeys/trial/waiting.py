"""How many wait for a group to start in a trial, and for how long."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from workflows.facts import Span
from workflows.history import History


@dataclass(frozen=True, kw_only=True, slots=True)
class Wait:
    """From the day somebody was put on a list; `until` None: they still are. `began`: it ended with a start."""

    since: date
    until: date | None
    began: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Waited:
    """Of those who began in a group: how many had to wait for it, and how many days."""

    number: int
    average: float
    longest: int


def waits(history: History) -> Iterator[Wait]:
    """Every time on a list until the group started, or the journey ended."""
    since: date | None = None
    for event in history.events:
        if event.name == "grouped":
            since = since or event.on
        elif since and event.name in ("started", "advanced"):
            yield Wait(since=since, until=event.on, began=True)
            since = None
    if since:
        yield Wait(since=since, until=history.end.on if history.end else None, began=False)


def most_waiting(found: Iterable[Wait], span: Span) -> int:
    """The largest number on one day of the period."""
    changes: Counter[date] = Counter()
    for wait in found:
        if wait.since <= span.last and (wait.until is None or wait.until > span.first):
            changes[max(wait.since, span.first)] += 1
            if wait.until and wait.until <= span.last:
                changes[wait.until] -= 1
    most = now = 0
    for day in sorted(changes):
        now += changes[day]
        most = max(most, now)
    return most


def waited(found: Iterable[Wait]) -> Waited | None:
    """None where nobody had to wait."""
    days = [(wait.until - wait.since).days for wait in found if wait.until and wait.began]
    return Waited(number=len(days), average=sum(days) / len(days), longest=max(days)) if days else None
