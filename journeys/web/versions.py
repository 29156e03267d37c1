"""Versioner: which there are, what differs between two, and the unit's journeys from one to another and back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.responses import Response

from journeys.cli.changes import headed, summed
from journeys.migrating import Move, Plan, carry_out, plan_of
from journeys.visibility.access import NotFound
from journeys.web import versioning
from journeys.web.pages import go, show
from journeys.web.routes import MANAGERS, Pages
from journeys.web.versioning import Preview, fingerprint, followed, journeys_of, moved, versions_of
from journeys.web.visit import Visit
from journeys.words import counted
from workflows.programme import Programme
from workflows.telling.consequences import consequences
from workflows.telling.differences import differences, keys

pages = Pages()


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two versions of a programme of the unit, as an address names them."""

    was: Programme
    version: Programme

    def path(self, page: str = "") -> str:
        query = urlencode({"fran": self.was.version, "till": self.version.version})
        return f"/versioner/{self.was.id}{page}?{query}"


@pages.get("/versioner", who=MANAGERS)
def versions(visit: Visit) -> Response:
    found = versions_of(visit)
    return show(
        visit,
        "versions.html",
        unit=visit.staff.unit or "",
        found=[(each[0].name, [(it, list(_others(it, each))) for it in each]) for each in found.values()],
        numbers=followed(visit),
        undo=[(_pair_of(found, *key), len(those)) for key, those in moved(visit).items() if key[0] in found],
        done=_done(visit, found),
    )


def _others(it: Programme, versions: Sequence[Programme]) -> Iterator[Pair]:
    yield from (Pair(was=it, version=other) for other in versions if other is not it)


def _pair_of(found: dict[str, list[Programme]], id_: str, was: str, version: str) -> Pair:
    by_version = {each.version: each for each in found[id_]}
    return Pair(was=by_version[was], version=by_version[version])


def _done(visit: Visit, found: dict[str, list[Programme]]) -> str:
    """How many were moved, and to what; empty where the address says neither."""
    query = visit.request.query_params
    text, versions = query.get("klart", ""), found.get(query.get("insats", ""), [])
    version = next((each for each in versions if each.version == query.get("till")), None)
    if version is None or not (text.isascii() and text.isdigit() and len(text) < 8):
        return ""
    if not int(text):
        return "Inget ärende bytte version."
    return f"{counted(int(text), 'ärende', 'ärenden')} följer nu {version.name} {version.version}."


@pages.get("/versioner/{programme}", who=MANAGERS)
def difference(visit: Visit) -> Response:
    pair = _pair(visit)
    return show(
        visit,
        "version_difference.html",
        pair=pair,
        differences=differences(pair.was, pair.version),
        consequences=list(consequences(pair.was, pair.version)),
        keys=list(keys(pair.was, pair.version)),
        number=followed(visit)[pair.was.id, pair.was.version],
    )


@pages.get("/versioner/{programme}/byt", who=MANAGERS)
def look_first(visit: Visit) -> Response:
    return _preview(visit, undo=False)


@pages.post("/versioner/{programme}/byt", who=MANAGERS, writes=False)
def change(visit: Visit) -> Response:
    return _carry_out(visit, undo=False)


@pages.get("/versioner/{programme}/ta-tillbaka", who=MANAGERS)
def look_back_first(visit: Visit) -> Response:
    return _preview(visit, undo=True)


@pages.post("/versioner/{programme}/ta-tillbaka", who=MANAGERS, writes=False)
def take_back(visit: Visit) -> Response:
    return _carry_out(visit, undo=True)


def _pair(visit: Visit) -> Pair:
    """The two versions that the address names. Raises NotFound."""
    query, found = visit.request.query_params, versions_of(visit).get(visit.path["programme"], [])
    by_version = {each.version: each for each in found}
    try:
        return Pair(was=by_version[query.get("fran", "")], version=by_version[query.get("till", "")])
    except KeyError:
        raise NotFound from None


def _plan(visit: Visit, pair: Pair, *, undo: bool) -> Plan:
    """Raises NothingToMove and VersionChanged."""
    return plan_of(visit.catalogue, pair.was, pair.version, only=(), by=visit.staff.address, undo=undo)


def _preview(visit: Visit, *, undo: bool, status: int = 200) -> Response:
    if not visit.request.query_params:  # back from signing in, which does not know which versions it was
        return go("/versioner")
    pair = _pair(visit)
    plan = _plan(visit, pair, undo=undo)
    found = versioning.preview(visit, plan, _page(visit))
    visit.tells_of(each.journey_id for each in found.moves)
    return show(
        visit,
        "version_change.html",
        status=status,
        pair=pair,
        here=pair.path("/ta-tillbaka" if undo else "/byt"),
        undo=undo,
        stale=status != 200,
        found=found,
        told=[(each, list(_told(each, visit.today))) for each in found.moves],
        summed=_summed(found),
    )


def _page(visit: Visit) -> int:
    text = visit.request.query_params.get("sida", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _told(move: Move, today: date) -> Iterator[tuple[str, list[str]]]:
    """What changes in one journey: each heading with its lines."""
    heading, lines = "", list[str]()
    for line in headed(move.history, move.shifts, today):
        if line.startswith(" "):
            lines.append(line.strip())
            continue
        if heading:
            yield heading, lines
        heading, lines = line, []
    if heading:
        yield heading, lines


def _summed(found: Preview) -> str:
    return summed(
        changed=sum(bool(each.shifts) for each in found.moves),
        excused=sum(len(each.excused) for each in found.moves),
        refused=sum(each.refused is not None for each in found.moves),
    )


def _carry_out(visit: Visit, *, undo: bool) -> Response:
    """Batch by batch, each a transaction of its own, so that nobody else waits for long."""
    plan = _plan(visit, _pair(visit), undo=undo)
    found = journeys_of(visit, plan)
    if visit.form.get("seen") != fingerprint(visit, plan, found):
        return _preview(visit, undo=undo, status=409)
    done = carry_out(visit.app, plan, seen=found)
    now = plan.was if undo else plan.version
    return go("/versioner?" + urlencode({"klart": done, "insats": now.id, "till": now.version}))
