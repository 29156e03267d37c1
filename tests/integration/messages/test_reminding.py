"""Who is reminded when, once, and only while there is a reason (spec: counting.md, "Reminders").

A journey in the laboratory starts on Monday 5 January 2026. What gives reminders:
SKAPA is due on Monday 19: 2 working days before (Thursday 15) and a month after (19 February), caseworker, coordinator.
The checkpoint is due on Monday 2 February: 10 working days before (Monday 19 January), 2 before (Thursday 29), and
1 after (Tuesday 3 February), participant, referrer, caseworker.
The plan is due on Thursday 5 February: a week before (Thursday 29) and 3 days after (Monday 9), caseworker, manager.
"""

from collections import Counter

import pytest
from sqlalchemy import select, update

from journeys.tables.journeys import REMINDER
from journeys.tables.staff import STAFF
from tests.office import CASEWORKER, PERSON, REFERRER, Mail, Office

PARTICIPANT, REFERRER_ADDRESS = PERSON["email"], REFERRER["email"]
MANAGER, COORDINATOR = "chef@berga.example", "samordnare@forbundet.example"
EVERYBODY = {PARTICIPANT, REFERRER_ADDRESS, CASEWORKER, MANAGER}
FIRST_DAY, BUSY_DAY = "2026-01-15", "2026-01-29"


@pytest.fixture
def begun(office: Office) -> Office:
    office.hires(CASEWORKER)
    office.hires(MANAGER, "manager")
    office.hires(COORDINATOR, "coordinator", unit=None)
    office.begins()
    return office


def reminded(office: Office, day: str) -> list[str]:
    """Who gets mail on a day, besides the nightly report."""
    office.at(day)
    return [mail.to for mail in office.reminds()]


def seen_to(office: Office, *days: str) -> None:
    """The reminders of earlier days have been sent."""
    for day in days:
        reminded(office, day)


def states(office: Office) -> Counter[str]:
    """How many reminders there are in each state."""
    with office.app.read() as connection:
        return Counter(connection.execute(select(REMINDER.c.state)).scalars())


DAYS = {
    "2026-01-14": [],
    "2026-01-15": [CASEWORKER, COORDINATOR],
    "2026-01-16": [],
    "2026-01-19": [CASEWORKER, PARTICIPANT, REFERRER_ADDRESS],
    "2026-01-29": [CASEWORKER, MANAGER, PARTICIPANT, REFERRER_ADDRESS],
    "2026-02-03": [CASEWORKER, PARTICIPANT, REFERRER_ADDRESS],
    "2026-02-09": [CASEWORKER, MANAGER],
    "2026-02-19": [CASEWORKER, COORDINATOR],
    "2026-02-20": [],
}


def test_each_is_reminded_on_the_day(begun: Office) -> None:
    begun.registers("BER-1", "contact")
    begun.registers("BER-1", "safety")
    assert {day: reminded(begun, day) for day in DAYS} == {day: sorted(to) for day, to in DAYS.items()}


def test_nobody_is_reminded_before_the_set_time_of_day(begun: Office) -> None:
    begun.at(f"{FIRST_DAY}T06:59")
    assert begun.ticker().remind() is None
    begun.at(f"{FIRST_DAY}T07:00")
    assert begun.ticker().remind() is not None
    assert len(begun.sends()) == 2


def test_nothing_is_said_twice(begun: Office) -> None:
    assert reminded(begun, FIRST_DAY)
    assert reminded(begun, FIRST_DAY) == []
    assert reminded(begun, "2026-01-16") == []


def test_several_at_once_come_in_one_digest_for_staff(begun: Office) -> None:
    seen_to(begun, FIRST_DAY, "2026-01-19")
    begun.at(BUSY_DAY)
    mails = {mail.to: mail for mail in begun.reminds()}
    assert set(mails) == EVERYBODY
    assert "måndag 2 februari" in mails[CASEWORKER].text  # the checkpoint
    assert "torsdag 5 februari" in mails[CASEWORKER].text  # the plan
    assert mails[CASEWORKER].subject != mails[MANAGER].subject


def test_a_digest_counts_over_all_journeys_of_a_caseworker(begun: Office) -> None:
    for number in range(2, 5):
        begun.begins(f"BER-{number}")
    begun.at(FIRST_DAY)
    mails = {mail.to: mail for mail in begun.reminds()}
    assert set(mails) == {CASEWORKER, COORDINATOR}
    for mail in mails.values():
        (line,) = [line for line in mail.text.splitlines() if line.startswith("måndag 19 januari")]
        assert line.split()[-1] == "4"


def test_all_managers_and_coordinators_are_reminded(begun: Office) -> None:
    begun.hires("bitradande@berga.example", "manager")
    begun.hires("chef@dalby.example", "manager", unit="dalby")
    begun.hires("samordnare2@forbundet.example", "coordinator", unit=None)
    assert reminded(begun, FIRST_DAY) == [CASEWORKER, "samordnare2@forbundet.example", COORDINATOR]
    seen_to(begun, "2026-01-19")
    assert "bitradande@berga.example" in (on_the_day := reminded(begun, BUSY_DAY))
    assert MANAGER in on_the_day
    assert "chef@dalby.example" not in on_the_day


