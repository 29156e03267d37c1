"""What holds for every history, whatever happened in it, on every day (spec: counting.md)."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.dossier import Dossier
from tests.examples import SOME
from tests.lives import Told, days_around, lives
from workflows.calendar import is_working_day
from workflows.events import Event
from workflows.facts import Span, facts_of
from workflows.figures.measures import PER_JOURNEY
from workflows.files.loader import read_programme
from workflows.history import History
from workflows.obligations import Obligation, Status, obligations
from workflows.programme import Programme
from workflows.reminders import Standing, Waiting, reminders
from workflows.replay import replay

ROOT = Path(__file__).parents[3]
FILES = {
    "laboratory": ROOT / "tests/fixtures/laboratory/laboratory.toml",
    "activera": ROOT / "journeys/programmes/activera-2026-07.toml",
}
PROGRAMMES = {name: read_programme(file) for name, file in FILES.items()}
ANY_PROGRAMME = pytest.mark.parametrize("name", PROGRAMMES)


def events_of(programme: Programme, told: Sequence[Told]) -> list[Event]:
    dossier = Dossier(reference="PROV-1", programme=programme)
    for step in told:
        dossier.add(step.line)
    return dossier.events


def stands(name: str, told: Sequence[Told], today: date) -> tuple[History, tuple[Obligation, ...]]:
    programme = PROGRAMMES[name]
    history = replay(programme, events_of(programme, told), today=today)
    return history, obligations(history, today=today)


@st.composite
def moments(draw: st.DrawFn, name: str) -> tuple[list[Told], date]:
    """A life and a day on which it is looked at."""
    told = draw(lives(PROGRAMMES[name]))
    return told, draw(days_around(told))


def status_by_the_table(history: History, each: Obligation, today: date) -> set[Status]:
    """The statuses that the table of the spec leaves room for."""
    if not history.counted:
        return {"void"}
    if each.done:
        return {"met"} if each.done <= each.due else {"late"}
    rule = history.programme.rule(each.rule)
    if history.end and rule and not rule.after_exit:
        return {"excepted", "void" if history.end.on <= each.due else "missed"}
    return {"excepted", "open" if today <= each.due else "overdue"}


@ANY_PROGRAMME
@SOME
@given(data=st.data())
def test_every_obligation_stands_by_the_table(name: str, data: st.DataObject) -> None:
    told, today = data.draw(moments(name))
    history, found = stands(name, told, today)
    for each in found:
        assert each.status in status_by_the_table(history, each, today)
        assert each.why
        assert is_working_day(each.due)
        assert each.anchor <= today
        assert each.done is None or each.done <= today


@ANY_PROGRAMME
@SOME
@given(data=st.data())
def test_obligations_of_a_rule_are_numbered_and_follow_each_other(name: str, data: st.DataObject) -> None:
    told, today = data.draw(moments(name))
    _, found = stands(name, told, today)
    for rule in {each.rule for each in found}:
        of_rule = [each for each in found if each.rule == rule]
        assert [each.n for each in of_rule] == list(range(1, len(of_rule) + 1))
        # The first can be done before its anchor, and the second then counts from that day.
        assert [each.anchor for each in of_rule[1:]] == sorted(each.anchor for each in of_rule[1:])
        assert all(each.status not in ("open", "overdue") for each in of_rule[:-1] if rule != "checkpoint")


@ANY_PROGRAMME
@SOME
@given(data=st.data())
def test_overdue_work_does_not_go_away_by_itself(name: str, data: st.DataObject) -> None:
    told = data.draw(lives(PROGRAMMES[name]))
    _, found = stands(name, told, told[-1].day)
    later = told[-1].day + timedelta(days=data.draw(st.integers(1, 400)))
    _, then = stands(name, told, later)
    still = {(each.rule, each.n) for each in then if each.waiting}
    assert {(each.rule, each.n) for each in found if each.waiting} <= still


@ANY_PROGRAMME
@SOME
@given(data=st.data())
def test_an_uncounted_journey_counts_in_referrals_only(name: str, data: st.DataObject) -> None:
    told, today = data.draw(moments(name))
    history, found = stands(name, told, today)
    facts = facts_of(history, found, gender="woman", party="region")
    assert (facts is None) == (history.referred_on is None)
    if facts and not facts.counted:
        assert {due.status for dues in facts.dues.values() for due in dues} <= {"void"}


@ANY_PROGRAMME
@SOME
@given(data=st.data())
def test_each_goal_gives_a_journey_one_verdict(name: str, data: st.DataObject) -> None:
    told, today = data.draw(moments(name))
    history, found = stands(name, told, today)
    facts = facts_of(history, found, gender="woman", party="region")
    span = Span(today - timedelta(days=data.draw(st.integers(0, 200))), today)
    for goal in PROGRAMMES[name].goals if facts else ():
        if measure := PER_JOURNEY.get(goal.measure):
            assert facts is not None
            count = measure(goal, facts, span)
            assert 0 <= count.met <= count.counted or goal.is_number
            if goal.measure != "on_time":
                assert max(count.counted, count.met) + count.excepted + count.not_counted_yet <= 1


@ANY_PROGRAMME
@SOME
@given(data=st.data())
def test_reminders_come_on_working_days_and_never_before_their_reason(name: str, data: st.DataObject) -> None:
    told, today = data.draw(moments(name))
    history, found = stands(name, told, today)
    standing = Standing(paused=history.paused, ended=history.end is not None, party="self", booking=history.booking)
    waiting = {
        (each.rule, each.n): Waiting(rule=each.rule, n=each.n, anchor=each.anchor, due=each.due)
        for each in found
        if each.waiting
    }
    made = list(reminders(PROGRAMMES[name], standing, waiting.values()))
    assert len({each.key for each in made}) == len(made)
    for each in made:
        assert is_working_day(each.on)
        assert each.on >= waiting[each.rule, each.n].anchor
        assert each.to != "referrer"
        assert (each.on < each.counts_from) == each.offset.startswith("-")
        if each.of_meeting and history.booking:
            assert each.on > history.booking.booked_on
