"""`farled export`: all journeys as a journal that `farled import` reads (spec: journal.md).

Journeys in the order they were registered, the events of each likewise, then the programme events: so that reading it
into an empty installation and writing it again gives the same bytes.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from journeys import queries
from journeys.journal.written import text_of, written, written_programme_events
from journeys.ledger import Ledger
from journeys.pinned import first_versions

BATCH = 500
"""Journeys that are in memory at a time."""


def journal(connection: Connection, ledger: Ledger) -> Iterator[list[str]]:
    """The lines of the journal without their ends: those of one journey at a time, at last the programme events."""
    last = 0
    while page := queries.journeys_after(connection, last, BATCH):
        began = first_versions(connection, [row.id for row in page])
        pinned = {row.id: (row.reference, began.get(row.id, row.version)) for row in page}
        lines: dict[int, list[str]] = {id_: [] for id_ in pinned}
        for id_, line in written(connection, ledger, pinned):
            lines[id_].append(text_of(line.values))
        yield from lines.values()
        last = page[-1].id
    yield [text_of(line.values) for line in written_programme_events(connection, ledger)]
