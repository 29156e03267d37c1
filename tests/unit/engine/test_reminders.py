"""Who is reminded when (spec: counting.md, "Reminders").

The journeys start on Monday 5 January 2026; the checkpoint and the plan are due on Monday 16 February.
"""

import pytest

from tests.builders import CHECKPOINT, DATED, Step, due, history, programme, rule, started
from workflows.programme import Programme
from workflows.reminders import Reminding, Standing, Waiting, reminders

START = started("2026-01-05")
RULES = [
    CHECKPOINT,
    rule("plan", since="started", within="6 weeks"),
    rule("document", since="exited", within="0 days"),
]


def reminding(of: Programme, *steps: Step, today: str, party: str = "region") -> list[Reminding]:
    seen = history(of, *steps, today=today)
    standing = Standing(paused=seen.paused, ended=seen.end is not None, party=party, booking=seen.booking)
    waiting = [
        Waiting(rule=each.rule, n=each.n, anchor=each.anchor, due=each.due)
        for each in due(of, *steps, today=today)
        if each.waiting
    ]
    return list(reminders(of, standing, waiting))


def days(of: Programme, *steps: Step, today: str) -> list[str]:
    """Each as "-2 working days 2026-02-12": the offset and the day."""
    return [f"{each.offset} {each.on}" for each in reminding(of, *steps, today=today)]


def reminds(rule_: str, *to: str, **offsets: list[str]) -> Programme:
    return programme(rules=RULES, reminders=[{"rule": rule_, "to": list(to or ("caseworker",)), **offsets}])


BOOKED: Step = ("booked", "2026-02-02", {"time": "2026-02-18T13:00"})
CHECKPOINTS = reminds("checkpoint", before=["10 working days", "2 working days"])
PLAN = reminds("plan", before=["2 working days"], after=["1 working day", "1 week"])


def test_before_and_after_the_due_day() -> None:
    # before Monday 16: Friday 13, Thursday 12. After it: Tuesday 17; a week later, Monday 23.
    assert days(PLAN, *START, today="2026-01-05") == [
        "-2 working days 2026-02-12",
        "+1 working day 2026-02-17",
        "+1 week 2026-02-23",
    ]


OFFSETS = {
    # 16 - 2 days = Saturday 14, so Friday 13 before it
    "days before": ({"before": ["2 days"]}, "-2 days 2026-02-13"),
    # 16 + 5 days = Saturday 21, so Monday 23 after
    "days after": ({"after": ["5 days"]}, "+5 days 2026-02-23"),
    "a month before": ({"before": ["1 month"]}, "-1 month 2026-01-16"),
}


@pytest.mark.parametrize(("offset", "day"), OFFSETS.values(), ids=OFFSETS)
def test_calendar_days_become_working_days(offset: dict[str, list[str]], day: str) -> None:
    assert days(reminds("plan", **offset), *START, today="2026-01-05") == [day]


def test_one_for_each_recipient() -> None:
    everybody = reminds("plan", "participant", "referrer", "caseworker", "manager", "coordinator", before=["1 week"])
    assert [each.to for each in reminding(everybody, *START, today="2026-01-05")] == [
        "participant",
        "referrer",
        "caseworker",
        "manager",
        "coordinator",
    ]


def test_who_came_by_themselves_is_no_referrer() -> None:
    both = reminds("plan", "participant", "referrer", before=["1 week"])
    assert [each.to for each in reminding(both, *START, today="2026-01-05", party="self")] == ["participant"]


def test_while_a_checkpoint_is_booked_its_meeting_counts() -> None:
    # before Wednesday 18: Tuesday 17, Monday 16; the tenth is Wednesday 4
    assert days(CHECKPOINTS, *START, BOOKED, today="2026-02-02") == [
        "-10 working days 2026-02-04",
        "-2 working days 2026-02-16",
    ]
    assert {each.counts_from for each in reminding(CHECKPOINTS, *START, BOOKED, today="2026-02-02")} == {
        DATED("2026-02-18")
    }


def test_a_booking_says_nothing_of_other_rules() -> None:
    assert days(PLAN, *START, BOOKED, today="2026-02-02")[0] == "-2 working days 2026-02-12"


def test_a_cancelled_booking_gives_back_the_due_day() -> None:
    assert days(CHECKPOINTS, *START, BOOKED, ("cancelled", "2026-02-03"), today="2026-02-03") == days(
        CHECKPOINTS, *START, today="2026-02-03"
    )


def test_a_held_checkpoint_ends_its_booking() -> None:
    # extended to Monday 16 February + 1 week = 23; two working days before it: Thursday 19
    extended: Step = ("checkpoint", "2026-02-12", {"decision": "extend", "weeks": 1})
    assert days(CHECKPOINTS, *START, BOOKED, extended, today="2026-02-12") == ["-2 working days 2026-02-19"]


