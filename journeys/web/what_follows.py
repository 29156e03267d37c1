"""What a step leads to, said before it is saved, and what it changed, said after."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from journeys.case import Case
from journeys.case_words import time_text
from journeys.casework import Change, Snapshot, snapshot
from journeys.cli.changes import answer_told, told
from journeys.messages.recipients import journey_contacts
from journeys.web.case_events import by_name
from journeys.web.letters import coming_reminders, how_many_written, unreachable
from journeys.web.timeline import until_when
from journeys.web.visit import Visit
from journeys.words import day_text, with_days_in_words
from workflows.history import Booking
from workflows.reminders import Reminding
from workflows.telling.phrases import RECIPIENTS

_NUMBERS = ("Ingen", "En", "Två", "Tre", "Fyra", "Fem", "Sex", "Sju", "Åtta", "Nio", "Tio", "Elva", "Tolv")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A line of what changed, with the lines under it."""

    text: str
    items: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Follows:
    """`sentences` come first; the rest is what moves among all that is to be done."""

    sentences: Sequence[str]
    changed: Sequence[Heading]


def what_follows(visit: Visit, change: Change) -> Follows:
    """Of a step that has only been tried."""
    sentences = [*_stage(change), *_elsewhere(change), *_reminders(visit, change), *_meeting(change)]
    sentences += answer_told(change)
    changed = _headings(visit, replace(change, messages=0, elsewhere=None, answered=None))
    if len(changed) == 1:  # only where the journey is
        sentences.append("Inget av det som ska göras ändras.")
    return Follows(sentences=sentences, changed=changed)


def what_changed(visit: Visit, case: Case, event_id: str) -> Sequence[Heading]:
    """Of the last event of a journey; empty for any other."""
    dossier = case.dossier
    if not dossier.events or dossier.events[-1].id != event_id or len(dossier.events) == 1:
        return []
    assert dossier.id is not None
    change = _LastChange(
        reference=dossier.reference,
        event_id=event_id,
        revision=dossier.revision,
        dossier=dossier,
        after=Snapshot(today=case.today, history=case.history, obligations=case.obligations),
        warnings=(),
        messages=how_many_written(visit.connection, dossier.id, dossier.events[-1].at),
        today=case.today,
    )
    return _headings(visit, change)


class _LastChange(Change):
    """A change that was made earlier: its event stands last in the dossier."""

    @cached_property
    def before(self) -> Snapshot | None:
        return snapshot(replace(self.dossier, events=self.dossier.events[:-1], new=[]), self.today)


def _headings(visit: Visit, change: Change) -> list[Heading]:
    """Lines that begin with spaces stand under the one before."""
    found: list[tuple[str, list[str]]] = []
    for line in told(change):
        if line.startswith(" "):
            found[-1][1].append(line.strip())
        else:
            found.append((by_name(visit.connection, line, change.after.history), []))
    return [Heading(text=text, items=items) for text, items in found]


def _stage(change: Change) -> Iterator[str]:
    history, today = change.after.history, change.today
    stage = history.programme.stage(history.state)
    if stage and (until := until_when(history, change.after.obligations)):
        yield f"{stage.name} till {day_text(until, today)}."
    rule = history.programme.checkpoint_rule
    for each in change.after.obligations:
        if rule and each.rule == rule.id and each.waiting and not history.paused:
            yield f"Nästa avstämning senast {day_text(each.due, today)}."


def _elsewhere(change: Change) -> Iterator[str]:
    """What becomes of a journey in another programme; one that is still to be started has no reference yet."""
    if found := change.elsewhere:
        yield with_days_in_words(_ELSEWHERE[found.kind].format(found), change.today)
        if found.kind == "started":
            yield _CARRIED[found.message]


_ELSEWHERE = {
    "started": "Ett ärende i {0.programme} väntar i inkorgen hos {0.unit}.",
    "withdrawn": "Ärendet {0.reference} hos {0.unit} dras tillbaka: dess remiss har inte fått svar.",
    "left": "Ärendet {0.reference} hos {0.unit} är kvar: dess remiss har redan fått svar.",
    "moved": "Remissen i {0.reference} hos {0.unit} flyttas till samma dag, {0.on}.",
}
_CARRIED = {
    True: "Uppgifterna om deltagaren och remittenten följer med, och remissens text med det som står om samtycke.",
    False: "Uppgifterna om deltagaren och remittenten följer med. Remissen säger inget om samtycke.",
}


def _reminders(visit: Visit, change: Change) -> Iterator[str]:
    """How many reminders each gets that they would not have got."""
    assert change.dossier.id is not None
    party = journey_contacts(visit.connection, change.dossier.id).party
    nobody = unreachable(visit.connection, change.dossier.id)
    before, after = (_coming(each, party) for each in (change.before, change.after))
    known = {each.key for each in before}
    for role, number in Counter(each.to for each in after if each.key not in known).items():
        yield _to(role, number, nobody.get(role))
    if before and not after:
        yield "Inga fler påminnelser går ut."


def _coming(found: Snapshot | None, party: str) -> list[Reminding]:
    return list(coming_reminders(found.history, found.obligations, party, found.today)) if found else []


def _to(role: str, number: int, reason: str | None) -> str:
    who = RECIPIENTS[role]
    if reason:
        return f"Ingen påminnelse till {who}: {reason}."
    return f"{_in_words(number)} {'påminnelse' if number == 1 else 'påminnelser'} till {who}."


def _meeting(change: Change) -> Iterator[str]:
    """What becomes of the booked meeting, and how many are told."""
    if booking := _cancelled(change):
        yield f"Mötet {time_text(booking.time, change.today)} avbokas."
    if change.messages:
        yield f"{_in_words(change.messages)} {'meddelande' if change.messages == 1 else 'meddelanden'} om mötet går ut."


def _cancelled(change: Change) -> Booking | None:
    """The booking that is no more, where that is not because the meeting was held."""
    booking = change.before.history.booking if change.before else None
    after, event = change.after.history, change.dossier.events[-1]
    was_held = event.name == "checkpoint" and booking is not None and booking.time.date() <= event.on
    return booking if (after.booking is None or after.end) and not was_held else None


def _in_words(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
