"""What was told wrong is told again (spec: counting.md, "Which events count" and "Corrections")."""

from dataclasses import replace

import pytest

from tests.builders import DATED, Step, corrects, events, history, noon, programme, rule, standing, started
from workflows.errors import BrokenCorrection, StepRefused
from workflows.events import effective, known_at

START = started("2026-01-05")  # e1, e2, e3
PLAN = programme(rules=[rule("plan", since="started", within="6 weeks")])


def test_a_corrected_day_moves_what_follows_from_it() -> None:
    # started Monday 12 January instead: six weeks later is Monday 23 February
    moved: Step = ("corrected", "2026-02-01", corrects("e3", on="2026-01-12"))
    assert standing(PLAN, *START, moved, today="2026-02-20") == ["plan 1 2026-02-23 open"]


def test_a_correction_applies_before_its_own_day() -> None:
    moved: Step = ("corrected", "2026-06-01", corrects("e3", on="2026-01-12"))
    assert standing(PLAN, *START, moved, today="2026-02-20") == ["plan 1 2026-02-23 open"]


def test_what_is_corrected_to_a_later_day_is_not_seen_before_it() -> None:
    moved: Step = ("corrected", "2026-06-01", corrects("e3", on="2026-01-12"))
    assert history(PLAN, *START, moved, today="2026-01-11").state == "admitted"


def test_corrections_of_one_event_apply_in_the_order_of_their_days() -> None:
    # the last word is that of 3 March, though it was registered first: 19 January + 6 weeks = 2 March
    last: Step = ("corrected", "2026-03-03", corrects("e3", on="2026-01-19"))
    first: Step = ("corrected", "2026-03-02", corrects("e3", on="2026-01-12"))
    assert standing(PLAN, *START, last, first, today="2026-02-20") == ["plan 1 2026-03-02 open"]


def test_corrections_of_one_day_apply_in_the_order_they_were_told() -> None:
    days = ("2026-01-19", "2026-01-12")
    told: list[Step] = [("corrected", "2026-03-02", corrects("e3", on=day)) for day in days]
    assert standing(PLAN, *START, *told, today="2026-02-20") == ["plan 1 2026-02-23 open"]


def test_a_correction_gives_new_values_for_whole_keys_and_keeps_the_others() -> None:
    extended: Step = ("checkpoint", "2026-02-16", {"decision": "extend", "weeks": 2})
    more: Step = ("corrected", "2026-02-17", corrects("e4", weeks=3))
    assert history(PLAN, *START, extended, more, today="2026-02-20").events[-1].data == {
        "decision": "extend",
        "weeks": 3,
    }


def test_a_correction_can_take_a_key_away() -> None:
    tried: Step = ("plan", "2026-02-02", {"attempt": True})
    reached: Step = ("corrected", "2026-02-03", corrects("e4", attempt=None))
    assert standing(PLAN, *START, tried, reached, today="2026-02-20") == ["plan 1 2026-02-16 met 2026-02-02"]


def test_what_is_voided_has_not_happened() -> None:
    steps: tuple[Step, ...] = (("plan", "2026-02-02"), ("voided", "2026-02-03", {"of": "e4"}))
    assert standing(PLAN, *START, *steps, today="2026-02-10") == ["plan 1 2026-02-16 open"]


def test_a_correction_that_is_voided_has_not_been_made() -> None:
    steps: tuple[Step, ...] = (
        ("corrected", "2026-02-03", corrects("e3", on="2026-01-12")),
        ("voided", "2026-02-04", {"of": "e4"}),
    )
    assert standing(PLAN, *START, *steps, today="2026-02-10") == ["plan 1 2026-02-16 open"]


def test_a_void_that_is_voided_has_not_been_made() -> None:
    steps: tuple[Step, ...] = (
        ("plan", "2026-02-02"),
        ("voided", "2026-02-03", {"of": "e4"}),
        ("voided", "2026-02-04", {"of": "e5"}),
    )
    assert standing(PLAN, *START, *steps, today="2026-02-10") == ["plan 1 2026-02-16 met 2026-02-02"]


def test_a_correction_can_be_corrected() -> None:
    steps: tuple[Step, ...] = (
        ("corrected", "2026-02-03", corrects("e3", on="2026-01-12")),
        ("corrected", "2026-02-04", {"of": "e4", "set": {"set": {"on": DATED("2026-01-19")}}}),
    )
    assert standing(PLAN, *START, *steps, today="2026-02-10") == ["plan 1 2026-03-02 open"]


def test_a_corrected_event_keeps_its_old_place_among_those_of_its_day() -> None:
    # told as paused on 2 February and resumed on 9; both happened on 2 February, in that order
    steps: tuple[Step, ...] = (
        ("paused", "2026-02-02"),
        ("resumed", "2026-02-09"),
        ("corrected", "2026-02-10", corrects("e5", on="2026-02-02")),
    )
    assert history(PLAN, *START, *steps, today="2026-02-10").state == "one"


def test_a_correction_must_leave_a_history_that_is_possible() -> None:
    impossible: Step = ("corrected", "2026-02-03", corrects("e3", on="2026-01-02"))  # started before it was referred
    with pytest.raises(StepRefused) as refused:
        history(PLAN, *START, impossible, today="2026-02-10")
    assert refused.value.event_id == "e3"


def test_a_record_may_be_corrected_to_a_day_before_the_yes() -> None:
    steps: tuple[Step, ...] = (
        ("referred", "2026-01-05"),
        ("admitted", "2026-01-12"),
        ("contact", "2026-01-13"),
        ("corrected", "2026-01-14", corrects("e3", on="2026-01-08")),
    )
    assert [event.name for event in history(PLAN, *steps, today="2026-02-10").events] == [
        "referred",
        "contact",
        "admitted",
    ]


@pytest.mark.parametrize("of", ["e9", "e4"], ids=["nothing", "itself"])
def test_a_correction_of_what_is_not_there_is_refused(of: str) -> None:
    with pytest.raises(BrokenCorrection):
        history(PLAN, *START, ("voided", "2026-02-03", {"of": of}), today="2026-02-10")


def test_events_of_a_day_apply_in_the_order_they_were_told() -> None:
    told = events(("contact", "2026-01-06"), *START, ("plan", "2026-01-05"))
    assert [event.name for event in effective(told)] == ["referred", "admitted", "started", "plan", "contact"]


def test_what_was_registered_later_is_left_out_with_the_corrections_of_it() -> None:
    told = events(*START, ("plan", "2026-02-02"), ("voided", "2026-02-03", {"of": "e4"}))
    late = [*told[:3], replace(told[3], at=noon("2026-03-01")), told[4]]
    assert [event.id for event in known_at(late, noon("2026-02-10"))] == ["e1", "e2", "e3"]
    assert [event.id for event in known_at(late, noon("2026-03-01"))] == ["e1", "e2", "e3", "e4", "e5"]


def test_a_correction_registered_later_is_left_out() -> None:
    told = events(*START, ("corrected", "2026-02-03", corrects("e3", on="2026-01-12")))
    known = known_at(told, noon("2026-02-02"))
    assert [event.on for event in effective(known)] == [DATED("2026-01-05")] * 3
