"""The lines of journal files and which journey each belongs to: noted first, read again when it is their turn.

The notes are some thirty bytes a line, and no more than LONGEST bytes of a line are ever in memory.
"""

import codecs
import json
import re
from array import array
from bisect import bisect_right, insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Self

from journeys.journal.faults import Fault, one_line

LONGEST = 1 << 20
_READ = LONGEST + 2  # with its line end, and one byte that tells a longer line from one that just fits
_SIXTEEN_BITS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_REFERENCE = re.compile(rb'"journey"\s*:\s*"([^"\\\x00-\x1f]{1,128})"')

NOT_TEXT = "filen är inte text i UTF-8 (kanske UTF-16 eller en packad fil). Spara om den som UTF-8."
EMPTY = "filen är tom."
NO_FILE = "är ingen vanlig fil. Spara innehållet i en fil och läs in den."


class Lines:
    """All lines that are not blank, by their place in the files taken together. Use as a context manager."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = files
        self.faults: list[Fault] = []
        """What is wrong with whole files."""
        self.broken = False
        """Whether some line is not even JSON."""
        self._last: dict[str | None, int] = {}
        self._first_of_file: list[int] = []
        self._offset, self._number, self._before = array("q"), array("q"), array("q")
        self._open: tuple[int, BinaryIO] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open:
            self._open[1].close()

    def __len__(self) -> int:
        return len(self._offset)

    @property
    def journeys(self) -> list[str]:
        """The references of the journeys, in the order of their first lines."""
        return [reference for reference in self._last if reference is not None]

    @property
    def size(self) -> int:
        """How many bytes there are to read."""
        return sum(file.stat().st_size for file in self.files)

    def note(self, advance: Callable[[int], object]) -> None:
        """Read the files once; `advance` is told now and then how many more bytes have been read."""
        for file in self.files:
            self._first_of_file.append(len(self))
            if problem := self._note_file(file, advance):
                self.faults.append(Fault(str(file), 1, problem))

    def _note_file(self, file: Path, advance: Callable[[int], object]) -> str | None:
        """What is wrong with the file as a whole."""
        if not (file.is_file() or file.is_dir()) and file.exists():
            return NO_FILE
        told, before = 0, len(self)
        with file.open("rb") as content:
            for offset, number, line in _pieces(content):
                if number == 1 and (line.startswith(_SIXTEEN_BITS) or b"\0" in line[:4096]):
                    return NOT_TEXT
                if line.strip():
                    self._note_line(offset, number, line)
                if offset - told > LONGEST:
                    advance(offset - told)
                    told = offset
            advance(content.tell() - told)
        return EMPTY if len(self) == before else None

    def _note_line(self, offset: int, number: int, line: bytes) -> None:
        reference = self._reference(line)
        self._before.append(self._last.get(reference, -1))
        self._last[reference] = len(self)
        self._offset.append(offset)
        self._number.append(number)

    def _reference(self, line: bytes) -> str | None:
        """The journey of a line: of a broken one, too, so that no journey is stored without its broken line."""
        try:
            raw = json.loads(line) if len(line) < _READ else None
        except (ValueError, RecursionError):
            raw = None
        if not isinstance(raw, dict):
            self.broken = True
            found = _REFERENCE.search(line)
            return found[1].decode(errors="replace") if found else None
        reference = raw.get("journey")
        return reference if isinstance(reference, str) else None

    def of(self, reference: str | None) -> list[int]:
        """The places of a journey's lines, in order; None: of the lines that belong to no journey."""
        found = []
        place = self._last.get(reference, -1)
        while place >= 0:
            found.append(place)
            place = self._before[place]
        return found[::-1]

    def read(self, place: int) -> bytes:
        """The line; of one that is too long more than LONGEST bytes of its beginning."""
        content = self.opened(place)
        return content.readline(_READ).rstrip(b"\r\n")

    def whole(self, place: int) -> Iterator[bytes]:
        """The line word for word with its end, piece by piece."""
        content = self.opened(place)
        while piece := content.readline(_READ):
            yield piece
            if piece.endswith(b"\n"):
                return

    def opened(self, place: int) -> BinaryIO:
        """The file of a line, at its beginning. One file at a time is open, however many there are."""
        file = self.file_of(place)
        if self._open is None or self._open[0] != file:
            if self._open:
                self._open[1].close()
            self._open = file, self.files[file].open("rb")
        content = self._open[1]
        content.seek(self._offset[place])
        return content

    def file_of(self, place: int) -> int:
        """Which of the files a line stands in."""
        return bisect_right(self._first_of_file, place) - 1

    def in_order(self, problems: Mapping[int, str]) -> list[Fault]:
        """What is wrong with files and with lines, by their places, as it is told: by file and line."""
        order = {str(file): number for number, file in enumerate(self.files)}
        found = [
            Fault(str(self.files[self.file_of(place)]), self._number[place], one_line(problems[place]))
            for place in sorted(problems)
        ]
        for fault in self.faults:
            insort(found, fault, key=lambda fault: (order[fault.file], fault.line))
        return found


def _pieces(content: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Offset, number and content of each line; of a line that is too long its beginning."""
    offset = number = 0
    while line := content.readline(_READ):
        number += 1
        if number == 1 and line.startswith(codecs.BOM_UTF8):
            yield len(codecs.BOM_UTF8), number, line.removeprefix(codecs.BOM_UTF8)
        else:
            yield offset, number, line
        offset += len(line) + _skip(content, line)


def _skip(content: BinaryIO, line: bytes) -> int:
    """Go to the end of a line, and tell how far it was."""
    skipped = 0
    while line and not line.endswith(b"\n"):
        line = content.readline(_READ)
        skipped += len(line)
    return skipped
