"""Which line is to blame for a history that is not possible.

Events apply by day, not by their place in the file, and corrections change earlier ones. So an event can be refused for
what a later line says: that line is the one to look at.
"""

from collections.abc import Callable, Sequence
from datetime import date

from journeys.dossier import Dossier, Draft
from workflows.errors import EventRefused
from workflows.events import Event
from workflows.history import History
from workflows.replay import replay


def run(dossier: Dossier, events: Sequence[Event]) -> tuple[History, list[EventRefused]]:
    """The history of the events whatever their day, and those of them that are not possible."""
    refused: list[EventRefused] = []
    history = replay(dossier.programme, events, today=date.max, refused=refused, versions=dossier.versions)
    return history, refused


def culprit(dossier: Dossier, event_id: str) -> Draft:
    """The new event that makes the refused one impossible; often that one itself."""
    stored = len(dossier.events) - len(dossier.new)
    place = next(place for place, event in enumerate(dossier.events) if event.id == event_id)

    def refuses(events: Sequence[Event]) -> bool:
        return any(error.event_id == event_id for error in run(dossier, events)[1])

    if place >= stored and refuses(dossier.events[: place + 1]):
        return dossier.new[place - stored]
    return _first(dossier, max(place + 1, stored), refuses)


def without_referral(dossier: Dossier) -> Draft:
    """The new event that takes the referral back."""
    stored = len(dossier.events) - len(dossier.new)
    return _first(dossier, max(stored, 1), lambda events: run(dossier, events)[0].referred_on is None)


def _first(dossier: Dossier, right: int, is_wrong: Callable[[Sequence[Event]], bool]) -> Draft:
    """The new event with which it goes wrong, where it is right with so many events and wrong with all of them."""
    wrong = len(dossier.events)
    while wrong - right > 1:
        middle = (right + wrong) // 2
        if is_wrong(dossier.events[:middle]):
            wrong = middle
        else:
            right = middle
    return dossier.new[wrong - 1 - len(dossier.events)]
