"""Every way into the desk with every id, as somebody: what is asked, what comes back, and what was logged by then."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Self
from urllib.parse import quote, unquote

import httpx2
from sqlalchemy import func, select
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from journeys.app import App
from journeys.signing_in import sessions
from journeys.signing_in.sessions import IN, OUT
from journeys.tables.access import ACCESS_LOG, SESSION
from journeys.visibility.access import Staff
from journeys.web.routes import Page
from journeys.web.security import COOKIE, form_token
from journeys.web.site import create
from journeys.web.subjects import SUBJECTS

PAGES: Sequence[Page] = [page for subject in SUBJECTS for page in subject.table]
UNKNOWN = "MOL-2026-999"
"""A case reference that no journey has."""
FORM = "application/x-www-form-urlencoded"
OURS = {"Sec-Fetch-Site": "same-origin"}

Fields = Mapping[str, Any]

_PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")
_WAY_BACK = re.compile(r"till=[^'\"]*")
"""The address that was asked for, in that of the page where one signs in."""
_TOKENS = re.compile(r'(name="(?:form_token|once)" value=")[^"]*')


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One request. `reference` is the journey that the path names, if it names one."""

    page: Page
    path: str
    query: str = ""
    fields: Fields | None = None
    body: bytes = b""
    """In place of fields: a form as it is sent, to the byte."""

    def __str__(self) -> str:
        return f"{self.page.method} {self.path}?{self.query} {self.fields or self.body!r}"

    @property
    def reference(self) -> str | None:
        found = re.match(r"/arende/([^/]+)", self.path)
        return unquote(found[1]) if found and self.page.path.startswith("/arende/{reference}") else None

    def about(self, reference: str) -> "Asked":
        """The same of another journey."""
        return replace(self, path=re.sub(r"^/arende/[^/]+", f"/arende/{quote(reference)}", self.path))


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came back. `logged`: the journeys that the access log said were read when the answer began to be sent."""

    status_code: int
    text: str
    headers: httpx2.Headers
    logged: frozenset[int]

    def without(self, reference: str | None = None, *, typed: Iterable[str] = ()) -> str:
        """All that a person or a machine reads, but tokens, the addresses of a journey and what somebody typed."""
        said = {name: value for name, value in self.headers.items() if name not in ("set-cookie", "content-length")}
        text = _TOKENS.sub(r"\1", f"{self.status_code} {sorted(said.items())} {self.text}")
        for each in typed:
            text = text.replace(f'value="{each}"', "")
        for written in {quote(reference), reference} if reference else ():
            text = text.replace(f"/arende/{written}", "/arende/")
        return _WAY_BACK.sub("till=", text)


CARRIED = {
    "content-security-policy": r"default-src 'none'; (?!.*(unsafe|\*|http)).*frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "strict-transport-security": r"max-age=31536000; includeSubDomains",
}
"""What every answer says over TLS."""
_COOKIE = re.compile(r"__Host-\w+=[^;]*(; (HttpOnly|Path=/|SameSite=lax|Secure|Max-Age=\d+|expires=[^;]+))*")
_FLAGS = {"HttpOnly", "Path=/", "SameSite=lax", "Secure"}


def carried_amiss(headers: httpx2.Headers) -> list[str]:
    """Which headers an answer lacks or has wrong, and which of its cookies are not for this host alone."""
    wrong = [name for name, shape in CARRIED.items() if not re.fullmatch(shape, headers.get(name, ""))]
    cookies = headers.get_list("set-cookie")
    return wrong + [each for each in cookies if not (_COOKIE.fullmatch(each) and set(each.split("; ")) >= _FLAGS)]


class Visitor:
    """Somebody at the desk, as far as `step` into it; or nobody. Use as a context manager: requests share a thread."""

    def __init__(self, app: App, staff: Staff | None, *, step: str = IN) -> None:
        self.app, self.staff, self._step = app, staff, step
        self._witness = _Witness(app, create(app))
        self._open = ExitStack()
        self._token = ""

    def __enter__(self) -> Self:
        client = TestClient(self._witness, base_url="https://testserver", follow_redirects=False)
        self._client = self._open.enter_context(client)
        self._client.get("/logga-in")
        self._token = self._client.cookies[COOKIE]
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def send(self, method: str, path: str, **what: Any) -> httpx2.Response:
        """Anything, as it is."""
        self._stay_in()
        return self._client.request(method, path, **what)

    def ask(self, asked: Asked) -> Answer:
        self._stay_in()
        before = self._witness.last()
        answer = self._send(asked)
        logged = self._witness.since(before, self.staff.id if self.staff else None)
        return Answer(status_code=answer.status_code, text=answer.text, headers=answer.headers, logged=logged)

    def _send(self, asked: Asked) -> httpx2.Response:
        path = f"{asked.path}?{asked.query}" if asked.query else asked.path
        if asked.page.method == "GET":
            return self._client.get(path)
        if asked.body:
            form = f"form_token={self.form_token}&".encode() + asked.body
            return self._client.post(path, content=form, headers={**OURS, "Content-Type": FORM})
        return self._client.post(path, data={"form_token": self.form_token, **(asked.fields or {})}, headers=OURS)

    @property
    def form_token(self) -> str:
        """The one that their pages carry."""
        self._stay_in()
        return form_token(self._token)

    def _stay_in(self) -> None:
        """Signed in anew where the last page ended the session."""
        if self.staff is None or self._is_in():
            return
        with self.app.work() as work:
            self._token = sessions.start(work.connection, self.staff, step=self._step, browser=None, now=work.now)
        self._client.cookies.clear()
        self._client.cookies.set(COOKIE, self._token, domain="testserver.local")

    def _is_in(self) -> bool:
        mark = sessions.hashed_token(self._token)
        with self.app.read() as connection:
            lasts = SESSION.c.mark == mark, SESSION.c.step != OUT
            return connection.execute(select(SESSION.c.mark).where(*lasts)).first() is not None


class _Witness:
    """Between the desk and whoever reads: notes the last line of the access log when an answer begins to be sent."""

    def __init__(self, app: App, site: ASGIApp) -> None:
        self._app, self._site = app, site
        self._seen = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._seen = self.last()
            await send(message)

        await self._site(scope, receive, watched)

    def last(self) -> int:
        with self._app.read() as connection:
            return int(connection.execute(select(func.coalesce(func.max(ACCESS_LOG.c.id), 0))).scalar_one())

    def since(self, before: int, staff_id: int | None) -> frozenset[int]:
        """What this member of staff had read by then, according to the log."""
        query = select(ACCESS_LOG.c.journey_id).where(ACCESS_LOG.c.id > before, ACCESS_LOG.c.id <= self._seen)
        with self._app.read() as connection:
            return frozenset(connection.execute(query.where(ACCESS_LOG.c.staff_id == staff_id)).scalars())


@dataclass(frozen=True, kw_only=True, slots=True)
class Ids:
    """What stands in the place of each parameter of a path."""

    references: Sequence[str]
    events: Sequence[str] = ("contact", "booked", "checkpoint", "finns-inte")
    names: Sequence[str] = ("kontakt", "e1", "finns-inte")
    happenings: Sequence[str] = ("mote-molndal", "mote-partille", "finns-inte")
    numbers: Sequence[str] = ("1", "2", "9", "999999999999")
    programmes: Sequence[str] = ("activera", "finns-inte")
    groups: Sequence[str] = ("finns/inte",)
    units: Sequence[str] = ("molndal", "finns-inte")
    days: Sequence[str] = ("2026-03-02", "2026-02-30")
    links: Sequence[str] = ("finns-inte",)
    editions: Sequence[str] = ("1", "9")

    def of(self, parameter: str, page: Page) -> Sequence[str]:
        if parameter == "id":
            of_programmes = page.path.startswith("/insatsen/")
            return self.numbers if "{id:int}" in page.path else self.happenings if of_programmes else self.names
        plural = {"reference": self.references, "event": self.events, "link": self.links, "edition": self.editions}
        others = {"programme": self.programmes, "group": self.groups, "unit": self.units, "day": self.days}
        return {**plural, **others}[parameter]


QUERIES: Mapping[str, Sequence[str]] = {
    "/min-dag": ("", "vy=enheten"),
    "/arenden": ("", "status=all", "status=ended", "lage=referred", "handlaggare=2", "efter=99"),
    "/enheten": ("", "handlaggare=2", "handlaggare=ingen", "bytta=1"),
    "/enheten/byt": ("", "handlaggare=2", "handlaggare=bo@molndal.example", "handlaggare=4"),
    "/arende/{reference}": ("", "klart=kontakt"),
    "/siffror": ("", "manader=ja", "period=kvartal"),
    "/siffror/sjalvskattning": ("", "enhet=molndal", "enhet=partille&period=forra-aret"),
    "/versioner/{programme}": ("", "fran=2023&till=2026"),
    "/versioner/{programme}/byt": ("", "fran=2023&till=2026", "fran=2026&till=2026"),
    "/versioner/{programme}/ta-tillbaka": ("", "fran=2023&till=2026"),
    "/beredning/tider": ("", "period=forra-aret"),
    "/processkarta/{programme}": ("", "version=2023&har=group"),
    **dict.fromkeys(("/siffror/hamta", "/arssiffror/hamta"), ("", "som=csv", "som=xlsx", "som=docx")),
    "/siffror/arenden": ("", "mal=contact-in-two-weeks", "mal=places", "mal=finns-inte"),
}
"""What the address of a page can narrow it to."""


def everything(ids: Ids, method: str, pages: Iterable[Page] = PAGES) -> Iterator[Asked]:
    """Every page of a method with every id; forms are sent empty."""
    for page in pages:
        if page.method == method:
            for path in paths(page, ids):
                for query in QUERIES.get(page.path, ("",)):
                    yield Asked(page=page, path=path, query=query, fields=None if method == "GET" else {})


def paths(page: Page, ids: Ids) -> Iterator[str]:
    """The addresses of a page with every id in every place."""
    names = _PARAMETER.findall(page.path)
    for chosen in product(*(ids.of(name, page) for name in names)):
        values = dict(zip(names, chosen, strict=True))
        yield _PARAMETER.sub(lambda found, values=values: quote(values[found[1]]), page.path)  # type: ignore[misc]


FINDS = {"/sok": "text", "/arenden/urval": "vem"}
"""The pages that look for what somebody types, and in which field."""


def searches(texts: Iterable[str]) -> Iterator[Asked]:
    pages = [page for page in PAGES if page.path in FINDS]
    return (Asked(page=page, path=page.path, fields={FINDS[page.path]: text}) for text, page in product(texts, pages))
