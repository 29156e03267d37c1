"""The history of a journey as its page tells it: every event in words, corrections shown as corrections."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from journeys.case import Case, Happened, Standing
from journeys.case_words import Names, Pairs, happened, new_values, pairs
from journeys.tables.staff import STAFF
from journeys.web.visit import Visit
from workflows.events import CORRECTIONS, Event, effective
from workflows.history import History


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One event. `was`: what it said before it was corrected. `about`: what a correction is a correction of."""

    id: str
    number: int
    event: str
    on: date
    what: str
    about: str
    says: Pairs
    was: Pairs
    standing: Standing
    at: datetime
    by: str | None

    @property
    def can_be_corrected(self) -> bool:
        return self.standing != "voided" and self.event not in CORRECTIONS

    @property
    def can_be_taken_back(self) -> bool:
        return self.standing != "voided" and self.event != "referred"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """The events with what is personal in them: as they were registered, and as they stand; by id."""

    registered: Mapping[str, Event]
    standing: Mapping[str, Event]
    voids: Mapping[str, Sequence[str]]
    """The id of an event → those that took it back."""

    def is_voided(self, id_: str) -> bool:
        return any(not self.is_voided(void) for void in self.voids.get(id_, ()))


def told(visit: Visit, case: Case) -> Told:
    """Open what is sealed in the journey's events, once for a page."""
    events = case.dossier.everything(visit.app.ledger)
    voids: dict[str, list[str]] = {}
    for event in events:
        if event.name == "voided":
            voids.setdefault(event.data["of"], []).append(event.id)
    return Told(
        registered={event.id: event for event in events},
        standing={event.id: event for event in effective(events)},
        voids=voids,
    )


def entries(visit: Visit, case: Case, known: Told) -> list[Entry]:
    """The whole history, the latest first."""
    names = staff_names(visit.connection, _who(case, known))
    return [_entry(each, case, known, names) for each in reversed(case.happened)]


def since(visit: Visit, case: Case, known: int) -> list[Entry]:
    """What was registered after the first `known` events, in that order."""
    late = [each for each in entries(visit, case, told(visit, case)) if each.number > known]
    return sorted(late, key=lambda each: each.number)


def _who(case: Case, known: Told) -> set[str]:
    """Everybody of the staff whom the history calls by address."""
    told = [data for event in known.registered.values() for data in (event.data, event.data.get("set", {}))]
    wrote = {each.registered.by for each in case.happened}
    return {address for address in wrote | {data.get("caseworker") for data in told} if address}


def staff_names(connection: Connection, addresses: Collection[str] | None = None) -> Names:
    """What the staff, or some of them, are called, also those who have left."""
    if addresses is None:
        return dict(connection.execute(_NAMES).all())
    return dict(connection.execute(_SOME_NAMES, {"addresses": sorted(addresses)}).all())


def by_name(connection: Connection, text: str, history: History) -> str:
    """A line that calls the caseworker by address, with the name instead."""
    address = history.caseworker or ""
    name = connection.execute(_NAME, {"address": address}).scalar()
    return text.replace(address, name) if name else text


_NAMES = select(*STAFF.c["address", "name"])
_SOME_NAMES = _NAMES.where(STAFF.c.address.in_(bindparam("addresses", expanding=True)))
_NAME = select(STAFF.c.name).where(STAFF.c.address == bindparam("address"))


def _entry(each: Happened, case: Case, known: Told, names: Names) -> Entry:
    registered = each.registered
    event = known.registered[registered.name]
    return Entry(
        id=registered.name,
        number=registered.number,
        event=registered.event,
        on=each.on,
        what=happened(case.programme, registered.event),
        about=_about(event, case, known),
        says=_says(known.standing.get(event.id, event), case, names),
        was=_was(event, known.standing.get(event.id), case, names),
        standing="voided" if known.is_voided(event.id) else each.standing,
        at=registered.at,
        by=names.get(registered.by or "", registered.by),
    )


def _says(event: Event, case: Case, names: Names) -> Pairs:
    if event.name == "corrected":
        return [*new_values(event.data["set"], case, names), *pairs(_only(event.data, ("reason", "note")), case, names)]
    return pairs(event.data, case, names)


def _was(before: Event, now: Event | None, case: Case, names: Names) -> Pairs:
    """The keys that a correction has changed, as they were."""
    if now is None:
        return []
    old = {"on": before.on, **before.data}
    new = {"on": now.on, **now.data}
    return pairs({key: value for key, value in old.items() if new.get(key) != value}, case, names)


def _about(event: Event, case: Case, known: Told) -> str:
    target = known.registered.get(event.data.get("of", ""))
    if event.name not in CORRECTIONS or target is None:
        return ""
    return happened(case.programme, target.name)


def _only(data: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: data[key] for key in keys if key in data}