def test_a_booking_ends_with_its_stage() -> None:
    # stage two from Thursday 12 February to Thursday 26 March
    found = reminding(CHECKPOINTS, *START, BOOKED, ("checkpoint", "2026-02-12"), today="2026-02-12")
    assert {each.counts_from for each in found} == {DATED("2026-03-26")}


def test_booking_again_moves_it() -> None:
    moved: Step = ("booked", "2026-02-03", {"time": "2026-02-25T09:00"})
    assert {each.counts_from for each in reminding(CHECKPOINTS, *START, BOOKED, moved, today="2026-02-03")} == {
        DATED("2026-02-25")
    }


INVITED = {
    # two working days before Wednesday 18 is Monday 16
    "the day before the reminder's": ("2026-02-13", ["-2 working days 2026-02-16"]),
    "the reminder's own day": ("2026-02-16", []),
    "after the reminder's day": ("2026-02-17", []),
}


@pytest.mark.parametrize(("booked_on", "found"), INVITED.values(), ids=INVITED)
def test_an_invitation_is_the_notice_when_it_was_booked(booked_on: str, found: list[str]) -> None:
    late: Step = ("booked", booked_on, {"time": "2026-02-18T13:00"})
    two_days = reminds("checkpoint", before=["2 working days"])
    assert days(two_days, *START, late, today=booked_on) == found


def test_a_reminder_after_the_meeting_counts_from_the_meeting() -> None:
    after = reminds("checkpoint", after=["1 working day"])
    assert days(after, *START, BOOKED, today="2026-02-19") == ["+1 working day 2026-02-19"]


def test_no_reminder_before_the_day_of_the_anchor() -> None:
    # ten working days before Thursday 15 January is Tuesday 30 December, before the start
    soon = programme(
        rules=[rule("plan", since="started", within="10 days")],
        reminders=[{"rule": "plan", "before": ["10 working days", "7 working days"], "to": ["caseworker"]}],
    )
    # the seventh before Thursday 15: 14, 13, 12, 9, 8, 7 and, as Tuesday 6 is Epiphany, Monday 5, the anchor's day
    assert days(soon, *START, today="2026-01-05") == ["-7 working days 2026-01-05"]


SILENT: dict[str, tuple[Step, ...]] = {
    "while it rests": (("paused", "2026-02-02"),),
    "after its end": (("exited", "2026-02-02"),),
    "when it is done": (("plan", "2026-02-02"),),
    "when it is excused": (("excepted", "2026-02-02", {"rule": "plan"}),),
}


@pytest.mark.parametrize("steps", SILENT.values(), ids=SILENT)
def test_nobody_is_reminded(steps: tuple[Step, ...]) -> None:
    assert days(PLAN, *START, *steps, today="2026-02-02") == []


def test_overdue_work_is_reminded_of() -> None:
    assert len(days(PLAN, *START, today="2026-06-01")) == 3


def test_what_counts_from_the_exit_is_reminded_of_after_it() -> None:
    # exit and due day Monday 2 February; three working days later is Thursday 5
    document = reminds("document", after=["3 working days"])
    assert days(document, *START, ("exited", "2026-02-02"), today="2026-02-02") == ["+3 working days 2026-02-05"]


def test_a_moved_day_gives_another_key() -> None:
    pause: tuple[Step, ...] = (("paused", "2026-02-02"), ("resumed", "2026-02-09"))
    before, after = (reminding(PLAN, *START, *steps, today="2026-02-09") for steps in ((), pause))
    assert not {each.key for each in before} & {each.key for each in after}


@pytest.mark.parametrize(("today", "expired"), [("2026-02-19", False), ("2026-02-20", True)])
def test_is_too_late_after_seven_days(today: str, expired: bool) -> None:
    # its day is Thursday 12 February
    assert reminding(PLAN, *START, today="2026-01-05")[0].expired(DATED(today)) is expired


MEETING_OVER = {
    "before the meeting, on its day": ({"before": ["2 working days"]}, "2026-02-18", False),
    "before the meeting, the day after it": ({"before": ["2 working days"]}, "2026-02-19", True),
    "after the meeting, the day after it": ({"after": ["1 working day"]}, "2026-02-19", False),
}


@pytest.mark.parametrize(("offset", "today", "expired"), MEETING_OVER.values(), ids=MEETING_OVER)
def test_a_reminder_of_a_meeting_that_is_over(offset: dict[str, list[str]], today: str, expired: bool) -> None:
    (found,) = reminding(reminds("checkpoint", **offset), *START, BOOKED, today="2026-02-02")
    assert found.expired(DATED(today)) is expired
