"""Steget fram 2026 (Älvsbyn): in a group or with individual activities only, every goal counted by hand."""

from pathlib import Path

from tests.command_line import Desk
from tests.plans import goals, happened, lines_of, read_in

PEOPLE = """
STE-1 woman
  2026-01-07 referred
  2026-01-12 admitted
  2026-01-19 started
  2026-02-02 advanced group=Vår
  2026-03-02 skapa
  2026-04-27 advanced
  2026-06-02 other-measure
  2026-08-31 exited outcome=work
STE-2 man
  2026-01-07 referred
  2026-01-12 admitted
  2026-01-19 started
  2026-01-30 advanced to=individual
  2026-02-20 other-measure
  2026-05-25 skapa
  2026-06-01 exited
STE-3 woman
  2026-02-09 referred
  2026-02-16 admitted
  2026-03-02 started
  2026-03-10 exited
STE-4 man
  2026-02-09 referred
  2026-02-16 admitted
  2026-03-02 started
  2026-03-16 advanced group=Vår
  2026-04-01 paused
  2026-08-24 resumed
  2026-08-24 grouped group=Höst
STE-5 woman
  2026-02-09 referred
  2026-02-16 admitted
  2026-03-02 started
  2026-03-16 advanced to=individual
  2026-04-13 skapa
  2026-05-04 exited outcome=studies
  2026-05-18 reopened
  2026-07-13 skapa
  2026-10-05 exited outcome=studies
"""
PLACES = ("2026-01-12 work-training-place", "2026-03-02 work-training-place", "2026-09-01 work-training-place")


def test_every_goal_of_the_plan_is_counted(desk: Desk, tmp_path: Path) -> None:
    # STE-1 takes the group, STE-2 and STE-5 go past it. STE-3 leaves early. STE-4 rests for 145 days, from the spring
    # group to the autumn group: what was due on 13 April is due on Monday 7 September. STE-5 leaves and comes back.
    #
    # SKAPA or another measure: 1, 2, 5; 4 not by 7 September; 3 left before: 3 of 4
    # exits: 1 to work, 5 to studies, 2 and 3 back: 2 of 4, and 50 % is asked for
    # work-training places: 3 of 20
    read_in(desk, tmp_path, *lines_of("steget-fram", "alvsbyn", PEOPLE), *happened("steget-fram", *PLACES))
    assert goals(desk, "steget-fram") == {
        "to-work-or-studies": "2 of 4, reached",
        "progress": "3 of 4",
        "work-training-places": "3, not reached",
    }


def test_one_measure_does_for_the_other(desk: Desk, tmp_path: Path) -> None:
    # STE-1: SKAPA on 2 March, the other measure on 2 June: both in time, and the third is not due before the exit.
    read_in(desk, tmp_path, *lines_of("steget-fram", "alvsbyn", PEOPLE))
    found = desk.json("journey", "STE-1")["obligations"]
    progress = [(row["n"], row["due"], row["status"]) for row in found if row["rule"] == "progress"]
    assert progress == [(1, "2026-03-02", "met"), (2, "2026-06-02", "met"), (3, "2026-09-02", "void")]
