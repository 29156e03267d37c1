"""Goals that are a share: on_time, reached, exits (spec: counting.md, "Goals").

The journeys start on Monday 5 January 2026 and have a plan to make by Monday 16 February.
"""

import pytest

from tests.builders import Step, goal_row, programme, report, rule, share, started
from workflows.programme import Programme

START = started("2026-01-05")
FEBRUARY, MARCH = ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31")
FIRST_QUARTER = ("2026-01-01", "2026-03-31")

DONE: Step = ("plan", "2026-02-16")
LATE: Step = ("plan", "2026-02-17")
EXCUSED: Step = ("excepted", "2026-02-02", {"rule": "plan"})
RESTS: Step = ("paused", "2026-02-02")
MISTAKE: Step = ("exited", "2026-02-20", {"outcome": "mistake"})


def plans(measure: str, **more: float) -> Programme:
    goal = {"id": "goal", "name": "Mål", "measure": measure, "rule": "plan", **more}
    return programme(rules=[rule("plan", since="started", within="6 weeks")], goals=[goal])


def one(of: Programme, *steps: Step, period: tuple[str, str], today: str | None = None) -> str:
    """How the goal counts one journey."""
    return share(goal_row(report(of, (*START, *steps), period=period, today=today)))


ON_TIME: dict[str, tuple[tuple[Step, ...], tuple[str, str], str]] = {
    "met": ((DONE,), FEBRUARY, "1 of 1"),
    "late": ((LATE,), FEBRUARY, "0 of 1"),
    "overdue": ((), FEBRUARY, "0 of 1"),
    "missed": ((("exited", "2026-02-20"),), FEBRUARY, "0 of 1"),
    "void": ((("exited", "2026-02-10"),), FEBRUARY, "0 of 0"),
    "open": ((), ("2026-02-01", "2026-02-16"), "0 of 0, 1 not yet"),
    "open at rest": ((RESTS,), ("2026-02-01", "2026-02-10"), "0 of 0"),
    "excepted": ((EXCUSED,), FEBRUARY, "0 of 0, 1 excepted"),
    "due in another period, though done in this": ((DONE,), ("2026-02-16", "2026-02-16"), "1 of 1"),
    "due before the period": ((LATE,), MARCH, "0 of 0"),
    "due after the period": ((("plan", "2026-01-20"),), ("2026-01-01", "2026-01-31"), "0 of 0"),
    "due on the first day of the period": ((), ("2026-02-16", "2026-02-28"), "0 of 1"),
    "an outcome that is not counted": ((DONE, MISTAKE), FEBRUARY, "0 of 0"),
}


@pytest.mark.parametrize(("steps", "period", "counts"), ON_TIME.values(), ids=ON_TIME)
def test_on_time(steps: tuple[Step, ...], period: tuple[str, str], counts: str) -> None:
    assert one(plans("on_time"), *steps, period=period) == counts


def test_on_time_looks_at_the_due_day_as_of_today() -> None:
    # as of 31 March the pause [2 February, 2 March) has moved 16 February to 16 March
    pause: tuple[Step, ...] = (RESTS, ("resumed", "2026-03-02"))
    assert one(plans("on_time"), *pause, period=FEBRUARY, today="2026-03-31") == "0 of 0"
    assert one(plans("on_time"), *pause, period=MARCH) == "0 of 1"


def test_on_time_counts_every_obligation() -> None:
    rhythm = programme(
        rules=[rule("plan", since="started", within="1 week", every="1 week")],
        goals=[{"id": "goal", "name": "Mål", "measure": "on_time", "rule": "plan"}],
    )
    # due on the 12th: met; 12 + 7 = 19: late on the 20th; 20 + 7 = 27: excused on the 21st; 21 + 7 = 28: open
    steps: tuple[Step, ...] = (
        ("plan", "2026-01-12"),
        ("plan", "2026-01-20"),
        ("excepted", "2026-01-21", {"rule": "plan"}),
    )
    assert one(rhythm, *steps, period=("2026-01-01", "2026-01-28")) == "1 of 2, 1 excepted, 1 not yet"


REACHED: dict[str, tuple[tuple[Step, ...], tuple[str, str], str]] = {
    "met": ((DONE,), FIRST_QUARTER, "1 of 1"),
    "late": ((LATE,), FIRST_QUARTER, "1 of 1"),
    "overdue": ((), FIRST_QUARTER, "0 of 1"),
    "missed": ((("exited", "2026-02-20"),), FIRST_QUARTER, "0 of 1"),
    "void": ((("exited", "2026-02-10"),), FIRST_QUARTER, "0 of 0"),
    "excepted": ((EXCUSED,), FIRST_QUARTER, "0 of 0, 1 excepted"),
    "open": ((), ("2026-01-01", "2026-02-10"), "0 of 0, 1 not yet"),
    "done before its due day, which comes after the period": (
        (("plan", "2026-01-20"),),
        ("2026-01-01", "2026-01-31"),
        "1 of 1",
    ),
    "settled in an earlier period": ((DONE,), MARCH, "1 of 1"),
    "ended before the period": ((DONE, ("exited", "2026-02-20")), MARCH, "0 of 0"),
    "ended on the first day of the period": ((DONE, ("exited", "2026-03-01")), MARCH, "1 of 1"),
    "started after the period": ((DONE,), ("2025-12-01", "2025-12-31"), "0 of 0"),
    "an outcome that is not counted": ((DONE, MISTAKE), FIRST_QUARTER, "0 of 0"),
}


