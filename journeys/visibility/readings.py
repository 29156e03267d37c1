"""Who has read which journey, when and where: the access log, read. Nothing here says who a journey is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, case, null, select

from journeys.tables.access import ACCESS_LOG, BREAK_GLASS
from journeys.tables.journeys import JOURNEY
from journeys.tables.staff import STAFF
from journeys.visibility.access import LISTED, Staff

PAGES: Mapping[str, str] = {
    "/arende/{reference}": "Ärendet",
    "/arende/{reference}/avslutsdokument": "Avslutsdokumentet",
    "/arende/{reference}/avslutsdokument/forhandsvisning": "Förhandsvisningen av avslutsdokumentet",
    "/arende/{reference}/avslutsdokument/utkast": "Utkastet till avslutsdokument",
    "/arende/{reference}/avslutsdokument/{edition:int}": "Avslutsdokumentet som PDF",
    "/arende/{reference}/avslutsdokument/{edition:int}/lamna": "Formuläret för att lämna avslutsdokumentet",
    "/arende/{reference}/avslutsdokument/{edition:int}/meddela": "Formuläret för att meddela om avslutsdokumentet",
    "/arende/{reference}/lasningar": "Vem har läst det här ärendet",
    "/arende/{reference}/plan": "Handlingsplanen",
    "/arende/{reference}/plan/pdf": "Handlingsplanen som PDF",
    "/arende/{reference}/plan/skriv": "Formuläret för handlingsplanen",
    "/arende/{reference}/plan/utskrift": "Handlingsplanen för utskrift",
    "/arende/{reference}/ratta/{id}": "Formuläret för en rättelse",
    "/arende/{reference}/lank/{event}": "Länken till deltagaren",
    "/arende/{reference}/lank/{event}/bort": "Länken till deltagaren",
    "/arende/{reference}/utkast/{event}/bort": "Utkastet till en självskattning",
    "/arende/{reference}/skapa": "Självskattningar över tid",
    "/arende/{reference}/skyddad": "Vilka som får se ärendet",
    "/arende/{reference}/skyddad/{id:int}/bort": "Vilka som får se ärendet",
    "/arende/{reference}/steg/{event}": "Formuläret för ett steg",
    "/arende/{reference}/ta-tillbaka/{id}": "Formuläret för att ta tillbaka något",
    "/arenden": "Listan över ärenden",
    "/arenden/urval": "Listan över ärenden",
    "/enheten": "Enheten",
    "/enheten/byt": "Byt handläggare för flera ärenden",
    "/min-dag": "Min dag",
    "/remisser": "Remisser",
    "/siffror/arenden": "Ärendena bakom en siffra",
    "/sok": "Sökningen",
}
"""The route of a page → what it is called."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """Somebody was shown a journey. `role` and `unit` are those they have now; `reason`: why they broke the glass."""

    id: int
    at: datetime
    address: str
    name: str
    role: str
    unit: str | None
    reference: str
    page: str
    broke_glass: bool
    reason: str | None

    @property
    def where(self) -> str:
        """The page in words."""
        return PAGES.get(self.page, self.page)


def of_journey(connection: Connection, journey_id: int, *, before: int | None, limit: int) -> Sequence[Reading]:
    """The latest readings of a journey, newest first; `before` is the id of the last on the page before."""
    query = _readings().where(ACCESS_LOG.c.journey_id == journey_id).order_by(ACCESS_LOG.c.id.desc()).limit(limit)
    return _found(connection, query if before is None else query.where(ACCESS_LOG.c.id < before))


def opened_here(connection: Connection, staff: Staff, *, since: datetime, limit: int) -> Sequence[RowMapping]:
    """The journeys of their unit that somebody broke the glass to see, newest first: by whom, when and why."""
    query = (
        select(JOURNEY.c.id, JOURNEY.c.reference, *BREAK_GLASS.c["opened_at", "reason"], *STAFF.c["name", "unit"])
        .select_from(BREAK_GLASS)
        .join(STAFF, STAFF.c.id == BREAK_GLASS.c.staff_id)
        .join(JOURNEY, JOURNEY.c.id == BREAK_GLASS.c.journey_id)
        .where(BREAK_GLASS.c.opened_at >= since, LISTED)
        .order_by(BREAK_GLASS.c.id.desc())
        .limit(limit)
    )
    return connection.execute(query, staff.asking).mappings().all()


def between(
    connection: Connection, *, first: datetime | None, end: datetime | None, reference: str | None
) -> Sequence[Reading]:
    """The readings in [first, end), of one journey or of all, in the order they happened."""
    query = _readings().order_by(ACCESS_LOG.c.id)
    if first is not None:
        query = query.where(ACCESS_LOG.c.at >= first)
    if end is not None:
        query = query.where(ACCESS_LOG.c.at < end)
    return _found(connection, query if reference is None else query.where(JOURNEY.c.reference == reference))


def _readings() -> Select[Any]:
    return (
        select(
            *ACCESS_LOG.c["id", "at", "page", "broke_glass"],
            *STAFF.c["address", "name", "role", "unit"],
            JOURNEY.c.reference,
            case((ACCESS_LOG.c.broke_glass, _REASON), else_=null()).label("reason"),
        )
        .join(STAFF, STAFF.c.id == ACCESS_LOG.c.staff_id)
        .join(JOURNEY, JOURNEY.c.id == ACCESS_LOG.c.journey_id)
    )


_REASON = (
    select(BREAK_GLASS.c.reason)
    .where(
        BREAK_GLASS.c.journey_id == ACCESS_LOG.c.journey_id,
        BREAK_GLASS.c.staff_id == ACCESS_LOG.c.staff_id,
        BREAK_GLASS.c.opened_at <= ACCESS_LOG.c.at,
        BREAK_GLASS.c.until > ACCESS_LOG.c.at,
    )
    .order_by(BREAK_GLASS.c.id.desc())
    .limit(1)
    .scalar_subquery()
)


def _found(connection: Connection, query: Select[Any]) -> list[Reading]:
    return [Reading(**row) for row in connection.execute(query).mappings()]
