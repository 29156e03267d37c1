"""A reminder that was taken back unsaid is said after all when the work waits again."""

from tests.office import CASEWORKER, Office

FIRST_DAY = "2026-01-15"


def test_work_that_was_done_by_mistake_is_reminded_of_again(office: Office) -> None:
    office.hires(CASEWORKER)
    office.begins()
    office.at(FIRST_DAY)
    office.ticker().remind()
    done = office.registers("BER-1", "skapa")
    assert office.sends() == []
    office.registers("BER-1", "voided", of=done.event_id, reason="Fel ärende")
    assert [mail.to for mail in office.reminds()] == [CASEWORKER]
    assert office.reminds() == []
