"""What has been written about a journey and what will be: messages in the outbox, reminders that are planned."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from journeys.case import Case
from journeys.messages.meetings import about
from journeys.messages.recipients import Nobody, journey_contacts, participant, referrer
from journeys.messages.words import STATES, TEMPLATES
from journeys.tables.journeys import REMINDER
from journeys.words import rule_text
from notifications.tables import OUTBOX, State
from workflows.history import History
from workflows.obligations import Obligation
from workflows.reminders import Reminding, reminders, standing_of, waiting_of
from workflows.telling.phrases import RECIPIENTS, recipients


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A message: what, to whom in general, how it stands and since when."""

    what: str
    to: str
    state: str
    reason: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """A reminder that has not gone out. `not_sent`: why it will not."""

    on: date
    about: str
    to: str
    not_sent: str


def letters(connection: Connection, journey_id: int) -> list[Letter]:
    """The messages about a journey, the latest first."""
    return [
        Letter(
            what=TEMPLATES.get(row.template, "Meddelande"),
            to=RECIPIENTS.get(row.context.get("audience", ""), ""),
            state=STATES[State(row.state)],
            reason=row.reason,
            at=row.settled_at or row.created_at,
        )
        for row in connection.execute(_LETTERS, {"its": about(journey_id)})
    ]


_LETTERS = (
    select(*OUTBOX.c["template", "context", "state", "reason", "created_at", "settled_at"])
    .where(OUTBOX.c.about == bindparam("its"))
    .order_by(OUTBOX.c.id.desc())
)


def how_many_written(connection: Connection, journey_id: int, at: datetime) -> int:
    """The messages that one step put in the outbox: those of its very moment."""
    query = select(OUTBOX.c.id).where(OUTBOX.c.about == about(journey_id), OUTBOX.c.created_at == at)
    return len(connection.execute(query).all())


def planned(connection: Connection, case: Case) -> list[Planned]:
    """The reminders of today and later that have not gone out, by day."""
    assert case.dossier.id is not None
    contacts = journey_contacts(connection, case.dossier.id)
    nobody = _unreachable(contacts)
    gone = _gone(connection, case.dossier.id)
    coming = [
        each
        for each in coming_reminders(case.history, case.obligations, contacts.party, case.today)
        if each.key not in gone
    ]
    programme = case.programme
    return [
        Planned(
            on=each.on,
            about=rule_text(programme, each.rule, each.n),
            to=RECIPIENTS[each.to],
            not_sent=nobody.get(each.to, ""),
        )
        for each in sorted(coming, key=lambda each: (each.on, each.rule, each.to))
    ]


def coming_reminders(
    history: History, obligations: Iterable[Obligation], party: str | None, today: date
) -> Iterator[Reminding]:
    """The reminders whose day has not passed, as the journey stands."""
    standing, waiting = standing_of(history, party), waiting_of(obligations)
    return (each for each in reminders(history.programme, standing, waiting) if each.on >= today)


def unreachable(connection: Connection, journey_id: int) -> dict[str, str]:
    """Who of participant and referrer gets nothing, and why."""
    return _unreachable(journey_contacts(connection, journey_id))


def _unreachable(contacts: Any) -> dict[str, str]:
    found = {"participant": participant(contacts), "referrer": referrer(contacts)}
    return {role: each.reason for role, each in found.items() if isinstance(each, Nobody)}


def who_is_told(connection: Connection, case: Case) -> str:
    """Who gets a message about a meeting, and who does not and why."""
    assert case.dossier.id is not None
    nobody = unreachable(connection, case.dossier.id)
    told = [role for role in ("participant", "referrer", "caseworker") if role not in nobody]
    without = [f"Inget går till {RECIPIENTS[role]}: {reason}." for role, reason in nobody.items()]
    return " ".join([f"Ett meddelande går till {recipients(told)}.", *without])


def _gone(connection: Connection, journey_id: int) -> Sequence[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(_GONE, {"its_id": journey_id})]


_GONE = select(*REMINDER.c["rule", "n", "offset", "recipient", "counts_from"]).where(
    REMINDER.c.journey_id == bindparam("its_id")
)
