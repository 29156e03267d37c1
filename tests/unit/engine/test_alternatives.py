"""What counts instead: a later day, another record, what was done beforehand, and several times (spec: E1–E4)."""

import pytest

from tests.builders import Step, due, goal_row, programme, report, rule, share, standing, started
from workflows.programme import Programme

ADMITTED: tuple[Step, Step] = (("referred", "2026-01-05"), ("admitted", "2026-01-12"))


# The later of two days: two weeks from admission on 12 January, or from the arrival of the plan's papers.

LATER = programme(rules=[rule("contact", since="admitted", within="2 weeks", or_later="plan")])


def test_until_the_later_day_has_come_the_first_counts() -> None:
    assert standing(LATER, *ADMITTED, today="2026-01-13") == ["contact 1 2026-01-26 open"]


def test_the_later_day_counts_when_it_has_come() -> None:
    papers: Step = ("plan", "2026-01-21")
    assert standing(LATER, *ADMITTED, papers, today="2026-01-27") == ["contact 1 2026-02-04 open"]
    (obligation,) = due(LATER, *ADMITTED, papers, today="2026-01-27")
    assert obligation.why == "Plan 2026-01-21, ska vara gjort inom 2 veckor"


def test_a_day_that_is_no_later_changes_nothing() -> None:
    assert standing(LATER, *ADMITTED, ("plan", "2026-01-12"), today="2026-01-13") == ["contact 1 2026-01-26 open"]


def test_what_was_done_between_the_two_days_is_done() -> None:
    between: tuple[Step, Step] = (("contact", "2026-01-14"), ("plan", "2026-01-21"))
    assert standing(LATER, *ADMITTED, *between, today="2026-01-27") == ["contact 1 2026-02-04 met 2026-01-14"]


# One record for another.

EITHER = programme(rules=[rule("plan", since="started", within="6 weeks", every="1 month", or_records=["contact"])])


def test_either_record_does() -> None:
    steps: tuple[Step, ...] = (*started("2026-01-05"), ("contact", "2026-01-20"), ("plan", "2026-02-20"))
    assert standing(EITHER, *steps, today="2026-02-21") == [
        "plan 1 2026-02-16 met 2026-01-20",
        "plan 2 2026-02-20 met 2026-02-20",
        "plan 3 2026-03-20 open",
    ]


# Something before something else: a plan before the contact.

BEFORE = programme(rules=[rule("plan", since="contact", within="0 days", beforehand=True)])
BEFOREHAND: dict[str, tuple[tuple[Step, ...], list[str]]] = {
    "nothing to do before it is known": ((), []),
    "the day before": (
        (("plan", "2026-01-19"), ("contact", "2026-01-20")),
        ["plan 1 2026-01-20 met 2026-01-19"],
    ),
    "the same day": ((("contact", "2026-01-20"), ("plan", "2026-01-20")), ["plan 1 2026-01-20 met 2026-01-20"]),
    "afterwards": ((("contact", "2026-01-20"), ("plan", "2026-01-21")), ["plan 1 2026-01-20 late 2026-01-21"]),
    "never": ((("contact", "2026-01-20"),), ["plan 1 2026-01-20 overdue"]),
}


@pytest.mark.parametrize(("steps", "stands"), BEFOREHAND.values(), ids=BEFOREHAND)
def test_beforehand(steps: tuple[Step, ...], stands: list[str]) -> None:
    assert standing(BEFORE, *started("2026-01-05"), *steps, today="2026-02-01") == stands


def test_some_days_beforehand() -> None:
    # two days before Tuesday 20 January is Sunday: the Friday before it
    early = programme(rules=[rule("plan", since="contact", within="-2 days", beforehand=True)])
    steps: tuple[Step, ...] = (("plan", "2026-01-19"), ("contact", "2026-01-20"))
    assert standing(early, *started("2026-01-05"), *steps, today="2026-02-01") == ["plan 1 2026-01-16 late 2026-01-19"]


# Several times: a plan within a week, and again every month, twice in all.


def twice() -> Programme:
    return programme(
        rules=[rule("plan", since="started", within="1 week", every="1 month")],
        goals=[{"id": "goal", "name": "Mål", "measure": "reached", "rule": "plan", "times": 2}],
    )


FIRST: Step = ("plan", "2026-01-12")
SEVERAL_TIMES: dict[str, tuple[tuple[Step, ...], str]] = {
    "twice in time": ((FIRST, ("plan", "2026-02-12")), "1 of 1"),
    "the second time late": ((FIRST, ("plan", "2026-02-20")), "1 of 1"),
    "the third time overdue": ((FIRST, ("plan", "2026-01-20")), "1 of 1"),
    "once, and not again": ((FIRST,), "0 of 1"),
    "never": ((), "0 of 1"),
    "once, and left before the second": ((FIRST, ("exited", "2026-02-02")), "0 of 0"),
    "once, and resting": ((FIRST, ("paused", "2026-02-02")), "0 of 0, 1 not yet"),
    "once, and excused the second time": ((FIRST, ("excepted", "2026-02-02", {"rule": "plan"})), "0 of 0, 1 excepted"),
}


@pytest.mark.parametrize(("steps", "counts"), SEVERAL_TIMES.values(), ids=SEVERAL_TIMES)
def test_several_times(steps: tuple[Step, ...], counts: str) -> None:
    found = report(twice(), (*started("2026-01-05"), *steps), period=("2026-01-01", "2026-02-28"))
    assert share(goal_row(found)) == counts
