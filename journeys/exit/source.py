"""What an exit document is drafted from: one journey with what is sealed in its events opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from journeys.case import Case
from journeys.ledger import Ledger
from journeys.storage.keys import Keys
from journeys.visibility.access_named import is_protected_journey
from journeys.words import day_text
from workflows.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """`events`: those that stand after corrections and are not of a day to come, in the order they apply.

    `is_protected`: whether nothing that is drafted may tell where the participant is.
    """

    connection: Connection
    keys: Keys
    ledger: Ledger
    journey_id: int
    case: Case
    events: Sequence[Event]
    is_protected: bool

    def told(self, name: str) -> Mapping[str, Any]:
        """What the latest such event says; empty where there is none."""
        return next((event.data for event in reversed(self.events) if event.name == name), {})


def source_of(connection: Connection, keys: Keys, ledger: Ledger, case: Case) -> Source:
    journey_id = case.dossier.id
    assert journey_id is not None
    return Source(
        connection=connection,
        keys=keys,
        ledger=ledger,
        journey_id=journey_id,
        case=case,
        events=[event for event in case.dossier.standing(ledger) if event.on <= case.today],
        is_protected=is_protected_journey(connection, journey_id),
    )


def long_day(day: date) -> str:
    """ "2 mars 2026": what is printed is read in another year."""
    return f"{_without_year(day)} {day.year}"


def span(first: date, last: date | None) -> str:
    """ "2–27 mars 2026", "27 februari–4 maj 2026", or "från 4 maj 2026" while it lasts."""
    if last is None:
        return f"från {long_day(first)}"
    if first == last:
        return long_day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{long_day(last)}"
    begun = _without_year(first) if first.year == last.year else long_day(first)
    return f"{begun}–{long_day(last)}"


def _without_year(day: date) -> str:
    return day_text(day, day)
