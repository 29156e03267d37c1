"""The referrer hears that a referral has been answered: not what, not about whom, and nothing that is old."""

from typing import Any

import pytest

from journeys.messages.recipients import NO_ADDRESS, PROTECTED, Nobody
from tests.office import CASEWORKER, PERSON, REFERRER, Mail, Office

ANSWERS: dict[str, dict[str, Any]] = {"admitted": {"caseworker": CASEWORKER}, "declined": {"reason": "Annat stöd"}}


def answers(office: Office, step: str = "declined", **more: Any) -> list[Mail]:
    office.registers("BER-1", step, **ANSWERS[step], **more)
    return office.sends()


@pytest.mark.parametrize("step", ANSWERS)
def test_it_is_told_in_words_that_name_nobody_and_nothing(office: Office, step: str) -> None:
    office.refers()
    (mail,) = answers(office, step)
    assert (mail.to, mail.subject) == (REFERRER["email"], "En remiss har fått svar")
    said = mail.everything()
    told = (*PERSON.values(), "BER-1", "Berga", "Laboratoriet", "Annat stöd", CASEWORKER, "admitted", "declined")
    assert [each for each in told if each in said] == []


def test_yes_and_no_read_alike(office: Office) -> None:
    office.refers()
    office.refers("BER-2")
    (admitted,) = answers(office, "admitted")
    office.registers("BER-2", "declined", **ANSWERS["declined"])
    (declined,) = office.sends()
    assert (admitted.subject, admitted.text) == (declined.subject, declined.text)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"person": {"protected": True}}, PROTECTED),
        ({"referrer": {"email": None}}, NO_ADDRESS),
    ],
)
def test_some_are_not_written_to(office: Office, told: dict[str, Any], why: str) -> None:
    office.refers(**told)
    change = office.registers("BER-1", "declined", **ANSWERS["declined"])
    assert change.answered == Nobody(audience="referrer", reason=why)
    assert office.sends() == []


def test_whoever_came_by_themselves_has_no_referrer(office: Office) -> None:
    office.refers(referrer={"party": "self"})
    assert office.registers("BER-1", "declined", **ANSWERS["declined"]).answered is None
    assert office.sends() == []


def test_who_is_protected_by_then_is_not_written_about(office: Office) -> None:
    office.refers()
    office.registers("BER-1", "declined", **ANSWERS["declined"])
    with office.app.database.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET protected = true")
    assert office.sends() == []


def test_a_mistake_that_is_taken_back_before_it_went_is_not_told_and_the_right_answer_is(office: Office) -> None:
    office.refers()
    mistake = office.registers("BER-1", "declined", **ANSWERS["declined"])
    office.registers("BER-1", "voided", of=mistake.event_id, reason="Fel ärende")
    assert office.sends() == []
    assert len(answers(office, "admitted")) == 1


def test_what_is_reopened_before_it_went_is_not_told_and_the_next_answer_is(office: Office) -> None:
    office.refers()
    office.registers("BER-1", "declined", **ANSWERS["declined"])
    office.registers("BER-1", "reopened", reason="Ny prövning")
    assert office.sends() == []
    assert len(answers(office, "admitted")) == 1


def test_one_mail_is_all_where_nothing_was_taken_back(office: Office) -> None:
    """A second one would say that the answer is no."""
    office.refers()
    office.registers("BER-1", "admitted", **ANSWERS["admitted"])
    assert office.registers("BER-1", "declined", **ANSWERS["declined"]).answered is None
    office.registers("BER-1", "reopened", reason="Ny prövning")
    assert len(office.sends()) == 1
    assert answers(office) == []


def test_what_is_written_down_long_afterwards_or_put_right_is_no_news(office: Office) -> None:
    office.refers()
    office.at("2026-02-02")
    assert answers(office, "admitted", on="2026-01-20") == []
    admitted = office.registers("BER-1", "started").dossier.events[1].id
    office.registers("BER-1", "corrected", of=admitted, set={"on": "2026-01-21"}, reason="Fel dag")
    assert office.sends() == []
