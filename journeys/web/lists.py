"""Lists of journeys, and the search. A search is a POST: what somebody looks for stands in no address."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import RowMapping
from starlette.responses import Response

from journeys import access
from journeys.web import finding
from journeys.web.finding import PAGE, Filter
from journeys.web.forms import Field, Form, fill
from journeys.web.pages import show
from journeys.web.routes import CASEWORK, Pages
from journeys.web.visit import Visit
from journeys.words import PARTY
from workflows.words import state_name

pages = Pages()

SEARCH = Form(fields=(Field(name="text", label="Sök ärende", longest=100),), send="Sök")


@pages.get("/arenden", who=CASEWORK, writes=True)
def journeys(visit: Visit) -> Response:
    query = visit.request.query_params
    chosen = Filter(
        stage=query.get("lage", ""),
        caseworker=query.get("handlaggare", ""),
        party=query.get("remittent", ""),
        status=query.get("status", "open"),
    )
    rows = finding.journeys(visit.connection, visit.staff, chosen, after=_number(query.get("efter", "")))
    shown, more = rows[:PAGE], len(rows) > PAGE
    _log(visit, shown, "/arenden")
    following = (
        urlencode({**{k: v for k, v in query.items() if k != "efter"}, "efter": shown[-1]["id"]}) if more else ""
    )
    return show(
        visit,
        "journeys.html",
        rows=_with_words(visit, shown),
        chosen=chosen,
        choices=_choices(visit),
        following=following,
    )


@pages.post("/sok", who=CASEWORK, form=SEARCH)
def search(visit: Visit) -> Response:
    filled = fill(SEARCH, visit.lists)
    rows = [] if filled.faults else finding.search(visit.connection, visit.app.keys, visit.staff, filled.value("text"))
    _log(visit, rows, "/sok")
    return show(visit, "search.html", filled=filled, rows=_with_words(visit, rows), most=PAGE)


def _log(visit: Visit, rows: Sequence[RowMapping], page: str) -> None:
    ids = [row["id"] for row in rows]
    access.log_listing(visit.connection, visit.staff, ids, page=page, now=visit.now)


def _with_words(visit: Visit, rows: Sequence[RowMapping]) -> list[dict[str, Any]]:
    catalogue = visit.catalogue
    return [{**row, "where": state_name(catalogue.get(row["programme"], row["version"]), row["state"])} for row in rows]


def _choices(visit: Visit) -> dict[str, list[tuple[str, str]]]:
    found = finding.choices_of(visit.connection, visit.staff)
    programmes = list(visit.catalogue.versions.values())
    names = {state: next((state_name(each, state) for each in programmes), state) for state in found["state"]}
    for programme in programmes:
        names |= {stage.id: stage.name for stage in programme.stages if stage.id in names}
    return {
        "stage": [(state, names[state]) for state in found["state"]],
        "caseworker": [(each, each) for each in found["caseworker"]],
        "party": [(each, PARTY.get(each, each)) for each in found["party"]],
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
