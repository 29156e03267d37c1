"""Staff of an invented installation who have signed in, and what each of them asks the desk for."""

import json
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import Row, select

from journeys import casework, sessions
from journeys.access import Staff
from journeys.access_tables import ACCOUNT
from journeys.app import App
from journeys.dialect import insert_all_new
from journeys.reading import line_of
from journeys.sessions import IN
from journeys.settings import read_settings
from journeys.tables import JOURNEY, PERSON, STAFF
from journeys.ticking import Ticker
from journeys.web.security import COOKIE, form_token
from journeys.work import Work

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
    """Sign in so many, and write to a file what each asks for, by the name of the page; how many they are.

    What the scheduler has to do is done before, so that the desk is measured at rest.
    """
    with App(read_settings(database=f"sqlite:///{folder}/farled.db", data=Path(folder))) as app:
        settle(app)
        with app.work() as work:
            refer_known(work)
            asked = [requests_of(work, staff) for staff in _staff(work, callers)]
    Path(file).write_text(json.dumps({page: [each[page] for each in asked] for page in PAGES}), encoding="utf-8")
    return len(asked)


def settle(app: App) -> None:
    """The nights, reminders and mails that have been waiting."""
    ticker = Ticker(app)
    ticker.tick()
    while ticker.send().sent:
        pass


def refer_known(work: Work) -> None:
    """In each unit a journey of somebody with an identity number: invented people have none."""
    units = work.connection.execute(select(JOURNEY.c.unit, JOURNEY.c.programme).distinct()).all()
    person = {"given_name": "Tolvan", "family_name": "Tolvansson", "personnummer": NUMBER, "gender": "unknown"}
    for unit, programme in units:
        line = {"event": "referred", "journey": f"{unit}-known", "on": work.today.isoformat(), "unit": unit}
        told = {"programme": programme, "person": person, "referrer": {"party": "self"}}
        casework.register(work, line_of(line | told))


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
    """Some that they have, or of their unit: of all ages, and nobody protected."""
    query = select(JOURNEY.c.reference, *PERSON.c["given_name", "family_name"]).join(
        PERSON, PERSON.c.id == JOURNEY.c.person_id
    )
    theirs = JOURNEY.c.caseworker == staff.address if staff.role == "caseworker" else JOURNEY.c.unit == staff.unit
    found = work.connection.execute(query.where(theirs, ~JOURNEY.c.protected).order_by(JOURNEY.c.id)).all()
    return found[:: max(1, len(found) // JOURNEYS)][:JOURNEYS]


def _get(token: str, path: str) -> str:
    return _GET.format(path=path, cookie=COOKIE, token=token)


def _search(token: str, text: str) -> str:
    body = urlencode({"form_token": form_token(token), "text": text})
    return _POST.format(cookie=COOKIE, token=token, length=len(body), body=body)
