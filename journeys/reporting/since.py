"""Why a published report would say otherwise today: what was registered late, corrected or taken back since."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from journeys.reporting import words
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT
from workflows.figures.suppression import SMALL

CORRECTED, TAKEN_BACK = "corrected", "voided"


@dataclass(frozen=True, kw_only=True, slots=True)
class Since:
    """How much came into the log after what was counted, of what had happened by the day it is seen from."""

    late: int
    corrected: int
    taken_back: int

    def told(self) -> list[str]:
        """In sentences; the small numbers, which are of all units together, as "några få"."""
        counts = (
            (self.late, "registrerades i efterhand"),
            (self.corrected, "rättades"),
            (self.taken_back, "togs tillbaka"),
        )
        return [f"{_many(number)} {what}." for number, what in counts if number]


def _many(number: int) -> str:
    return "Några få händelser" if number in SMALL else f"{words.number(number)} händelser"


def since(connection: Connection, programme: str, seq: int, today: date) -> Since:
    """What came into the log after `seq`, of the journeys of a programme and of what was held in it."""
    rows = connection.execute(_events(programme).where(EVENT.c.seq > seq)).all()
    corrections = [row for row in rows if row.event in (CORRECTED, TAKEN_BACK)]
    happened = _happened_by(connection, programme, corrections, today)
    changed = [row.event for row in corrections if (row.journey_id, json.loads(row.facts)["of"]) in happened]
    return Since(
        late=sum(row.on <= today for row in rows if row.event not in (CORRECTED, TAKEN_BACK)),
        corrected=changed.count(CORRECTED),
        taken_back=changed.count(TAKEN_BACK),
    )


def _events(programme: str) -> Select[Any]:
    columns = EVENT.c["seq", "journey_id", "number", "name", "event", "on", "facts"]
    of_programme = or_(EVENT.c.programme == programme, JOURNEY.c.programme == programme)
    return (
        select(*columns).select_from(EVENT.outerjoin(JOURNEY, JOURNEY.c.id == EVENT.c.journey_id)).where(of_programme)
    )


def _happened_by(
    connection: Connection, programme: str, corrections: Sequence[Any], today: date
) -> set[tuple[int | None, str]]:
    """Of the journeys that these correct: the events that had happened by the day, as a correction names them."""
    journeys = sorted({row.journey_id for row in corrections if row.journey_id is not None})
    asked = [EVENT.c.journey_id.in_(journeys[start : start + 500]) for start in range(0, len(journeys), 500)]
    if any(row.journey_id is None for row in corrections):
        asked.append(EVENT.c.journey_id.is_(None))
    rows = (row for which in asked for row in connection.execute(_events(programme).where(which, EVENT.c.on <= today)))
    return {(row.journey_id, name) for row in rows for name in (row.name, f"#{row.number}") if name}
