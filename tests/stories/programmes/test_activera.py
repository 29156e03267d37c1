"""ACTivera 2026 (Insjöriket): through the four blocks, out of them and back, every goal counted by hand."""

from pathlib import Path

from tests.command_line import Desk
from tests.plans import goals, lines_of, read_in

PEOPLE = """
ACT-1 woman
  2026-01-07 referred
  2026-01-12 admitted
  2026-01-20 contact
  2026-01-26 started
  2026-02-16 plan
  2026-02-16 violence-questions
  2026-03-09 skapa
  2026-03-09 checkpoint
  2026-04-20 checkpoint
  2026-06-01 checkpoint
  2026-06-09 skapa
  2026-06-25 handover
  2026-07-10 exited outcome=further-rehabilitation
  2026-07-10 exit-document
ACT-2 man
  2026-01-07 referred
  2026-01-12 admitted
  2026-01-27 contact
  2026-01-28 started
  2026-03-02 plan
  2026-03-02 violence-questions
  2026-03-09 checkpoint decision=extend weeks=2
  2026-03-25 checkpoint decision=exit
  2026-03-30 exited
  2026-03-30 exit-document to=participant
ACT-3 woman
  2026-01-12 referred
  2026-01-19 admitted
  2026-01-26 contact
  2026-02-02 started
  2026-02-20 exited outcome=work
  2026-02-20 exit-document
ACT-4 man
  2026-01-12 referred
  2026-01-19 admitted
  2026-01-26 contact
  2026-02-02 started
  2026-02-16 paused
  2026-03-16 resumed
  2026-04-13 plan
  2026-04-13 checkpoint
  2026-04-20 violence-questions
  2026-05-04 exited
  2026-05-11 reopened
ACT-5 woman
  2026-04-07 referred
  2026-04-13 admitted
  2026-04-20 contact
  2026-04-27 started
  2026-05-11 reassigned caseworker=bo@partille.example unit=partille
  2026-05-20 plan
  2026-05-20 violence-questions
  2026-06-08 skapa
  2026-06-08 checkpoint
  2026-07-20 checkpoint
  2026-09-08 skapa
"""


def test_every_goal_of_the_plan_is_counted(desk: Desk, tmp_path: Path) -> None:
    # ACT-1 goes the whole way. ACT-2 is extended, then ended by decision. ACT-3 leaves early, before plan, questions
    # and SKAPA are due. ACT-4 rests for 28 days and comes back after an exit. ACT-5 moves to Partille.
    #
    # contact within two weeks: 1, 3, 4, 5; 2 a day late: 4 of 5
    # SKAPA: 1 and 5; 2 left after 11 March without, 4 has had none by 13 April: 2 of 4, and 80 % is asked for
    # SKAPA in time: 1 on 9 March and 9 June, 5 on 8 June and 8 September but not on 8 December; 2 and 4 not: 4 of 7
    # plan: 1, 2, 4, 5: 4 of 4; violence questions: the same, 4 a week late: 4 of 4
    # exit document: 1 and 3; 2's never went to the referrer: 2 of 3
    # exits to further rehabilitation: 1 of 1, 2 and 3
    # and against the year before, when there was nobody: 1, with nothing to compare with
    # activities a week are asked of nobody who was referred before July
    # five starts, where the units have 110 + 4 · 60 places
    read_in(desk, tmp_path, *lines_of("activera", "molndal", PEOPLE))
    assert goals(desk, "activera") == {
        "contact-in-two-weeks": "4 of 5, not reached",
        "skapa-reach": "2 of 4, not reached",
        "skapa-rhythm": "4 of 7",
        "plan": "4 of 4, reached",
        "activities": "0 of 0",
        "violence-questions": "4 of 4, reached",
        "exit-document": "2 of 3, not reached",
        "to-further-rehabilitation": "1 of 3",
        "more-to-further-rehabilitation": "1",
        "places": "5, not reached",
    }
