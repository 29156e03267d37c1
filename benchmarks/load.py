"""Callers of a web server: each has a connection of its own, keeps it, and asks for one page after another.

All of them are one thread of one process that does as little for a page as can be done, since it has the same cores as
the server: prepared bytes out, bytes in until the length that the answer tells. A page is looked at for its status.
"""

import json
import re
import selectors
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

LARGEST = 1 << 20
_HEAD = re.compile(rb"HTTP/1\.1 (\d+) .*?\r\ncontent-length: (\d+)\r\n.*?\r\n\r\n", re.DOTALL | re.IGNORECASE)


class WrongAnswer(Exception):
    """Another status than 200, or none."""


@dataclass(slots=True)
class _Caller:
    """`every`: seconds from one page to the next; 0: at once. `due`: when to ask, or when the page was to be asked."""

    line: socket.socket
    requests: Iterator[bytes]
    every: float = 0
    due: float = 0
    waiting: bool = False
    heard: bytearray = field(default_factory=bytearray)
    took: list[float] = field(default_factory=list)

    def ask(self) -> None:
        self.waiting = True
        self.line.sendall(next(self.requests))

    def hear(self) -> None:
        """Some bytes, maybe the last of the page. Raises WrongAnswer."""
        some = self.line.recv(LARGEST)
        if not some:
            raise WrongAnswer("closed")
        self.heard += some
        head = _HEAD.match(self.heard)
        if head and len(self.heard) >= head.end() + int(head[2]):
            if head[1] != b"200":
                raise WrongAnswer(head[1].decode())
            self._has_page(perf_counter())

    def _has_page(self, now: float) -> None:
        """The time counts from when the page was to be asked: who has to wait for one page asks late for the next."""
        self.took.append(now - self.due)
        self.due = self.due + self.every if self.every else now
        self.waiting = False
        self.heard.clear()


def run(file: str, page: str, port: int, seconds: float, every: float) -> dict[str, Any]:
    """The callers of the file ask for a page during `seconds`: each one `every` so many, evenly spread, or (0) without
    a pause. Gives the seconds that the pages took, those from the first to the last, and those this process was busy.

    A first page of each caller is not counted.
    """
    requests = json.loads(Path(file).read_text(encoding="utf-8"))[page]
    with ExitStack() as lines:
        callers = [_arrived(lines.enter_context(_line(port)), texts) for texts in requests]
        return _measured(callers, seconds, every)


def _arrived(line: socket.socket, texts: Sequence[str]) -> _Caller:
    """Somebody with their first page. They come one after the other: of fifty who came in the same millisecond one of
    the server's processes would take nearly all."""
    caller = _Caller(line, cycle([text.encode() for text in texts]))
    caller.ask()
    while caller.waiting:
        caller.hear()
    return caller


def _measured(callers: Sequence[_Caller], seconds: float, every: float) -> dict[str, Any]:
    begun, busy = perf_counter(), process_time()
    for place, caller in enumerate(callers):
        caller.took.clear()
        caller.every, caller.due = every, begun + every * place / len(callers)
    _call(callers, begun + seconds)
    took = [seconds for caller in callers for seconds in caller.took]
    return {"took": took, "lasted": perf_counter() - begun, "busy": process_time() - busy}


def _line(port: int) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def _call(callers: Sequence[_Caller], until: float) -> None:
    """Everybody asks until the time comes, at least once, and hears what they asked for."""
    with selectors.DefaultSelector() as selector:
        for caller in callers:
            selector.register(caller.line, selectors.EVENT_READ, caller)
        while any(caller.waiting or caller.due <= until for caller in callers):
            now = perf_counter()
            idle = [caller for caller in callers if not caller.waiting]
            ready = [caller for caller in idle if caller.due <= min(now, until)]
            for caller in ready:
                caller.ask()
            coming = [caller.due - now for caller in idle if now < caller.due <= until]
            for key, _ in selector.select(min(coming, default=None)):
                key.data.hear()
