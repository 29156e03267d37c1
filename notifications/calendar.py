"""Invitations that calendars understand (RFC 5545, RFC 5546).

The same stored message gives the same bytes each time, so that a second copy of a mail replaces the first.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress

from notifications.message import Invitation, Method

STOCKHOLM = ZoneInfo("Europe/Stockholm")

# Written out, with its rules and for all time: icalendar's own is a list of days, an hour off in spring.
_TIMEZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def invite(invitation: Invitation, *, recipient: str, stamp: datetime) -> bytes:
    """The iCalendar object for one recipient. `stamp`: when the message was made, aware."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Farled//SV")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", invitation.method)
    calendar.add_component(Timezone.from_ical(_TIMEZONE))
    calendar.add_component(_event(invitation, recipient, stamp))
    content: bytes = calendar.to_ical()
    return content


def _event(invitation: Invitation, recipient: str, stamp: datetime) -> Event:
    starts_at = invitation.starts_at.astimezone(STOCKHOLM)
    ends_at = (invitation.starts_at + timedelta(minutes=invitation.minutes)).astimezone(STOCKHOLM)
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", stamp)
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("summary", invitation.summary)
    if invitation.place is not None:
        event.add("location", invitation.place)
    event.add("status", "CANCELLED" if invitation.method is Method.CANCEL else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{invitation.organizer}"))
    event.add("attendee", _attendee(recipient))
    return event


def _attendee(recipient: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{recipient}")
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "NEEDS-ACTION"
    # Answers would go to a mailbox that nobody reads; who cannot come is told in the text what to do.
    attendee.params["RSVP"] = "FALSE"
    return attendee
