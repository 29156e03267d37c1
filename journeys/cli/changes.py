"""A change in words: where the journey is now, what is to be done, what moved."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from journeys.casework import Change
from journeys.changes import Kind, Shift, shifts
from journeys.messages.recipients import Nobody, Recipient
from journeys.storage.projection import referral_of
from journeys.words import STATUS, counted, day_text, rule_text, unit_text, with_days_in_words
from workflows.history import History
from workflows.obligations import Obligation
from workflows.words import state_name


def told(change: Change) -> Iterator[str]:
    """The lines that are shown after a step. Nothing that tells who the participant is."""
    history, today = change.after.history, change.today
    yield f"Nu: {where(history, today)}."
    yield from _put_right(change)
    yield from ([_ELSEWHERE[change.elsewhere.kind].format(change.elsewhere)] if change.elsewhere else [])
    yield from ([f"Gruppen ”{change.new_group}” är ny: den är inte planerad."] if change.new_group else [])
    yield from (f"Utanför målgruppen: {warning}" for warning in change.warnings)
    yield from headed(history, shifts(change.before, change.after), today)
    yield from answer_told(change)
    if change.messages:
        yield f"{counted(change.messages, 'meddelande ligger', 'meddelanden ligger')} i utkorgen."


def answer_told(change: Change) -> Iterator[str]:
    """What the referrer hears of an answer, or why nothing."""
    if isinstance(change.answered, Recipient):
        yield "Remittenten får besked om att remissen har fått svar, utan att det står vilket."
    if isinstance(change.answered, Nobody):
        yield f"Inget besked går till remittenten: {change.answered.reason}."


def headed(history: History, changed: Sequence[Shift], today: date) -> Iterator[str]:
    """What has become of obligations, by kind."""
    for kind, (heading, words) in _HEADINGS.items():
        lines = [words(history, shift, today) for shift in changed if shift.kind == kind]
        yield from ([heading, *(f"  {line}" for line in lines)] if lines else [])


def summed(*, changed: int, excused: int, refused: int) -> str:
    """What a change of version does to some journeys; nothing that it does not do."""
    late = "den försenad" if excused == 1 else "dem försenade"
    told = (
        (changed, f"{counted(changed, 'ärende', 'ärenden')} får något ändrat."),
        (excused, f"{counted(excused, 'sak', 'saker')} undantas för att bara bytet gör {late}."),
        (refused, f"{counted(refused, 'ärende', 'ärenden')} kan inte byta."),
    )
    return " ".join(sentence for number, sentence in told if number) or "Inget av det som ska göras ändras."


def _put_right(change: Change) -> Iterator[str]:
    """What is another unit or another person now; of a person that it is so, and not how."""
    if change.before is None:
        return
    before, now = change.before.history, change.after.history
    if before.unit != now.unit:
        yield f"Enheten är nu {unit_text(now.programme, now.unit)}."
    yield from (sentence for key, sentence in _RETOLD.items() if key in change.retold)
    was_protected, protected = (bool(referral_of(each).data.get("protected")) for each in (before, now))
    if was_protected != protected:
        yield f"Skyddade personuppgifter: {'ja' if protected else 'nej'}."


_ELSEWHERE = {
    "started": "Ett ärende i {0.programme} väntar i inkorgen hos {0.unit}: {0.reference}.",
    "withdrawn": "Ärendet {0.reference} hos {0.unit} dras tillbaka: dess remiss hade inte fått svar.",
    "left": "Ärendet {0.reference} hos {0.unit} är kvar: dess remiss har fått svar.",
    "moved": "Remissen i {0.reference} hos {0.unit} är flyttad till samma dag, {0.on}.",
}
"""What a step did to a journey in another programme."""
_RETOLD = {
    "person": "Uppgifter om deltagaren är rättade.",
    "referrer": "Uppgifter om remittenten är rättade.",
}


def where(history: History, today: date) -> str:
    """For example "Block 2 sedan 7 april, handläggare Kim Ek"."""
    since = _since(history)
    parts = [state_name(history.programme, history.state) + (f" sedan {day_text(since, today)}" if since else "")]
    if history.caseworker and history.end is None:
        parts.append(f"handläggare {history.caseworker}")
    return ", ".join(parts)


def _since(history: History) -> date | None:
    if history.end:
        return history.end.on
    if history.paused:
        return history.pauses[-1].start
    if history.entries:
        return history.entries[-1].on
    return history.admitted_on or history.referred_on


def _by(history: History, obligation: Obligation, today: date) -> str:
    name = rule_text(history.programme_with(obligation.rule), obligation.rule, obligation.n)
    return f"{name}: senast {day_text(obligation.due, today)}"


def _due(history: History, shift: Shift, today: date) -> str:
    return f"{_by(history, shift.obligation, today)}. {_why(shift, today)}."


def _moved(history: History, shift: Shift, today: date) -> str:
    assert shift.before is not None
    earlier = day_text(shift.before.due, today)
    return f"{_by(history, shift.obligation, today)} i stället för {earlier}. {_why(shift, today)}."


def _why(shift: Shift, today: date) -> str:
    return with_days_in_words(shift.obligation.why, today)


def _done(history: History, shift: Shift, today: date) -> str:
    obligation = shift.obligation
    done = f" {day_text(obligation.done, today)}" if obligation.done else ""
    return f"{_by(history, obligation, today)}, {STATUS[obligation.status].replace('gjort', f'gjort{done}', 1)}."


def _name(history: History, shift: Shift, today: date) -> str:
    return f"{_by(history, shift.obligation, today)}."


_HEADINGS: dict[Kind, tuple[str, Callable[[History, Shift, date], str]]] = {
    "done": ("Gjort:", _done),
    "new": ("Nytt att göra:", _due),
    "moved": ("Flyttat:", _moved),
    "rests": ("Väntar medan ärendet vilar:", _name),
    "resumes": ("Väntar inte längre:", _due),
    "again": ("Ska göras igen:", _due),
    "excepted": ("Undantaget:", _name),
    "lapsed": ("Behövs inte längre:", _due),
    "missed": ("Blev inte gjort:", _due),
    "gone": ("Finns inte längre:", _name),
}
