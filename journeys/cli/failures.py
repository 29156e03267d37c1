"""Every error becomes one Swedish sentence and exit code 1; never a traceback (spec: journal.md, "Commands")."""

import errno
import json
import os
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise

import click

from journeys.errors import JourneyError
from notifications.errors import NotificationError
from workflows.errors import WorkflowError

INTERRUPTED = 130
"""What a shell expects of a program that Ctrl-C ended."""

_REASONS = {
    errno.ENOENT: "den finns inte",
    errno.EACCES: "du har inte rätt till den",
    errno.EPERM: "du har inte rätt till den",
    errno.EROFS: "den går bara att läsa",
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "ditt utrymme är fullt",
    errno.EISDIR: "den är en mapp",
    errno.ENOTDIR: "en del av sökvägen är ingen mapp",
    errno.EEXIST: "den finns redan",
}


def guarded(call: Callable[[], object], arguments: Sequence[str]) -> int:
    """Run the command and return its exit code; what went wrong has then been said on standard error."""
    try:
        result = call()
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as help_page:
        click.echo(help_page.format_message())
        return 0
    except click.Abort:
        return INTERRUPTED
    except BrokenPipeError:  # `farled due | head`: who read has left
        _forget_answer()
        return 1
    except Exception as error:  # noqa: BLE001 the one place where everything ends: nobody is to see a traceback
        _say(sentence(error), arguments)
        _forget_answer()
        return 1
    return result if isinstance(result, int) else 0


def sentence(error: Exception) -> str:
    """What a person can act on. What is nobody's mistake but ours is written to the fault log first."""
    match error:
        case click.ClickException():
            return " ".join([error.format_message(), *_hint(error)])
        case JourneyError() | WorkflowError() | NotificationError():
            return str(error)
        case OSError(filename=str(path), errno=number) if number in _REASONS:
            return f"Det gick inte med ”{path}”: {_REASONS[number]}."
        case OSError(errno=number) if number in _REASONS:  # while writing: nobody says where
            return f"Det gick inte att läsa eller skriva: {_REASONS[number]}."
        case _:
            return _fault(error)


def _fault(error: Exception) -> str:
    from journeys.cli.faultlog import write_fault  # seldom needed, and platformdirs takes its time

    sentence = "Det här är ett fel i Farled och inte något du gjort."
    file = write_fault(error)
    if file is None:
        return f"{sentence} Berätta för den som sköter Farled vad du gjorde."
    return f"{sentence} Skicka filen {file} till den som sköter Farled. Den innehåller inga personuppgifter."


def _hint(error: click.ClickException) -> list[str]:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return [f"Skriv ”{context.command_path} --help” för hjälp."] if context else []


def _say(text: str, arguments: Sequence[str]) -> None:
    click.echo(json.dumps({"error": text}, ensure_ascii=False) if _wants_json(arguments) else text, err=True)


def _wants_json(arguments: Sequence[str]) -> bool:
    # From the words themselves: Click may have failed before it came to the option.
    return "--format=json" in arguments or ("--format", "json") in pairwise(arguments)


def _forget_answer() -> None:
    """What cannot be written any more: Python would try once again at the end, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
