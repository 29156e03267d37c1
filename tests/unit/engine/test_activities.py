"""So many activities a week (spec: counting.md, E9): which weeks expect them, and what is due where they are too few.

The journeys start on Monday 5 January 2026. The second stage, in which two activities a week are expected, is entered
on Wednesday 18 February, so that the first whole week begins on Monday 23 February; its last working day is the 27th.
"""

import pytest

from tests.builders import (
    CHECKPOINT,
    DATED,
    Step,
    due,
    events,
    goal_row,
    history,
    programme,
    report,
    share,
    standing,
    started,
)
from workflows.activities import Activity
from workflows.continuity import caseworkers, idle_areas, quiet_times, still_lasts
from workflows.errors import EventInvalid
from workflows.obligations import obligations
from workflows.reminders import reminders, standing_of, waiting_of
from workflows.replay import replay
from workflows.weeks import week_of

ACTIVITIES = {"id": "activities", "name": "Aktiviteter", "activities": True}
TWO = programme(
    stages=[
        {"id": "one", "name": "Ett", "length": "6 weeks", "ends_with": "checkpoint"},
        {"id": "two", "name": "Två", "activities_per_week": 2},
        {"id": "three", "name": "Tre"},
    ],
    rules=[CHECKPOINT, ACTIVITIES],
    reminders=[{"rule": "activities", "after": ["1 working day"], "to": ["caseworker"]}],
    goals=[{"id": "goal", "name": "Mål", "measure": "on_time", "rule": "activities"}],
)
BEGUN: tuple[Step, ...] = (*started("2026-01-05"), ("checkpoint", "2026-02-18"))


def joins(on: str, **more: str) -> Step:
    return "activity", on, {"area": "work", **more}


def asked(*steps: Step, today: str, begun: tuple[Step, ...] = BEGUN) -> list[str]:
    return [each for each in standing(TWO, *begun, *steps, today=today) if each.startswith("activities")]


BOTH = (joins("2026-01-12"), joins("2026-02-02"))
FIRST, LATER = "activities 1 2026-02-27", "activities 2 2026-03-20"

WEEKS: dict[str, tuple[tuple[Step, ...], str, list[str]]] = {
    "none yet": ((), "2026-02-27", [f"{FIRST} open"]),
    "none by the week's last working day": ((), "2026-02-28", [f"{FIRST} overdue"]),
    "two since before the stage": (BOTH, "2026-02-18", [f"{FIRST} met 2026-02-18"]),
    "the second on the last working day": (
        (joins("2026-02-18"), joins("2026-02-27")),
        "2026-03-01",
        [f"{FIRST} met 2026-02-27"],
    ),
    "the second on the week's Saturday, for the week counts": (
        (joins("2026-02-18"), joins("2026-02-28")),
        "2026-03-01",
        [f"{FIRST} met 2026-02-27"],
    ),
    "the second in the week after": (
        (joins("2026-02-18"), joins("2026-03-02")),
        "2026-03-02",
        [f"{FIRST} late 2026-03-02"],
    ),
    "the second is planned for a day to come": (
        (joins("2026-02-18"), joins("2026-02-19", **{"from": "2026-03-02"})),
        "2026-03-01",
        [f"{FIRST} overdue"],
    ),
    # 13 March is a Friday: its week still has two, that of the 16th has one
    "one has ended": (
        (*BOTH, ("activity-ended", "2026-03-13", {"activity": "e5"})),
        "2026-03-14",
        [f"{FIRST} met 2026-02-18", f"{LATER} open"],
    ),
    "one is to end": (
        (BOTH[0], joins("2026-02-02", to="2026-03-13")),
        "2026-02-18",
        [f"{FIRST} met 2026-02-18", f"{LATER} open"],
    ),
    "a third takes over in time": (
        (BOTH[0], joins("2026-02-02", to="2026-03-13"), joins("2026-03-20")),
        "2026-03-20",
        [f"{FIRST} met 2026-02-18"],
    ),
    "one was registered by mistake": (
        (*BOTH, ("voided", "2026-03-02", {"of": "e5"})),
        "2026-03-02",
        [f"{FIRST} overdue"],
    ),
    # [20 February, 11 March): the next whole week begins on the 16th
    "a pause, which expects nothing": (
        (("paused", "2026-02-20"), ("resumed", "2026-03-11")),
        "2026-03-16",
        ["activities 1 2026-03-20 open"],
    ),
    "a pause that lasts": ((("paused", "2026-02-20"),), "2026-05-01", []),
    "they became enough during a pause": (
        (joins("2026-02-18"), ("paused", "2026-03-03"), joins("2026-03-04"), ("resumed", "2026-03-11")),
        "2026-03-11",
        [f"{FIRST} late 2026-03-04"],
    ),
    "an end in the first whole week": ((("exited", "2026-02-26"),), "2026-03-09", []),
    "an end after it": ((("exited", "2026-03-02"),), "2026-03-09", [f"{FIRST} missed"]),
    "on to a stage that expects nothing": ((("advanced", "2026-03-11"),), "2026-04-01", [f"{FIRST} missed"]),
    "excused": (
        (("excepted", "2026-02-25", {"rule": "activities"}),),
        "2026-03-09",
        [f"{FIRST} excepted"],
    ),
}


