"""Figures on paper: a PDF that a screen reader can read (PDF/UA-1), laid by Typst. What it says passes as data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from journeys.reporting.bars import Bar

Standard = Literal["ua-1"]


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

    told = {"told": json.dumps(asdict(paper))}
    try:
        return _laid(told, ["ua-1"])
    except typst.TypstError:
        return _laid(told, [])


def _laid(told: dict[str, str], standards: list[Standard]) -> bytes:
    """Without fonts of the machine: the same words give the same file everywhere."""
    import typst

    return typst.compile(
        _template(), format="pdf", pdf_standards=[*standards], ignore_system_fonts=True, sys_inputs=told
    )


@cache
def _template() -> bytes:
    return files("journeys.reporting").joinpath("paper.typ").read_bytes()
