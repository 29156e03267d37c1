"""What is due when, and when it is done (spec: counting.md, "Obligations": anchor, due day, done day, statuses).

The journeys start on Monday 5 January 2026; six weeks later is Monday 16 February.
"""

import pytest

from tests.builders import CHECKPOINT, Step, due, programme, rule, standing, started
from workflows.programme import Programme

START = started("2026-01-05")
PLAN = programme(rules=[rule("plan", since="started", within="6 weeks")])
CONTACT = programme(rules=[rule("contact", since="admitted", within="2 weeks")])
EVERY = programme(rules=[rule("contact", since="started", within="6 weeks", every="3 months")])
CHECKPOINTS = programme(rules=[CHECKPOINT])
DOCUMENT = programme(rules=[rule("document", since="started", within="6 weeks")])


def test_without_its_anchor_there_is_no_obligation() -> None:
    referred_and_admitted = START[:2]
    assert standing(PLAN, *referred_and_admitted, today="2026-01-05") == []


ANCHORS: dict[str, tuple[str, tuple[Step, ...], str]] = {
    # in each, the anchor is Wednesday 4 March; 1 week later is Wednesday 11 March
    "referred": ("referred", (("referred", "2026-03-04"),), "contact"),
    "admitted": ("admitted", (("referred", "2026-03-02"), ("admitted", "2026-03-04")), "contact"),
    "started": ("started", (("referred", "2026-03-02"), ("admitted", "2026-03-03"), ("started", "2026-03-04")), "plan"),
    "decided": ("decided", (*START, ("checkpoint", "2026-03-04", {"decision": "exit"})), "exited"),
    "exited": ("exited", (*START, ("exited", "2026-03-04")), "document"),
    "the first stage": ("one", started("2026-03-04"), "plan"),
    "a later stage": ("two", (*START, ("checkpoint", "2026-03-04")), "plan"),
    "a record": ("contact", (*START, ("contact", "2026-03-04")), "plan"),
}


@pytest.mark.parametrize(("since", "steps", "record"), ANCHORS.values(), ids=ANCHORS)
def test_counts_from_the_day_of_its_anchor(since: str, steps: tuple[Step, ...], record: str) -> None:
    one_week = programme(rules=[rule(record, since=since, within="1 week")])
    assert standing(one_week, *steps, today="2026-03-05") == [f"{record} 1 2026-03-11 open"]


def test_counts_from_the_first_time_that_was_no_attempt() -> None:
    after_contact = programme(rules=[rule("plan", since="contact", within="1 week")])
    tried, reached, again = "2026-03-02", "2026-03-04", "2026-03-05"
    steps = (("contact", tried, {"attempt": True}), ("contact", reached), ("contact", again))
    assert standing(after_contact, *START, *steps, today="2026-03-05") == ["plan 1 2026-03-11 open"]


def test_a_checkpoint_that_decided_to_go_on_is_no_anchor_for_decided() -> None:
    decided = programme(rules=[rule("exited", since="decided", within="2 weeks")])
    assert standing(decided, *START, ("checkpoint", "2026-02-16"), today="2026-03-01") == []


def test_an_exit_before_the_start_is_no_anchor() -> None:
    document = programme(rules=[rule("document", since="exited", within="0 days")])
    assert standing(document, *START[:2], ("exited", "2026-01-12"), today="2026-02-01") == []
    assert standing(document, *START, ("exited", "2026-01-12"), today="2026-01-12") == ["document 1 2026-01-12 open"]


def test_being_declined_is_no_exit() -> None:
    document = programme(rules=[rule("document", since="exited", within="0 days")])
    assert standing(document, *START[:2], ("declined", "2026-01-12"), today="2026-02-01") == []


DUE_DAYS = {
    "days": ("10 days", "2026-01-15"),
    # 2026-02-05 is a Thursday
    "a month": ("1 month", "2026-02-05"),
    # 2026-01-17 is a Saturday
    "a Saturday becomes Monday": ("12 days", "2026-01-19"),
    # 2026-04-05 is Easter Sunday; Monday 6 is off, too
    "Easter Sunday becomes Tuesday": ("3 months", "2026-04-07"),
    "the same day": ("0 days", "2026-01-05"),
}


