"""SAMKRAFT (Luleå): journeys of 2023's version and of 2026's side by side, every goal counted by hand."""

from pathlib import Path

from tests.command_line import Desk
from tests.plans import goals, happened, lines_of, read_in

PEOPLE = """
LUL-1 woman
  2026-01-07 referred
  2026-01-12 admitted
  2026-01-26 referral-in
  2026-02-05 contact
  2026-02-09 started group=A
  2026-03-02 plan
  2026-03-02 violence-questions
  2026-03-20 skapa
  2026-05-04 advanced
  2026-06-22 skapa
  2026-09-01 exited outcome=other-lasting
  2026-09-01 exit-document
LUL-2 man
  2026-01-07 referred
  2026-01-12 admitted
  2026-01-15 grouped group=A
  2026-01-20 contact
  2026-02-09 started group=A
  2026-03-23 skapa
  2026-03-30 plan
  2026-03-30 violence-questions
  2026-04-13 grouped group=B
LUL-3 woman
  2025-11-03 referred
  2025-11-10 admitted
  2025-11-20 contact
  2025-12-01 started group=2025
  2026-01-09 plan
  2026-01-12 violence-questions
  2026-01-12 skapa
  2026-02-09 advanced
  2026-04-10 skapa
  2026-06-15 exited outcome=work
  2026-06-15 exit-document
LUL-4 man
  2026-03-02 referred
  2026-03-09 admitted
  2026-03-16 contact attempt=true
  2026-04-01 contact
  2026-04-07 started group=B
  2026-04-20 exited
LUL-5 other
  2026-08-03 referred
  2026-08-10 admitted
  2026-08-10 referral-in
  2026-08-24 contact
  2026-08-31 started group=C
  2026-09-15 plan
  2026-10-12 violence-questions
  2026-10-12 skapa
  2026-10-19 paused
  2026-10-26 resumed
"""
HELD = (
    *("2026-02-09 group-start", "2026-04-13 group-start", "2026-08-31 group-start"),
    *("2026-02-03 joint-meeting", "2026-05-12 joint-meeting", "2026-10-06 joint-meeting"),
)


def read(desk: Desk, folder: Path) -> None:
    read_in(desk, folder, *lines_of("samkraft", "lulea", PEOPLE), *happened("samkraft", *HELD))


def test_every_goal_of_the_plan_is_counted(desk: Desk, tmp_path: Path) -> None:
    # contact, two weeks from the later of admission and the referral's arrival: 1 by 9 February (the referral came on
    #   26 January), on the 5th; 2 by 26 January, on the 20th; 4 by 23 March, tried on the 16th, reached on 1 April;
    #   5 by 24 August, that day; 3 was due in 2025: 3 of 4
    # plan: 1, 2 (a week late), 3, 5; 4 left before it was due: 4 of 4. The violence questions likewise.
    # exit document: 1, 3; 4 never got it: 2 of 3
    # exits: 1 to another lasting solution, 3 to work, 4 back: 2 of 3
    # 5 rests a week in October and comes back: nothing of it falls due meanwhile
    # three group starts of four; three joint meetings where two half-years ask for four
    read(desk, tmp_path)
    assert goals(desk, "samkraft") == {
        "contact-in-two-weeks": "3 of 4, not reached",
        "plan": "4 of 4, reached",
        "violence-questions": "4 of 4, reached",
        "exit-document": "2 of 3, not reached",
        "to-lasting-solution": "2 of 3, reached",
        "group-starts": "3, not reached",
        "joint-meetings": "3, not reached",
        "skapa": "4 of 4",
    }


def test_a_journey_of_2023_keeps_its_ten_weeks_and_its_goals(desk: Desk, tmp_path: Path) -> None:
    # LUL-3 alone. Ten weeks from 1 December 2025 are over on 9 February, twelve would be on 23 February; ten months on
    # 1 October. The contact was due in 2025.
    read(desk, tmp_path)
    dues = {
        reference: {row["rule"]: row["due"] for row in desk.json("journey", reference)["obligations"]}
        for reference in ("LUL-3", "LUL-1")
    }
    assert (dues["LUL-3"]["group-done"], dues["LUL-3"]["ten-months"]) == ("2026-02-09", "2026-10-01")
    assert dues["LUL-1"]["group-done"] == "2026-05-04"
    assert "ten-months" not in dues["LUL-1"]
    found = goals(desk, "samkraft", "--version", "2023")
    assert (found["contact-in-two-weeks"], found["plan"]) == ("0 of 0", "1 of 1, reached")
    assert (found["to-work-or-studies"], found["within-ten-months"]) == ("1 of 1, reached", "1 of 1")


def test_who_rests_a_week_and_comes_back_has_a_week_more(desk: Desk, tmp_path: Path) -> None:
    # twelve weeks from 31 August are over on 23 November
    read(desk, tmp_path)
    before, after = (desk.json("journey", "LUL-5", "--today", day) for day in ("2026-10-18", "2026-10-26"))
    assert [
        {row["rule"]: row["due"] for row in journey["obligations"]}["group-done"] for journey in (before, after)
    ] == ["2026-11-23", "2026-11-30"]
    assert after["stage"] == before["stage"]


def test_who_changes_group_is_in_the_new_one(desk: Desk, tmp_path: Path) -> None:
    read(desk, tmp_path)
    assert desk.json("journey", "LUL-2", "--today", "2026-04-12")["group"] == "A"
    assert desk.json("journey", "LUL-2")["group"] == "B"
