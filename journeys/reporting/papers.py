"""Figures on paper: a PDF that a screen reader can read (PDF/UA-1), laid by Typst. What it says passes as data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from journeys.reporting.bars import Bar


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A table in words. The first column names the row; a row may have a bar under its name."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    bars: Mapping[int, Bar]
    """By the number of the row."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What stands under one heading."""

    name: str
    lines: Sequence[str] = ()
    grids: Sequence[Grid] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """`over` stands above the title, `lines` under it, `notes` at the end."""

    title: str
    over: str
    lines: Sequence[str]
    parts: Sequence[Part]
    notes: Sequence[str] = ()


def pdf(paper: Paper) -> bytes:
    """A file. Where a name has a sign that no font here can draw, it is made without the promise of the standard."""
    import typst  # as big as a browser; few ask for it

    from journeys.papers.press import laid, template

    source, told = template("figures"), {"told": json.dumps(asdict(paper))}
    try:
        return laid(source, told)
    except typst.TypstError:
        return laid(source, told, standards=())
