"""Why a published report would say otherwise today: what was registered late, corrected or taken back since.

Who works in a unit knows how much of it is their own, and so could take that from the whole: to them it is told apart.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from journeys.reporting import words
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT
from workflows.figures.suppression import SMALL

LATE, CORRECTED, TAKEN_BACK = "late", "corrected", "voided"
SAID = {LATE: "registrerades i efterhand", CORRECTED: "rättades", TAKEN_BACK: "togs tillbaka"}


def reasons(connection: Connection, programme: str, seq: int, today: date, own: str | None) -> list[str]:
    """What came into the log after `seq`, of the journeys of a programme and of what was held in it, in sentences.

    Only of what had happened by `today`. `own`: the unit that the reader works in.
    """
    rows = connection.execute(_events(programme).where(EVENT.c.seq > seq)).all()
    corrections = [row for row in rows if row.event in (CORRECTED, TAKEN_BACK)]
    happened = _happened_by(connection, programme, corrections, today)
    changed = [row for row in corrections if (row.journey_id, json.loads(row.facts)["of"]) in happened]
    late = [row for row in rows if row.event not in (CORRECTED, TAKEN_BACK) and row.on <= today]
    counted = [*late, *changed]
    if own is None:
        return _told(counted)
    theirs, others = ([row for row in counted if (row.unit == own) is its] for its in (True, False))
    return [*_told(theirs, "i din enhets ärenden "), *_told(others, "utanför din enhets ärenden ")]


def _told(rows: Iterable[Any], where: str = "") -> list[str]:
    """Small numbers as "några få"."""
    numbers = Counter(row.event if row.event in (CORRECTED, TAKEN_BACK) else LATE for row in rows)
    return [f"{_many(numbers[kind])} {where}{said}." for kind, said in SAID.items() if numbers[kind]]


def _many(number: int) -> str:
    return "Några få händelser" if number in SMALL else f"{words.number(number)} händelser"


def _events(programme: str) -> Select[Any]:
    columns = (*EVENT.c["seq", "journey_id", "number", "name", "event", "on", "facts"], JOURNEY.c.unit)
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
