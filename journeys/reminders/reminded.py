"""Reminders that are settled: sent, expired, skipped or somebody else's to send. That is why none goes twice."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from journeys.storage.dialect import insert_all_new
from journeys.tables.journeys import JOURNEY, REMINDER
from workflows.reminders import Reminding

Key = tuple[str, str, int, str, str, date]
"""The reference of a journey, and the key of one of its reminders."""


def settled(connection: Connection, first: date) -> set[Key]:
    """Those whose day is `first` or later."""
    rows = connection.execute(
        select(JOURNEY.c.reference, *REMINDER.c["rule", "n", "offset", "recipient", "counts_from"])
        .join(JOURNEY, JOURNEY.c.id == REMINDER.c.journey_id)
        .where(REMINDER.c.on >= first)
    )
    return {tuple(row) for row in rows.all()}


def row_of(
    journey_id: int, reminding: Reminding, state: str, *, message: str | None = None, at: datetime
) -> dict[str, Any]:
    return {
        "journey_id": journey_id,
        "rule": reminding.rule,
        "n": reminding.n,
        "offset": reminding.offset,
        "recipient": reminding.to,
        "counts_from": reminding.counts_from,
        "checkpoint": reminding.checkpoint,
        "on": reminding.on,
        "state": state,
        "message": message,
        "at": at,
    }


def settle(connection: Connection, rows: Collection[dict[str, Any]]) -> None:
    """Keep those that are not settled yet."""
    insert_all_new(connection, REMINDER, [*rows])
