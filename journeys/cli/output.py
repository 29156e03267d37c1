"""Answers as text: a table for people, JSON for programs."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

import click


def is_watched() -> bool:
    """Whether a person reads what is written."""
    return sys.stdout.isatty()


def as_table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns as wide as their widest cell, nothing cut off. None is an empty cell; numbers stand to the right."""
    cells = [list(headers), *([_text(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip_longest(*cells, fillvalue="")]
    right = [all(isinstance(cell, int | float) for cell in column) for column in zip(*rows, strict=True)]
    aligned = list(zip_longest(widths, right, fillvalue=False))
    return "\n".join(_line(row, aligned) for row in [cells[0], ["─" * width for width in widths], *cells[1:]])


def _line(cells: Sequence[str], aligned: Sequence[tuple[int, bool]]) -> str:
    pairs = zip(cells, aligned, strict=True)
    return "  ".join(cell.rjust(width) if right else cell.ljust(width) for cell, (width, right) in pairs).rstrip()


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def as_json(value: Any) -> str:
    """Readable JSON with å, ä and ö as they are and days in ISO 8601."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, date):  # a datetime is a date, too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def say(made: str | bytes, out: Path | None) -> None:
    """A report on standard output, or in a file."""
    if out is None:
        _print(made)
    else:
        out.write_bytes(made.encode() if isinstance(made, str) else made)
        click.echo(f"Rapporten ligger i {out}.", err=True)


def _print(made: str | bytes) -> None:
    """What is no text is for a file or another program. Raises UsageError where a person would get it on the screen."""
    if isinstance(made, bytes) and is_watched():
        raise click.UsageError("Det är ingen text: skriv till en fil med --out FIL.")
    click.echo(made, nl=isinstance(made, str))
