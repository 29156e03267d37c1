"""What `farled do`, `undo` and `correct` have in common: when, by whom, in which lydelse, in which database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

import click

from journeys.cli.options import DAY, database_option


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """`on` None: today. `seen`: the revision that the person looked at, where they say so."""

    on: date | None
    by: str | None
    seen: int | None
    database: str | None

    def head(self, today: date) -> dict[str, Any]:
        """The keys of a journal line that follow."""
        return {"on": (self.on or today).isoformat()} | ({"by": self.by} if self.by is not None else {})


def given_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The common options, handed over as one `Given`; `programme` and the words stay by themselves."""

    @wraps(command)
    def called(*, on: date | None, by: str | None, seen: int | None, database: str | None, **rest: Any) -> Any:
        return command(given=Given(on=on, by=by, seen=seen, database=database), **rest)

    wrapped: Callable[..., Any] = called
    for option in _OPTIONS:
        wrapped = option(wrapped)
    return wrapped


_OPTIONS = (
    database_option,
    click.option("--seen", type=click.IntRange(min=1), metavar="LYDELSE", help="Vägra om ärendet har ändrats sedan."),
    click.option("--by", metavar="VEM", help="Vem som registrerar."),
    click.option("--on", type=DAY, metavar="DAG", help="Dagen det hände, eller rättas. Utan flaggan: idag."),
    click.option("--programme", metavar="INSATS", help="Något som hände i insatsen, i stället för i ett ärende."),
)


def divided(words: tuple[str, ...], *names: str, most: int | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that the names stand for, and the rest: at most so many in all, where there is a most."""
    if len(words) < len(names):
        raise click.UsageError(f"{names[len(words)]} saknas.", click.get_current_context())
    if most is not None and len(words) > most:
        raise click.UsageError("Det är för många ord. Sätt citattecken om skälet.", click.get_current_context())
    return words[: len(names)], words[len(names) :]