@pytest.mark.parametrize(("steps", "today", "stands"), WEEKS.values(), ids=WEEKS)
def test_what_is_due(steps: tuple[Step, ...], today: str, stands: list[str]) -> None:
    assert asked(*steps, today=today) == stands


def test_over_the_new_year_the_last_working_day_is_the_thirtieth() -> None:
    # Thursday 31 December and Friday 1 January are no working days; the stage is entered on a Monday
    begun = (*started("2026-11-02"), ("checkpoint", "2026-12-28"))
    assert asked(today="2027-01-04", begun=begun) == ["activities 1 2026-12-30 overdue"]
    assert week_of(history(TWO, *begun, today="2027-01-04"), DATED("2027-01-03")).least == 2


def test_it_says_how_many_there_are_of_how_many() -> None:
    (found,) = [each for each in due(TWO, *BEGUN, BOTH[0], today="2026-03-02") if each.rule == "activities"]
    assert found.why == "1 av minst 2 aktiviteter i veckan som börjar 2026-02-23"
    assert found.anchor == DATED("2026-02-18")


def test_weeks_in_which_a_stage_begins_or_ends_expect_nothing() -> None:
    seen = history(TWO, *BEGUN, ("exited", "2026-03-12"), today="2026-04-01")
    days = ("2026-02-16", "2026-02-23", "2026-03-02", "2026-03-09", "2026-03-16")
    assert [week_of(seen, DATED(day)).least for day in days] == [0, 2, 2, 0, 0]


def test_a_week_too_few_is_reminded_of_once() -> None:
    seen = history(TWO, *BEGUN, today="2026-06-01")
    waiting = waiting_of(due(TWO, *BEGUN, today="2026-06-01"))
    found = [each for each in reminders(TWO, standing_of(seen, None), waiting) if each.rule == "activities"]
    assert [(each.on.isoformat(), each.to) for each in found] == [("2026-03-02", "caseworker")]


def test_the_report_counts_the_times_they_had_to_be_arranged() -> None:
    in_time = (*BEGUN, *BOTH, ("activity-ended", "2026-03-13", {"activity": "e5"}))
    too_late = (*BEGUN, joins("2026-02-18"), joins("2026-03-02"))
    found = report(TWO, in_time, too_late, BEGUN[:3], period=("2026-01-01", "2026-03-31"))
    assert share(goal_row(found)) == "1 of 3"


@pytest.mark.parametrize(
    ("of", "on"), [("e9", "2026-03-02"), ("e5", "2026-01-11"), ("e6", "2026-03-16")], ids=["unknown", "early", "over"]
)
def test_only_what_goes_on_can_be_ended(of: str, on: str) -> None:
    told = (*BEGUN, joins("2026-01-12"), joins("2026-02-02", to="2026-03-13"))
    with pytest.raises(EventInvalid):
        history(TWO, *told, ("activity-ended", on, {"activity": of}), today="2026-04-01")


