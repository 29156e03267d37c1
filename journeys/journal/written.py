"""What is stored, as lines of a journal again: for the export, and to know a line that says the same as before."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection

from journeys import queries
from journeys.journal.lines import Line, ProgrammeEvent, model_of
from journeys.journal.person_lines import Person, Referrer
from journeys.ledger import Ledger, canonical
from journeys.storage.parts import Parts, joined, normal, registered_at

Key = tuple[str, date, str | None]
"""Event, day and id: lines that differ in any of these are different events."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A stored event and its line. `key` and `form` are those that `key_of` and `form_of` give for the same line."""

    key: Key
    values: Mapping[str, Any]

    @property
    def form(self) -> str:
        return canonical(self.values)


def key_of(line: Line) -> Key:
    return line.event, line.on, line.id


def form_of(line: Line, parts: Parts, version: str | None) -> str:
    """All that a line says, in the one form that is compared. `version` is what the line's journey is pinned to."""
    return canonical(
        normal(
            reference=line.journey,
            event=line.event,
            on=line.on,
            name=line.id,
            at=registered_at(line),
            by=line.by,
            rest=_pinned(line.event, joined(parts.facts, parts.private), version),
        )
    )


def written(
    connection: Connection, ledger: Ledger, journeys: Mapping[int, tuple[str, str]]
) -> Iterator[tuple[int, Written]]:
    """The events of journeys, each journey's in the order they were registered: id → (reference, version)."""
    for row in queries.registered_events(connection, list(journeys)):
        yield row.journey_id, _written(ledger, row, *journeys[row.journey_id])


def written_programme_events(connection: Connection, ledger: Ledger, programme: str | None = None) -> Iterator[Written]:
    """The events of all programmes, or of one, in the order they were registered."""
    for row in queries.registered_programme_events(connection, programme):
        yield _written(ledger, row, None, None)


def _written(ledger: Ledger, row: Any, reference: str | None, version: str | None) -> Written:
    rest = joined(json.loads(row.facts), ledger.opened(row.seq, row.body))
    values = normal(
        reference=reference,
        event=row.event,
        on=row.on,
        name=row.name,
        at=row.at,
        by=row.by,
        rest=_pinned(row.event, rest, version),
    )
    return Written(key=(row.event, row.on, row.name), values=values)


def _pinned(event: str, rest: dict[str, Any], version: str | None) -> dict[str, Any]:
    """With the version that the journey is pinned to, whether or not the referral named it."""
    return rest | {"version": rest.get("version", version)} if event == "referred" and version else rest


def text_of(values: Mapping[str, Any]) -> str:
    """The line of an event, its keys in the order of the spec's tables and the note last."""
    model = model_of(values["event"]) if "journey" in values else ProgrammeEvent
    ordered = _in_order(values, _order(model))
    for key, inner in (("person", Person), ("referrer", Referrer)):
        if key in ordered:
            ordered[key] = _in_order(ordered[key], tuple(inner.model_fields))
    return json.dumps(ordered, ensure_ascii=False)


def _in_order(values: Mapping[str, Any], order: Iterable[str]) -> dict[str, Any]:
    return {key: values[key] for key in order if key in values}


@cache
def _order(model: type[Line]) -> tuple[str, ...]:
    fields = [key for key in model.model_fields if key != "note"]
    return (*fields, "note")
