"""What a journey's page says of other journeys: which it came from, which it led to, and the person's others.

The person's others only as far as somebody may list them. Of the two that recommendations join, whoever sees the one
knows of the other: that it is there, and where; not how it goes, nor a way in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, bindparam, select

from journeys.case import Case
from journeys.tables.journeys import JOURNEY
from journeys.visibility.access import LISTED
from journeys.web.visit import Visit
from journeys.words import unit_text
from workflows.events import Event
from workflows.words import state_name


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined:
    """A journey that a recommendation joins with this one; `seen`: whether there is a way in for whoever asks."""

    what: str
    reference: str
    unit: str
    seen: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Other:
    """Another journey of the same person, which whoever asks may list."""

    row: RowMapping
    programme: str
    unit: str
    state: str


def others(visit: Visit, journey_id: int) -> Sequence[Other]:
    """The latest referral first; the page tells of them, and so does the access log."""
    rows = visit.connection.execute(_OTHERS, {**visit.staff.asking, "its_id": journey_id}).mappings().all()
    visit.tells_of(row["id"] for row in rows)
    return [_other(visit, row) for row in rows]


def _other(visit: Visit, row: RowMapping) -> Other:
    programme = visit.catalogue.get(row["programme"], row["version"])
    state = state_name(programme, row["state"])
    return Other(row=row, programme=programme.name, unit=unit_text(programme, row["unit"]), state=state)


def joined(visit: Visit, case: Case, listed: Sequence[Other]) -> Iterator[Joined]:
    """Where it came from, and where each of its ends that stand has led."""
    seen = {each.row["reference"] for each in listed}
    for event in case.history.events:
        for key, (what, unit_of) in _KEYS.items():
            if reference := event.data.get(key):
                unit = unit_of(visit, case, event)
                yield Joined(what=what, reference=reference, unit=unit, seen=reference in seen)


def _prepared_by(visit: Visit, case: Case, event: Event) -> str:
    """The unit that recommended it; empty where it was not here."""
    row = visit.connection.execute(_WHERE, {"reference": event.data["comes_from"]}).mappings().first()
    return unit_text(visit.catalogue.get(row["programme"], row["version"]), row["unit"]) if row else ""


def _sent_to(visit: Visit, case: Case, event: Event) -> str:
    """The unit that it was started in, wherever it is now."""
    outcome = case.programme.outcome(event.data["outcome"])
    versions = visit.catalogue.of(outcome.leads_to or "") if outcome else {}
    names = {unit.id: unit.name for programme in versions.values() for unit in programme.units}
    return names.get(event.data.get("leads_to_unit", ""), "")


_KEYS: Mapping[str, tuple[str, Callable[[Visit, Case, Event], str]]] = {
    "comes_from": ("Kommer från", _prepared_by),
    "leads_to": ("Ledde till", _sent_to),
}


_ITSELF = JOURNEY.alias()
_OTHERS = (
    select(*JOURNEY.c["id", "reference", "programme", "version", "unit", "state", "referred_on"])
    .where(
        JOURNEY.c.person_id == select(_ITSELF.c.person_id).where(_ITSELF.c.id == bindparam("its_id")).scalar_subquery(),
        JOURNEY.c.id != bindparam("its_id"),
        LISTED,
    )
    .order_by(JOURNEY.c.referred_on.desc(), JOURNEY.c.id.desc())
)
_WHERE = select(*JOURNEY.c["programme", "version", "unit"]).where(JOURNEY.c.reference == bindparam("reference"))
