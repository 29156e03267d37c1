"""`--keep-good`: the lines that were not stored, word for word in files of their own, to be put right and read in."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from journeys.journal.files import Lines
from journeys.storage.files import replaced

SUFFIX = ".rejected.jsonl"


def write_rejected(lines: Lines, places: Iterable[int]) -> list[Path]:
    """Write the lines beside their files; the new files."""
    written = []
    for number, there in groupby(sorted(places), key=lines.file_of):
        file = lines.files[number]
        with replaced(file.with_name(file.name + SUFFIX)) as out:
            for place in there:
                for piece in lines.whole(place):
                    out.write(piece)
        written.append(file.with_name(file.name + SUFFIX))
    return written
