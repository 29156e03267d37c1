"""A form that arrived after the session had ended waits, sealed, until its owner has signed in again.

It had ended by itself, or its owner had signed out in another tab. What was revoked leaves nothing.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from sqlalchemy import delete, insert, select
from starlette.responses import Response

from journeys.signing_in import sessions
from journeys.signing_in.accounts import hashed_token
from journeys.tables.access import PARKED_FORM
from journeys.web.forms import Filled, Form, fill
from journeys.web.pages import go
from journeys.web.routes import Page
from journeys.web.security import SAFE, NotOurs, check_form, form_token_of
from journeys.web.visit import Visit

KEPT_FOR = timedelta(hours=24)
NOT_KEPT = frozenset({"form_token", "password", "new_password", "code", "credential"})


def park_and_sign_in(visit: Visit, page: Page) -> Response:
    """To the sign-in page, which leads back here if there is a page to come back to."""
    path, is_sent = visit.request.url.path, page.method not in SAFE
    if is_sent:
        check_form(visit.token, visit.form.get("form_token", ""))
    if "GET" not in visit.request.scope["route"].methods:
        return go("/logga-in")
    if is_sent:
        _park(visit, path)
    return go(f"/logga-in?till={quote(quote(path))}")  # the address of the page, and that as part of another


def is_late(visit: Visit) -> bool:
    """Whether a form is of an earlier session of whoever has signed in: they did so anew while it was open."""
    sent = visit.form.get("form_token", "")
    if sent == visit.form_token:
        return False
    return sent in map(form_token_of, sessions.marks_of(visit.connection, visit.staff))


def give_back(visit: Visit) -> Response:
    """To the form with what was typed; what has no page to come back to is refused. Raises NotOurs."""
    if "GET" not in visit.request.scope["route"].methods:
        raise NotOurs
    path = visit.request.url.path
    _park(visit, path)
    return go(quote(path))


def _park(visit: Visit, path: str) -> None:
    """Keep what was typed, for whoever was signed in here: nobody else can open it, nobody unknown leaves anything."""
    owner = sessions.owner_of(visit.connection, visit.token)
    if owner is None:
        return
    kept = {name: values for name, values in visit.lists.items() if name not in NOT_KEPT}
    body = visit.app.keys.seal(json.dumps(kept).encode(), _seal(owner))
    mark = hashed_token(visit.token)
    old = (PARKED_FORM.c.mark == mark) | (PARKED_FORM.c.at <= visit.now - KEPT_FOR)
    visit.connection.execute(delete(PARKED_FORM).where(old))
    visit.connection.execute(insert(PARKED_FORM), {"mark": mark, "path": path, "body": body, "at": visit.now})


def _seal(owner: int) -> bytes:
    return b"parked form of %d" % owner


def waits(visit: Visit) -> bool:
    """Whether something that was sent from this browser waits for its owner to sign in."""
    mine = PARKED_FORM.c.mark == hashed_token(visit.token), PARKED_FORM.c.at > visit.now - KEPT_FOR
    return visit.connection.execute(select(PARKED_FORM.c.mark).where(*mine)).first() is not None


def hand_over(visit: Visit, new_token: str) -> None:
    """The browser's token changes when it signs in; what it had parked goes with it."""
    mine = PARKED_FORM.c.mark == hashed_token(visit.token)
    visit.connection.execute(PARKED_FORM.update().where(mine).values(mark=hashed_token(new_token)))


def restored(visit: Visit, form: Form, start: Mapping[str, Any] | None = None) -> Filled:
    """The form of this page, with what was parked for it or else as it begins."""
    parked = take(visit, visit.request.url.path)
    return Filled(form=form, values=fill(form, parked).values if parked else start or {})


def take(visit: Visit, path: str) -> Mapping[str, list[str]]:
    """What was parked for this page, once; empty where there is nothing."""
    mark = hashed_token(visit.token)
    row = visit.connection.execute(
        select(PARKED_FORM.c.body).where(
            PARKED_FORM.c.mark == mark, PARKED_FORM.c.path == path, PARKED_FORM.c.at > visit.now - KEPT_FOR
        )
    ).first()
    if row is None:
        return {}
    visit.connection.execute(delete(PARKED_FORM).where(PARKED_FORM.c.mark == mark))
    try:
        found: dict[str, list[str]] = json.loads(visit.app.keys.open(row.body, _seal(visit.staff.id)))
    except ValueError:  # somebody else's, who sat at this browser before
        return {}
    visit.was_given_back = True
    return found