@pytest.mark.parametrize(("within", "day"), DUE_DAYS.values(), ids=DUE_DAYS)
def test_is_due_within_its_time_and_on_a_working_day(within: str, day: str) -> None:
    soon = programme(rules=[rule("plan", since="started", within=within)])
    assert standing(soon, *START, today="2026-01-05") == [f"plan 1 {day} open"]


def test_is_due_before_the_exit_on_the_working_day_before() -> None:
    # Exit on Thursday 18 June; two weeks before is Thursday 4 June. Exit on Saturday 20: Saturday 6, so Friday 5.
    before = programme(rules=[rule("plan", since="exited", within="-2 weeks")])
    assert standing(before, *START, ("exited", "2026-06-18"), today="2026-06-18") == ["plan 1 2026-06-04 overdue"]
    assert standing(before, *START, ("exited", "2026-06-20"), today="2026-06-20") == ["plan 1 2026-06-05 overdue"]


def test_a_rule_for_some_outcomes_asks_nothing_of_the_others() -> None:
    onward = programme(rules=[rule("plan", since="exited", within="0 days", outcomes=["onward"])])
    exits = [("exited", "2026-06-18", {"outcome": outcome}) for outcome in ("work", "onward")]
    assert [standing(onward, *START, exit_, today="2026-06-18") for exit_ in exits] == [
        [],
        ["plan 1 2026-06-18 open"],
    ]


def test_the_next_one_counts_from_the_day_the_last_was_done() -> None:
    # done 2 February, two weeks early: the next is 2 May, a Saturday, so Monday 4
    assert standing(EVERY, *START, ("contact", "2026-02-02"), today="2026-02-02") == [
        "contact 1 2026-02-16 met 2026-02-02",
        "contact 2 2026-05-04 open",
    ]


def test_while_one_is_open_there_is_no_next_one() -> None:
    assert standing(EVERY, *START, today="2027-01-05") == ["contact 1 2026-02-16 overdue"]


def test_each_record_is_for_one_of_them_only() -> None:
    # 2 February + 3 months = Saturday 2 May → Monday 4; done Tuesday 5, late; + 3 months = Wednesday 5 August
    steps = (("contact", "2026-02-02"), ("contact", "2026-05-05"))
    assert standing(EVERY, *START, *steps, today="2026-05-05") == [
        "contact 1 2026-02-16 met 2026-02-02",
        "contact 2 2026-05-04 late 2026-05-05",
        "contact 3 2026-08-05 open",
    ]


def test_two_records_on_one_day_are_no_rhythm() -> None:
    twice = (("contact", "2026-02-02"), ("contact", "2026-02-02"))
    assert standing(EVERY, *START, *twice, today="2026-02-02")[1] == "contact 2 2026-05-04 open"


def test_is_done_by_what_was_recorded_before_the_start() -> None:
    early = (*START[:2], ("plan", "2026-01-05"), ("started", "2026-01-12"))
    # started Monday 12 January + 6 weeks = 23 February
    assert standing(PLAN, *early, today="2026-01-12") == ["plan 1 2026-02-23 met 2026-01-05"]


def test_what_was_recorded_before_a_stage_does_not_count_for_it() -> None:
    new_plan = programme(rules=[rule("plan", since="two", within="2 weeks")])
    steps: tuple[Step, ...] = (("plan", "2026-02-02"), ("checkpoint", "2026-02-16"))
    assert standing(new_plan, *START, *steps, today="2026-02-16") == ["plan 1 2026-03-02 open"]
    same_day: tuple[Step, ...] = (("plan", "2026-02-16"), ("checkpoint", "2026-02-16"))
    assert standing(new_plan, *START, *same_day, today="2026-02-16") == ["plan 1 2026-03-02 met 2026-02-16"]


def test_the_event_that_is_the_anchor_is_not_what_is_waited_for() -> None:
    to_three: tuple[Step, ...] = (("checkpoint", "2026-02-16"), ("checkpoint", "2026-03-30"))
    to_four = programme(rules=[rule("advanced", since="four", within="4 weeks")], stages=_one_more_stage())
    advanced: tuple[Step, ...] = (("advanced", "2026-04-27"), ("advanced", "2026-05-11"))
    # four was entered Monday 27 April; 4 weeks later is Monday 25 May
    assert standing(to_four, *START, *to_three, *advanced[:1], today="2026-05-11") == ["advanced 1 2026-05-25 open"]
    assert standing(to_four, *START, *to_three, *advanced, today="2026-05-11") == [
        "advanced 1 2026-05-25 met 2026-05-11"
    ]