def test_what_is_told_of_an_activity() -> None:
    told = joins("2026-02-20", hours=7.5, **{"from": "2026-03-02"})  # type: ignore[arg-type]
    (found,) = history(TWO, *BEGUN, told, today="2026-02-20").activities
    assert found == Activity(id="e5", area="work", hours=7.5, start=DATED("2026-03-02"), end=None)


# What the BIP study found to help


def test_how_many_caseworkers_there_have_been() -> None:
    one = ("reassigned", "2026-02-20", {"caseworker": "Bo"})
    back = ("reassigned", "2026-03-20", {"caseworker": "Ada"})
    assert [caseworkers(history(TWO, *BEGUN, *more, today="2026-04-01")) for more in ((), (one,), (one, back))] == [
        1,
        2,
        2,
    ]


def test_weeks_without_anything_are_told_in_runs() -> None:
    met = ("contact", "2026-01-28")
    rest = (("paused", "2026-03-03"), ("resumed", "2026-03-10"))
    seen = history(
        TWO, *started("2026-01-05"), met, ("contact", "2026-02-10", {"attempt": True}), *rest, today="2026-03-25"
    )
    found = quiet_times(seen, DATED("2026-03-25"))
    # 5 January has the start, 26 January the contact; 2 and 9 March rest
    assert [(each.first.isoformat(), each.weeks) for each in found] == [
        ("2026-01-12", 2),
        ("2026-02-02", 4),
        ("2026-03-16", 1),
    ]
    assert [still_lasts(each, seen, DATED("2026-03-25")) for each in found] == [False, False, True]
    met_again = history(TWO, *started("2026-01-05"), met, *rest, ("contact", "2026-03-24"), today="2026-03-25")
    assert not still_lasts(found[-1], met_again, DATED("2026-03-25"))


def test_areas_of_the_plan_in_which_nothing_goes_on() -> None:
    seen = history(
        TWO, *BEGUN, joins("2026-02-18", to="2026-03-01"), joins("2026-02-18", area="health"), today="2026-04-01"
    )
    assert idle_areas({"work", "health"}, seen, DATED("2026-03-01")) == []
    assert idle_areas({"work", "health"}, seen, DATED("2026-03-02")) == ["work"]


def test_a_change_of_version_asks_nothing_of_the_weeks_before_it() -> None:
    stages = [stage.model_dump(mode="json") | {"activities_per_week": None} for stage in TWO.stages]
    before = programme(version="0", stages=stages, rules=[CHECKPOINT])
    told = events(*BEGUN, ("migrated", "2026-03-18", {"version": "1", "was": "0"}))
    seen = replay(before, told, today=DATED("2026-03-30"), versions={"0": before, "1": TWO})
    # 18 March is a Wednesday: the first whole week is that of the 23rd
    (found,) = [each for each in obligations(seen, today=DATED("2026-03-30")) if each.rule == "activities"]
    assert (found.anchor, found.due, found.status) == (DATED("2026-03-18"), DATED("2026-03-27"), "overdue")


def test_a_change_to_a_version_that_expects_none_leaves_undone_what_was_undone() -> None:
    stages = [stage.model_dump(mode="json") for stage in TWO.stages]
    stages[1:] = [stages[1] | {"activities_per_week": None}, stages[2] | {"activities_per_week": 2}]
    after = programme(version="2", stages=stages, rules=[CHECKPOINT, ACTIVITIES])
    told = events(*BEGUN, ("migrated", "2026-03-18", {"version": "2", "was": "1"}))
    seen = replay(TWO, told, today=DATED("2026-03-30"), versions={"1": TWO, "2": after})
    (found,) = [each for each in obligations(seen, today=DATED("2026-03-30")) if each.rule == "activities"]
    assert found.due < DATED("2026-03-18")
    assert found.status == "missed"
