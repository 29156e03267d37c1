"""Which participants have answered through a link without anybody having registered it yet: nobody may be forgotten."""

from collections.abc import Sequence

from sqlalchemy import bindparam, exists, select

from journeys.tables.assessments import ANSWER_LINK, DRAFT
from journeys.tables.journeys import JOURNEY
from journeys.visibility.access import LISTED
from journeys.web.visit import Visit

MOST = 50


def waiting(visit: Visit, caseworkers: Sequence[str] | None) -> Sequence[str]:
    """The references of the journeys, of these caseworkers or of all that are listed for them; MOST at most."""
    query = _WAITING if caseworkers is None else _OF_SOME
    whose = {} if caseworkers is None else {"caseworkers": caseworkers}
    return visit.connection.execute(query, {**visit.staff.asking, **whose}).scalars().all()


_SINCE_IT_BEGAN = exists().where(
    ANSWER_LINK.c.journey_id == DRAFT.c.journey_id,
    ANSWER_LINK.c.record == DRAFT.c.record,
    ANSWER_LINK.c.used_at >= DRAFT.c.begun_at,
)
_WAITING = (
    select(JOURNEY.c.reference)
    .where(JOURNEY.c.id.in_(select(DRAFT.c.journey_id).where(_SINCE_IT_BEGAN)), LISTED)
    .order_by(JOURNEY.c.reference)
    .limit(MOST)
)
_OF_SOME = _WAITING.where(JOURNEY.c.caseworker.in_(bindparam("caseworkers", expanding=True)))
