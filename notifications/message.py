"""What is to be said to one recipient, once."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self, TypeAlias

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None


class Method(StrEnum):
    """What an invitation asks of a calendar (RFC 5546, 3.2)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, kw_only=True, slots=True)
class Invitation:
    """A meeting for the recipient's calendar.

    A moved or cancelled meeting keeps its `uid` and has a higher `sequence`. `uid`, `summary` and `place` leave the
    house: nothing personal in them.
    """

    uid: str
    sequence: int
    method: Method = Method.REQUEST
    starts_at: datetime
    """Aware."""
    minutes: int
    place: str | None = None
    organizer: str
    """The e-mail address that the meeting comes from."""
    summary: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"starts_at": self.starts_at.isoformat()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            **{**stored, "starts_at": datetime.fromisoformat(stored["starts_at"]), "method": Method(stored["method"])}
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One mail to one recipient. `key` is unique for ever: what has been enqueued once is never enqueued again."""

    key: str
    template: str
    recipient: str
    """An e-mail address."""
    language: str = "sv"
    context: Mapping[str, Json] = field(default_factory=dict)
    """What the templates need: see `templates/README.md`."""
    about: str | None = None
    """An opaque id of what the message is about, to withdraw and to erase by."""
    invitation: Invitation | None = None
    expires_at: datetime | None = None
    """Aware; from then on it is too late to send it."""
