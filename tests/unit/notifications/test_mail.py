"""A message as an e-mail."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from icalendar import Calendar

from notifications.claims import Claimed
from notifications.errors import AddressError
from notifications.mail import Sender, ascii_address, compose
from notifications.message import Invitation, Message, Method
from notifications.render import Rendered

CREATED = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
RENDERED = Rendered(subject="Påminnelse: möte på Öster", text="Hej!\nVälkommen.\n", html="<p>Välkommen.</p>\n")
SENDER = Sender(address="farled@forbundet.example", name="Förbundet Öst")
INVITATION = Invitation(
    uid="5f2c@farled.invalid",
    sequence=0,
    starts_at=CREATED + timedelta(days=14),
    minutes=45,
    place="Stora salen",
    organizer="farled@forbundet.example",
    summary="Möte",
)


def claimed(**message: Any) -> Claimed:
    given = {"key": "m1", "template": "meeting-invitation", "recipient": "kim@post.example"} | message
    return Claimed(
        id=1,
        message=Message(**given),
        message_id="<0123@farled.invalid>",
        created_at=CREATED,
        attempts=1,
        claimed_by="w/1",
    )


def received(mail: EmailMessage) -> EmailMessage:
    """As it is read on the other side."""
    read = message_from_bytes(mail.as_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    assert not read.defects
    return read


def test_a_mail_says_what_it_is() -> None:
    mail = received(compose(claimed(), RENDERED, SENDER))
    assert mail["From"] == "Förbundet Öst <farled@forbundet.example>"
    assert mail["To"] == "kim@post.example"
    assert mail["Subject"] == "Påminnelse: möte på Öster"
    assert mail["Date"].datetime == CREATED
    assert mail["Message-ID"] == "<0123@farled.invalid>"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_mail_can_be_read_as_text_and_as_html() -> None:
    mail = received(compose(claimed(), RENDERED, SENDER))
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    contents = [part.get_content().replace("\r\n", "\n") for part in mail.iter_parts()]
    assert contents == [RENDERED.text, RENDERED.html]


@pytest.mark.parametrize("method", Method)
def test_an_invitation_is_an_alternative_and_a_file(method: Method) -> None:
    invitation = Invitation.from_json(INVITATION.to_json() | {"method": method})
    mail = received(compose(claimed(invitation=invitation), RENDERED, SENDER))
    body, attachment = mail.iter_parts()
    calendar = list(body.iter_parts())[-1]
    assert calendar["Content-Type"].params == {"charset": "utf-8", "method": method}
    assert calendar.get_content_type() == "text/calendar"
    assert attachment.get_filename() == "invite.ics"
    assert attachment.get_content() == calendar.get_content().encode()
    assert Calendar.from_ical(attachment.get_content())["METHOD"] == method


def test_the_same_message_gives_the_same_bytes() -> None:
    first, second = (compose(claimed(invitation=INVITATION), RENDERED, SENDER).as_bytes() for _ in range(2))
    assert first == second


def test_a_mail_passes_through_servers_that_know_only_ascii() -> None:
    sent = compose(claimed(invitation=INVITATION), RENDERED, SENDER).as_bytes()
    assert sent.isascii()
    assert max(map(len, sent.split(b"\r\n"))) <= 78


def test_a_domain_with_swedish_letters_is_sent_in_punycode() -> None:
    mail = received(compose(claimed(recipient="kim@räksmörgås.example", invitation=INVITATION), RENDERED, SENDER))
    assert mail["To"] == "kim@xn--rksmrgs-5wao1o.example"
    (event,) = Calendar.from_ical(list(mail.iter_parts())[-1].get_content()).walk("VEVENT")
    assert event["ATTENDEE"] == "mailto:kim@xn--rksmrgs-5wao1o.example"


@pytest.mark.parametrize("address", ["kim@post.example", "kim.k+farled@a.b.example", "k'k@post-1.example"])
def test_ordinary_addresses_stay_as_they_are(address: str) -> None:
    assert ascii_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "kim",
        "@post.example",
        "kim@",
        "kim@post",
        "kim@.example",
        "kim@post..example",
        "kim@-post.example",
        "kim.@post.example",
        "kim@post.example\n",
        "kim@post.example\r\nBcc: alla@post.example",
        "kim@post.example, alla@post.example",
        "Kim <kim@post.example>",
        "kim kanarie@post.example",
        "åke@post.example",
        "kim@" + "a" * 64 + ".example",
        "k" * 65 + "@post.example",
        "kim@alla@post.example",
    ],
)
def test_what_is_no_address_is_refused_without_quoting_it(address: str) -> None:
    with pytest.raises(AddressError) as caught:
        compose(claimed(recipient=address), RENDERED, SENDER)
    assert str(caught.value) == AddressError.__doc__


def test_the_organizer_of_a_meeting_has_to_be_an_address() -> None:
    invitation = Invitation.from_json(INVITATION.to_json() | {"organizer": "x\r\nATTENDEE:mailto:alla@post.example"})
    with pytest.raises(AddressError):
        compose(claimed(invitation=invitation), RENDERED, SENDER)


@pytest.mark.parametrize(
    ("address", "name"), [("farled", ""), ("farled@forbundet.example", "Farled\r\nBcc: x@y.example")]
)
def test_a_sender_has_to_be_one(address: str, name: str) -> None:
    with pytest.raises(AddressError):
        Sender(address=address, name=name)


def test_a_subject_cannot_add_a_header() -> None:
    rendered = Rendered(subject="Möte\r\nBcc: alla@post.example", text="x", html="x")
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        compose(claimed(), rendered, SENDER)
