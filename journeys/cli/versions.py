"""`farled programme diff` and `migrate`: what differs between two versions, and journeys from one to the other."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from journeys.cli.known import NAMED, named
from journeys.cli.options import database_option, format_option
from journeys.cli.output import as_json
from workflows.telling.consequences import consequences
from workflows.telling.differences import differences, in_words, keys

if TYPE_CHECKING:  # what it takes to move journeys is loaded when the command is called
    from journeys.migrating import Move


@click.command(help=f"Säg vad som skiljer två versioner.\n\nA och B är var sin av dessa: {NAMED[0].lower()}{NAMED[1:]}")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@format_option("text", "json")
def diff(first: str, second: str, format_: str) -> None:
    was, now = named(first), named(second)
    if format_ == "json":
        rows = [{"heading": each.heading, "gone": each.gone, "new": each.new} for each in differences(was, now)]
        told = {"differences": rows, "consequences": list(consequences(was, now)), "keys": list(keys(was, now))}
        click.echo(as_json(told))
    else:
        click.echo("\n".join(in_words(was, now)) or "De säger samma sak.")


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option(
    "--only", multiple=True, metavar="ÄRENDE|ENHET", help="Bara detta ärende eller denna enhet. Kan upprepas."
)
@click.option("--undo", is_flag=True, help="Ta tillbaka: ärenden som flyttades från A till B följer A igen.")
@click.option("--yes", is_flag=True, help="Gör det. Utan flaggan visas bara vad som skulle hända.")
@click.option("--by", metavar="VEM", help="Vem som flyttar.")
@format_option("text", "json")
@database_option
def migrate(
    first: str,
    second: str,
    *,
    only: tuple[str, ...],
    undo: bool,
    yes: bool,
    by: str | None,
    format_: str,
    database: str | None,
) -> None:
    """Flytta pågående ärenden från version A till version B av en insats.

    Visar först, ärende för ärende, vilka dagar som ändras och vad som blir undantaget för att bara bytet gjorde det
    försenat. Inget ändras utan --yes. Avbryts det går det att köra igen: det fortsätter där det var.

    \b
    farled programme migrate samkraft:2023 samkraft:2026
    farled programme migrate samkraft:2023 samkraft:2026 --only LUL-2025-031 --yes
    """
    from journeys.cli.installation import installation
    from journeys.migrating import carry_out, moves, plan_of, require_known
    from journeys.storage.bulk import seldom_collected

    with seldom_collected(), installation(database) as app:
        with app.read() as connection:
            catalogue = app.catalogue(connection)
            pair = (catalogue.get(*_split(first)), catalogue.get(*_split(second)))
            plan = plan_of(catalogue, *pair, only=only, by=by, undo=undo)
            require_known(connection, plan)
            if not yes:
                _SHOW[format_](moves(connection, catalogue, plan, app.today), app.today)
                return
        done = carry_out(app, plan)
        click.echo(as_json({"moved": done}) if format_ == "json" else _done(done, undo=undo))


def _split(named: str) -> tuple[str, str]:
    id_, colon, version = named.partition(":")
    if not colon:
        raise click.UsageError(f"”{named}” är ingen version. Skriv INSATS:VERSION.", click.get_current_context())
    return id_, version


def _done(number: int, *, undo: bool) -> str:
    from journeys.words import counted

    if not number:
        return "Inget ärende bytte version. Utan --yes visas vilka som kan, och varför andra inte kan."
    what = "följer sin förra version igen" if undo else "har bytt version"
    return f"{counted(number, 'ärende', 'ärenden')} {what}."


def _as_text(found: Iterable["Move"], today: date) -> None:
    """Told as they are worked out: ten thousand are not held in memory at once."""
    from journeys.cli.changes import summed
    from journeys.words import counted

    can, changed, excused, refused = 0, 0, 0, 0
    for move in found:
        for line in _told(move, today):
            click.echo(line)
        can, refused = can + (move.refused is None), refused + (move.refused is not None)
        changed, excused = changed + bool(move.shifts), excused + len(move.excused)
    sums = summed(changed=changed, excused=excused, refused=refused)
    click.echo(f"{counted(can, 'ärende', 'ärenden')} kan byta version. {sums}")
    click.echo("Inget är ändrat. Gör det med --yes.")


def _told(move: "Move", today: date) -> Iterator[str]:
    from journeys.cli.changes import headed

    if move.refused:
        yield f"{move.journey}: kan inte byta. {move.refused}"
    elif move.shifts:
        yield f"{move.journey}:"
        yield from (f"  {line}" for line in headed(move.history, move.shifts, today))


def _as_json(found: Iterable["Move"], today: date) -> None:
    click.echo(as_json({"moves": [_row(move) for move in found]}))


_SHOW: Mapping[str, Callable[[Iterable["Move"], date], None]] = {"text": _as_text, "json": _as_json}


def _row(move: "Move") -> dict[str, Any]:
    return {
        "journey": move.journey,
        "refused": move.refused,
        "changes": [
            {
                "kind": shift.kind,
                "rule": shift.obligation.rule,
                "n": shift.obligation.n,
                "before": shift.before.due if shift.before else None,
                "due": shift.after.due if shift.after else None,
                "why": shift.obligation.why,
            }
            for shift in move.shifts
        ],
    }