@pytest.mark.parametrize(("steps", "period", "counts"), REACHED.values(), ids=REACHED)
def test_reached(steps: tuple[Step, ...], period: tuple[str, str], counts: str) -> None:
    assert one(plans("reached"), *steps, period=period) == counts


def test_reached_counts_a_journey_once() -> None:
    rhythm = programme(
        rules=[rule("plan", since="started", within="1 week", every="1 week")],
        goals=[{"id": "goal", "name": "Mål", "measure": "reached", "rule": "plan"}],
    )
    steps: tuple[Step, ...] = (("plan", "2026-01-12"), ("excepted", "2026-01-14", {"rule": "plan"}))
    assert one(rhythm, *steps, period=FEBRUARY) == "1 of 1"  # and the third one is overdue


def test_reached_as_of_a_later_day_asks_what_was_settled_by_the_end_of_the_period() -> None:
    # due and done only after January
    assert one(plans("reached"), DONE, period=("2026-01-01", "2026-01-31"), today="2026-03-01") == "0 of 0"


EXITS: dict[str, tuple[tuple[Step, ...], str]] = {
    "to work": ((("exited", "2026-02-20", {"outcome": "work"}),), "1 of 1"),
    "to something else": ((("exited", "2026-02-20", {"outcome": "onward"}),), "0 of 1"),
    "by mistake": ((MISTAKE,), "0 of 0"),
    "on the last day": ((("exited", "2026-02-28"),), "1 of 1"),
    "before the period": ((("exited", "2026-01-31"),), "0 of 0"),
    "not at all": ((), "0 of 0"),
    "and back": ((("exited", "2026-02-20"), ("reopened", "2026-02-21")), "0 of 0"),
}
TO_WORK = programme(goals=[{"id": "goal", "name": "Mål", "measure": "exits", "outcomes": ["work"]}])


@pytest.mark.parametrize(("steps", "counts"), EXITS.values(), ids=EXITS)
def test_exits(steps: tuple[Step, ...], counts: str) -> None:
    assert one(TO_WORK, *steps, period=FEBRUARY) == counts


def test_an_exit_before_the_start_is_no_exit() -> None:
    never_started = (*START[:2], ("exited", "2026-02-20"))
    assert share(goal_row(report(TO_WORK, never_started, period=FEBRUARY))) == "0 of 0"


def test_a_share_shows_both_numbers_and_reaches_its_target() -> None:
    half = plans("on_time", target=0.5)
    row = goal_row(report(half, (*START, DONE), (*START, LATE), period=FEBRUARY))
    assert (row.met, row.counted, row.share, row.target, row.reached) == (1, 2, 0.5, 0.5, True)


def test_a_share_of_nothing_is_nothing() -> None:
    row = goal_row(report(plans("on_time", target=0.0), period=FEBRUARY))
    assert (row.counted, row.share, row.reached) == (0, None, None)


def test_a_share_without_a_target_has_no_verdict() -> None:
    assert goal_row(report(plans("on_time"), (*START, DONE), period=FEBRUARY)).reached is None


def test_every_unit_and_gender_has_its_row() -> None:
    woman = (*START, DONE)
    man: tuple[Step, ...] = (("referred", "2026-01-05", {"unit": "soder", "gender": "man"}), *START[1:], LATE)
    unknown: tuple[Step, ...] = (("referred", "2026-01-05", {"gender": "unknown"}), *START[1:])
    found = report(plans("on_time"), woman, man, unknown, period=FEBRUARY)
    shares = {(row.unit, row.gender): share(row) for row in found.goals}
    assert shares == {
        (None, None): "1 of 3",
        (None, "woman"): "1 of 1",
        (None, "man"): "0 of 1",
        (None, "other"): "0 of 1",
        ("norr", None): "1 of 2",
        ("norr", "woman"): "1 of 1",
        ("norr", "man"): "0 of 0",
        ("norr", "other"): "0 of 1",
        ("soder", None): "0 of 1",
        ("soder", "woman"): "0 of 0",
        ("soder", "man"): "0 of 1",
        ("soder", "other"): "0 of 0",
    }


def test_a_journey_counts_on_the_unit_it_has_today() -> None:
    moved: tuple[Step, ...] = (*START, DONE, ("reassigned", "2026-03-02", {"unit": "soder"}))
    before, after = (
        report(plans("on_time"), moved, period=FEBRUARY, today=today) for today in ("2026-03-01", "2026-03-02")
    )
    assert [share(goal_row(found, unit="norr")) for found in (before, after)] == ["1 of 1", "0 of 0"]
    assert [share(goal_row(found, unit="soder")) for found in (before, after)] == ["0 of 0", "1 of 1"]
