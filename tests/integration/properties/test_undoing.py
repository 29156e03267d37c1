"""A correction and its undoing give what was there before."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from journeys.casework import register as register_line
from journeys.errors import JourneyError
from journeys.journal.reading import line_of
from journeys.tables.journeys import ACTIVE, JOURNEY, MEETING, OBLIGATION
from journeys.tables.people import PERSON, REFERRER
from tests.examples import FEW
from tests.integration.properties.conftest import PROGRAMMES, Found, Installation, register, rows
from tests.lives import Told, corrections, lives
from workflows.errors import WorkflowError

ANY_PROGRAMME = pytest.mark.parametrize("name", PROGRAMMES)
COUNTS_UP = ("revision", "events", "last_day", "uid", "sequence", "id", "person_id")
"""What tells that something was registered: invitations go out anew, and a person who was another in between."""


def standing(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    return rows(connection, JOURNEY, OBLIGATION, ACTIVE, PERSON, REFERRER, MEETING, without=COUNTS_UP)


def taken(app: Installation, told: Told, values: dict[str, Any]) -> bool:
    """Whether the line was registered."""
    try:
        with app.work() as work:
            register_line(work, line_of({"journey": told.line.journey, "on": told.day.isoformat(), **values}))
    except (JourneyError, WorkflowError):
        return False
    return True


@ANY_PROGRAMME
@FEW
@given(data=st.data())
def test_undoing_gives_what_was_there_before(found: Found, name: str, data: st.DataObject) -> None:
    told = data.draw(lives(PROGRAMMES[name]))
    with found() as app:
        register(app, told)
        with app.read() as connection:
            before = standing(connection)
        if taken(app, told[-1], {"id": "wrong", **data.draw(corrections(PROGRAMMES[name], told))}):
            assert taken(app, told[-1], {"event": "voided", "of": "wrong", "reason": "Det var rätt från början."})
        with app.read() as connection:
            assert standing(connection) == before
