"""The clock stands still while a journey rests (spec: counting.md, "Pauses").

The journeys start on Monday 5 January 2026 and have a plan to make by Monday 16 February.
"""

import pytest

from tests.builders import CHECKPOINT, Step, history, programme, rule, standing, started

START = started("2026-01-05")
PLAN = programme(rules=[rule("plan", since="started", within="6 weeks")])
AFTER_CONTACT = programme(rules=[rule("plan", since="contact", within="2 weeks")])
TWO_WEEKS: tuple[Step, Step] = (("paused", "2026-02-02"), ("resumed", "2026-02-16"))

MOVED: dict[str, tuple[tuple[Step, ...], str, str]] = {
    # [2 February, 16 February) is 14 days
    "by the length of the pause": (TWO_WEEKS, "2026-03-02", "2026-03-02 open"),
    # [2 February, today 12 February) is 10 days: Thursday 26 February
    "by the days until today while it lasts": ((("paused", "2026-02-02"),), "2026-02-12", "2026-02-26 open"),
    "by nothing on its first day": ((("paused", "2026-02-02"),), "2026-02-02", "2026-02-16 open"),
    "by nothing when it was resumed the same day": (
        (("paused", "2026-02-02"), ("resumed", "2026-02-02")),
        "2026-03-02",
        "2026-02-16 overdue",
    ),
    # due on the first day of [16 February, 18 February): Wednesday 18
    "when due on its first day": (
        (("paused", "2026-02-16"), ("resumed", "2026-02-18")),
        "2026-02-18",
        "2026-02-18 open",
    ),
    "not when due the day before": (
        (("paused", "2026-02-17"), ("resumed", "2026-02-27")),
        "2026-02-27",
        "2026-02-16 overdue",
    ),
    # [2 February, 7 February) is 5 days: Saturday 21 February, so Monday 23
    "to a working day": ((("paused", "2026-02-02"), ("resumed", "2026-02-07")), "2026-02-20", "2026-02-23 open"),
    # to Monday 23 as above; then the pause of Monday 23 moves it by its one day
    "from where the pause before it had moved it": (
        (("paused", "2026-02-02"), ("resumed", "2026-02-07"), ("paused", "2026-02-23"), ("resumed", "2026-02-24")),
        "2026-02-24",
        "2026-02-24 open",
    ),
    # 14 days to 2 March; 2 March to 4 March then is 2 more: Wednesday 4 March
    "by one pause after the other": (
        (*TWO_WEEKS, ("paused", "2026-03-02"), ("resumed", "2026-03-04")),
        "2026-03-04",
        "2026-03-04 open",
    ),
    # [12 January, 16 January) is 4 days: Friday 20. [19 February, 24 February) is 5: Wednesday 25.
    "by two pauses of which only the first makes the second reach it": (
        (("paused", "2026-01-12"), ("resumed", "2026-01-16"), ("paused", "2026-02-19"), ("resumed", "2026-02-24")),
        "2026-02-25",
        "2026-02-25 open",
    ),
    # from the very start: [5 January, 12 January) is 7 days
    "by a pause that begins on the day of the anchor": (
        (("paused", "2026-01-05"), ("resumed", "2026-01-12")),
        "2026-02-20",
        "2026-02-23 open",
    ),
}


@pytest.mark.parametrize(("steps", "today", "stands"), MOVED.values(), ids=MOVED)
def test_an_obligation_moves(steps: tuple[Step, ...], today: str, stands: str) -> None:
    assert standing(PLAN, *START, *steps, today=today) == [f"plan 1 {stands}"]


INSIDE = {
    # contact on Monday 9 February gives Monday 23; of [2 February, 16 February) 7 days are left: 2 March
    "inside a pause, by what is left of it": ("2026-02-09", "2026-03-02"),
    # contact on the first day gives 16 February; 14 days
    "on its first day, by all of it": ("2026-02-02", "2026-03-02"),
    # contact on the day of resuming, which is no day of the pause
    "on the day of resuming, by nothing": ("2026-02-16", "2026-03-02"),
}


@pytest.mark.parametrize(("contact", "moved_to"), INSIDE.values(), ids=INSIDE)
def test_an_anchor(contact: str, moved_to: str) -> None:
    steps: tuple[Step, ...] = (*TWO_WEEKS, ("contact", contact))
    assert standing(AFTER_CONTACT, *START, *steps, today="2026-02-20") == [f"plan 1 {moved_to} open"]


