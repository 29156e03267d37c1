"""Commands as the reader would type them: shown, and then run by the very code that runs them."""

import shlex
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import click

from journeys.cli import farled
from journeys.demo.folder import executable
from journeys.errors import JourneyError


class StepFailed(JourneyError):
    """A command of the demo did not do what it should."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(f"Demon avbröts: ”farled {shlex.join(arguments)}” gick inte.")


def heading(text: str) -> None:
    """Each step has one."""
    click.echo()
    click.secho(text, bold=True)
    click.echo("─" * len(text))


def run(*arguments: str) -> None:
    """Show the command line and run it. Raises StepFailed."""
    _show(arguments)
    _call(arguments)


def run_and_log(log: Path, *arguments: str) -> None:
    """The same, with what it says to who keeps it going in a file of its own. Raises StepFailed."""
    _show(arguments)
    with log.open("a", encoding="utf-8") as file, redirect_stderr(file):
        _call(arguments)


def run_and_show(blocks: int, *arguments: str) -> None:
    """The same, with only the first blocks of a long answer. Raises StepFailed."""
    _show(arguments)
    with redirect_stdout(StringIO()) as answer:
        _call(arguments)
    click.echo("\n\n".join(answer.getvalue().split("\n\n")[:blocks]))


def _show(arguments: Sequence[str]) -> None:
    click.echo()
    click.secho(f"$ {shlex.join([executable(), *arguments])}", fg="cyan")


def _call(arguments: Sequence[str]) -> None:
    try:
        farled.main(arguments)
    except SystemExit as end:
        if end.code:
            raise StepFailed(arguments) from None
