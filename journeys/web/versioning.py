"""Which versions a unit's journeys follow, and what a change of version was shown to do: what is done is what was seen.

Every query here goes through `access.LISTED`: a protected person's journey is moved by those who may see it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, select

from journeys.migrating import Move, Plan, moves
from journeys.pinned import journeys_on
from journeys.tables.journeys import JOURNEY
from journeys.tables.log import EVENT
from journeys.visibility.access import LISTED
from journeys.web.visit import Visit
from workflows.machine import ENDED
from workflows.programme import Programme

PAGE = 50
_HERE = and_(LISTED, JOURNEY.c.unit == bindparam("my_unit"), JOURNEY.c.state.not_in(ENDED))


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """A page of what would become of the journeys. `number`: how many there are in all."""

    moves: Sequence[Move]
    number: int
    page: int
    fingerprint: str

    @property
    def pages(self) -> int:
        return max(1, -(-self.number // PAGE))


def versions_of(visit: Visit) -> dict[str, list[Programme]]:
    """The versions of each programme that the unit carries out in any of them, the newest first."""
    found = {id_: list(visit.catalogue.of(id_).values()) for id_ in visit.catalogue.ids()}
    return {
        id_: sorted(versions, key=lambda each: each.valid_from, reverse=True)
        for id_, versions in found.items()
        if any(each.unit(visit.staff.unit or "") for each in versions)
    }


def followed(visit: Visit) -> Counter[tuple[str, str]]:
    """How many of the unit's open journeys follow each version, by programme and version."""
    which = JOURNEY.c["programme", "version"]
    query = select(*which, func.count().label("number")).where(_HERE).group_by(*which)
    rows = visit.connection.execute(query, visit.staff.asking)
    return Counter({(row.programme, row.version): row.number for row in rows})


def moved(visit: Visit) -> Mapping[tuple[str, str, str], Mapping[str, int]]:
    """Those that were moved to the version they follow: programme, from, to → references with revisions."""
    query = select(*JOURNEY.c["programme", "version", "reference", "revision"], EVENT.c.facts)
    query = query.join(EVENT, EVENT.c.journey_id == JOURNEY.c.id).where(_HERE, EVENT.c.event == "migrated")
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in visit.connection.execute(query.order_by(JOURNEY.c.id, EVENT.c.number), visit.staff.asking):
        said = json.loads(row.facts)
        if said["version"] == row.version:
            found.setdefault((row.programme, said["was"], row.version), {})[row.reference] = row.revision
    return found


def journeys_of(visit: Visit, plan: Plan) -> Mapping[str, int]:
    """The unit's journeys that the plan is about, with the revisions they have now."""
    if plan.undo:
        return moved(visit).get((plan.was.id, plan.was.version, plan.version.version), {})
    return journeys_on(visit.connection, plan.was.id, plan.follows, seen=_HERE, asking=visit.staff.asking)


def preview(visit: Visit, plan: Plan, page: int) -> Preview:
    """Only the journeys of one page are worked out: how long it takes does not grow with how many there are."""
    found = journeys_of(visit, plan)
    shown = list(found)[(page - 1) * PAGE : page * PAGE]
    return Preview(
        moves=list(moves(visit.connection, visit.catalogue, plan, visit.today, shown)),
        number=len(found),
        page=page,
        fingerprint=fingerprint(visit, plan, found),
    )


def fingerprint(visit: Visit, plan: Plan, found: Mapping[str, int]) -> str:
    """Of all that decides what a change of version does: the journeys as they are, the two versions, the day."""
    versions = [plan.was.canonical(), plan.version.canonical()]
    told = json.dumps([list(found.items()), versions, plan.undo, visit.today.isoformat()])
    return hashlib.sha256(told.encode()).hexdigest()
