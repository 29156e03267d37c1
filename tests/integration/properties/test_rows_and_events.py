"""What is read from rows is what the events say, on whatever day it is asked (design: "Speed at scale")."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from journeys.due import is_listed, what_is_due
from journeys.queries import dossiers, references
from journeys.reminders.reminder_days import reminders_between
from journeys.reporting.facts import facts_then
from journeys.reporting.reports import report
from journeys.storage.rowcheck import deviations
from tests.examples import FEW
from tests.integration.properties.conftest import PROGRAMMES, Found, Installation, register
from tests.lives import days_after, days_around, lives, many_lives
from workflows.compliance import compliance
from workflows.facts import Span
from workflows.history import History
from workflows.obligations import Obligation, obligations
from workflows.reminders import Standing, Waiting, reminders
from workflows.replay import replay

ANY_PROGRAMME = pytest.mark.parametrize("name", PROGRAMMES)


def histories(app: Installation, connection: Connection, today: date) -> Iterable[tuple[str, History]]:
    """Every journey as its events tell of it on a day."""
    catalogue = app.catalogue(connection)
    for dossier in dossiers(connection, catalogue, references(connection)):
        yield dossier.reference, replay(dossier.programme, dossier.events, today=today)


@ANY_PROGRAMME
@FEW
@given(data=st.data())
def test_after_each_step_the_rows_are_what_the_events_give(found: Found, name: str, data: st.DataObject) -> None:
    with found() as app:
        for step in data.draw(lives(PROGRAMMES[name])):
            register(app, [step])
            with app.read() as connection:
                assert list(deviations(connection, app.catalogue(connection), step.day)) == []


@ANY_PROGRAMME
@FEW
@given(data=st.data())
def test_the_work_list_is_the_same_from_rows_and_from_events(found: Found, name: str, data: st.DataObject) -> None:
    told = data.draw(lives(PROGRAMMES[name]))
    with found() as app:
        register(app, told)
        for today in (data.draw(days_after(told)), data.draw(days_around(told))):
            until = today + timedelta(days=data.draw(st.integers(-3, 60)))
            with app.read() as connection:
                listed = [
                    (row.journey, row.rule, row.n, row.anchor, row.due, row.status, row.unit, row.caseworker, row.why)
                    for row in what_is_due(connection, app.catalogue(connection), today=today, until=until)
                ]
                worked_out = [
                    (reference, *said(each), history.unit, history.caseworker, each.why)
                    for reference, history in histories(app, connection, today)
                    for each in obligations(history, today=today)
                    if is_listed(history, each, until)
                ]
            assert listed == sorted(worked_out, key=lambda row: (row[4], *row[:3]))


def said(each: Obligation) -> tuple[str, int, date, date, str]:
    return each.rule, each.n, each.anchor, each.due, each.status


@ANY_PROGRAMME
@FEW
@given(data=st.data())
def test_the_reminders_are_the_same_from_rows_and_from_events(found: Found, name: str, data: st.DataObject) -> None:
    told = data.draw(lives(PROGRAMMES[name]))
    with found() as app:
        register(app, told)
        for today in (data.draw(days_after(told)), data.draw(days_around(told))):
            first = today + timedelta(days=data.draw(st.integers(-20, 5)))
            last = first + timedelta(days=data.draw(st.integers(0, 40)))
            with app.read() as connection:
                read = reminders_between(connection, app.catalogue(connection), first=first, last=last, today=today)
                worked_out = [
                    (reference, each)
                    for reference, history in histories(app, connection, today)
                    for each in reminders(
                        PROGRAMMES[name], standing(history), waiting(obligations(history, today=today))
                    )
                    if first <= each.on <= last
                ]
            assert sorted(map(repr, read)) == sorted(map(repr, worked_out))


def standing(history: History) -> Standing:
    referral = next((event.data for event in history.events if event.name == "referred"), {})
    ended = history.end is not None
    return Standing(paused=history.paused, ended=ended, party=referral.get("party"), booking=history.booking)


def waiting(found: Iterable[Obligation]) -> list[Waiting]:
    return [Waiting(rule=each.rule, n=each.n, anchor=each.anchor, due=each.due) for each in found if each.waiting]


@ANY_PROGRAMME
@FEW
@given(data=st.data())
def test_the_report_is_the_same_from_rows_and_from_events(found: Found, name: str, data: st.DataObject) -> None:
    programme = PROGRAMMES[name]
    several = data.draw(many_lives(PROGRAMMES[name]))
    with found() as app:
        for told in several:
            register(app, told)
        for told in several:
            today = data.draw(days_around(told))
            first = today - timedelta(days=data.draw(st.integers(0, 200)))
            last = first + timedelta(days=data.draw(st.integers(0, 300)))
            with app.read() as connection:
                read = report(
                    connection,
                    app.catalogue(connection),
                    programme=programme.id,
                    version=programme.version,
                    first=first,
                    last=last,
                    today=today,
                )
                all_facts = [facts_then(history, today) for _, history in histories(app, connection, today)]
            known = [facts for facts in all_facts if facts]
            assert read.compliance == compliance(programme, known, [], Span(first, last))
