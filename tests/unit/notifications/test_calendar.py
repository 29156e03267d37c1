"""Invitations, read back as a calendar reads them."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event, Timezone

from notifications.calendar import STOCKHOLM, invite
from notifications.message import Invitation, Method

STAMP = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)


def invitation(
    *,
    sequence: int = 0,
    method: Method = Method.REQUEST,
    starts_at: datetime = datetime(2026, 3, 17, 13, 0, tzinfo=STOCKHOLM),
    place: str | None = "Rum 4; plan 2, södra huset",
) -> Invitation:
    return Invitation(
        uid="5f2c@farled.invalid",
        sequence=sequence,
        method=method,
        starts_at=starts_at,
        minutes=60,
        place=place,
        organizer="farled@forbundet.example",
        summary="Möte",
    )


def ics(sent: Invitation) -> bytes:
    return invite(sent, recipient="kim@post.example", stamp=STAMP)


def read_back(sent: Invitation) -> tuple[Calendar, Event]:
    calendar = Calendar.from_ical(ics(sent))
    (event,) = calendar.events
    return calendar, event


def test_an_invitation_says_when_and_where_in_swedish_time() -> None:
    calendar, event = read_back(invitation())
    assert (calendar["METHOD"], event["STATUS"], event["UID"], event["SEQUENCE"]) == (
        "REQUEST",
        "CONFIRMED",
        "5f2c@farled.invalid",
        0,
    )
    assert event.decoded("DTSTART") == datetime(2026, 3, 17, 12, 0, tzinfo=UTC)
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=60)
    assert event["DTSTART"].params["TZID"] == event["DTEND"].params["TZID"] == "Europe/Stockholm"
    assert event.decoded("DTSTAMP") == STAMP
    assert (event["SUMMARY"], event["LOCATION"]) == ("Möte", "Rum 4; plan 2, södra huset")


def test_a_meeting_without_a_place_names_none() -> None:
    _, event = read_back(invitation(place=None))
    assert "LOCATION" not in event


def test_only_the_recipient_is_named_and_nobody_is_asked_to_answer() -> None:
    _, event = read_back(invitation())
    assert event["ATTENDEE"] == "mailto:kim@post.example"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert event["ORGANIZER"] == "mailto:farled@forbundet.example"


def test_a_moved_meeting_takes_the_place_of_the_one_before() -> None:
    _, event = read_back(invitation(sequence=1, starts_at=datetime(2026, 3, 18, 9, 0, tzinfo=STOCKHOLM)))
    assert (event["UID"], event["SEQUENCE"]) == ("5f2c@farled.invalid", 1)
    assert event.decoded("DTSTART") == datetime(2026, 3, 18, 8, 0, tzinfo=UTC)


def test_a_cancelled_meeting_is_taken_out_of_the_calendar() -> None:
    calendar, event = read_back(invitation(sequence=2, method=Method.CANCEL))
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)


def test_the_same_invitation_gives_the_same_bytes_also_after_it_was_stored() -> None:
    assert ics(invitation()) == ics(Invitation.from_json(invitation().to_json()))


@pytest.mark.parametrize(
    ("starts_at", "start", "end"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "20260329T013000", "20260329T033000"),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "20261025T013000", "20261025T023000"),
    ],
)
def test_a_meeting_over_a_change_of_the_hour_lasts_as_long_as_it_lasts(
    starts_at: datetime, start: str, end: str
) -> None:
    sent = ics(invitation(starts_at=starts_at)).decode()
    assert f"DTSTART;TZID=Europe/Stockholm:{start}\r\n" in sent
    assert f"DTEND;TZID=Europe/Stockholm:{end}\r\n" in sent


@pytest.mark.parametrize("year", range(2026, 2032))
def test_the_time_zone_that_is_sent_along_is_the_one_that_holds(year: int) -> None:
    calendar, _ = read_back(invitation())
    (sent,) = calendar.walk("VTIMEZONE")
    assert isinstance(sent, Timezone)
    zone = sent.to_tz(lookup_tzid=False)
    for last_week in (datetime(year, 3, 25, tzinfo=UTC), datetime(year, 10, 25, tzinfo=UTC)):
        for hours in range(24 * 7):
            local = (last_week + timedelta(hours=hours)).astimezone(STOCKHOLM)
            if not local.fold:
                assert local.replace(tzinfo=zone).utcoffset() == local.utcoffset()
