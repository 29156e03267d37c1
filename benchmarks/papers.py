"""How long an exit document takes from its text to a sealed PDF: one as they are, and the longest there can be."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from benchmarks.figures import Result, Table, Target, Timings, milliseconds
from journeys.exit.content import Content, Said
from journeys.exit.sections import LONGEST, SECTIONS
from journeys.papers.blocks import blocks
from journeys.storage.keys import Keys

TIMES = 30
WANTED = 1.0
AT = datetime(2026, 5, 4, 7, tzinfo=UTC)
_PARAGRAPH = (
    "Deltagaren har varit med i praktik och samtal, och vill arbeta på halvtid.\n\n- tre dagar i veckan\n- stöd\n\n"
)
TEXTS: Mapping[str, str] = {
    "an exit document, two pages": _PARAGRAPH * 4,
    "the longest, every section full": (_PARAGRAPH * LONGEST)[:LONGEST],
    "the longest, in Arabic": ("ذهب محمد إلى العمل. " * LONGEST)[:LONGEST],
}


def measure(folder: Path, *, times: int = TIMES) -> Result:
    """Nothing is written to the folder: a document is laid in memory."""
    keys = Keys(b"x" * 32)
    rows, slowest = [], 0.0
    for name, text in TEXTS.items():
        found, size = _timed(keys, text, times)
        slowest = max(slowest, *found.seconds)
        rows.append((name, milliseconds(found.p50), milliseconds(max(found.seconds)), f"{size / 1000:.0f} kB"))
    measured = milliseconds(slowest)
    return Result(
        tables=[Table(title="Papers", headings=("", "p50", "slowest", "sealed"), rows=rows)],
        targets=[Target(what="an exit PDF", wanted="1 s", measured=measured, reached=slowest <= WANTED)],
    )


def _timed(keys: Keys, text: str, times: int) -> tuple[Timings, int]:
    """Each with a text of its own: typst remembers what it has laid."""
    seconds, size = [], 0
    for number in range(times):
        content = _content(f"{number} {text}"[:LONGEST])
        begun = perf_counter()
        size = len(keys.seal(content.laid(1, AT), b"paper"))
        seconds.append(perf_counter() - begun)
    return Timings(seconds), size


def _content(text: str) -> Content:
    return Content(
        title="Avslutsdokument, ACTivera",
        association="Prövförbundet",
        programme="ACTivera, Mölndal",
        marking="",
        facts=[("Deltagare", "Kanariella Prövqvist")],
        sections=[Said(id=each.id, heading=each.heading, blocks=blocks(text)) for each in SECTIONS],
    )
