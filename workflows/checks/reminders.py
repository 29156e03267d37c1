"""Reminders: of a rule that exists and can be reminded of, and each of them once."""

from collections.abc import Iterator

from workflows.files.findings import Finding, Path, suggestion
from workflows.programme import Programme
from workflows.programme_tables import Reminder


def reminders(programme: Programme) -> Iterator[Finding]:
    for n, reminder in enumerate(programme.reminders):
        at: Path = ("reminders", n)
        yield from _rule(programme, reminder, at)
        if not reminder.before and not reminder.after:
            yield Finding(
                at=at,
                problem="det står inte när påminnelsen ska gå.",
                remedy='Skriv till exempel: before = ["2 working days"]',
            )
    yield from _sent_twice(programme)


def _rule(programme: Programme, reminder: Reminder, at: Path) -> Iterator[Finding]:
    rule = programme.rule(reminder.rule)
    if rule is None:
        yield Finding(
            at=(*at, "rule"),
            problem=f"regeln ”{reminder.rule}” finns inte.",
            remedy=suggestion(reminder.rule, [rule.id for rule in programme.rules]),
        )
    elif rule.within and rule.within.amount < 0:
        yield Finding(
            at=at,
            problem=f"dagen för ”{rule.id}” ligger före avslutet (”{rule.within.text}”) och är känd först efteråt.",
            remedy="Ta bort påminnelsen.",
        )


def _sent_twice(programme: Programme) -> Iterator[Finding]:
    """The key of a reminder holds rule, offset and recipient: the same three again would be the same reminder."""
    seen: set[tuple[str, str, str, str]] = set()
    for n, reminder in enumerate(programme.reminders):
        for key, offsets in (("before", reminder.before), ("after", reminder.after)):
            for place, offset in enumerate(offsets):
                keys = [(reminder.rule, key, offset.text, to) for to in reminder.to]
                if seen.intersection(keys) or len(set(keys)) < len(keys):
                    yield Finding(
                        at=("reminders", n, key, place),
                        problem=f"”{offset.text}” är redan en påminnelse till samma mottagare om samma regel.",
                        remedy="Ta bort den ena.",
                    )
                seen.update(keys)
