"""A referral comes to no closed unit by a correction either."""

from collections.abc import Sequence
from datetime import date

from journeys.catalogue import Catalogue
from journeys.dossier import Dossier
from workflows.events import Event, corrected_in_the_end, effective


def keep_out(catalogue: Catalogue, dossier: Dossier, correction: Event) -> None:
    """Whether the referral that is corrected could still be taken. What stays as it was needs no open unit.

    Raises UnitClosed.
    """
    referral = corrected_in_the_end(dossier.events, correction)
    was, now = (_where_and_when(events, referral) for events in (dossier.before().events, dossier.events))
    if now and now != was:
        catalogue.require_open(dossier.programme, *now)


def _where_and_when(events: Sequence[Event], referral: str) -> tuple[str, date] | None:
    found = (event for event in effective(events) if event.id == referral and event.name == "referred")
    return next(((event.data["unit"], event.on) for event in found), None)
