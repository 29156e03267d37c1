"""A journey that is moved to another version: what was settled stays, what only the move made late is excused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.dossier import Dossier
from tests.builders import CHECKPOINT, DATED, Step, events, in_lines, programme, rule, started
from tests.examples import SOME
from tests.lives import Told, lives
from workflows.errors import EventInvalid
from workflows.events import Event
from workflows.history import History
from workflows.obligations import Obligation, obligations
from workflows.programme import Programme
from workflows.replay import replay, with_change

RULES = [
    rule("contact", since="started", within="2 weeks"),
    rule("plan", since="started", within="6 weeks", every="3 months"),
    CHECKPOINT,
]
OLD = programme(rules=RULES)
MOVE: Step = ("migrated", "2026-03-02", {"was": "1", "version": "2"})


def newer(**tables: object) -> Programme:
    return programme(**{"version": "2", "rules": RULES, **tables})


def seen(new: Programme, *steps: Step, today: str) -> History:
    return replay(OLD, events(*steps), today=DATED(today), versions={"1": OLD, "2": new})


def standing(new: Programme, *steps: Step, today: str = "2026-03-02") -> list[str]:
    return in_lines(obligations(seen(new, *steps, today=today), today=DATED(today)))


# Started on Monday 5 January: the contact is due on 19 January, the plan and the first checkpoint on 16 February.
START = started("2026-01-05")
DONE: tuple[Step, ...] = (("contact", "2026-01-19"), ("plan", "2026-02-16"), ("checkpoint", "2026-02-16"))
SHORTER = [rule("contact", since="started", within="1 week"), *RULES[1:]]


def test_before_the_day_nothing_is_changed() -> None:
    new = newer(rules=SHORTER)
    with_move = standing(new, *START, *DONE, MOVE, today="2026-03-01")
    assert with_move == standing(new, *START, *DONE, today="2026-03-01")


def test_what_was_settled_stays_as_it_was() -> None:
    assert standing(newer(rules=SHORTER), *START, *DONE, MOVE)[:2] == [
        "contact 1 2026-01-19 met 2026-01-19",
        "plan 1 2026-02-16 met 2026-02-16",
    ]


def test_what_waits_gets_its_day_from_the_new_version() -> None:
    monthly = [*RULES[:1], rule("plan", since="started", within="6 weeks", every="1 month"), CHECKPOINT]
    assert "plan 2 2026-03-16 open" in standing(newer(rules=monthly), *START, *DONE, MOVE)
    assert "plan 2 2026-05-18 open" in standing(newer(), *START, *DONE, MOVE)


def test_what_only_the_move_makes_late_is_excused() -> None:
    weekly = [*RULES[:1], rule("plan", since="started", within="6 weeks", every="1 week"), CHECKPOINT]
    # a week after 16 February is 23 February, before the move; the next is a week after the move
    assert standing(newer(rules=weekly), *START, *DONE, MOVE)[1:4] == [
        "plan 1 2026-02-16 met 2026-02-16",
        "plan 2 2026-02-23 excepted",
        "plan 3 2026-03-09 open",
    ]
    (excused,) = [
        each
        for each in obligations(
            seen(newer(rules=weekly), *START, *DONE, MOVE, today="2026-03-02"), today=DATED("2026-03-02")
        )
        if each.status == "excepted"
    ]
    assert excused.why.endswith("undantaget: försenat bara av att versionen byttes 2026-03-02")


def test_what_was_late_before_is_late_after() -> None:
    assert "contact 1 2026-01-12 overdue" in standing(newer(rules=SHORTER), *START, MOVE)


def test_a_new_rule_is_excused_where_its_day_has_passed() -> None:
    more = [*RULES, rule("document", since="started", within="1 month")]
    assert "document 1 2026-02-05 excepted" in standing(newer(rules=more), *START, *DONE, MOVE)


def test_what_was_done_under_a_rule_that_is_gone_stays() -> None:
    assert standing(newer(rules=RULES[1:]), *START, *DONE, MOVE)[-1] == "contact 1 2026-01-19 met 2026-01-19"
    assert not [line for line in standing(newer(rules=RULES[1:]), *START, MOVE) if line.startswith("contact")]


def test_a_checkpoint_that_was_held_stays_and_the_next_follows_the_new_length() -> None:
    stages = [
        {"id": "one", "name": "Ett"},
        {"id": "two", "name": "Två", "length": "10 weeks", "ends_with": "checkpoint"},
        {"id": "three", "name": "Tre"},
    ]
    assert standing(newer(stages=stages), *START, *DONE, MOVE)[3:] == [
        "checkpoint 1 2026-02-16 met 2026-02-16",
        "checkpoint 2 2026-04-27 open",
    ]


@pytest.mark.parametrize(
    ("new", "move", "sentence"),
    [
        (newer(stages=[{"id": "three", "name": "Tre"}], rules=RULES[:2]), MOVE, "fasen ”Ett”, som inte finns"),
        (newer(units=[{"id": "soder", "name": "Söder"}]), MOVE, "enheten ”norr” finns inte i version ”2”"),
        (newer(), ("migrated", "2026-03-02", {"was": "1", "version": "3"}), "ingen version ”3”"),
        (newer(), ("migrated", "2026-03-02", {"was": "0", "version": "2"}), "följer version ”1”, inte ”0”"),
    ],
)
def test_a_version_without_a_place_for_the_journey_is_refused(new: Programme, move: Step, sentence: str) -> None:
    with pytest.raises(EventInvalid, match=sentence):
        seen(new, *START, move, today="2026-03-02")


def test_taken_back_it_is_as_if_it_had_never_been() -> None:
    back: Step = ("voided", "2026-03-03", {"of": "e7"})
    new = newer(rules=SHORTER)
    taken_back = standing(new, *START, *DONE, MOVE, back, today="2026-05-01")
    assert taken_back == standing(new, *START, *DONE, today="2026-05-01")


# For every life and every change.

PERIODS = st.sampled_from(["1 day", "1 week", "2 weeks", "3 months"])
MAYBE_AGAIN = st.none() | PERIODS


@st.composite
def versions(draw: st.DrawFn) -> Programme:
    """Another version with other times, with rules that are new and without some that were."""
    rules = [
        rule(
            record, since="started", within=draw(PERIODS), **({"every": again} if (again := draw(MAYBE_AGAIN)) else {})
        )
        for record in draw(st.lists(st.sampled_from(["contact", "plan"]), unique=True))
    ]
    lengths = {"one": draw(PERIODS), "two": draw(PERIODS)}
    stages = [{"id": id_, "name": id_, "length": length, "ends_with": "checkpoint"} for id_, length in lengths.items()]
    open_end = [{"id": "three", "name": "three"}, {"id": "four", "name": "four"}]
    return newer(rules=[*rules, CHECKPOINT], stages=[*stages, *open_end])


@SOME
@given(told=lives(OLD), new=versions(), later=st.integers(0, 200))
def test_a_move_makes_nothing_late_and_forgets_nothing_that_was_done(
    told: list[Told], new: Programme, later: int
) -> None:
    day = told[-1].day
    before = _history(told, new, day)
    if before.end:
        return
    was, now = _by_key(before, day), _by_key(_history(told, new, day, moved=True), day)
    for key, obligation in now.items():
        assert obligation.status != "overdue" or was[key].status == "overdue"
        assert obligation.why
    for key, obligation in was.items():
        if obligation.status in ("met", "late", "excepted"):
            assert now[key] == obligation
    then = _by_key(_history(told, new, day + timedelta(days=later), moved=True), day + timedelta(days=later))
    assert {key for key, each in now.items() if each.status in ("met", "late", "excepted")} <= then.keys()


@SOME
@given(told=lives(OLD), new=versions())
def test_a_move_at_the_end_is_as_one_among_all_events_and_leaves_what_was_before(
    told: list[Told], new: Programme
) -> None:
    day = told[-1].day
    before = _history(told, new, day)
    if before.end:
        return
    whole, known = _history(told, new, day, moved=True), obligations(before, today=day)
    after = with_change(before, whole.events[-1], {"1": OLD, "2": new})
    assert obligations(after, today=day, before=known) == obligations(whole, today=day)
    assert (after.events, after.state, after.programme) == (whole.events, whole.state, whole.programme)
    assert (before.migration, obligations(before, today=day)) == (None, known)


def _history(told: list[Told], new: Programme, today: date, *, moved: bool = False) -> History:
    dossier = Dossier(reference="PROV-1", programme=OLD)
    said = [dossier.add(step.line).event for step in told]
    if moved:
        move = {"was": "1", "version": "2"}
        said.append(Event(name="migrated", on=told[-1].day, at=said[-1].at, id="move", data=move))
    return replay(OLD, said, today=today, versions={"1": OLD, "2": new})


def _by_key(history: History, today: date) -> dict[tuple[str, int], Obligation]:
    return {(each.rule, each.n): each for each in obligations(history, today=today)}