def _one_more_stage() -> list[dict[str, str]]:
    ends = {"length": "6 weeks", "ends_with": "checkpoint"}
    return [
        {"id": "one", "name": "Ett", **ends},
        {"id": "two", "name": "Två", **ends},
        *({"id": id_, "name": id_} for id_ in ("three", "four", "five")),
    ]


def test_a_record_is_not_done_by_itself() -> None:
    again = programme(rules=[rule("contact", since="contact", within="2 weeks")])
    assert standing(again, *START, ("contact", "2026-01-12"), today="2026-01-12") == ["contact 1 2026-01-26 open"]
    twice = (("contact", "2026-01-12"), ("contact", "2026-01-12"))
    assert standing(again, *START, *twice, today="2026-01-12") == ["contact 1 2026-01-26 met 2026-01-12"]


def test_an_attempt_does_nothing() -> None:
    tried = ("contact", "2026-01-07", {"attempt": True})
    assert standing(CONTACT, *START, tried, today="2026-01-07") == ["contact 1 2026-01-19 open"]
    reached = ("contact", "2026-01-08")
    assert standing(CONTACT, *START, tried, reached, today="2026-01-08") == ["contact 1 2026-01-19 met 2026-01-08"]


DOCUMENTS: dict[str, tuple[tuple[Step, ...], str]] = {
    "one of them": ((("document", "2026-02-02", {"to": ["participant"]}),), "open"),
    "the same one twice": (
        (("document", "2026-02-02", {"to": ["participant"]}), ("document", "2026-02-04", {"to": ["participant"]})),
        "open",
    ),
    "one after the other": (
        (("document", "2026-02-02", {"to": ["participant"]}), ("document", "2026-02-04", {"to": ["referrer"]})),
        "met 2026-02-04",
    ),
    "without saying to whom": ((("document", "2026-02-02"),), "met 2026-02-02"),
    "the first time counts": (
        (
            ("document", "2026-02-02", {"to": ["participant"]}),
            ("document", "2026-02-03", {"to": ["referrer"]}),
            ("document", "2026-02-05"),
        ),
        "met 2026-02-03",
    ),
    "an attempt reaches nobody": (
        (("document", "2026-02-02", {"to": ["participant"]}), ("document", "2026-02-03", {"attempt": True})),
        "open",
    ),
}


