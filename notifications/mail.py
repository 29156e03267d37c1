"""A message as an e-mail (RFC 5322). The same message and texts give the same bytes each time."""

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from notifications.calendar import STOCKHOLM, invite
from notifications.claims import Claimed
from notifications.errors import AddressError
from notifications.render import Rendered

_POLICY = SMTP.clone(cte_type="7bit")  # for servers that know no 8BITMIME

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@.{{1,255}}\Z){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """Whom mail comes from. Raises AddressError."""

    address: str
    name: str = ""

    def __post_init__(self) -> None:
        ascii_address(self.address)
        if not self.name.isprintable():
            raise AddressError("Avsändarens namn får inte innehålla radbrytningar eller styrtecken.")


def ascii_address(text: str) -> str:
    """An e-mail address as every server takes it, its domain in punycode. Raises AddressError."""
    local, _, domain = text.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise AddressError from None
    if not _ADDRESS.fullmatch(address):
        raise AddressError
    return address


def compose(claimed: Claimed, rendered: Rendered, sender: Sender) -> EmailMessage:
    """The mail of a claimed message: text, HTML and, with an invitation, the calendar's part. Raises AddressError."""
    recipient = ascii_address(claimed.message.recipient)
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = Address(display_name=sender.name, addr_spec=ascii_address(sender.address))
    mail["To"] = Address(addr_spec=recipient)
    mail["Subject"] = rendered.subject
    mail["Date"] = claimed.created_at.astimezone(STOCKHOLM)
    mail["Message-ID"] = claimed.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(rendered.text)
    mail.add_alternative(rendered.html, subtype="html")
    _invite(mail, claimed, recipient)
    _fix_boundaries(mail, claimed.message_id)
    return mail


def _invite(mail: EmailMessage, claimed: Claimed, recipient: str) -> None:
    """As an alternative for clients that show invitations, and as a file for those that do not."""
    invitation = claimed.message.invitation
    if invitation is None:
        return
    ascii_address(invitation.organizer)
    ics = invite(invitation, recipient=recipient, stamp=claimed.created_at)
    mail.add_alternative(ics.decode(), subtype="calendar", params={"method": invitation.method.value})
    mail.add_attachment(ics, maintype="application", subtype="ics", filename="invite.ics")


def _fix_boundaries(mail: EmailMessage, message_id: str) -> None:
    """Python draws boundaries at random. "=_" is in no quoted-printable and no base64 text (RFC 2045, 6.7)."""
    token = sha256(message_id.encode()).hexdigest()[:32]
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{token}_{number}")
