"""Who is protected: whoever is so in one journey is so in all, for an earlier or later referral may not have known."""

from sqlalchemy import ColumnElement, exists, or_

from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON

# Tables of their own: the query that asks may join the person too.
_SOMEBODY = PERSON.alias()
_ANOTHER = JOURNEY.alias()


def is_protected() -> ColumnElement[bool]:
    """By this JOURNEY, by another of the same person, or by what is known of the person."""
    somebody = exists().where(_SOMEBODY.c.id == JOURNEY.c.person_id, _SOMEBODY.c.protected)
    another = exists().where(_ANOTHER.c.person_id == JOURNEY.c.person_id, _ANOTHER.c.protected)
    return or_(JOURNEY.c.protected, somebody, another)
