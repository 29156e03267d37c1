"""The day of an exit that led on is the day of the referral that it made: a correction moves both, or neither
(spec: journal.md, E10).
"""

from collections.abc import Sequence
from datetime import date

from journeys.dossier import Dossier
from journeys.errors import JourneyError
from journeys.journal.lines import Line
from journeys.journal.reading import line_of
from journeys.onward import Elsewhere, came_from
from journeys.storage.dossiers import load_many
from journeys.words import day_text, unit_text
from journeys.work import Work
from workflows.events import CORRECTIONS, Event, corrected_in_the_end, effective
from workflows.programme import Programme
from workflows.words import step_name


class HoldsTheDay(JourneyError):
    """An exit gets another day, and the journey that it started has something that its referral cannot come after."""

    def __init__(self, there: Elsewhere, event: Event, programme: Programme, today: date) -> None:
        super().__init__(
            f"Avslutet ledde till ärendet {there.reference} hos {there.unit}, och remissen där ska ha samma dag. "
            f"Det går inte: ”{step_name(programme, event.name)}” är registrerat där {day_text(event.on, today)} "
            f"({event.id}). Rätta eller ta tillbaka det i {there.reference} först."
        )
        self.reference, self.event_id = there.reference, event.id


def moved(work: Work, line: Line, dossier: Dossier) -> tuple[Elsewhere | None, Sequence[Line]]:
    """What becomes of the journey that an exit led to whose day the registered line changed, and what is to be
    registered there: a referral that lay on the day of the exit follows it, one with a day of its own stays.
    """
    was, now = _corrected_exit(dossier)
    if was is None or now is None or was.on == now.on:
        return None, ()
    other = next(iter(load_many(work.connection, work.catalogue, [now.data.get("leads_to", "")])), None)
    if other is None or came_from(other) != line.journey:
        return None, ()
    referral = next(event for event in effective(other.events) if event.name == "referred")
    if referral.on != was.on:
        return None, ()
    history = other.replayed(work.today)
    there = Elsewhere(
        kind="moved",
        reference=other.reference,
        programme=history.programme.name,
        unit=unit_text(history.programme, history.unit),
        on=now.on,
    )
    return there, [_move(work, line, there, referral)]


def _corrected_exit(dossier: Dossier) -> Sequence[Event | None]:
    """The exit that the last event corrects, before and after; None where it corrects no exit that stands."""
    new = dossier.events[-1]
    if new.name not in CORRECTIONS:
        return None, None
    about = corrected_in_the_end(dossier.events, new)
    return [
        next((event for event in effective(events) if event.id == about and event.name == "exited"), None)
        for events in (dossier.events[:-1], dossier.events)
    ]


def _move(work: Work, line: Line, there: Elsewhere, referral: Event) -> Line:
    assert there.on is not None
    head = {"journey": there.reference, "event": "corrected", "of": referral.id, "set": {"on": there.on.isoformat()}}
    told = {"reason": f"Dagen för rekommendationen i {line.journey} rättades.", "on": work.today.isoformat()}
    return line_of({key: value for key, value in (head | told | {"by": line.by}).items() if value is not None})


def held_by(work: Work, there: Elsewhere, event_id: str) -> HoldsTheDay:
    """Why the referral cannot be moved: the event of that journey which keeps it where it is."""
    (other,) = load_many(work.connection, work.catalogue, [there.reference])
    event = next(event for event in effective(other.events) if event.id == event_id)
    return HoldsTheDay(there, event, other.programme, work.today)
