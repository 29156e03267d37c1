"""The web application: routes, transactions, sessions, headers, and what an error looks like."""

import secrets
from collections.abc import Callable, Iterable
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from journeys.app import App
from journeys.errors import JourneyError
from journeys.logs import logger
from journeys.refused import Conflict
from journeys.signing_in import sessions
from journeys.signing_in.accounts import TooManyAttempts
from journeys.signing_in.sessions import IN, Session
from journeys.storage.database import DatabaseTrouble
from journeys.visibility.access import NotFound, OnlyToRead
from journeys.web import parking
from journeys.web.forms import UNREADABLE
from journeys.web.pages import environment, show
from journeys.web.routes import ANYBODY, Page
from journeys.web.security import (
    COOKIE,
    HEADERS,
    HSTS,
    LARGEST_FORM,
    SAFE,
    NotOurs,
    check_form,
    check_origin,
    give_token,
)
from journeys.web.subjects import SUBJECTS
from journeys.web.visit import Visit
from workflows.errors import WorkflowError

_FORM = "application/x-www-form-urlencoded"
_NOTHING = "\0"

THREADS = 4
"""How many pages are made at once: Python works on one of them at a time, the others wait for the disk.
More are slower: they take turns at every statement."""

STATUS: dict[type[Exception], int] = {
    NotFound: 404,
    TooManyAttempts: 429,
    Conflict: 409,
    NotOurs: 403,
    OnlyToRead: 403,
    DatabaseTrouble: 503,
}


def create(app: App) -> ASGIApp:
    """The desk of an installation."""
    at_once = CapacityLimiter(THREADS)
    pages = [page for subject in SUBJECTS for page in subject.table]
    routes: list[Any] = [
        Route(path, _by_method(app, methods, at_once), methods=list(methods)) for path, methods in _paths(pages).items()
    ]
    routes.append(Mount("/static", StaticFiles(packages=[("journeys.web", "static")])))
    site = Starlette(routes=routes, exception_handlers={HTTPException: _http_error, 500: _fault})
    return _Headers(site)


def _paths(pages: Iterable[Page]) -> dict[str, dict[str, Page]]:
    paths: dict[str, dict[str, Page]] = {}
    for page in pages:
        paths.setdefault(page.path, {})[page.method] = page
    return paths


def _by_method(app: App, methods: dict[str, Page], at_once: CapacityLimiter) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        page = methods["GET" if request.method == "HEAD" else request.method]
        _hold_to_text(request)
        lists: dict[str, list[str]] = {}
        if request.method not in SAFE:
            _hold_to_a_form(request)
            async with request.form(max_files=0, max_fields=300, max_part_size=LARGEST_FORM) as form:
                for name, value in form.multi_items():
                    lists.setdefault(name, []).append(str(value).replace(_NOTHING, UNREADABLE))
        return await to_thread.run_sync(_answer, app, page, request, lists, limiter=at_once)

    return answer


def _hold_to_text(request: Request) -> None:
    """No address of ours has a NUL in it, which PostgreSQL cannot even look for."""
    if any(_NOTHING in text for text in (request.scope["path"], *request.query_params.values())):
        raise HTTPException(404)


def _hold_to_a_form(request: Request) -> None:
    """What a form of ours sends, and no more: other encodings have ways of saying what is not text."""
    if "transfer-encoding" in request.headers:  # a form without an end; browsers say how long theirs is
        raise HTTPException(411)
    length, kind = request.headers.get("content-length", "0"), request.headers.get("content-type", _FORM)
    if kind.partition(";")[0].strip().lower() != _FORM:
        raise HTTPException(415)
    if not length.isdecimal() or int(length) > LARGEST_FORM:
        raise HTTPException(413)


def _answer(app: App, page: Page, request: Request, lists: dict[str, list[str]]) -> Response:
    """One request, one transaction: committed before the page is sent.

    Only one writes at a time. So a page that is only read is made in a transaction that reads, and what is to be noted
    of it (who was told of which journeys) is written in a short one of its own, before the page is sent as well.
    """
    token = request.cookies.get(COOKIE) or ""
    opened = app.database.begin if page.writes else app.database.read
    try:
        with opened() as connection:
            now = app.clock()
            session = sessions.find(connection, token, now) if token else None
            visit = Visit(
                app=app,
                request=request,
                connection=connection,
                now=now,
                session=session,
                token=token or secrets.token_urlsafe(32),
                form={name: values[0] for name, values in lists.items()},
                lists=lists,
            )
            response = _guarded(page, visit)
            if page.writes:
                visit.note(connection)
        if not page.writes and visit.is_to_be_noted():
            app.database.together.write(visit.note)
    except (JourneyError, WorkflowError) as error:
        return _sorry(app, request, token, error)
    if not token and COOKIE not in response.headers.get("set-cookie", ""):
        give_token(response, visit.token)
    return response


def _guarded(page: Page, visit: Visit) -> Response:
    if page.method not in SAFE:
        check_origin(visit.request)
    if page.who is not ANYBODY:
        session = visit.session
        if session is None or session.step != IN:
            return parking.park_and_sign_in(visit, page)
        if session.staff.role not in page.who:
            raise NotFound
        if page.method not in SAFE and parking.is_late(visit):
            return parking.give_back(visit) if page.writes else page.handler(visit)
    if page.method not in SAFE:
        check_form(visit.token, visit.form.get("form_token", ""))
    return page.handler(visit)


def _sorry(app: App, request: Request, token: str, error: Exception) -> Response:
    """A refusal, in a transaction of its own: the page's was rolled back."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    with app.database.read() as connection:
        session: Session | None = sessions.find(connection, token, app.clock()) if token else None
        visit = Visit(app=app, request=request, connection=connection, now=app.clock(), session=session, token=token)
        return show(visit, "sorry.html", status=status, sentence=str(error), not_found=status == 404)


_PLAIN = {
    404: "Sidan finns inte, eller så får du inte se den.",
    405: "Sidan kan inte användas så.",
    413: "Formuläret är för stort.",
}


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = _PLAIN.get(error.status_code, "Det gick inte att förstå det som skickades.")
    return HTMLResponse(_plain(sentence), status_code=error.status_code, headers=error.headers)


def _fault(request: Request, error: Exception) -> Response:
    """A fault in the product: said without a trace, logged by kind and place only."""
    logger().error("page-failed", kind=type(error).__name__, page=getattr(request.scope.get("route"), "path", None))
    return HTMLResponse(_plain("Något gick fel hos oss. Inget har sparats. Försök igen om en stund."), status_code=500)


def _plain(sentence: str) -> str:
    return environment().get_template("plain.html").render(sentence=sentence)


class _Headers:
    """Adds the security headers to every answer."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = dict(HEADERS) | ({"Strict-Transport-Security": HSTS} if scope.get("scheme") == "https" else {})
                known = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.lower().encode(), value.encode())
                        for name, value in extra.items()
                        if name.lower().encode() not in known
                    ),
                ]
            await send(message)

        await self._inner(scope, receive, with_headers)
