"""What an import means for the mail: who was invited from here hears what becomes of the meeting, others nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from journeys.journal.importing import Imported, import_files
from journeys.tables.journeys import REMINDER
from tests.integration.messages.test_invitations import INVITED, OTHER_TIME, TIME, at, told
from tests.office import CASEWORKER, PERSON, REFERRER, Mail, Office

REFERRAL = {
    "event": "referred",
    "on": "2026-01-05",
    "id": "e1",
    "programme": "laboratory",
    "unit": "berga",
    "person": PERSON,
    "referrer": REFERRER,
}
BEGUN = (
    REFERRAL,
    {"event": "admitted", "on": "2026-01-05", "id": "e2", "caseworker": CASEWORKER},
    {"event": "started", "on": "2026-01-05", "id": "e3"},
)
BOOKED = {"event": "booked", "on": "2026-01-05", "id": "e4", "meeting": "checkpoint", "time": TIME}
CANCELLED = {"event": "cancelled", "on": "2026-01-07", "meeting": "checkpoint"}
EXITED = {"event": "exited", "on": "2026-01-07", "outcome": "work"}
VOIDED = {"event": "voided", "on": "2026-01-07", "of": "e4", "reason": "Fel ärende."}
HELD = {"event": "checkpoint", "on": "2026-02-02", "decision": "extend", "weeks": 2}


def imports(office: Office, *lines: dict[str, Any]) -> Imported:
    journal = Path(office.settings.data) / "journal.jsonl"
    journal.write_text("".join(json.dumps({"journey": "BER-1", **line}) + "\n" for line in lines))
    return import_files(office.app, [journal])


@pytest.fixture
def first(office: Office) -> list[Mail]:
    """The meeting is booked at the desk, and everybody has got the invitation."""
    office.begins()
    office.books("BER-1", TIME)
    return office.sends()


@pytest.mark.parametrize("line", [CANCELLED, EXITED, VOIDED], ids=lambda line: str(line["event"]))
def test_who_was_invited_hears_of_an_end_that_is_imported(office: Office, first: list[Mail], line: Any) -> None:
    office.at("2026-01-07")
    done = imports(office, line)
    assert (done.meetings, done.messages) == (["BER-1"], 3)
    assert told(office.sends()) == [(to, "CANCEL", 1, at(TIME)) for to in INVITED]


def test_who_was_invited_hears_of_a_move_that_is_imported(office: Office, first: list[Mail]) -> None:
    imports(office, {**BOOKED, "id": "b2", "time": OTHER_TIME, "place": "Rum 4"})
    mails = office.sends()
    assert told(mails) == [(to, "REQUEST", 1, at(OTHER_TIME)) for to in INVITED]
    assert all("Rum 4" in mail.text for mail in mails)


def test_a_former_address_is_let_off_and_the_new_one_invited_by_an_import_too(
    office: Office, first: list[Mail]
) -> None:
    moved = {**PERSON, "email": "ny@post.example"}
    imports(office, {"event": "corrected", "on": "2026-01-05", "of": "e1", "set": {"person": moved}, "reason": "Ny."})
    assert [each[:2] for each in told(office.sends())] == [(PERSON["email"], "CANCEL"), (moved["email"], "REQUEST")]


def test_a_meeting_that_was_held_is_not_cancelled_by_what_follows_in_the_file(
    office: Office, first: list[Mail]
) -> None:
    office.at("2026-02-02T10:00")
    next_time = {**BOOKED, "on": "2026-02-02", "id": "b2", "time": "2026-02-16T13:00"}
    assert imports(office, HELD, next_time).messages == 0
    assert office.sends() == []


@pytest.mark.parametrize("line", [CANCELLED, EXITED], ids=lambda line: str(line["event"]))
def test_nobody_hears_of_a_meeting_that_was_booked_elsewhere(office: Office, line: Any) -> None:
    imports(office, *BEGUN, BOOKED)
    office.at("2026-01-07")
    assert imports(office, line).messages == 0
    assert office.sends() == []


def test_a_meeting_that_is_first_booked_by_an_import_invites_nobody(office: Office) -> None:
    office.begins()
    done = imports(office, {**BOOKED, "id": "b2"})
    assert (done.meetings, done.messages) == (["BER-1"], 0)
    assert office.sends() == []


def test_reminders_whose_day_had_passed_do_not_go_out_after_an_import(office: Office) -> None:
    """The meeting is on 2 February: the reminder two working days before was another installation's."""
    office.at("2026-01-30")
    imports(office, *BEGUN, {"event": "skapa", "on": "2026-01-30"}, BOOKED)
    assert office.reminds() == []
    with office.app.read() as connection:
        assert set(connection.execute(select(REMINDER.c.state)).scalars()) == {"imported"}


def test_reminders_of_the_day_of_the_import_and_later_go_out(office: Office) -> None:
    office.at("2026-01-29")
    imports(office, *BEGUN, {"event": "skapa", "on": "2026-01-29"}, BOOKED)
    assert {mail.to for mail in office.reminds()} == set(INVITED)


def test_a_journey_of_the_desk_is_reminded_late_though_an_import_adds_to_it(office: Office, first: list[Mail]) -> None:
    office.at("2026-01-30")
    imports(office, {"event": "skapa", "on": "2026-01-30"})
    assert {mail.to for mail in office.reminds()} == set(INVITED)
