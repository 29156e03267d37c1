"""Which version journeys follow, and which they began with: reads only."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from journeys.due import EVERY_JOURNEY, NOTHING
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT
from workflows.machine import ENDED


def first_versions(connection: Connection, journey_ids: Sequence[int]) -> dict[int, str]:
    """The version that those of the journeys began with which were moved to another since."""
    query = select(EVENT.c.journey_id, EVENT.c.facts).where(
        EVENT.c.journey_id.in_(journey_ids), EVENT.c.event == "migrated"
    )
    moved = connection.execute(query.order_by(EVENT.c.number.desc()))
    return {row.journey_id: json.loads(row.facts)["was"] for row in moved}


def references_in(connection: Connection, programme: str, names: Sequence[str]) -> set[str]:
    """Those of the names that are references of journeys in the programme."""
    query = select(JOURNEY.c.reference).where(JOURNEY.c.programme == programme, JOURNEY.c.reference.in_(names))
    return set(connection.execute(query).scalars())


def journeys_on(
    connection: Connection,
    programme: str,
    version: str,
    only: Sequence[str] = (),
    *,
    seen: ColumnElement[bool] = EVERY_JOURNEY,
    asking: Mapping[str, Any] = NOTHING,
) -> dict[str, int]:
    """The journeys that have not ended and follow this version, with their revisions, in the order they came.

    `only` some of them, or of units. `seen` is a condition on JOURNEY: which may be told of; `asking` its parameters.
    """
    query = select(*JOURNEY.c["reference", "revision"]).where(
        JOURNEY.c.programme == programme, JOURNEY.c.version == version, JOURNEY.c.state.not_in(ENDED), seen
    )
    if only:
        query = query.where(or_(JOURNEY.c.reference.in_(only), JOURNEY.c.unit.in_(only)))
    return dict(connection.execute(query.order_by(JOURNEY.c.id), asking).all())
