"""Questions to the person at the terminal: what is typed here is in no shell history and no list of processes."""

import sys
from collections.abc import Callable
from typing import Any

import click

ASK = "-"
"""The value that stands for "ask me"."""


def at_a_terminal() -> bool:
    return sys.stdin.isatty()


def asked(what: str) -> str:
    """Ask for one line; without a terminal, the next line of standard input is taken."""
    if at_a_terminal():
        return str(click.prompt(what, err=True))
    line = sys.stdin.readline()
    if not line:
        raise click.UsageError(f"{what} skulle läsas från standard in, som är slut.", click.get_current_context())
    return line.rstrip("\r\n")


def asked_for(value: str | None, what: str, option: str) -> str:
    """`value`, or the answer to a question where it is missing or "-"."""
    if value is None and not at_a_terminal():
        raise click.UsageError(f"{what} saknas: {option}.", click.get_current_context())
    return asked(what) if value in (None, ASK) else str(value)


def answer(what: str, check: Callable[[str], Any]) -> Any:
    """Ask at the terminal until the answer passes `check`; Enter is no answer: None."""

    def checked(given: str) -> Any:
        return check(given) if given else None

    return click.prompt(what, default="", show_default=False, value_proc=checked, err=True)
