"""From what is to be said to a PDF: templates of typst's beside this file, laid as PDF/UA-1.

What is said goes in as data, never as markup. Only the fonts inside typst are used, so that a paper is the same on
every machine: they have Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian letters.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import typst

from journeys.errors import JourneyError

Standard = Literal["ua-1"]

MOST_NAMED = 10
"""How many of the characters that cannot be printed are named."""

_PROBE = b'#set document(title: "x")\n#set text(lang: "sv")\n#sys.inputs.text'


class Unprintable(JourneyError):
    """Characters that no font has: PDF/UA allows no blank boxes."""

    def __init__(self, characters: Sequence[str]) -> None:
        super().__init__(f"{said(characters)} Byt ut eller ta bort.")
        self.characters = characters


def said(characters: Sequence[str]) -> str:
    """Which characters cannot be printed, in a sentence."""
    more = " (och fler)" if len(characters) >= MOST_NAMED else ""
    return f"Det här går inte att skriva ut: {' '.join(characters)}{more}."


def printed(name: str, told: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF of a template, filled in. The same content at the same moment is the same bytes. Raises Unprintable."""
    try:
        return laid(template(name), {"told": json.dumps(told)}, at=at)
    except typst.TypstError:
        if characters := unprintable(" ".join(_texts(told))):
            raise Unprintable(characters) from None
        raise


def unprintable(text: str) -> list[str]:
    """The characters of a text that no font has, or the words where only the whole word cannot be printed."""
    if not text.strip() or _prints([text]):
        return []
    return _failing(sorted(set("".join(text.split())))) or _failing(list(dict.fromkeys(text.split())))


def _failing(parts: Sequence[str]) -> list[str]:
    """Those that cannot be printed, at most MOST_NAMED, found by halves: the rest may be thousands."""
    if not parts or _prints(parts):
        return []
    if len(parts) == 1:
        return [*parts]
    middle = len(parts) // 2
    first = _failing(parts[:middle])
    return first if len(first) >= MOST_NAMED else (first + _failing(parts[middle:]))[:MOST_NAMED]


def _prints(parts: Sequence[str]) -> bool:
    try:
        laid(_PROBE, {"text": " ".join(parts)})
    except typst.TypstError:
        return False
    return True


def laid(
    source: bytes, told: dict[str, str], *, at: datetime | None = None, standards: Sequence[Standard] = ("ua-1",)
) -> bytes:
    """The PDF of a source. Raises typst.TypstError, also where it could not follow the standards."""
    pdf = typst.compile(
        source,
        format="pdf",
        pdf_standards=[*standards],
        ignore_system_fonts=True,
        sys_inputs=told,
        timestamp=int(at.timestamp()) if at else None,
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def template(name: str) -> bytes:
    """What typst reads."""
    return files("journeys.papers").joinpath(f"{name}.typ").read_bytes()


def _texts(told: Any) -> list[str]:
    """Every text in it."""
    if isinstance(told, str):
        return [told]
    inner = told.values() if isinstance(told, Mapping) else told if isinstance(told, list | tuple) else ()
    return [text for each in inner for text in _texts(each)]