def test_a_journey_that_moved_is_the_new_units_managers(begun: Office) -> None:
    begun.hires("chef@dalby.example", "manager", unit="dalby")
    begun.hires("bo@dalby.example", unit="dalby")
    begun.registers("BER-1", "reassigned", caseworker="bo@dalby.example", unit="dalby")
    seen_to(begun, FIRST_DAY, "2026-01-19")
    assert set(reminded(begun, BUSY_DAY)) == {
        "bo@dalby.example",
        "chef@dalby.example",
        PARTICIPANT,
        REFERRER_ADDRESS,
    }


def test_who_has_a_meeting_is_reminded_of_the_meeting(begun: Office) -> None:
    begun.books("BER-1", "2026-02-04T13:00")
    begun.sends()
    seen_to(begun, "2026-01-15", "2026-01-21")
    begun.at("2026-02-02")
    mails = {mail.to: mail for mail in begun.reminds() if mail.to == PARTICIPANT}
    assert "onsdag 4 februari kl. 13.00" in mails[PARTICIPANT].text
    assert "Torget 1" in mails[PARTICIPANT].text


def test_a_moved_meeting_gives_new_reminders(begun: Office) -> None:
    begun.books("BER-1", "2026-02-04T13:00")
    seen_to(begun, "2026-01-15", "2026-01-21", "2026-02-02")
    begun.books("BER-1", "2026-02-11T13:00")
    seen_to(begun, "2026-02-02", "2026-02-03")
    assert PARTICIPANT in reminded(begun, "2026-02-09")


def test_a_meeting_moved_before_the_mail_went_takes_back_its_reminder(begun: Office) -> None:
    begun.books("BER-1", "2026-02-04T13:00")
    begun.sends()
    seen_to(begun, "2026-01-15", "2026-01-21")
    begun.at("2026-02-02")
    begun.ticker().remind()
    begun.books("BER-1", "2026-02-11T13:00")
    to_participant = [mail for mail in begun.sends() if mail.to == PARTICIPANT]
    assert [bool(mail.invitation) for mail in to_participant] == [True]  # the move alone


SETTLED = {
    "done": {"event": "skapa"},
    "excused": {"event": "excepted", "rule": "skapa", "reason": "Kan inte."},
    "paused": {"event": "paused", "reason": "Vila."},
    "ended": {"event": "exited", "outcome": "work"},
    "a mistake": {"event": "exited", "outcome": "mistake"},
}


@pytest.mark.parametrize("step", SETTLED.values(), ids=SETTLED)
def test_what_waits_no_longer_is_not_reminded_of(begun: Office, step: dict[str, str]) -> None:
    begun.registers("BER-1", **step)  # type: ignore[arg-type]
    seen_to(begun, "2026-01-13")  # of the letter, where the journey has ended
    assert reminded(begun, FIRST_DAY) == []


@pytest.mark.parametrize("step", SETTLED.values(), ids=SETTLED)
def test_what_was_settled_before_the_mail_went_is_taken_back(begun: Office, step: dict[str, str]) -> None:
    begun.at(FIRST_DAY)
    begun.ticker().remind()
    begun.registers("BER-1", **step)  # type: ignore[arg-type]
    assert begun.sends() == []
    assert {row.state for row in begun.outbox()} == {"withdrawn"}


def test_a_digest_says_what_still_waits_when_it_goes(begun: Office) -> None:
    begun.begins("BER-2")
    begun.at(FIRST_DAY)
    begun.ticker().remind()
    begun.registers("BER-2", "skapa")
    for mail in begun.sends():
        (line,) = [line for line in mail.text.splitlines() if line.startswith("måndag 19 januari")]
        assert line.split()[-1] == "1"


def test_a_pause_moves_the_reminders(begun: Office) -> None:
    begun.at("2026-01-12")
    begun.registers("BER-1", "paused", reason="Vila.")
    assert reminded(begun, FIRST_DAY) == []
    begun.at("2026-01-19")
    begun.registers("BER-1", "resumed")  # SKAPA a week later: Monday 26, and its reminder on Thursday 22
    assert [reminded(begun, day) for day in ("2026-01-21", "2026-01-22")] == [[], [CASEWORKER, COORDINATOR]]


def test_what_counts_from_the_exit_is_reminded_of_after_it(begun: Office) -> None:
    begun.registers("BER-1", "exited", outcome="work")  # the letter is due in a week, Monday 12
    assert reminded(begun, "2026-01-13") == [CASEWORKER]


def test_an_overdue_reminder_says_so(begun: Office) -> None:
    seen_to(begun, "2026-01-15", "2026-01-19", "2026-01-29", "2026-02-03")
    begun.at("2026-02-09")
    mails = {mail.to: mail for mail in begun.reminds()}
    assert set(mails) == {CASEWORKER, MANAGER}
    assert all("torsdag 5 februari" in mail.text for mail in mails.values())
    assert all("försen" in mail.text.casefold() or "skulle" in mail.text.casefold() for mail in mails.values())


