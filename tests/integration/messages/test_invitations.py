"""Invitations follow the booked checkpoint through everything that can happen to it (issue: "Messages").

Participant, referrer and caseworker are invited; the checkpoint is booked on Monday 5 January 2026 for 2 February.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from journeys.settings import STOCKHOLM
from tests.office import CASEWORKER, PERSON, REFERRER, Mail, Office

INVITED = [CASEWORKER, PERSON["email"], REFERRER["email"]]
TIME, OTHER_TIME = "2026-02-02T13:00", "2026-02-03T09:30"


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=STOCKHOLM)


def told(mails: list[Mail]) -> list[tuple[str, str, int, datetime]]:
    """Recipient, method, SEQUENCE and start of each."""
    found = [(mail.to, mail.invitation) for mail in mails]
    return [(to, each[0], each[2], each[3]) for to, each in found if each]


def uids(mails: list[Mail]) -> set[str]:
    return {mail.invitation[1] for mail in mails if mail.invitation}


@pytest.fixture
def first(office: Office) -> list[Mail]:
    """The meeting is booked and everybody has got the invitation."""
    office.begins()
    office.books("BER-1", TIME)
    return office.sends()


def test_who_is_to_come_is_invited(office: Office) -> None:
    office.begins()
    office.books("BER-1", TIME)
    mails = office.sends()
    assert told(mails) == [(to, "REQUEST", 0, at(TIME)) for to in INVITED]
    assert len(uids(mails)) == 1
    assert len({mail.id for mail in mails}) == 3
    for mail in mails:
        assert "måndag 2 februari" in mail.text
        assert "13.00" in mail.text
        assert "Torget 1" in mail.text


def test_a_booking_that_cannot_be_registered_invites_nobody(office: Office) -> None:
    office.refers()
    with pytest.raises(Exception, match="boka möte"):
        office.books("BER-1", TIME)
    assert office.sends() == []


def test_a_moved_meeting_is_the_same_meeting(office: Office, first: list[Mail]) -> None:
    office.at("2026-01-07")
    office.books("BER-1", OTHER_TIME)
    mails = office.sends()
    assert told(mails) == [(to, "REQUEST", 1, at(OTHER_TIME)) for to in INVITED]
    assert uids(mails) == uids(first)
    office.books("BER-1", TIME)
    assert told(office.sends()) == [(to, "REQUEST", 2, at(TIME)) for to in INVITED]


def test_a_new_place_is_a_move(office: Office, first: list[Mail]) -> None:
    office.books("BER-1", TIME, place="Rum 4")
    mails = office.sends()
    assert told(mails) == [(to, "REQUEST", 1, at(TIME)) for to in INVITED]
    assert all("Rum 4" in mail.text and "Torget" not in mail.text for mail in mails)


def test_booking_the_same_again_tells_nobody(office: Office, first: list[Mail]) -> None:
    office.books("BER-1", TIME)
    assert office.sends() == []


ENDS: dict[str, Callable[[Office], Any]] = {
    "cancelled": lambda office: office.registers("BER-1", "cancelled", meeting="checkpoint"),
    "taken back": lambda office: office.registers("BER-1", "voided", of="e4", reason="Fel ärende."),
    "ended with the journey": lambda office: office.registers("BER-1", "exited", outcome="work"),
    "left behind by a checkpoint held early": lambda office: office.registers(
        "BER-1", "checkpoint", decision="continue"
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_meeting_that_will_not_be_is_cancelled(office: Office, first: list[Mail], end: str) -> None:
    office.at("2026-01-07")
    ENDS[end](office)
    mails = office.sends()
    assert told(mails) == [(to, "CANCEL", 1, at(TIME)) for to in INVITED]
    assert uids(mails) == uids(first)


def test_a_meeting_that_was_held_is_not_cancelled(office: Office, first: list[Mail]) -> None:
    office.at("2026-02-02T15:00")
    office.registers("BER-1", "checkpoint", decision="continue")
    assert office.sends() == []


def test_a_meeting_held_and_registered_the_week_after_is_not_cancelled(office: Office, first: list[Mail]) -> None:
    office.at("2026-02-09")
    office.registers("BER-1", "checkpoint", decision="continue", on="2026-02-02")
    assert office.sends() == []


def test_the_next_meeting_is_another(office: Office, first: list[Mail]) -> None:
    office.at("2026-02-02T15:00")
    office.registers("BER-1", "checkpoint", decision="extend", weeks=4)
    office.books("BER-1", "2026-03-02T13:00")
    mails = office.sends()
    assert told(mails) == [(to, "REQUEST", 0, at("2026-03-02T13:00")) for to in INVITED]
    assert not uids(mails) & uids(first)


def test_an_end_after_the_meeting_cancels_nothing(office: Office, first: list[Mail]) -> None:
    office.at("2026-02-04")
    office.registers("BER-1", "exited", outcome="work")
    assert office.sends() == []


def test_a_reopened_journey_invites_again(office: Office, first: list[Mail]) -> None:
    office.registers("BER-1", "exited", outcome="work")
    office.sends()
    office.registers("BER-1", "reopened", reason="För tidigt.")
    assert [(to, method) for to, method, *_ in told(office.sends())] == [(to, "REQUEST") for to in INVITED]


def test_a_corrected_time_moves_the_meeting(office: Office, first: list[Mail]) -> None:
    office.registers("BER-1", "corrected", of="e4", set={"time": OTHER_TIME}, reason="Fel dag.")
    mails = office.sends()
    assert told(mails) == [(to, "REQUEST", 1, at(OTHER_TIME)) for to in INVITED]
    assert uids(mails) == uids(first)


def test_a_correction_that_is_taken_back_moves_it_back(office: Office, first: list[Mail]) -> None:
    office.registers("BER-1", "corrected", of="e4", set={"time": OTHER_TIME}, reason="Fel dag.")
    office.sends()
    office.registers("BER-1", "voided", of="e5", reason="Rätt dag.")
    assert told(office.sends()) == [(to, "REQUEST", 2, at(TIME)) for to in INVITED]


def test_what_nobody_has_heard_of_yet_is_told_once_and_as_it_is(office: Office) -> None:
    office.begins()
    office.books("BER-1", TIME)
    office.books("BER-1", OTHER_TIME)
    assert [(to, method, start) for to, method, _, start in told(office.sends())] == [
        (to, "REQUEST", at(OTHER_TIME)) for to in INVITED
    ]


def test_what_nobody_has_heard_of_yet_needs_no_cancellation(office: Office) -> None:
    office.begins()
    office.books("BER-1", TIME)
    office.registers("BER-1", "cancelled", meeting="checkpoint")
    assert office.sends() == []


def test_who_takes_over_is_invited_and_who_leaves_is_let_off(office: Office, first: list[Mail]) -> None:
    office.hires("bo@berga.example")
    office.registers("BER-1", "reassigned", caseworker="bo@berga.example")
    assert told(office.sends()) == [(CASEWORKER, "CANCEL", 1, at(TIME)), ("bo@berga.example", "REQUEST", 0, at(TIME))]


def test_a_meeting_that_has_been_moved_and_handed_over_ends_with_what_each_is_to_know(
    office: Office, first: list[Mail]
) -> None:
    office.books("BER-1", OTHER_TIME)
    office.registers("BER-1", "reassigned", caseworker="bo@berga.example")
    mails = office.sends()
    latest = {to: (method, start) for to, method, _, start in sorted(told(mails), key=lambda each: each[2])}
    assert latest == {
        CASEWORKER: ("CANCEL", at(OTHER_TIME)),
        "bo@berga.example": ("REQUEST", at(OTHER_TIME)),
        PERSON["email"]: ("REQUEST", at(OTHER_TIME)),
        REFERRER["email"]: ("REQUEST", at(OTHER_TIME)),
    }


def test_a_meeting_in_the_past_invites_nobody(office: Office) -> None:
    office.begins()
    office.at("2026-01-07")
    office.books("BER-1", "2026-01-06T13:00")
    assert office.sends() == []


def test_an_invitation_that_could_not_be_sent_before_the_meeting_is_not_sent_after_it(office: Office) -> None:
    office.begins()
    office.books("BER-1", TIME)
    office.at("2026-02-02T13:01")
    assert office.sends() == []
    assert {row.state for row in office.outbox()} == {"expired"}


def test_a_participant_is_written_to_in_english(office: Office) -> None:
    office.begins(person={"language": "en"})
    office.books("BER-1", TIME)
    mails = {mail.to: mail.text for mail in office.sends()}
    assert "Monday 2 February" in mails[PERSON["email"]]
    assert "måndag 2 februari" in mails[REFERRER["email"]]


def test_another_language_falls_back_to_swedish(office: Office) -> None:
    office.begins(person={"language": "so"})
    office.books("BER-1", TIME)
    assert all("måndag 2 februari" in mail.text for mail in office.sends())


def test_a_protected_person_gets_nothing_and_neither_does_the_referrer(office: Office) -> None:
    office.begins(person={"protected": True})
    office.books("BER-1", TIME)
    assert [mail.to for mail in office.sends()] == [CASEWORKER]


def test_who_became_protected_hears_no_more(office: Office, first: list[Mail]) -> None:
    protected = {**PERSON, "protected": True}
    office.registers("BER-1", "corrected", of="e1", set={"person": protected}, reason="Nu skyddad.")
    office.sends()
    office.registers("BER-1", "cancelled", meeting="checkpoint")
    assert [mail.to for mail in office.sends()] == [CASEWORKER]


def test_who_becomes_protected_before_the_mail_is_sent_gets_none(office: Office) -> None:
    office.begins()
    office.books("BER-1", TIME)
    protected = {**PERSON, "protected": True}
    office.registers("BER-1", "corrected", of="e1", set={"person": protected}, reason="Nu skyddad.")
    assert [mail.to for mail in office.sends()] == [CASEWORKER]


def test_who_is_protected_in_one_journey_is_so_in_every_other(office: Office) -> None:
    number = "191212121212"
    office.begins("BER-1", person={"personnummer": number, "birth_date": None, "protected": True})
    office.begins("BER-2", person={"personnummer": number, "birth_date": None})
    office.books("BER-2", TIME)
    assert [mail.to for mail in office.sends()] == [CASEWORKER]


def test_whoever_has_no_address_gets_nothing(office: Office) -> None:
    office.begins(person={"email": None}, referrer={"email": None})
    office.books("BER-1", TIME)
    assert [mail.to for mail in office.sends()] == [CASEWORKER]


def test_who_came_by_themselves_has_no_referrer_to_invite(office: Office) -> None:
    office.begins(referrer={"party": "self"})
    office.books("BER-1", TIME)
    assert [mail.to for mail in office.sends()] == [CASEWORKER, PERSON["email"]]


def test_a_new_address_gets_what_is_not_sent_yet(office: Office) -> None:
    office.begins()
    office.books("BER-1", TIME)
    moved = {**PERSON, "email": "ny@post.example"}
    office.registers("BER-1", "corrected", of="e1", set={"person": moved}, reason="Ny adress.")
    assert [mail.to for mail in office.sends()] == [CASEWORKER, "ny@post.example", REFERRER["email"]]


def test_a_new_address_is_told_of_the_move_and_of_the_end(office: Office, first: list[Mail]) -> None:
    moved = {**PERSON, "email": "ny@post.example"}
    office.registers("BER-1", "corrected", of="e1", set={"person": moved}, reason="Ny adress.")
    office.sends()
    office.registers("BER-1", "cancelled", meeting="checkpoint")
    assert "ny@post.example" in [mail.to for mail in office.sends()]


def test_a_caseworker_who_left_gets_nothing(office: Office) -> None:
    office.hires(CASEWORKER)
    office.begins()
    with office.app.database.begin() as connection:
        connection.exec_driver_sql("UPDATE staff SET removed_at = added_at")
    office.books("BER-1", TIME)
    assert [mail.to for mail in office.sends()] == [PERSON["email"], REFERRER["email"]]


def test_a_caseworker_is_found_by_name(office: Office) -> None:
    office.hires(CASEWORKER, name="Ada Asp")
    office.refers()
    office.registers("BER-1", "admitted", caseworker="Ada Asp")
    office.registers("BER-1", "started")
    office.sends()
    office.books("BER-1", TIME)
    assert [mail.to for mail in office.sends()] == INVITED


def test_the_hour_is_stockholms_on_both_sides_of_its_change(office: Office) -> None:
    office.begins()
    for time, offset in (("2026-03-28T09:00", 1), ("2026-03-30T09:00", 2), ("2026-10-26T09:00", 1)):
        office.books("BER-1", time)
        start = {start for _, _, _, start in told(office.sends())}
        assert [each.hour for each in start] == [9]
        assert [each.utcoffset().total_seconds() for each in start] == [offset * 3600]