@pytest.mark.parametrize(("steps", "stands"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_is_done_when_the_last_recipient_has_it(steps: tuple[Step, ...], stands: str) -> None:
    assert standing(DOCUMENT, *START, *steps, today="2026-02-10") == [f"document 1 2026-02-16 {stands}"]


def test_a_checkpoint_is_due_when_its_stage_ends() -> None:
    assert standing(CHECKPOINTS, *START, today="2026-01-05") == ["checkpoint 1 2026-02-16 open"]


def test_each_entry_into_a_stage_gives_one() -> None:
    # held on Thursday 12 February: stage two ends 6 weeks later, Thursday 26 March. Stage three has none.
    held: tuple[Step, ...] = (("checkpoint", "2026-02-12"), ("checkpoint", "2026-03-27"))
    assert standing(CHECKPOINTS, *START, *held, today="2026-03-27") == [
        "checkpoint 1 2026-02-16 met 2026-02-12",
        "checkpoint 2 2026-03-26 late 2026-03-27",
    ]


EXTENSIONS = {
    # the later of the day held and the due day before, 16 February, plus 2 weeks
    "held early counts from the due day": ("2026-02-12", "met", "2026-03-02"),
    "held late counts from that day": ("2026-02-19", "late", "2026-03-05"),
}


@pytest.mark.parametrize(("held", "stands", "extended"), EXTENSIONS.values(), ids=EXTENSIONS)
def test_an_extension_makes_a_new_one(held: str, stands: str, extended: str) -> None:
    extension = ("checkpoint", held, {"decision": "extend", "weeks": 2})
    assert standing(CHECKPOINTS, *START, extension, today="2026-02-19") == [
        f"checkpoint 1 2026-02-16 {stands} {held}",
        f"checkpoint 2 {extended} open",
    ]


def test_checkpoints_are_numbered_through_the_journey() -> None:
    extension = ("checkpoint", "2026-02-16", {"decision": "extend", "weeks": 2})
    # 2 March, then stage two until 6 weeks later: 13 April
    assert standing(CHECKPOINTS, *START, extension, ("checkpoint", "2026-03-02"), today="2026-03-02") == [
        "checkpoint 1 2026-02-16 met 2026-02-16",
        "checkpoint 2 2026-03-02 met 2026-03-02",
        "checkpoint 3 2026-04-13 open",
    ]


def test_an_extension_on_the_day_the_stage_was_entered() -> None:
    extension = ("checkpoint", "2026-01-05", {"decision": "extend", "weeks": 1})
    assert standing(CHECKPOINTS, *START, extension, today="2026-01-05") == [
        "checkpoint 1 2026-02-16 met 2026-01-05",
        "checkpoint 2 2026-02-23 open",
    ]


def test_after_the_decision_to_end_the_stage_asks_for_no_more() -> None:
    decided = ("checkpoint", "2026-02-16", {"decision": "exit"})
    assert standing(CHECKPOINTS, *START, decided, today="2026-06-01") == ["checkpoint 1 2026-02-16 met 2026-02-16"]


STATUSES: dict[str, tuple[tuple[Step, ...], str, str]] = {
    "open until its day, that day included": ((), "2026-02-16", "open"),
    "overdue from the day after": ((), "2026-02-17", "overdue"),
    "met on its day": ((("plan", "2026-02-16"),), "2026-03-01", "met 2026-02-16"),
    "late the day after": ((("plan", "2026-02-17"),), "2026-03-01", "late 2026-02-17"),
    "void if the journey ended on its day": ((("exited", "2026-02-16"),), "2026-03-01", "void"),
    "missed if it ended the day after": ((("exited", "2026-02-17"),), "2026-03-01", "missed"),
    "excepted however late it is": ((("excepted", "2026-03-01", {"rule": "plan"}),), "2026-03-02", "excepted"),
}


@pytest.mark.parametrize(("steps", "today", "stands"), STATUSES.values(), ids=STATUSES)
def test_stands(steps: tuple[Step, ...], today: str, stands: str) -> None:
    assert standing(PLAN, *START, *steps, today=today) == [f"plan 1 2026-02-16 {stands}"]


def test_what_has_not_happened_yet_is_not_seen() -> None:
    steps: tuple[Step, ...] = (*START, ("plan", "2026-02-02"), ("exited", "2026-02-10"))
    assert standing(PLAN, *steps, today="2026-02-01") == ["plan 1 2026-02-16 open"]
    assert standing(PLAN, *steps, today="2026-01-04") == []


WHYS: dict[str, tuple[Programme, tuple[Step, ...], str]] = {
    "a stage": (CHECKPOINTS, (), "Ett började 2026-01-05 och är 6 veckor"),
    "a lifecycle event": (PLAN, (), "Startade 2026-01-05, ska vara gjort inom 6 veckor"),
    "an extension": (
        CHECKPOINTS,
        (("checkpoint", "2026-02-12", {"decision": "extend", "weeks": 2}),),
        "Förlängdes 2026-02-12 och är 2 veckor",
    ),
    "a rhythm": (EVERY, (("contact", "2026-02-04"),), "Kontakt 2026-02-04, ska vara gjort inom 3 månader"),
    "a weekend": (
        programme(rules=[rule("plan", since="started", within="12 days")]),
        (),
        "Startade 2026-01-05, ska vara gjort inom 12 dagar; flyttat till arbetsdagen efter",
    ),
    "a pause": (
        PLAN,
        (("paused", "2026-02-02"), ("resumed", "2026-02-16")),
        "Startade 2026-01-05, ska vara gjort inom 6 veckor; framflyttat 14 dagar av vila",
    ),
}


@pytest.mark.parametrize(("of", "steps", "why"), WHYS.values(), ids=WHYS)
def test_says_why(of: Programme, steps: tuple[Step, ...], why: str) -> None:
    assert due(of, *START, *steps, today="2026-02-20")[-1].why == why
