"""Plain text as it is printed and previewed: paragraphs between empty lines, and lists of lines beginning with "- "."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

BULLET = "- "
LONGEST_WORD, PIECE = 40, 20
_LONG = re.compile(rf"\S{{{LONGEST_WORD},}}")
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"
_JOINED = frozenset({"Mn", "Me", "Mc", "Cf"})
"""Categories of what belongs to the character before it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """`rtl`: it is read from right to left."""

    kind: Literal["paragraph", "list"]
    rtl: bool
    lines: Sequence[str]


def blocks(text: str) -> list[Block]:
    """The text in the order it is read; like lines that follow each other share a paragraph or a list."""
    lines = [line.strip() for line in text.splitlines()]
    grouped = ((how, [breakable(_without_bullet(each)) for each in group]) for how, group in groupby(lines, key=_how))
    return [
        Block(kind="list" if is_item else "paragraph", rtl=rtl, lines=group)
        for (is_item, rtl, is_empty), group in grouped
        if not is_empty
    ]


def _how(line: str) -> tuple[bool, bool, bool]:
    """Whether it is of a list, whether it is read from right to left, and whether nothing is in it."""
    return line.startswith(BULLET), is_rtl(line), not line


def _without_bullet(line: str) -> str:
    return line.removeprefix(BULLET).strip()


def is_rtl(text: str) -> bool:
    """Whether its first letter belongs to a script that is read from right to left (Unicode's rule P2)."""
    return next((kind != "L" for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), False)


def breakable(text: str) -> str:
    """With places where what would reach beyond the margin may be broken, none of them before a combining mark."""
    return _LONG.sub(lambda found: _MAY_BREAK.join(_pieces(found[0])), text)


def _pieces(word: str) -> Iterator[str]:
    start = 0
    while start < len(word):
        end = start + PIECE
        while end < len(word) and unicodedata.category(word[end]) in _JOINED:
            end += 1
        yield word[start:end]
        start = end
