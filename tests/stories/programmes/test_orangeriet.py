"""Orangeriet 2026 (Boden): five invented people, and every goal of the plan counted by hand."""

from pathlib import Path

from tests.command_line import Desk
from tests.plans import goals, lines_of, read_in

PEOPLE = """
BOD-1 woman
  2026-01-05 referred
  2026-01-12 admitted
  2026-01-20 contact
  2026-01-26 started
  2026-02-10 plan
  2026-02-10 violence-questions
  2026-02-20 skapa
  2026-05-18 skapa
  2026-08-10 exited outcome=work
  2026-08-10 exit-document
BOD-2 man
  2026-01-05 referred
  2026-01-12 admitted
  2026-01-28 contact
  2026-02-02 started
  2026-02-20 exited
  2026-02-25 exit-document
BOD-3 woman
  2026-03-02 referred
  2026-03-09 admitted
  2026-03-16 contact
  2026-03-16 started
  2026-04-01 paused
  2026-05-06 resumed
  2026-05-28 plan
  2026-06-01 skapa
BOD-4 man
  2026-03-02 referred
  2026-03-09 admitted
  2026-03-10 contact
  2026-03-16 started
  2026-04-20 plan
  2026-04-20 violence-questions
  2026-04-27 skapa
  2026-05-29 exited
  2026-05-29 exit-document
  2026-08-17 reopened
  2026-08-20 skapa
  2026-11-30 exited outcome=studies
  2026-11-30 exit-document
BOD-5 woman
  2026-04-13 referred
  2026-04-20 admitted
  2026-05-08 declined
"""


def test_every_goal_of_the_plan_is_counted(desk: Desk, tmp_path: Path) -> None:
    # BOD-1 goes the whole way. BOD-2 leaves early: plan, questions and SKAPA were due on 16 March, after the exit.
    # BOD-3 rests for 35 days: what was due on 27 April is due on 1 June. BOD-4 leaves, comes back, leaves to studies:
    # the first exit is as if it had never been. BOD-5 never starts.
    #
    # contact, within 14 days of admission: 1 on day 8, 2 on day 16, 3 on day 7, 4 on day 1, 5 never: 3 of 5
    # plan: 1, 3 (28 May, by 1 June), 4; 2 left before: 3 of 3
    # violence questions: 1 and 4; 3 was not asked by 1 June: 2 of 3
    # exit document: 1, 2 (late, but got it), 4: 3 of 3
    # exits: 1 to work, 4 to studies, 2 back: 2 of 3, and 67 % is more than 30 %
    # SKAPA: 1, 3, 4: 3 of 3
    read_in(desk, tmp_path, *lines_of("orangeriet", "boden", PEOPLE))
    assert goals(desk, "orangeriet") == {
        "contact-in-two-weeks": "3 of 5, not reached",
        "plan": "3 of 3, reached",
        "violence-questions": "2 of 3, not reached",
        "exit-document": "3 of 3, reached",
        "to-lasting-solution": "2 of 3, reached",
        "skapa": "3 of 3",
    }
