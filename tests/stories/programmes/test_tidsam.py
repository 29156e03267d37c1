"""Tidsam 2026 (Piteå): people who rest and come back, every goal counted by hand."""

from pathlib import Path

from tests.command_line import Desk
from tests.plans import goals, lines_of, read_in

PEOPLE = """
TID-1 woman
  2026-01-07 referred
  2026-01-12 admitted
  2026-01-19 started
  2026-02-10 ips
  2026-02-20 violence-questions
  2026-03-02 skapa
  2026-06-02 skapa
  2026-08-20 violence-questions
  2026-08-31 exited outcome=work
TID-2 man
  2026-01-07 referred
  2026-01-12 admitted
  2026-01-19 started
  2026-02-19 ips
  2026-03-02 violence-questions
  2026-03-02 skapa
  2026-04-01 paused
  2026-10-01 resumed
  2026-12-01 skapa
TID-3 woman
  2026-01-12 referred
  2026-01-19 admitted
  2026-02-02 started
  2026-02-20 exited
TID-4 other
  2026-01-12 referred
  2026-01-19 admitted
  2026-02-02 started
  2026-03-10 violence-questions
  2026-11-02 exited outcome=studies
TID-5 man
  2026-02-02 referred
  2026-02-09 admitted caseworker=bo@enheten.example
  2026-03-02 started
  2026-03-10 ips
  2026-04-01 violence-questions
  2026-04-10 skapa
  2026-06-01 exited
  2026-06-15 reopened
  2026-07-10 skapa
  2026-09-29 violence-questions
  2026-10-12 skapa
"""


def test_every_goal_of_the_plan_is_counted(desk: Desk, tmp_path: Path) -> None:
    # TID-2 rests for 183 days, so that the second time of the violence questions moves from 2 September to March 2027.
    # TID-3 leaves early: nothing was due yet. TID-5 leaves and comes back.
    #
    # IPS within a month: 1, 2 (on the last day), 5; 4 never: 3 of 4
    # exits: 1 to work, 4 to studies, 3 back: 2 of 3 = 67 %, and 70 % is asked for
    # per employee: Kim has 1, 2, 3 and 4 from 2 to 20 February: 4, and 15 is the most
    # violence questions twice: 1 and 5; 4 was asked once and not again by 10 September; 2 waits: 2 of 3
    # SKAPA: 1, 2, 5; 4 never: 3 of 4
    read_in(desk, tmp_path, *lines_of("tidsam", "pitea", PEOPLE))
    assert goals(desk, "tidsam") == {
        "ips": "3 of 4, not reached",
        "to-work-or-studies": "2 of 3, not reached",
        "per-caseworker": "4, reached",
        "violence-questions": "2 of 3, not reached, 1 not yet",
        "skapa": "3 of 4",
    }
