"""What is wrong in files that are read in: every fault with its file and line, never with the value."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from journeys.errors import JourneyError


class Fault(NamedTuple):
    """One bad line. A problem with a file as a whole stands on its first line."""

    file: str
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}"


LONGEST_PROBLEM = 500


def one_line(text: str) -> str:
    """Whatever the file says: a problem is told on one line that can be read."""
    if len(text) <= LONGEST_PROBLEM and text.isprintable():
        return text
    short = text if len(text) <= LONGEST_PROBLEM else f"{text[:LONGEST_PROBLEM]}…"
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in short)


class FilesRefused(JourneyError):
    """Files with faults, of which nothing is stored. `faults` are sorted by file, as they were named, and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        lines = sum(1 for _ in groupby(self.faults, key=lambda fault: (fault.file, fault.line)))
        count = "1 rad" if lines == 1 else f"{lines} rader"
        super().__init__(f"Inget har lästs in: {count} gick inte att förstå eller får inte vara som de är.")
