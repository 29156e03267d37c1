"""A journal is the way out and the way in again, and the way in is the desk's (spec: journal.md)."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.due import what_is_due
from journeys.journal.importing import import_files
from journeys.reminders.reminder_days import reminders_between
from journeys.reporting.reports import report
from journeys.tables.journeys import ACTIVE, JOURNEY, MEETING, OBLIGATION
from journeys.tables.log import EVENT
from journeys.tables.people import PERSON, REFERRER
from tests.examples import FEW
from tests.integration.properties.conftest import (
    PROGRAMMES,
    Found,
    Installation,
    exported,
    journal_of,
    register,
    rows,
    write,
)
from tests.lives import Told, days_around, many_lives
from workflows.programme import Programme

ANY_PROGRAMME = pytest.mark.parametrize("name", PROGRAMMES)

FOLLOWS = (JOURNEY, OBLIGATION, ACTIVE, PERSON, REFERRER)
"""What follows from the events. Not `NUMBERS`: an import is one change, and numbers a person once."""
NUMBERS = ("revision", "id", "person_id")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a journal is written; the same for all examples of a test."""
    return tmp_path_factory.mktemp("journal") / "journal.jsonl"


def answers(app: Installation, programme: Programme, today: date) -> list[Any]:
    """What the installation says of a day."""
    first, last = today - timedelta(days=60), today + timedelta(days=30)
    whose = {"programme": programme.id, "version": programme.version}
    with app.read() as connection:
        catalogue = app.catalogue(connection)
        counted = report(connection, catalogue, **whose, first=first, last=today, today=today)
        return [
            what_is_due(connection, catalogue, today=today, until=last),
            reminders_between(connection, catalogue, first=today, last=last, today=today),
            counted.compliance,
        ]


def read_in(app: Installation, file: Path, told: list[list[Told]]) -> None:
    """On the last day of all."""
    app.day = max(step.day for life in told for step in life)
    import_files(app, [file])


@ANY_PROGRAMME
@FEW
@given(data=st.data())
def test_a_round_trip_changes_nothing(found: Found, name: str, data: st.DataObject, file: Path) -> None:
    told = data.draw(many_lives(PROGRAMMES[name]))
    day = data.draw(days_around(told[0]))
    with found() as desk:
        for life in told:
            register(desk, life)
        written, said = exported(desk), answers(desk, PROGRAMMES[name], day)
    with found() as copy:
        read_in(copy, write(file, written), told)
        assert exported(copy) == written
        assert answers(copy, PROGRAMMES[name], day) == said
        read_in(copy, file, told)
        assert exported(copy) == written


@ANY_PROGRAMME
@FEW
@given(data=st.data())
def test_an_import_leaves_what_a_desk_leaves(found: Found, name: str, data: st.DataObject, file: Path) -> None:
    told = data.draw(many_lives(PROGRAMMES[name]))
    with found() as desk, found() as copy:
        for life in told:
            register(desk, life)
        for life in told:  # on its own last day: until then a pause that lasts has moved what is due
            read_in(copy, write(file, journal_of(life)), [life])
        assert exported(copy) == exported(desk)
        with desk.read() as here, copy.read() as there:
            assert rows(there, *FOLLOWS, without=NUMBERS) == rows(here, *FOLLOWS, without=NUMBERS)
            meant = ("uid", "sequence")  # of invitations, and an import sends none
            assert rows(there, MEETING, without=meant) == rows(here, MEETING, without=meant)
            assert rows(there, EVENT) == rows(here, EVENT)


@ANY_PROGRAMME
@FEW
@given(data=st.data())
def test_it_does_not_matter_in_how_many_parts_a_journal_comes(
    found: Found, name: str, data: st.DataObject, file: Path
) -> None:
    told = data.draw(many_lives(PROGRAMMES[name], most=1))
    lines = list(journal_of(told[0]))
    cut = data.draw(st.integers(0, len(lines)))
    with found() as whole, found() as parts:
        read_in(whole, write(file, lines), told)
        for part in filter(None, (lines[:cut], lines[cut:])):
            read_in(parts, write(file, part), told)
        assert exported(parts) == exported(whole)
        with whole.read() as here, parts.read() as there:
            assert rows(there, *FOLLOWS, without=NUMBERS) == rows(here, *FOLLOWS, without=NUMBERS)
