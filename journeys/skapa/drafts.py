"""Self-assessments that have begun and are not registered: kept sealed, one for each journey and record.

A draft is no measurement: no event, no rule met, no figure, until somebody who works here registers it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from journeys.storage.keys import Keys
from journeys.tables.assessments import DRAFT

KEPT_FOR = timedelta(days=90)
"""A draft that nobody has touched for so long is deleted by the nightly run."""

Answers = Mapping[str, Mapping[str, Any]]
"""Respondent → question → answer."""
PARTICIPANT = "participant"


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What was filled in. `sent`: the participant's own answers, question by question, as they came through a link."""

    on: str | None = None
    note: str | None = None
    answers: Answers = field(default_factory=dict)
    sent: Mapping[str, Any] = field(default_factory=dict)

    def with_sent(self, sent: Mapping[str, Any], *, on: str) -> "Content":
        """What the participant has answered alone, over what was there; the day is that one unless one was given."""
        theirs = {**self.answers.get(PARTICIPANT, {}), **sent}
        answers = {**self.answers, PARTICIPANT: theirs}
        return replace(self, on=self.on or on, answers=answers, sent={**self.sent, **sent})

    def is_alone(self, answers: Answers) -> bool:
        """Whether the participant's answers are what they sent themselves: no other, none changed, none gone."""
        return bool(self.sent) and answers.get(PARTICIPANT) == self.sent


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A draft as it is kept. `form` marks the questions and scale that it answers."""

    journey_id: int
    record: str
    form: str
    revision: int
    content: Content
    begun_at: datetime
    changed_at: datetime

    @property
    def goes_at(self) -> datetime:
        """When it is deleted, unless somebody goes on with it."""
        return self.changed_at + KEPT_FOR


def find(connection: Connection, keys: Keys, journey_id: int, record: str) -> Draft | None:
    """The draft of a record, if there is one."""
    row = connection.execute(_ITS_DRAFT, {"its_journey": journey_id, "its_record": record}).mappings().first()
    if row is None:
        return None
    content = Content(**json.loads(keys.open(row["body"], _seal(journey_id, record))))
    return Draft(content=content, **{name: row[name] for name in row if name != "body"})


def keep(
    connection: Connection,
    keys: Keys,
    before: Draft | None,
    *,
    its: tuple[int, str],
    form: str,
    content: Content,
    now: datetime,
) -> None:
    """Write what was filled in over the draft that was read, or as a new one. The caller holds the log meanwhile."""
    body = keys.seal(json.dumps(asdict(content)).encode(), _seal(*its))
    values = {"form": form, "body": body, "changed_at": now, "revision": before.revision + 1 if before else 1}
    if before:
        connection.execute(update(DRAFT).where(*_its(*its)).values(values))
    else:
        row = {"journey_id": its[0], "record": its[1], "begun_at": now, **values}
        connection.execute(insert(DRAFT), row)


def drop(connection: Connection, journey_id: int, record: str) -> None:
    """Throw the draft away, or leave it behind once it is registered."""
    connection.execute(delete(DRAFT).where(*_its(journey_id, record)))


def drop_old(connection: Connection, now: datetime) -> int:
    """Delete those that nobody has touched for KEPT_FOR; how many."""
    return connection.execute(delete(DRAFT).where(DRAFT.c.changed_at <= now - KEPT_FOR)).rowcount


def _its(journey_id: Any, record: Any) -> tuple[Any, Any]:
    return DRAFT.c.journey_id == journey_id, DRAFT.c.record == record


# Built once: putting a statement together takes longer than running it.
_ITS_DRAFT = select(DRAFT).where(*_its(bindparam("its_journey"), bindparam("its_record")))


def _seal(journey_id: int, record: str) -> bytes:
    return f"draft of {record} in {journey_id}".encode()
