"""Utkorg and Hälsa: what is to be sent and what got stuck, and how the installation is. No journey, no participant."""

from starlette.responses import Response

from journeys.health import health
from journeys.messages.words import STATES, TEMPLATES
from journeys.web.pages import go, show
from journeys.web.routes import ADMINISTRATORS, Pages
from journeys.web.visit import Visit
from journeys.words import counted
from notifications import outbox
from notifications.tables import State

pages = Pages()

SHOWN = 100
WAITING = (State.QUEUED, State.SENDING)
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
LETTERS = {
    **TEMPLATES,
    "digest": "Dagens påminnelser",
    "nightly-report": "Nattrapport",
    "glass-broken": "Öppnat ärende",
}
DONE = {"igen": "Meddelandena försöker gå ut igen."}


@pages.get("/utkorg", who=ADMINISTRATORS)
def messages(visit: Visit) -> Response:
    counted = outbox.counts(visit.connection)
    return show(
        visit,
        "outbox.html",
        done=DONE.get(visit.request.query_params.get("klart", "")),
        counts=[(STATES[state], count) for state, count in counted.items()],
        stuck_count=counted[State.FAILED],
        stuck=outbox.listing(visit.connection, states=[State.FAILED], limit=SHOWN),
        waiting=outbox.listing(visit.connection, states=WAITING, limit=SHOWN),
        shown=SHOWN,
        letters=LETTERS,
    )


@pages.post("/utkorg/igen", who=ADMINISTRATORS)
def retry_all(visit: Visit) -> Response:
    outbox.retry(visit.connection, now=visit.now)
    return go("/utkorg?klart=igen")


@pages.post("/utkorg/{id:int}/igen", who=ADMINISTRATORS)
def retry_one(visit: Visit) -> Response:
    outbox.retry(visit.connection, ids=[visit.number("id")], now=visit.now)
    return go("/utkorg?klart=igen")


@pages.get("/halsa", who=ADMINISTRATORS)
def state_of_things(visit: Visit) -> Response:
    return _show_health(visit, "")


@pages.post("/halsa/logg", who=ADMINISTRATORS, writes=False)
def verify_log(visit: Visit) -> Response:
    fault = visit.app.ledger.verify(visit.connection)
    length = visit.app.ledger.length(visit.connection)
    return _show_health(
        visit, f"Händelse nummer {fault.seq}: {fault.problem}." if fault else f"Alla {length} händelser är orörda."
    )


def _show_health(visit: Visit, log: str) -> Response:
    found = health(visit.app, visit.connection)
    return show(
        visit,
        "health.html",
        health=found,
        log=log,
        database=DATABASES[found.database],
        size=_in_words(found.database_size),
        free=_in_words(found.disk_free),
        disk=_in_words(found.disk_size),
        to_erase=_to_erase(found.to_erase),
    )


def _to_erase(number: int | None) -> str:
    """Empty where no time is set."""
    if not number:
        return "" if number is None else "inget ärende är äldre än gallringstiden"
    return f"{counted(number, 'ärende', 'ärenden')}, med farled erase på servern"


def _in_words(size: int) -> str:
    """A number of bytes as "1,5 GB"."""
    unit, name = next((each for each in ((10**9, "GB"), (10**6, "MB")) if size >= each[0]), (10**3, "kB"))
    return f"{size / unit:.1f} {name}".replace(".", ",")
