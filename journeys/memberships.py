"""Who is in which group of a programme: reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, select

from journeys.storage.projection import WAITING
from journeys.tables.journeys import JOURNEY, OBLIGATION
from workflows.machine import ENDED


@dataclass(frozen=True, kw_only=True, slots=True)
class InGroup:
    """A participant on the list of a group. `behind`: rule and n of what is overdue."""

    journey: str
    group: str
    programme: str
    version: str
    state: str
    behind: tuple[tuple[str, int], ...]

    @property
    def ended(self) -> bool:
        return self.state in ENDED


def in_groups(connection: Connection, programme: str, today: date) -> list[InGroup]:
    """Everybody in a group of the programme, as their rows have it, with what is overdue on `today`."""
    overdue = (OBLIGATION.c.journey_id == JOURNEY.c.id) & (OBLIGATION.c.state == WAITING) & (OBLIGATION.c.due < today)
    query = (
        select(*JOURNEY.c["reference", "group", "programme", "version", "state"], *OBLIGATION.c["rule", "n"])
        .select_from(JOURNEY.outerjoin(OBLIGATION, overdue))
        .where(JOURNEY.c.programme == programme, JOURNEY.c.group.is_not(None))
        .order_by(JOURNEY.c.id, OBLIGATION.c.due, OBLIGATION.c.rule)
    )
    return [_in_group(list(rows)) for _, rows in groupby(connection.execute(query), key=lambda row: row.reference)]


def _in_group(rows: Sequence[Any]) -> InGroup:
    journey = rows[0]
    return InGroup(
        journey=journey.reference,
        group=journey.group,
        programme=journey.programme,
        version=journey.version,
        state=journey.state,
        behind=tuple((row.rule, row.n) for row in rows if row.rule),
    )


def taken_places(connection: Connection, programme: str, group: str, *, but: str) -> int:
    """How many are in a group and have not ended, without one journey."""
    query = select(func.count()).where(
        JOURNEY.c.programme == programme,
        JOURNEY.c.group == group,
        JOURNEY.c.state.not_in(ENDED),
        JOURNEY.c.reference != but,
    )
    return int(connection.execute(query).scalar_one())
