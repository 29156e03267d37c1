"""What a form about a journey carries unseen: which state of the journey it was opened on, and that it counts once."""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from journeys.case import Case

_NOT_CONTENT = frozenset({"form_token", "seen", "known", "once", "again", "do"})
YES = "ja"
_COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)
_ONCE = re.compile(r"[0-9a-f]{32}", re.ASCII)

Sent = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hidden:
    """`seen`: the journey's revision, `known`: how many events it had, `once`: random, of this very form.

    `again`: whether they know that the same is registered already.
    """

    seen: int
    known: int
    once: str
    again: bool = False

    @classmethod
    def new(cls, case: Case) -> Self:
        return cls(seen=case.dossier.revision, known=len(case.dossier.events), once=secrets.token_hex(16))

    @classmethod
    def read(cls, sent: Sent) -> Self | None:
        """None where a part is missing or was not made here."""
        seen, known, once, again = ((sent.get(name) or [""])[0] for name in ("seen", "known", "once", "again"))
        if not (_COUNT.fullmatch(seen) and _COUNT.fullmatch(known) and _ONCE.fullmatch(once)):
            return None
        return cls(seen=int(seen), known=int(known), once=once, again=again == YES)

    def renewed(self, case: Case) -> Self:
        """The same form, filled in on what the journey is now."""
        return replace(self, seen=case.dossier.revision, known=len(case.dossier.events))

    def line_id(self, sent: Sent) -> str:
        """The id of the event that the form becomes: the same form with the same content is the same event.

        Nobody can tell the content from it without `once`, which is kept nowhere.
        """
        content = {name: list(values) for name, values in sent.items() if name not in _NOT_CONTENT}
        told = json.dumps(content, sort_keys=True).encode()
        return "w" + hmac.digest(self.once.encode(), told, hashlib.sha256).hex()[:32]

    @property
    def fields(self) -> Mapping[str, str | int]:
        told: dict[str, str | int] = {"seen": self.seen, "known": self.known, "once": self.once}
        return told | {"again": YES} if self.again else told
