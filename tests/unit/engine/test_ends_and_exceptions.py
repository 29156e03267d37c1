"""Ends and exceptions (spec: counting.md, "End", "Exception", and `reopened`).

The journeys start on Monday 5 January 2026 and have a plan to make by Monday 16 February.
"""

import pytest

from tests.builders import CHECKPOINT, Step, due, history, in_lines, programme, rule, standing, started

START = started("2026-01-05")
PLAN = programme(rules=[rule("plan", since="started", within="6 weeks")])
CHECKPOINTS = programme(rules=[CHECKPOINT])
EVERY = programme(rules=[rule("contact", since="started", within="6 weeks", every="3 months")])
DOCUMENT = programme(rules=[rule("document", since="exited", within="1 week")])


def excepted(on: str, of: str) -> Step:
    return "excepted", on, {"rule": of}


ENDS: dict[str, tuple[Step, str]] = {
    "before the due day nobody has failed": (("exited", "2026-02-13"), "void"),
    "on the due day neither": (("exited", "2026-02-16"), "void"),
    "after the due day it was missed": (("exited", "2026-02-17"), "missed"),
}


@pytest.mark.parametrize(("end", "stands"), ENDS.values(), ids=ENDS)
def test_an_end(end: Step, stands: str) -> None:
    assert standing(PLAN, *START, end, today="2026-12-01") == [f"plan 1 2026-02-16 {stands}"]


def test_being_declined_is_an_end() -> None:
    contact = programme(rules=[rule("contact", since="admitted", within="2 weeks")])
    admitted = START[:2]
    # admitted Monday 5 January, due Monday 19
    declined = [
        standing(contact, *admitted, ("declined", day), today="2026-03-01") for day in ("2026-01-19", "2026-01-20")
    ]
    assert declined == [["contact 1 2026-01-19 void"], ["contact 1 2026-01-19 missed"]]


def test_what_was_done_on_the_day_of_the_end_was_done() -> None:
    steps: tuple[Step, ...] = (("exited", "2026-02-10"), ("plan", "2026-02-10"))
    assert standing(PLAN, *START, *steps, today="2026-03-01") == ["plan 1 2026-02-16 met 2026-02-10"]


def test_what_asks_for_the_exit_is_done_by_it() -> None:
    exit_ = programme(rules=[rule("exited", since="decided", within="2 weeks")])
    decided: Step = ("checkpoint", "2026-02-16", {"decision": "exit"})
    assert standing(exit_, *START, decided, ("exited", "2026-03-02"), today="2026-03-02") == [
        "exited 1 2026-03-02 met 2026-03-02"
    ]
    assert standing(exit_, *START, decided, ("exited", "2026-03-03"), today="2026-03-03") == [
        "exited 1 2026-03-02 late 2026-03-03"
    ]


def test_what_counts_from_the_exit_goes_on() -> None:
    exited: Step = ("exited", "2026-02-10")
    assert standing(DOCUMENT, *START, exited, today="2026-02-18") == ["document 1 2026-02-17 overdue"]
    assert standing(DOCUMENT, *START, exited, ("document", "2026-02-19"), today="2026-02-19") == [
        "document 1 2026-02-17 late 2026-02-19"
    ]


def test_a_rhythm_ends_with_the_journey() -> None:
    # the second is due 2 February + 3 months = Monday 4 May
    steps: tuple[Step, ...] = (("contact", "2026-02-02"), ("exited", "2026-03-01"))
    assert standing(EVERY, *START, *steps, today="2026-12-01")[1] == "contact 2 2026-05-04 void"


def test_an_outcome_that_is_not_counted_makes_everything_void() -> None:
    both = programme(
        rules=[
            rule("plan", since="started", within="6 weeks"),
            rule("contact", since="started", within="1 week"),
            rule("document", since="exited", within="0 days"),
        ]
    )
    steps: tuple[Step, ...] = (
        ("plan", "2026-02-10"),
        excepted("2026-02-11", "contact"),
        ("exited", "2026-03-02", {"outcome": "mistake"}),
    )
    assert standing(both, *START, *steps, today="2026-03-10") == [
        "plan 1 2026-02-16 void 2026-02-10",
        "contact 1 2026-01-12 void",
        "document 1 2026-03-02 void",
    ]


def test_what_is_void_keeps_the_day_it_was_done_though_it_was_excepted() -> None:
    steps: tuple[Step, ...] = (
        excepted("2026-02-02", "plan"),
        ("plan", "2026-02-10"),
        ("exited", "2026-03-02", {"outcome": "mistake"}),
    )
    assert standing(PLAN, *START, *steps, today="2026-03-02") == ["plan 1 2026-02-16 void 2026-02-10"]


def test_a_reopened_journey_is_as_if_it_had_never_ended() -> None:
    steps: tuple[Step, ...] = (("exited", "2026-02-10"), ("reopened", "2026-03-01"))
    assert standing(PLAN, *START, *steps, today="2026-03-01") == ["plan 1 2026-02-16 overdue"]
    assert standing(DOCUMENT, *START, *steps, today="2026-03-01") == []
    assert history(PLAN, *START, *steps, today="2026-03-01").state == "one"


