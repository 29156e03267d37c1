"""One journey as its page shows it, on a day: where it is, what is to be done, what happened."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection

from journeys.casework import possible_steps, snapshot
from journeys.catalogue import Catalogue
from journeys.dossier import Dossier
from journeys.errors import JourneyError
from journeys.queries import Registered, history_of
from journeys.storage.dossiers import load
from journeys.storage.parts import COPIED
from workflows.events import CORRECTIONS, Event, effective
from workflows.history import History
from workflows.obligations import Obligation
from workflows.programme import Programme

Standing = Literal["stands", "corrected", "voided"]


class NotReferredYet(JourneyError):
    """A journey is asked for as it was before there was one."""

    def __init__(self, reference: str, today: date) -> None:
        super().__init__(f"Ärendet {reference} fanns inte än {today}.")
        self.reference, self.today = reference, today


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """One event as it was registered; `now` is the event after corrections, None where it does not stand."""

    registered: Registered
    now: Event | None
    facts: Mapping[str, Any]

    @property
    def standing(self) -> Standing:
        if self.registered.event in CORRECTIONS:
            return "stands"
        if self.now is None:
            return "voided"
        return "corrected" if _MARK in self.now.data else "stands"

    @property
    def on(self) -> date:
        """Its day now, or the day it had when it was taken back."""
        return self.now.on if self.now else self.registered.on

    @property
    def shown(self) -> Mapping[str, Any]:
        """What it says now, or what it said when it was taken back."""
        return _shown(self.now.data if self.now else self.facts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """Nothing in it tells who the participant is, but `dossier` can be asked."""

    dossier: Dossier
    history: History
    obligations: Sequence[Obligation]
    happened: Sequence[Happened]
    steps: Sequence[str]
    today: date

    @property
    def programme(self) -> Programme:
        """The version that the journey follows now."""
        return self.history.programme


def case_of(connection: Connection, catalogue: Catalogue, reference: str, today: date) -> Case:
    """The journey as it stands on `today`. Raises JourneyUnknown and NotReferredYet."""
    dossier = load(connection, catalogue, reference)
    assert dossier.id is not None
    found = snapshot(dossier, today)
    if found.history.referred_on is None:
        raise NotReferredYet(reference, today)
    return Case(
        dossier=dossier,
        history=found.history,
        obligations=sorted(found.obligations, key=lambda each: (each.due, each.rule, each.n)),
        happened=sorted(_happened(connection, dossier, today), key=lambda each: (each.on, each.registered.number)),
        steps=[] if dossier.erased else possible_steps(found.history, today),
        today=today,
    )


def _happened(connection: Connection, dossier: Dossier, today: date) -> Iterator[Happened]:
    """The events up to the day, and every correction: a correction applies whatever its day."""
    standing = {event.id: event for event in effective([_marked(event) for event in dossier.events])}
    assert dossier.id is not None
    for registered in history_of(connection, dossier.id):
        happened = Happened(
            registered=registered, now=standing.get(registered.name), facts=json.loads(registered.facts)
        )
        if happened.on <= today or registered.event in CORRECTIONS:
            yield happened


_MARK = "(corrected)"
"""A key that every correction sets, to see afterwards which events one applied to: no shape has such a key."""


def _marked(event: Event) -> Event:
    if event.name != "corrected":
        return event
    return replace(event, data={**event.data, "set": {**event.data["set"], _MARK: True}})


def _shown(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Without what was copied of the person for the figures."""
    kept = {key: value for key, value in facts.items() if key not in (*COPIED, _MARK)}
    return kept | {"set": _shown(kept["set"])} if "set" in kept else kept
