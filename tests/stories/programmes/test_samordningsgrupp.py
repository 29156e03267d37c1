"""Samordningsgrupp 2026 (Södra Norrbotten): people on all their ways through the group, every goal counted by hand."""

from pathlib import Path

from tests.command_line import Desk
from tests.plans import goals, happened, lines_of, read_in

PITEA = """
SGP-1 woman
  2026-01-07 referred
  2026-01-12 admitted
  2026-01-19 started
  2026-02-04 exited outcome=to-tidsam leads_to=TID-1 leads_to_unit=pitea
SGP-2 man
  2026-01-07 referred
  2026-01-12 admitted
  2026-01-12 started
  2026-01-12 exited outcome=back-to-referrer
SGP-3 woman
  2026-02-02 referred
  2026-02-09 admitted
  2026-02-09 started
  2026-02-16 completion-asked
  2026-03-03 exited outcome=other-support
SGP-4 man
  2026-02-02 referred
  2026-02-09 admitted
  2026-02-09 started
  2026-02-16 paused
  2026-03-16 resumed
  2026-03-30 exited outcome=to-tillsammans
SGP-5 other
  2026-03-02 referred
  2026-03-09 declined
SGP-6 woman
  2026-03-02 referred
  2026-03-09 admitted
  2026-03-09 started
  2026-03-10 exited outcome=registered-in-error
SGP-7 man
  2026-03-02 referred
  2026-03-09 admitted
  2026-03-09 started
  2026-03-23 exited outcome=other-support
  2026-03-24 reopened
  2026-03-30 exited outcome=to-tillsammans
SGP-8 woman
  2026-12-14 referred
"""
LULEA = """
SGL-1 man
  2026-05-04 referred
  2026-05-11 admitted
  2026-05-11 started
  2026-05-25 exited outcome=to-samkraft
SGL-2 woman
  2026-05-04 referred
  2026-05-18 admitted
  2026-05-20 exited outcome=back-to-referrer
"""
TIDSAM = """
TID-1 woman
  2026-02-04 referred comes_from=SGP-1
"""
MEETINGS = ("2026-03-12 joint-meeting", "2026-05-21 joint-meeting", "2026-10-08 joint-meeting")


def test_every_goal_is_counted(desk: Desk, tmp_path: Path) -> None:
    # A recommendation within four weeks of the referral:
    #   in Piteå 1 on the last day, 2, and 7, whose second end counts, on the last day; 3 a day late, due 2 March;
    #   4 rests for 28 days from 16 February, so that 2 March becomes 30 March, when it came: 1, 2, 4 and 7 of 5.
    #   5 was declined a week after it came, which nobody failed in; 6 was registered in error; 8 is due in January.
    #   in Luleå both, 2 without having been prepared at a meeting: 4 and 2 of 5 and 2, 6 of 7
    # referrals: 8 in Piteå and 2 in Luleå, the one in error too
    # recommended a programme, of those who were prepared: 1, 4, 7 and the first in Luleå; 2 and 3 not. Luleå's second
    #   was never begun with and 6 is not counted: 4 of 6
    # joint meetings: 3, and 4 is the target
    read_in(
        desk,
        tmp_path,
        *lines_of("samordningsgrupp", "sg-pitea", PITEA),
        *lines_of("samordningsgrupp", "sg-lulea", LULEA),
        *lines_of("tidsam", "pitea", TIDSAM),
        *happened("samordningsgrupp", *MEETINGS),
    )
    assert goals(desk, "samordningsgrupp") == {
        "decision": "6 of 7",
        "referrals": "10",
        "to-programmes": "4 of 6",
        "joint-meetings": "3, not reached",
    }
