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


NEW = "ny@post.example"


def corrects(office: Office, **values: object) -> None:
    """The person of the referral gets these values in place of the old."""
    person = {key: value for key, value in {**PERSON, **values}.items() if value is not None}
    office.registers("BER-1", "corrected", of="e1", set={"person": person}, reason="Blev fel.")


def test_a_new_address_is_invited_and_the_old_one_let_off(office: Office, first: list[Mail]) -> None:
    corrects(office, email=NEW)
    mails = office.sends()
    # Whoever reads both in one calendar keeps the meeting: the invitation is the later word.
    assert told(mails) == [(PERSON["email"], "CANCEL", 1, at(TIME)), (NEW, "REQUEST", 2, at(TIME))]
    assert "gäller inte längre på den här adressen" in mails[0].text
    assert "inställt" not in mails[0].everything()
    office.books("BER-1", OTHER_TIME)
    assert [to for to, *_ in told(office.sends())] == [CASEWORKER, NEW, REFERRER["email"]]


def test_an_address_that_is_taken_away_is_let_off(office: Office, first: list[Mail]) -> None:
    corrects(office, email=None)
    assert told(office.sends()) == [(PERSON["email"], "CANCEL", 1, at(TIME))]


def test_the_address_of_a_new_referrer_is_invited_and_the_old_one_let_off(office: Office, first: list[Mail]) -> None:
    other = {**REFERRER, "email": "ulla@region.example"}
    office.registers("BER-1", "corrected", of="e1", set={"referrer": other}, reason="En annan tog över.")
    assert [each[:2] for each in told(office.sends())] == [
        (REFERRER["email"], "CANCEL"),
        (other["email"], "REQUEST"),
    ]


def test_an_address_put_right_and_back_before_the_mail_goes_tells_nobody(office: Office, first: list[Mail]) -> None:
    corrects(office, email=NEW)
    corrects(office)
    assert office.sends() == []


def test_an_address_that_comes_back_is_invited_anew(office: Office, first: list[Mail]) -> None:
    corrects(office, email=NEW)
    office.sends()
    corrects(office)
    again, let_off = sorted(told(office.sends()))
    assert (again[0], again[1]) == (PERSON["email"], "REQUEST")
    assert (let_off[0], let_off[1]) == (NEW, "CANCEL")
    assert again[2] > let_off[2] > 2


def test_the_old_address_hears_that_the_meeting_is_off(office: Office, first: list[Mail]) -> None:
    """The address was changed by a later referral of the same person, which is no step in this journey."""
    number = {"personnummer": "191212121212"}
    office.registers("BER-1", "corrected", of="e1", set={"person": {**PERSON, **number}}, reason="Numret.")
    office.refers("BER-2", person={**number, "email": NEW})
    office.registers("BER-1", "cancelled", meeting="checkpoint")
    mails = office.sends()
    assert [(mail.to, "inställt" in mail.subject) for mail in mails] == [(to, True) for to in INVITED]


def test_who_became_protected_is_not_written_to(office: Office, first: list[Mail]) -> None:
    corrects(office, protected=True)
    assert office.sends() == []


def test_a_former_address_is_not_written_to_once_the_person_is_protected(office: Office, first: list[Mail]) -> None:
    corrects(office, email=NEW)
    corrects(office, email=NEW, protected=True)
    assert office.sends() == []
