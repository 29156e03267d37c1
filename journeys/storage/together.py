"""Small writes that share a commit: those that come while one is under way are all in the next.

A commit waits for the disk, and only one writes at a time: fifty pages with a line each for the access log would
otherwise wait for fifty commits in a row.
"""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from threading import Lock

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from journeys.errors import JourneyError

Write = Callable[[Connection], None]


class Together:
    """`begin` opens a transaction that writes, and commits it at its end."""

    def __init__(self, begin: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._begin = begin
        self._turn, self._guard = Lock(), Lock()
        self._waiting: list[tuple[Write, Future[None]]] = []

    def write(self, write: Write) -> None:
        """Committed when it returns. What goes wrong with one goes wrong with all that are in the same commit."""
        done: Future[None] = Future()
        with self._guard:
            self._waiting.append((write, done))
        with self._turn:
            if not done.done():  # else whoever had the turn before did it for us
                self._commit(self._taken())
        done.result(timeout=0)

    def _taken(self) -> list[tuple[Write, Future[None]]]:
        with self._guard:
            taken, self._waiting = self._waiting, []
        return taken

    def _commit(self, taken: list[tuple[Write, Future[None]]]) -> None:
        try:
            with self._begin() as connection:
                for write, _ in taken:
                    write(connection)
        except (JourneyError, DBAPIError) as trouble:
            for _, done in taken:
                done.set_exception(trouble)
        else:
            for _, done in taken:
                done.set_result(None)
