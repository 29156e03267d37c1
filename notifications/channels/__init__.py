"""Ways for a mail to leave the house."""

from email.message import EmailMessage
from typing import Protocol


class Channel(Protocol):
    """Where mail goes."""

    def send(self, mail: EmailMessage) -> None:
        """Deliver one mail, or raise DeliveryError. A second copy has the same Message-ID."""

    def close(self) -> None:
        """Let go of what was kept open between mails; sending opens it again."""
