"""One-time links for a participant to answer a self-assessment alone. Of the token only a hash is kept.

Who has the link can answer once and see nothing: no name, no case, no programme, no earlier answer.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from journeys.signing_in.accounts import hashed_token
from journeys.tables.assessments import ANSWER_LINK
from journeys.tables.journeys import JOURNEY
from journeys.tables.staff import STAFF

LASTS = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerLink:
    """A link as it is kept. `staff` is the name of whoever made it."""

    mark: str
    journey_id: int
    reference: str
    record: str
    form: str
    staff: str
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    used_at: datetime | None
    used_for: str | None

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and self.ended_at is None and self.expires_at > now

    def was_used_for(self, token: str, answers: Mapping[str, Any]) -> bool:
        """Whether these very answers have come through it: a double click."""
        return self.used_for == _used_for(token, answers)


def make(connection: Connection, *, journey_id: int, record: str, form: str, staff_id: int, now: datetime) -> str:
    """The token of a new link; an earlier one of the same record stops working."""
    end(connection, journey_id, record, now)
    token = secrets.token_urlsafe(32)
    its = {"mark": hashed_token(token), "journey_id": journey_id, "record": record, "form": form, "staff_id": staff_id}
    connection.execute(insert(ANSWER_LINK), {**its, "made_at": now, "expires_at": now + LASTS})
    return token


def find(connection: Connection, token: str) -> AnswerLink | None:
    """The link with this token, whether it still works or not."""
    return _one(connection, _BY_TOKEN, {"its_mark": hashed_token(token)})


def latest(connection: Connection, journey_id: int, record: str) -> AnswerLink | None:
    """The newest link of a record in a journey."""
    return _one(connection, _OF_RECORD, {"its_journey": journey_id, "its_record": record})


def use(connection: Connection, link: AnswerLink, token: str, answers: Mapping[str, Any], now: datetime) -> bool:
    """Use it up; False where somebody else was faster, or it stopped working meanwhile."""
    still = ANSWER_LINK.c.mark == link.mark, ANSWER_LINK.c.used_at.is_(None), ANSWER_LINK.c.ended_at.is_(None)
    used = update(ANSWER_LINK).where(*still).values(used_at=now, used_for=_used_for(token, answers))
    return connection.execute(used).rowcount == 1


def end(connection: Connection, journey_id: int, record: str, now: datetime) -> None:
    """From now on none of a record's links works."""
    its = ANSWER_LINK.c.journey_id == journey_id, ANSWER_LINK.c.record == record
    unused = ANSWER_LINK.c.used_at.is_(None), ANSWER_LINK.c.ended_at.is_(None)
    connection.execute(update(ANSWER_LINK).where(*its, *unused).values(ended_at=now))


def _one(connection: Connection, query: Select[Any], asked: Mapping[str, Any]) -> AnswerLink | None:
    row = connection.execute(query, asked).mappings().first()
    return AnswerLink(**{name: row[name] for name in row if name != "staff_id"}) if row else None


# Built once: putting a statement together takes longer than running it.
_NEWEST = (
    select(ANSWER_LINK, STAFF.c.name.label("staff"), JOURNEY.c.reference)
    .join(STAFF, STAFF.c.id == ANSWER_LINK.c.staff_id)
    .join(JOURNEY, JOURNEY.c.id == ANSWER_LINK.c.journey_id)
    .order_by(ANSWER_LINK.c.made_at.desc())
    .limit(1)
)
_BY_TOKEN = _NEWEST.where(ANSWER_LINK.c.mark == bindparam("its_mark"))
_OF_RECORD = _NEWEST.where(
    ANSWER_LINK.c.journey_id == bindparam("its_journey"), ANSWER_LINK.c.record == bindparam("its_record")
)


def _used_for(token: str, answers: Mapping[str, Any]) -> str:
    return hashed_token(f"{token} {json.dumps(answers, sort_keys=True)}")
