"""How files that were refused are told: every fault on a line of its own, then the sentence."""

from collections.abc import Iterable
from typing import Any, NoReturn

import click

from journeys.cli.output import as_json
from journeys.journal.faults import Fault, FilesRefused


def refuse(refused: FilesRefused, format_: str) -> NoReturn:
    """Say on standard error what is wrong, and end with exit code 1."""
    if format_ == "json":
        click.echo(as_json({"error": str(refused), "faults": as_rows(refused.faults)}), err=True)
    else:
        tell(refused.faults)
        click.echo(str(refused), err=True)
    raise click.exceptions.Exit(1)


def tell(faults: Iterable[Fault]) -> None:
    """FILE:LINE: what is wrong."""
    for fault in faults:
        click.echo(str(fault), err=True)


def as_rows(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """The faults as JSON answers have them."""
    return [fault._asdict() for fault in faults]
