"""The desk behind its real server: what comes over the wire, whatever is sent, and what the logs say of it."""

import json
import re
import socket
import time
from collections.abc import Iterator
from itertools import product

import httpx2
import pytest
import structlog
from sqlalchemy import update

from journeys.app import App
from journeys.logs import configure, hear
from journeys.signing_in import sessions
from journeys.web.security import COOKIE, form_token
from journeys.web.site import create
from notifications.tables import OUTBOX
from tests.browser.serving import Door, served
from tests.support.crawling import OURS, carried_amiss
from tests.support.town import Found, Told, Town, canaries_of_journey, canaries_of_person
from tests.support.watching import staff_of

TOLD = Told(
    who=0, unit="molndal", kind="active", caseworker="anna@molndal.example", to=None, protected=False, named=None
)
TOWN = Town(journeys=[TOLD], glasses=[], left=frozenset())
(REFERENCE,) = TOWN.references()
CANARIES = [*canaries_of_person(0), *canaries_of_journey(1).values(), REFERENCE]


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with served() as door:
        yield door


@pytest.fixture
def app(found: Found, door: Door) -> Iterator[App]:
    """Logs go to standard error, as they do in `farled serve`."""
    configure("json")
    hear("uvicorn", "asyncio")
    with found(TOWN) as app:
        door.desk = create(app)
        yield app
    structlog.reset_defaults()


@pytest.fixture
def anna(app: App, door: Door) -> Iterator[httpx2.Client]:
    """A caseworker's browser."""
    staff = staff_of(app, "anna@molndal.example")
    assert staff
    with app.work() as work:
        token = sessions.start(work.connection, staff, step=sessions.IN, browser=None, now=work.now)
    with httpx2.Client(base_url=door.address, headers={"Cookie": f"{COOKIE}={token}", **OURS}) as client:
        yield client


def test_no_log_says_whom_a_page_was_about(app: App, anna: httpx2.Client, capsys: pytest.CaptureFixture[str]) -> None:
    token = form_token(anna.headers["Cookie"].partition("=")[2])
    assert "Kanadam" in anna.get(f"/arende/{REFERENCE}").text
    for text in CANARIES:
        assert anna.post("/sok", data={"form_token": token, "text": text}).status_code == 200
        assert anna.get(f"/arende/{text}?klart={text}").status_code in (200, 404)
        assert anna.post(f"/arende/{text}/steg/contact", data={"form_token": token, "note": text}).status_code < 500
        assert anna.request("BREW", f"/arende/{text}").status_code == 405
        assert anna.post(f"/arende/{text}/steg/contact", data={"note": text}).status_code == 403
    said = "".join(capsys.readouterr())
    assert [each for each in CANARIES if each in said] == []


def _breaks(app: App) -> None:
    """Something in the database that no version of the product has written, with a name in it."""
    with app.work() as work:
        work.connection.execute(update(OUTBOX).values(state="Kanadam"))


def test_a_fault_of_ours_is_said_without_a_trace_and_logged_without_a_name(
    app: App, anna: httpx2.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    _breaks(app)
    answer = anna.get(f"/arende/{REFERENCE}")
    assert answer.status_code == 500
    assert "Något gick fel hos oss. Inget har sparats." in answer.text
    assert "Traceback" not in answer.text
    assert carried_amiss(answer.headers) == ["strict-transport-security"], "it is not on TLS"
    said = _said(capsys, lines=2)
    assert [each for each in ("Kanadam", REFERENCE, "Traceback") if each in said] == []
    lines = [json.loads(line) for line in said.splitlines()]
    assert {"event": "page-failed", "kind": "ValueError", "page": "/arende/{reference}"}.items() <= lines[0].items()
    assert {line["event"] for line in lines} == {"page-failed", "library"}


def _said(capsys: pytest.CaptureFixture[str], *, lines: int) -> str:
    """What is logged, once there are as many lines: the server writes its own after the answer has gone."""
    said, until = "", time.monotonic() + 60
    while said.count("\n") < lines and time.monotonic() < until:
        time.sleep(0.01)
        said += "".join(capsys.readouterr())
    return said


NONSENSE = {
    "no request": b"hej\r\n\r\n",
    "no version": b"GET /logga-in\r\n\r\n",
    "no host": b"GET /logga-in HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /logga-in HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "bytes in the path": "GET /arende/å HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
    "bytes in the query": b"GET /logga-in?till=\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
    "nothing in the path": b"GET /logga\x00in HTTP/1.1\r\nHost: a\r\n\r\n",
    "nothing in a header": b"GET /logga-in HTTP/1.1\r\nHost: a\r\nCookie: \x00\r\n\r\n",
    "two lengths": b"POST /logga-in HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "no length": b"POST /logga-in HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
}


def test_nonsense_is_refused_and_the_next_one_is_served(app: App, door: Door) -> None:
    for what, sent in NONSENSE.items():
        assert over_the_wire(door, sent).startswith(b"HTTP/1.1 400 "), what
        assert httpx2.get(f"{door.address}/logga-in").status_code == 200, what


ODD = {
    "HTTP/1.0": b"GET /logga-in HTTP/1.0\r\n",
    "a small method": b"get /logga-in HTTP/1.1\r\nHost: a\r\n",
    "a whole address": b"GET http://evil.example/logga-in HTTP/1.1\r\nHost: evil.example\r\n",
    "another place": b"GET //evil.example/ HTTP/1.1\r\nHost: a\r\n",
    "a way up": b"GET /static/..%2fsite.py HTTP/1.1\r\nHost: a\r\n",
    "another way up": b"GET /static/%2e%2e/site.py HTTP/1.1\r\nHost: a\r\n",
    "a root": b"GET /static//etc/passwd HTTP/1.1\r\nHost: a\r\n",
    "half a letter": b"GET /arende/%ff%fe%ed%a0%80 HTTP/1.1\r\nHost: a\r\n",
    "half a cookie": b"GET /logga-in HTTP/1.1\r\nHost: a\r\nCookie: __Host-farled=\xff\xfe\xe5\r\n",
    "another protocol": b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n",
    "a socket": b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n",
    "a body without an end": b"POST /logga-in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n",
}


def test_what_is_odd_gets_a_page_like_any_other(app: App, door: Door) -> None:
    for what, sent in ODD.items():
        answer = over_the_wire(door, sent + b"Connection: close\r\n\r\n")
        assert re.match(rb"HTTP/1\.1 (200|303|404|405|411) ", answer), what
        assert b"content-security-policy: default-src 'none'" in answer.lower(), what
        assert b"import" not in answer, what
        assert b"root:" not in answer, what


HOSTS = ["", "[", "a b", 'a"><script>', "evil.example", "a:99999", "a@b", "å", "a/../b?c#d", "\t", "a" * 5000, "%00"]


def test_whatever_the_host_is_called_it_stands_on_no_page(app: App, anna: httpx2.Client, door: Door) -> None:
    head = "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nConnection: close\r\n\r\n"
    for host, path in product(HOSTS, ("/min-dag", "/konto/app", "/finns-inte", "/arende/x")):
        answer = over_the_wire(door, (head % (path, host, anna.headers["Cookie"])).encode())
        assert re.match(rb"HTTP/1\.1 (200|400|404) ", answer), f"{host} {path}"
        assert b"evil.example" not in answer, path
        assert b"<script>" not in answer, path


def over_the_wire(door: Door, sent: bytes) -> bytes:
    """All that comes back until the server hangs up."""
    port = int(door.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65536), b""))
