"""What each mailbox was told decides what it is told next: chains of changes to one booked checkpoint."""

import pytest

from tests.integration.messages.test_invitations import INVITED, OTHER_TIME, TIME, at, told
from tests.office import CASEWORKER, PERSON, REFERRER, Mail, Office

BO = "bo@berga.example"


@pytest.fixture
def first(office: Office) -> list[Mail]:
    """The meeting is booked and everybody has got the invitation."""
    office.hires(CASEWORKER)
    office.hires(BO)
    office.begins()
    office.books("BER-1", TIME)
    return office.sends()


def hands_over(office: Office, to: str) -> list[tuple[str, str, int]]:
    office.registers("BER-1", "reassigned", caseworker=to)
    return [each[:3] for each in told(office.sends())]


def test_who_gets_the_journey_back_is_invited_anew(office: Office, first: list[Mail]) -> None:
    assert hands_over(office, BO) == [(CASEWORKER, "CANCEL", 1), (BO, "REQUEST", 0)]
    assert hands_over(office, CASEWORKER) == [(CASEWORKER, "REQUEST", 2), (BO, "CANCEL", 2)]
    assert hands_over(office, BO) == [(CASEWORKER, "CANCEL", 3), (BO, "REQUEST", 3)]
    office.books("BER-1", OTHER_TIME)
    assert {each[2] for each in told(office.sends())} == {4}


def test_a_hand_over_that_is_taken_back_invites_anew(office: Office, first: list[Mail]) -> None:
    hands_over(office, BO)
    office.registers("BER-1", "voided", of="e5", reason="Fel.")
    assert [each[:3] for each in told(office.sends())] == [(CASEWORKER, "REQUEST", 2), (BO, "CANCEL", 2)]


def test_a_hand_over_and_back_before_the_mail_goes_tells_nobody(office: Office, first: list[Mail]) -> None:
    office.registers("BER-1", "reassigned", caseworker=BO)
    assert hands_over(office, CASEWORKER) == []


def test_who_was_invited_before_many_changes_hears_of_the_end(office: Office, first: list[Mail]) -> None:
    office.at("2026-01-07")
    office.books("BER-1", "2026-01-06T13:00")
    office.books("BER-1", OTHER_TIME)
    office.registers("BER-1", "cancelled", meeting="checkpoint")
    mails = told(office.sends())
    assert [(to, method) for to, method, *_ in mails] == [(to, "CANCEL") for to in INVITED]
    assert all(sequence > 0 for *_, sequence, _ in mails)


def test_moved_and_back_before_the_mail_goes_tells_nobody(office: Office, first: list[Mail]) -> None:
    office.books("BER-1", OTHER_TIME)
    office.books("BER-1", TIME)
    assert office.sends() == []


def test_a_new_address_is_invited_at_once(office: Office, first: list[Mail]) -> None:
    moved = {**PERSON, "email": "ny@post.example"}
    office.registers("BER-1", "corrected", of="e1", set={"person": moved}, reason="Ny adress.")
    assert ("ny@post.example", "REQUEST", 0, at(TIME)) in told(office.sends())
    office.books("BER-1", OTHER_TIME)
    assert [to for to, *_ in told(office.sends())] == [CASEWORKER, "ny@post.example", REFERRER["email"]]


def test_who_became_protected_is_not_written_to(office: Office, first: list[Mail]) -> None:
    protected = {**PERSON, "protected": True}
    office.registers("BER-1", "corrected", of="e1", set={"person": protected}, reason="Nu skyddad.")
    assert office.sends() == []