def test_what_is_due_in_the_pause_of_its_anchor_moves_by_the_days_left() -> None:
    # contact Tuesday 10 February, due within 2 days on Thursday 12; of the pause [2, 16) 6 days are left: Wednesday 18
    soon = programme(rules=[rule("plan", since="contact", within="2 days")])
    assert standing(soon, *START, *TWO_WEEKS, ("contact", "2026-02-10"), today="2026-02-18") == [
        "plan 1 2026-02-18 open"
    ]


DONE: dict[str, tuple[str, str]] = {
    "before the pause is not moved": ("2026-01-30", "2026-02-16 met 2026-01-30"),
    "on its first day is not moved": ("2026-02-02", "2026-02-16 met 2026-02-02"),
    "in the pause is moved": ("2026-02-03", "2026-03-02 met 2026-02-03"),
    "after the pause is moved": ("2026-03-02", "2026-03-02 met 2026-03-02"),
}


@pytest.mark.parametrize(("done", "stands"), DONE.values(), ids=DONE)
def test_what_was_done(done: str, stands: str) -> None:
    assert standing(PLAN, *START, *TWO_WEEKS, ("plan", done), today="2026-03-10") == [f"plan 1 {stands}"]


@pytest.mark.parametrize(("day", "due"), [("2026-02-02", "2026-02-16"), ("2026-02-03", "2026-03-02")])
def test_what_was_excepted(day: str, due: str) -> None:
    excepted = ("excepted", day, {"rule": "plan"})
    assert standing(PLAN, *START, *TWO_WEEKS, excepted, today="2026-03-10") == [f"plan 1 {due} excepted"]


def test_a_pause_moves_the_checkpoint_too() -> None:
    assert standing(programme(rules=[CHECKPOINT]), *START, *TWO_WEEKS, today="2026-02-16") == [
        "checkpoint 1 2026-03-02 open"
    ]


def test_an_extension_counts_from_the_day_as_it_was_moved() -> None:
    # due 2 March after the pause; held on 23 February; the later of the two plus 2 weeks: 16 March
    extension = ("checkpoint", "2026-02-23", {"decision": "extend", "weeks": 2})
    assert standing(programme(rules=[CHECKPOINT]), *START, *TWO_WEEKS, extension, today="2026-02-23") == [
        "checkpoint 1 2026-03-02 met 2026-02-23",
        "checkpoint 2 2026-03-16 open",
    ]


def test_the_end_of_the_journey_ends_the_pause() -> None:
    # [2 February, 10 February) is 8 days, for ever: Tuesday 24 February
    steps: tuple[Step, ...] = (("paused", "2026-02-02"), ("exited", "2026-02-10"))
    assert standing(PLAN, *START, *steps, today="2026-12-01") == ["plan 1 2026-02-24 void"]


def test_a_pause_goes_on_where_the_end_was_taken_back() -> None:
    # [2 February, today 16 March) is 42 days: 30 March
    steps: tuple[Step, ...] = (("paused", "2026-02-02"), ("exited", "2026-02-10"), ("reopened", "2026-03-01"))
    assert history(PLAN, *START, *steps, today="2026-03-16").paused
    assert standing(PLAN, *START, *steps, today="2026-03-16") == ["plan 1 2026-03-30 open"]


def test_what_counts_from_the_exit_never_moves() -> None:
    document = programme(rules=[rule("document", since="exited", within="1 week")])
    steps: tuple[Step, ...] = (("paused", "2026-02-02"), ("exited", "2026-02-09"))
    assert standing(document, *START, *steps, today="2026-03-01") == ["document 1 2026-02-16 overdue"]


def test_what_is_overdue_when_the_pause_begins_stays_overdue() -> None:
    steps: tuple[Step, ...] = (("paused", "2026-02-20"),)
    assert standing(PLAN, *START, *steps, today="2026-03-20") == ["plan 1 2026-02-16 overdue"]


def test_two_pauses_that_meet_are_like_one() -> None:
    # [2 February, 9 February) and [9 February, 16 February): 16 + 7 = 23 February, + 7 = 2 March
    steps: tuple[Step, ...] = (*TWO_WEEKS[:1], ("resumed", "2026-02-09"), ("paused", "2026-02-09"), TWO_WEEKS[1])
    assert standing(PLAN, *START, *steps, today="2026-02-16") == ["plan 1 2026-03-02 open"]
