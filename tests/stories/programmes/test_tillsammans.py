"""Tillsammans 2026 (Piteå): a group, then a plan of one's own; every goal counted by hand."""

from pathlib import Path

from tests.command_line import Desk
from tests.plans import goals, happened, lines_of, read_in

PEOPLE = """
TIL-1 woman
  2026-01-07 referred
  2026-01-12 admitted
  2026-01-26 started group=Vår
  2026-02-16 plan
  2026-03-02 violence-questions
  2026-03-02 risky-use-questions
  2026-03-09 skapa
  2026-03-30 fia
  2026-04-07 advanced
  2026-05-11 risk-analysis
  2026-05-12 home-visit-consent
  2026-05-12 home-visit
  2026-06-09 skapa
  2026-07-02 violence-questions
  2026-07-10 risky-use-questions
  2026-08-31 exited outcome=work
  2026-08-31 exit-document
TIL-2 man
  2026-01-07 referred
  2026-01-12 admitted
  2026-01-26 started group=Vår
  2026-02-16 paused
  2026-03-02 resumed
  2026-03-20 plan
  2026-03-20 skapa
  2026-03-23 violence-questions
  2026-03-23 risky-use-questions
  2026-03-30 excepted rule=fia
  2026-04-15 home-visit-consent
  2026-04-15 home-visit
  2026-04-16 risk-analysis
  2026-04-20 grouped group=Höst
  2026-07-23 violence-questions
TIL-3 woman
  2026-01-12 referred
  2026-01-19 admitted
  2026-02-02 started group=Vår
  2026-02-25 exited
  2026-02-25 exit-document
TIL-4 man
  2026-03-30 referred
  2026-04-07 admitted
  2026-04-20 started group=Höst
  2026-05-04 plan
  2026-05-04 fia
  2026-05-25 violence-questions
  2026-05-25 risky-use-questions
  2026-06-01 skapa
  2026-06-30 exited outcome=work
  2026-07-06 reopened
  2026-09-01 skapa
  2026-09-25 violence-questions
  2026-09-25 risky-use-questions
  2026-12-01 skapa
TIL-5 woman
  2025-02-03 referred
  2025-02-10 admitted
  2025-03-03 started group=2025
  2025-03-31 plan
  2025-04-01 fia
  2025-04-01 violence-questions
  2025-04-01 risky-use-questions
  2025-04-01 skapa
  2025-05-12 advanced
  2025-07-01 skapa
  2025-08-01 violence-questions
  2025-08-01 risky-use-questions
  2025-10-01 skapa
  2025-12-01 violence-questions
  2025-12-01 risky-use-questions
  2026-01-02 skapa
  2026-04-01 violence-questions
  2026-04-01 risky-use-questions
  2026-04-01 skapa
  2026-05-04 exited outcome=studies
  2026-05-04 exit-document
"""
HELD = (
    *("2026-01-26 group-start", "2026-04-20 group-start"),
    *("2026-02-03 joint-meeting", "2026-05-12 joint-meeting", "2026-09-08 joint-meeting", "2026-11-10 joint-meeting"),
)


def test_every_goal_of_the_plan_is_counted(desk: Desk, tmp_path: Path) -> None:
    # TIL-2 rests for 14 days, is excused from FIA and changes group. TIL-3 leaves before anything is due. TIL-4's exit
    # is taken back. TIL-5 came in 2025 and stays for fourteen months.
    #
    # plan: 1, 2, 4, 5: 4 of 4; exit document: 1, 3, 5: 3 of 3
    # FIA: 1, 4, 5: 3 of 3, and 2 excused
    # violence questions twice: 1, 2, 4, 5: 4 of 4
    # risky use twice: 1 (the second late, but asked), 4, 5; 2 was not asked by 23 July: 3 of 4
    # before a home visit: 1 has both; 2 has the consent that day and the risk analysis a day late: 1 of 2 and 2 of 2
    # SKAPA: 1, 2, 4, 5: 4 of 4
    # exits: 1 to work, 5 to studies, 3 back: 2 of 3
    # at once: 1, 2, 3 and 5 from 2 to 16 February, and 1, 2, 4 and 5 from 20 April: 4 of at most 40
    # two group starts of four, four joint meetings of four; a year in all: 5 was due on 3 March and left in May
    read_in(desk, tmp_path, *lines_of("tillsammans", "pitea", PEOPLE), *happened("tillsammans", *HELD))
    assert goals(desk, "tillsammans") == {
        "plan": "4 of 4, reached",
        "exit-document": "3 of 3, reached",
        "fia": "3 of 3, reached, 1 excepted",
        "violence-questions": "4 of 4, reached",
        "risky-use-questions": "3 of 4, not reached",
        "risk-analysis": "1 of 2, not reached",
        "home-visit-consent": "2 of 2, reached",
        "skapa": "4 of 4, reached",
        "to-work-or-studies": "2 of 3, reached",
        "at-once": "4, reached",
        "group-starts": "2, not reached",
        "joint-meetings": "4, reached",
        "within-a-year": "0 of 1",
    }
