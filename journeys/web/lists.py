"""Lists of journeys, and the search. A search is a POST: what somebody looks for stands in no address."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import RowMapping
from starlette.responses import Response

from journeys.names import words_of
from journeys.web import finding, searching
from journeys.web.finding import PAGE, Filter
from journeys.web.forms import Field, Filled, Form, fill
from journeys.web.pages import go, show
from journeys.web.routes import CASEWORK, Pages
from journeys.web.searching import MOST_WORDS
from journeys.web.visit import Visit
from journeys.web.whose import meant_by, number_of
from journeys.web.workload import Names
from journeys.words import PARTY
from workflows.words import state_name

pages = Pages()

BEFORE, ENDED = ("referred", "admitted"), ("exited", "declined")
AFTER = ("paused", *ENDED)

WHO = Field(name="vem", label="Remittentens namn eller organisation", required=False, longest=100)
NARROW = Form(
    fields=(
        *(
            Field(name=name, label=name, required=False, longest=100)
            for name in ("lage", "handlaggare", "remittent", "status", "efter")
        ),
        WHO,
    )
)
"""How a list can be narrowed, and from where on it is shown."""
SEARCH = Form(fields=(Field(name="text", label="Sök ärende", longest=100),), send="Sök")


@pages.get("/arenden", who=CASEWORK)
def journeys(visit: Visit) -> Response:
    return _list(visit, visit.request.query_params, Filled(form=NARROW))


@pages.post("/arenden/urval", who=CASEWORK, form=NARROW, writes=False)
def narrowed(visit: Visit) -> Response:
    """By who referred as well, which stands in no address; without that the address says it all."""
    filled = fill(NARROW, visit.lists)
    if filled.faults or filled.value("vem"):
        return _list(visit, filled.values, filled)
    said = {name: value for name, value in filled.values.items() if value and name != WHO.name}
    return go(f"/arenden?{urlencode(said)}")


def _list(visit: Visit, asked: Mapping[str, str], filled: Filled) -> Response:
    stage, whose = asked.get("lage", ""), asked.get("handlaggare", "")
    found, names = finding.choices_of(visit.connection, visit.staff), Names.read(visit.connection)
    referrer = words_of(filled.value("vem"))[:MOST_WORDS]
    chosen = Filter(
        stage=stage,
        caseworkers=names.calls(meant_by(visit, names, whose, found["caseworker"])) if whose else (),
        party=asked.get("remittent", ""),
        referrer=referrer,
        status="all" if stage in ENDED else asked.get("status", "open"),
    )
    after = _number(asked.get("efter", ""))
    is_nobody = bool(filled.value("vem")) and not referrer  # a mere "%" is the beginning of no name
    rows = [] if filled.faults or is_nobody else finding.journeys(visit.connection, visit.staff, chosen, after=after)
    shown, more = rows[:PAGE], len(rows) > PAGE
    visit.tells_of(row["id"] for row in shown)
    following = {**asked, "efter": shown[-1]["id"]} if more else {}
    return show(
        visit,
        "journeys.html",
        status=filled.status,
        rows=_with_words(visit, shown),
        chosen=chosen,
        whose=whose,
        filled=filled,
        who=WHO,
        choices=_choices(visit, found, names),
        following=following,
        address=urlencode(following),
    )


@pages.post("/sok", who=CASEWORK, form=SEARCH, writes=False)
def search(visit: Visit) -> Response:
    filled = fill(SEARCH, visit.lists)
    text = filled.value("text")
    rows = [] if filled.faults else searching.search(visit.connection, visit.app.keys, visit.staff, text, visit.today)
    visit.tells_of(row["id"] for row in rows)
    return show(visit, "search.html", filled=filled, rows=_with_words(visit, rows), most=PAGE)


def _with_words(visit: Visit, rows: Sequence[RowMapping]) -> list[dict[str, Any]]:
    catalogue, names = visit.catalogue, Names.read(visit.connection, {row["caseworker"] for row in rows})
    return [
        {
            **row,
            "where": state_name(catalogue.get(row["programme"], row["version"]), row["state"]),
            "by": names.name(row["caseworker"]) if row["caseworker"] else "–",
        }
        for row in rows
    ]


def _choices(visit: Visit, found: Mapping[str, Sequence[str]], names: Names) -> dict[str, list[tuple[str, str]]]:
    caseworkers = {number_of(visit, names, each): names.name(each) for each in found["caseworker"]}
    parties = [(each, _capital(PARTY.get(each, each))) for each in found["party"]]
    return {
        "stage": _states(visit, found["state"]),
        "caseworker": sorted(caseworkers.items(), key=lambda choice: (choice[0] != str(visit.staff.id), choice[1])),
        "party": sorted(parties, key=lambda choice: choice[1]),
    }


def _states(visit: Visit, found: Collection[str]) -> list[tuple[str, str]]:
    """In the order in which a journey comes to them."""
    programmes = list(visit.catalogue.versions.values())
    stages = {stage.id: stage.name for programme in programmes for stage in programme.stages}
    others = {state: state_name(programmes[0], state) for state in (*BEFORE, *AFTER)} if programmes else {}
    names = stages | others
    return [(state, _capital(names[state])) for state in (*BEFORE, *stages, *AFTER) if state in found]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
