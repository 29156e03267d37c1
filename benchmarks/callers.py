"""Staff of an invented installation who have signed in, and what each of them asks the desk for."""

import json
from collections.abc import Iterator, Sequence
from datetime import time
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Row, select, update

from benchmarks.tasks import PROGRAMME
from journeys import casework
from journeys.app import App
from journeys.journal.reading import line_of
from journeys.settings import read_settings
from journeys.signing_in import sessions
from journeys.signing_in.sessions import IN
from journeys.storage.dialect import insert_all_new
from journeys.tables.access import ACCOUNT
from journeys.tables.journeys import JOURNEY
from journeys.tables.people import PERSON
from journeys.tables.staff import STAFF
from journeys.ticking import Ticker
from journeys.visibility.access import Staff
from journeys.web.security import COOKIE, form_token
from journeys.work import Work
from notifications.tables import OUTBOX, State

AT_MIDNIGHT: dict[str, Any] = {"nightly_at": time(), "reminders_at": time()}
"""What is done once a day has been done before the server starts, whatever the hour."""
NUMBER = "191212121212"
CASEWORKERS_PER_MANAGER = 9
JOURNEYS = 20
"""How many each of them asks for, one after the other."""

DAY, JOURNEY_PAGE = "Min dag", "a journey"
BY_NAMES, BY_FAMILY = "search, both names begun", "search, family name"
BY_REFERENCE, BY_NUMBER = "search, reference", "search, identity number"
PAGES = (DAY, JOURNEY_PAGE, BY_NAMES, BY_FAMILY, BY_REFERENCE, BY_NUMBER)

_TO_US = "Host: 127.0.0.1\r\nCookie: {cookie}={token}\r\n"
_GET = "GET {path} HTTP/1.1\r\n" + _TO_US + "\r\n"
_POST = (
    "POST /sok HTTP/1.1\r\n" + _TO_US + "Sec-Fetch-Site: same-origin\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
)


def sign_in(folder: str, file: str, callers: int) -> int:
    """Sign in so many, and write to a file what each asks for, by the name of the page; how many they are."""
    settings = read_settings(database=f"sqlite:///{folder}/farled.db", data=Path(folder), **AT_MIDNIGHT)
    with App(settings) as app:
        ticker = Ticker(app)
        ticker.nightly()
        ticker.remind()
        with app.work() as work:
            send_all(work)
            refer_known(work)
            asked = [requests_of(work, staff) for staff in _staff(work, callers)]
    Path(file).write_text(json.dumps({page: [each[page] for each in asked] for page in PAGES}), encoding="utf-8")
    return len(asked)


def send_all(work: Work) -> None:
    """The mails of an installation's first morning are thousands: as if they had been sent."""
    done = {"state": State.SENT, "due_at": None, "settled_at": work.now}
    work.connection.execute(update(OUTBOX).where(OUTBOX.c.due_at.is_not(None)).values(done))


def refer_known(work: Work) -> None:
    """In each unit a journey of somebody with an identity number: invented people have none."""
    person = {"given_name": "Tolvan", "family_name": "Tolvansson", "personnummer": NUMBER, "gender": "unknown"}
    told = {"programme": PROGRAMME, "person": person, "referrer": {"party": "self"}, "on": work.today.isoformat()}
    for unit in work.connection.execute(select(STAFF.c.unit).distinct().where(STAFF.c.unit.is_not(None))).scalars():
        casework.register(work, line_of({"event": "referred", "journey": f"{unit}-known", "unit": unit, **told}))


def _staff(work: Work, callers: int) -> Iterator[Staff]:
    """Caseworkers, and a manager for every nine of them; from every unit, several times where there are too few."""
    found = {role: cycle(_of_role(work, role)) for role in ("caseworker", "manager")}
    for number in range(callers):
        is_manager = number % (CASEWORKERS_PER_MANAGER + 1) == CASEWORKERS_PER_MANAGER
        yield next(found["manager" if is_manager else "caseworker"])


def _of_role(work: Work, role: str) -> list[Staff]:
    """One of each unit in turn."""
    query = select(*STAFF.c["id", "address", "name", "role", "unit"]).where(STAFF.c.role == role).order_by(STAFF.c.id)
    everybody = [Staff(**row) for row in work.connection.execute(query).mappings()]
    by_unit = [[each for each in everybody if each.unit == unit] for unit in sorted({each.unit for each in everybody})]
    return [each for some in zip(*by_unit, strict=False) for each in some]


def requests_of(work: Work, staff: Staff) -> dict[str, list[str]]:
    """What one of the staff asks for, in a session of their own."""
    blank = {"staff_id": staff.id, "totp_step": 0, "shortcuts": True, "changed_at": work.now}
    insert_all_new(work.connection, ACCOUNT, [blank])
    token = sessions.start(work.connection, staff, step=IN, browser=None, now=work.now)
    journeys = _journeys(work, staff)
    return {
        DAY: [_get(token, "/min-dag")],
        JOURNEY_PAGE: [_get(token, f"/arende/{each.reference}") for each in journeys],
        BY_NAMES: [_search(token, f"{each.given_name} {each.family_name[:3]}") for each in journeys],
        BY_FAMILY: [_search(token, each.family_name) for each in journeys],
        BY_REFERENCE: [_search(token, each.reference) for each in journeys],
        BY_NUMBER: [_search(token, NUMBER)],
    }


def _journeys(work: Work, staff: Staff) -> Sequence[Row[str, str, str]]:
    """Some that they have, or (managers) of their unit: old and new, and nobody protected."""
    query = (
        select(JOURNEY.c.reference, *PERSON.c["given_name", "family_name"])
        .join(PERSON, PERSON.c.id == JOURNEY.c.person_id)
        .where(JOURNEY.c.unit == staff.unit, ~JOURNEY.c.protected)
        .order_by(JOURNEY.c.id)
    )
    own = work.connection.execute(query.where(JOURNEY.c.caseworker == staff.address)).all()
    found = own or work.connection.execute(query).all()
    return found[:: max(1, len(found) // JOURNEYS)][:JOURNEYS]


def _get(token: str, path: str) -> str:
    return _GET.format(path=path, cookie=COOKIE, token=token)


def _search(token: str, text: str) -> str:
    body = urlencode({"form_token": form_token(token), "text": text})
    return _POST.format(cookie=COOKIE, token=token, length=len(body), body=body)
