"""Processes that write to the same SQLite file wait in a queue."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def queued(folder: Path) -> Iterator[None]:
    """Meanwhile no other process that asks so for the folder goes on: each is woken when it is its turn.

    SQLite's own way is to sleep and look again, longer each time. Only for what is done in a moment: nobody gives up.
    Where the folder cannot be locked they wait in SQLite's way, which is slower and as safe.
    """
    place = None
    try:
        with suppress(OSError):
            place = os.open(folder, os.O_RDONLY)
            fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        if place is not None:
            os.close(place)  # and with it the lock
