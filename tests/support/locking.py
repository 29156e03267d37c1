"""Which tables a transaction on PostgreSQL takes its rows from, in which order: two that differ in it may deadlock."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

_HOLDS = re.compile(r"FROM (\w+).*FOR UPDATE", re.DOTALL)


@contextmanager
def held() -> Iterator[list[str]]:
    """The table of every statement that takes rows to itself without changing them."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if its := _HOLDS.search(statement):
            found.append(its[1])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)
