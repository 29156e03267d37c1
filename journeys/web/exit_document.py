"""The exit document of a journey: its draft, its editions, who got them; and the PDF of an edition."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from journeys.exit.editions import Edition, Handed, editions_of, handed_over, pdf_of
from journeys.visibility.access import NotFound
from journeys.web.exit_opened import Opened, to_read
from journeys.web.glass import banner
from journeys.web.routes import CASEWORK, Pages
from journeys.web.visit import Visit
from workflows.telling.phrases import RECIPIENTS

pages = Pages()

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9.-]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """An edition and who got it."""

    edition: Edition
    handed: Sequence[Handed]


@pages.get("/arende/{reference}/avslutsdokument", who=CASEWORK)
def overview(visit: Visit) -> Response:
    opened = to_read(visit)
    handed = handed_over(visit.connection, opened.journey_id, opened.source.events, opened.record)
    return opened.show(
        "exit_document.html",
        glass=banner(visit, opened.journey_id),
        editions=list(_shown(visit, opened, handed)),
        others=[each for each in handed if each.edition is None],
        missing=_missing(opened, handed),
        names=RECIPIENTS,
    )


def _shown(visit: Visit, opened: Opened, handed: Sequence[Handed]) -> Sequence[Shown]:
    return [
        Shown(edition=edition, handed=[each for each in handed if each.edition == edition.number])
        for edition in editions_of(visit.connection, opened.journey_id)
    ]


def _missing(opened: Opened, handed: Sequence[Handed]) -> Sequence[str]:
    """Who is to have the document and has not got any."""
    got = {each.to for each in handed}
    return [RECIPIENTS[to] for to in opened.record.recipients if to not in got]


@pages.get("/arende/{reference}/avslutsdokument/{edition:int}", who=CASEWORK)
def pdf(visit: Visit) -> Response:
    """To save or print; its name tells the journey and no person, and nothing of a protected one."""
    opened = to_read(visit)
    edition = visit.number("edition")
    found = pdf_of(visit.connection, visit.app.keys, opened.journey_id, edition)
    if found is None:
        raise NotFound
    return Response(found, media_type="application/pdf", headers=_as_file(opened, edition))


def _as_file(opened: Opened, edition: int) -> Mapping[str, str]:
    journey = "" if opened.source.is_protected else f"{_NOT_IN_A_NAME.sub('-', opened.case.dossier.reference)}-"
    return {"Content-Disposition": f'attachment; filename="avslutsdokument-{journey}{edition}.pdf"'}
