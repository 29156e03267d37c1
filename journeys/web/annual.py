"""Årssiffror: the figures of a year that every samordningsförbund reports, and the sheet for Uppföljning Finsam.

A page of its own beside Siffror: what is chosen is a year and one programme or all, and there are no goals in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from journeys.reporting import Report, words
from journeys.reporting.annual import ALL, Annual, annual, reports_of
from journeys.reporting.annual_files import FILES, FINSAM, finsam_headings, finsam_rows
from journeys.reporting.headings import heading_of
from journeys.reporting.linked import all_hidden
from journeys.reporting.sections import Section
from journeys.web.attached import asked_kind, attached, links
from journeys.web.figures import shown_first
from journeys.web.forms import Field, Filled, Form, fill
from journeys.web.pages import go, show_filled
from journeys.web.periods import years
from journeys.web.routes import CASEWORK, COORDINATORS, Pages
from journeys.web.visit import Visit
from workflows.programme import Programme

pages = Pages()

CHOOSE = Form(
    fields=(Field(name="insats", label="Insats", kind="choice"), Field(name="ar", label="År", kind="choice")),
    send="Visa",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What can be chosen: a programme, or all of an association."""

    key: str
    name: str
    programmes: tuple[str, ...]


@pages.get("/arssiffror", who=CASEWORK | COORDINATORS)
def annual_figures(visit: Visit) -> Response:
    filled, found = asked(visit)
    return show_filled(
        visit,
        "annual.html",
        filled,
        found=found,
        finsam=FINSAM,
        finsam_headings=finsam_headings(found) if found else (),
        finsam_rows=list(finsam_rows(found)) if found else (),
        files=links(visit, "/arssiffror/hamta"),
        everyone=words.EVERYONE,
        nothing=words.NOTHING,
        hiding=words.HIDING,
    )


@pages.get("/arssiffror/hamta", who=CASEWORK | COORDINATORS)
def download(visit: Visit) -> Response:
    """The file; where the address asks for what cannot be, the page that says why."""
    kind = asked_kind(visit)
    _, found = asked(visit)
    if found is None:
        return go(f"/arssiffror?{visit.request.url.query}")
    return attached(FILES[kind](found), found.file, kind)


def asked(visit: Visit) -> tuple[Filled, Annual | None]:
    """What the address asks for, and the figures of that; None where there are none, and why in the faults."""
    scopes = {scope.key: scope for scope in scopes_of(visit)}
    filled = _filled(visit, scopes)
    if filled.faults:
        return filled, None
    return filled, _annual(visit, scopes[filled.value("insats")], int(filled.value("ar")))


def scopes_of(visit: Visit) -> list[Scope]:
    """All of each association first, where it has several; then each programme, by name."""
    newest: dict[str, Programme] = {}
    for each in sorted(visit.catalogue.versions.values(), key=lambda programme: programme.valid_from):
        newest[each.id] = each
    ordered = sorted(newest.values(), key=lambda programme: programme.name)
    by_association: dict[str, list[str]] = {}
    for each in ordered:
        by_association.setdefault(each.association, []).append(each.id)
    together = [
        # no programme has an id with a space in it
        Scope(key=f"alla {association}", name=f"{ALL}, {association}", programmes=tuple(programmes))
        for association, programmes in sorted(by_association.items())
        if len(programmes) > 1
    ]
    return [*together, *(Scope(key=each.id, name=each.name, programmes=(each.id,)) for each in ordered)]


def _filled(visit: Visit, scopes: dict[str, Scope]) -> Filled:
    known, asked = years(visit), visit.request.query_params
    choices = [(key, scope.name) for key, scope in scopes.items()]
    form = CHOOSE.with_choices("insats", choices).with_choices("ar", [(year, year) for year in known])
    scope = asked.get("insats", shown_first(visit, {key: scope.programmes for key, scope in scopes.items()}))
    year = asked.get("ar", _year_shown_first(visit, scopes.get(scope)))
    return fill(form, {"insats": [scope], "ar": [year]})


def _year_shown_first(visit: Visit, scope: Scope | None) -> str:
    """The last whole year; this one where nothing of what is chosen existed then."""
    programmes = scope.programmes if scope else ()
    begun = min((visit.catalogue.first(id_).valid_from.year for id_ in programmes), default=visit.today.year)
    return str(min(max(begun, visit.today.year - 1), visit.today.year))


def _annual(visit: Visit, scope: Scope, year: int) -> Annual:
    reports = list(reports_of(visit.connection, visit.catalogue, scope.programmes, year, visit.today))
    wholes = [(heading_of(each), shown[0]) for each, shown in zip(reports, _shown(visit, reports), strict=True)]
    return annual(wholes)


def _shown(visit: Visit, found: Sequence[Report]) -> list[list[Section]]:
    """The same numbers as in reports of the year; all units at once, as one could give another away."""
    return all_hidden(visit.connection, visit.catalogue, found, own=visit.staff.unit)
