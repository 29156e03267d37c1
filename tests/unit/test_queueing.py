"""Processes that write to the same SQLite file wait in a queue."""

import fcntl
import os
from pathlib import Path

import pytest

from journeys.storage.queueing import queued


def is_taken(folder: Path) -> bool:
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(place)
    return False


def test_nobody_else_goes_on_meanwhile(tmp_path: Path) -> None:
    with queued(tmp_path):
        assert is_taken(tmp_path)
    assert not is_taken(tmp_path)


def test_whoever_fails_lets_the_next_one_go_on(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="disk"), queued(tmp_path):
        raise ValueError("disk")
    assert not is_taken(tmp_path)


def test_a_folder_that_cannot_be_locked_stops_nobody(tmp_path: Path) -> None:
    with queued(tmp_path / "gone"):
        assert not is_taken(tmp_path)