def test_reopening_takes_back_the_latest_end_only() -> None:
    steps: tuple[Step, ...] = (("exited", "2026-02-10"), ("reopened", "2026-02-12"), ("exited", "2026-02-20"))
    # 20 February is after the due day, 10 February was not
    assert standing(PLAN, *START, *steps, today="2026-03-01") == ["plan 1 2026-02-16 missed"]
    assert standing(DOCUMENT, *START, *steps, today="2026-03-01") == ["document 1 2026-02-27 overdue"]


def test_what_was_handed_over_before_the_reopening_does_not_count_for_the_next_exit() -> None:
    steps: tuple[Step, ...] = (
        ("exited", "2026-02-10"),
        ("document", "2026-02-10"),
        excepted("2026-02-11", "document"),
        ("reopened", "2026-02-12"),
        ("exited", "2026-02-20"),
    )
    assert standing(DOCUMENT, *START, *steps, today="2026-02-20") == ["document 1 2026-02-27 open"]


def test_an_exception_excuses_what_waits() -> None:
    assert standing(PLAN, *START, excepted("2026-02-02", "plan"), today="2026-12-01") == ["plan 1 2026-02-16 excepted"]


def test_an_excepted_one_has_no_done_day_whatever_comes_later() -> None:
    steps: tuple[Step, ...] = (excepted("2026-02-02", "plan"), ("plan", "2026-02-03"))
    assert standing(PLAN, *START, *steps, today="2026-03-01") == ["plan 1 2026-02-16 excepted"]


def test_an_exception_comes_too_late_for_what_is_done() -> None:
    steps: tuple[Step, ...] = (("plan", "2026-02-02"), excepted("2026-02-02", "plan"))
    assert standing(PLAN, *START, *steps, today="2026-03-01") == ["plan 1 2026-02-16 met 2026-02-02"]


def test_an_exception_before_the_anchor_excuses_nothing() -> None:
    steps: tuple[Step, ...] = (("referred", "2026-01-02"), excepted("2026-01-02", "plan"), *started("2026-01-05")[1:])
    assert standing(PLAN, *steps, today="2026-01-05") == ["plan 1 2026-02-16 open"]


def test_an_exception_on_the_day_of_the_anchor_excuses_the_first() -> None:
    steps: tuple[Step, ...] = (("referred", "2026-01-05"), excepted("2026-01-05", "plan"), *started("2026-01-05")[1:])
    assert standing(PLAN, *steps, today="2026-01-05") == ["plan 1 2026-02-16 excepted"]


def test_the_next_one_counts_from_the_exception() -> None:
    # 11 February + 3 months = Monday 11 May
    steps: tuple[Step, ...] = (excepted("2026-02-11", "contact"),)
    found = due(EVERY, *START, *steps, today="2026-02-11")
    assert in_lines(found) == ["contact 1 2026-02-16 excepted", "contact 2 2026-05-11 open"]
    assert found[1].why == "Förra gången undantogs 2026-02-11, ska vara gjort inom 3 månader"


def test_two_exceptions_on_one_day_excuse_one() -> None:
    # the second one, anchored on that day, does not exist before the day after
    twice = (excepted("2026-02-11", "contact"), excepted("2026-02-11", "contact"))
    assert standing(EVERY, *START, *twice, today="2026-02-11")[1] == "contact 2 2026-05-11 open"


def test_an_exception_takes_the_lowest_that_is_not_done() -> None:
    # 2 February + 3 months = Monday 4 May; the exception of 3 February finds the first done, and takes the second
    steps: tuple[Step, ...] = (("contact", "2026-02-02"), excepted("2026-02-03", "contact"))
    assert standing(EVERY, *START, *steps, today="2026-02-03") == [
        "contact 1 2026-02-16 met 2026-02-02",
        "contact 2 2026-05-04 excepted",
        "contact 3 2026-05-04 open",  # 3 February + 3 months = Sunday 3 May
    ]


def test_an_exception_takes_what_was_done_only_later() -> None:
    steps: tuple[Step, ...] = (excepted("2026-02-02", "checkpoint"), ("checkpoint", "2026-02-16"))
    assert standing(CHECKPOINTS, *START, *steps, today="2026-02-16") == [
        "checkpoint 1 2026-02-16 excepted",
        "checkpoint 2 2026-03-30 open",
    ]


def test_an_exception_on_the_day_a_checkpoint_was_held_excuses_neither() -> None:
    # the first is done that day, and the second does not exist before the day after
    steps: tuple[Step, ...] = (("checkpoint", "2026-02-16"), excepted("2026-02-16", "checkpoint"))
    assert standing(CHECKPOINTS, *START, *steps, today="2026-02-16") == [
        "checkpoint 1 2026-02-16 met 2026-02-16",
        "checkpoint 2 2026-03-30 open",
    ]


def test_an_exception_is_for_its_own_rule() -> None:
    both = programme(
        rules=[rule("plan", since="started", within="6 weeks"), rule("contact", since="started", within="1 week")]
    )
    assert standing(both, *START, excepted("2026-01-07", "contact"), today="2026-01-07") == [
        "plan 1 2026-02-16 open",
        "contact 1 2026-01-12 excepted",
    ]


def test_after_the_exit_what_counts_from_it_can_be_excused() -> None:
    steps: tuple[Step, ...] = (("exited", "2026-02-10"), excepted("2026-02-20", "document"))
    assert standing(DOCUMENT, *START, *steps, today="2026-02-20") == ["document 1 2026-02-17 excepted"]