@pytest.mark.parametrize(("day", "late"), [("2026-01-22", True), ("2026-01-23", False)])
def test_a_late_reminder_goes_for_seven_days_and_then_no_more(begun: Office, day: str, late: bool) -> None:
    # of Thursday 15
    begun.registers("BER-1", "excepted", rule="checkpoint", reason="Behövs inte.")
    seen_to(begun, "2026-01-14")
    assert reminded(begun, day) == ([CASEWORKER, COORDINATOR] if late else [])
    assert states(begun) == ({"sent": 2} if late else {"expired": 2})


def test_a_reminder_of_a_meeting_is_too_late_once_it_is_over(begun: Office) -> None:
    begun.books("BER-1", "2026-01-21T13:00")  # reminded of on Monday 19
    begun.sends()
    begun.registers("BER-1", "excepted", rule="skapa", reason="Kan inte.")
    assert reminded(begun, "2026-01-22") == [
        CASEWORKER,
        PARTICIPANT,
        REFERRER_ADDRESS,
    ]  # the day after: it was not held
    assert states(begun) == {"expired": 3, "sent": 3}


def test_a_scheduler_that_was_down_for_three_days_reminds_once(begun: Office) -> None:
    seen_to(begun, "2026-01-14")
    assert reminded(begun, "2026-01-18") == [CASEWORKER, COORDINATOR]
    assert reminded(begun, "2026-01-18") == []


def test_a_scheduler_that_was_down_for_long_marks_what_it_missed(begun: Office) -> None:
    seen_to(begun, "2026-01-14")
    begun.at("2026-02-05")
    to = [mail.to for mail in begun.reminds()]
    # Of Thursday 15 and Monday 19: too late. Of Thursday 29, on its seventh day, and of Tuesday 3: late.
    assert states(begun) == {"expired": 5, "sent": 8}
    assert to == [CASEWORKER, MANAGER, PARTICIPANT, PARTICIPANT, REFERRER_ADDRESS, REFERRER_ADDRESS]


def test_whoever_left_is_not_written_to_and_it_shows(begun: Office) -> None:
    with begun.app.database.begin() as connection:
        connection.execute(update(STAFF).where(STAFF.c.address == CASEWORKER).values(removed_at=begun.now))
    assert reminded(begun, FIRST_DAY) == [COORDINATOR]
    (skipped,) = [row for row in begun.outbox() if row.state == "skipped"]
    assert (skipped.reason, skipped.recipient) == ("adress saknas", "")


def test_whoever_has_no_address_is_passed_over_and_it_shows(office: Office) -> None:
    office.begins(person={"email": None}, referrer={"email": None})
    office.at("2026-01-19")
    office.reminds()
    skipped = [row for row in office.outbox() if row.state == "skipped"]
    assert {row.reason for row in skipped} == {"adress saknas"}
    assert {row.recipient for row in skipped} == {""}
    assert reminded(office, "2026-01-20") == []


def test_a_protected_person_is_not_reminded_and_neither_is_the_referrer(office: Office) -> None:
    office.begins(person={"protected": True})
    seen_to(office, FIRST_DAY)
    assert reminded(office, "2026-01-19") == [CASEWORKER]
    assert {row.reason for row in office.outbox() if row.state == "skipped"} > {"skyddade personuppgifter"}


def test_whoever_becomes_protected_before_the_mail_goes_is_not_reminded(begun: Office) -> None:
    seen_to(begun, FIRST_DAY)
    begun.at("2026-01-19")
    begun.ticker().remind()
    protected = {**PERSON, "protected": True}
    begun.registers("BER-1", "corrected", of="e1", set={"person": protected}, reason="Nu skyddad.")
    assert [mail.to for mail in begun.sends()] == [CASEWORKER]


def test_a_participant_is_reminded_in_english(office: Office) -> None:
    office.begins(person={"language": "en"})
    seen_to(office, FIRST_DAY)
    office.at("2026-01-19")
    text = {mail.to: mail.text for mail in office.reminds()}
    assert "Monday 2 February" in text[PARTICIPANT]
    assert "måndag 2 februari" in text[REFERRER_ADDRESS]


def test_the_list_of_reminders_is_what_is_sent(begun: Office) -> None:
    """`farled reminders` and the scheduler ask the same question."""
    days = sorted(DAYS)
    mails: list[Mail] = []
    for day in days:
        begun.at(day)
        mails += begun.reminds()
    with begun.app.read() as connection:
        kept = connection.execute(select(REMINDER.c["rule", "n", "offset", "recipient", "on"])).all()
    assert {row.on.isoformat() for row in kept} <= set(days)
    assert len(kept) == sum(len(to) for to in DAYS.values()) + 1  # the caseworker's two of Thursday 29 are one mail
    assert len(mails) == sum(len(to) for to in DAYS.values())
