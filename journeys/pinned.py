"""Which version journeys follow, and which they began with: reads only."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, or_, select

from journeys.tables import EVENT, JOURNEY
from workflows.machine import ENDED


def first_versions(connection: Connection, journey_ids: Sequence[int]) -> dict[int, str]:
    """The version that those of the journeys began with which were moved to another since."""
    query = select(EVENT.c.journey_id, EVENT.c.facts).where(
        EVENT.c.journey_id.in_(journey_ids), EVENT.c.event == "migrated"
    )
    moved = connection.execute(query.order_by(EVENT.c.number.desc()))
    return {row.journey_id: json.loads(row.facts)["was"] for row in moved}


def journeys_on(connection: Connection, programme: str, version: str, only: Sequence[str] = ()) -> list[str]:
    """The references of the journeys that have not ended and follow this version; `only` some of them, or of units."""
    query = select(JOURNEY.c.reference).where(
        JOURNEY.c.programme == programme, JOURNEY.c.version == version, JOURNEY.c.state.not_in(ENDED)
    )
    if only:
        query = query.where(or_(JOURNEY.c.reference.in_(only), JOURNEY.c.unit.in_(only)))
    return list(connection.execute(query.order_by(JOURNEY.c.id)).scalars())
