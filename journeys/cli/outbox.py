"""`farled outbox`: what is to be sent, what was, and what got stuck."""

from collections.abc import Sequence

import click
from sqlalchemy import Connection

from journeys import queries
from journeys.cli.installation import installation
from journeys.cli.options import database_option, format_option
from journeys.cli.output import as_json, as_table
from journeys.errors import JourneyError
from journeys.messages.meetings import journey_of
from journeys.messages.words import STATES
from journeys.words import counted, moment_text
from notifications import outbox as messages
from notifications.outbox import Listed
from notifications.tables import State

JSON_KEYS = ("id", "template", "recipient", "state", "reason", "attempts", "created_at", "due_at", "settled_at")


class NothingStuck(JourneyError):
    """Messages are to be sent again that had not got stuck."""

    def __init__(self) -> None:
        super().__init__(
            "Inget av meddelandena hade fastnat. Se vilka som har det med: farled outbox list --state failed"
        )


@click.group()
def outbox() -> None:
    """Meddelanden som väntar, är skickade eller har fastnat."""


@outbox.command("list")
@click.option(
    "--state", "states", type=click.Choice([*map(str, State)]), multiple=True, help="Bara sådana; kan upprepas."
)
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=50,
    show_default=True,
    metavar="ANTAL",
    help="Så många, de senaste.",
)
@format_option("table", "json")
@database_option
def list_(*, states: tuple[str, ...], limit: int, format_: str, database: str | None) -> None:
    """Lista meddelanden, de senaste först. Adresserna visas inte hela, och inte vad som står i breven."""
    with installation(database) as app, app.read() as connection:
        found = messages.listing(connection, states=[State(state) for state in states or State], limit=limit)
        cases = _references(connection, found)
        stuck = messages.counts(connection)[State.FAILED]
    if format_ == "json":
        rows = [{key: getattr(each, key) for key in JSON_KEYS} | {"journey": cases.get(each.id)} for each in found]
        click.echo(as_json({"messages": rows, "failed": stuck}))
        return
    columns = ("Id", "Läge", "Brev", "Till", "Ärende", "När", "Försök", "Varför")
    lines = [_row(each, cases.get(each.id)) for each in found]
    click.echo(as_table(columns, lines) if lines else "Inga sådana meddelanden.")
    if stuck:
        click.echo(f"\n{counted(stuck, 'meddelande', 'meddelanden')} fastnade. Skicka igen: farled outbox retry --all")


@outbox.command()
@click.argument("ids", metavar="[ID]…", nargs=-1, type=click.IntRange(min=1))
@click.option("--all", "every", is_flag=True, help="Alla som har fastnat.")
@database_option
def retry(*, ids: tuple[int, ...], every: bool, database: str | None) -> None:
    """Försök igen med meddelanden som har fastnat, när orsaken är undanröjd."""
    if every == bool(ids):
        raise click.UsageError("Skriv vilka meddelanden, eller --all.", click.get_current_context())
    with installation(database) as app:
        with app.work() as work:
            again = messages.retry(work.connection, ids=None if every else ids, now=work.now)
        if ids and not again:
            raise NothingStuck
        left = len(set(ids)) - again if ids else 0
        click.echo(f"{counted(again, 'meddelande', 'meddelanden')} skickas igen." + _others(left))


def _others(count: int) -> str:
    return f" {count} hade inte fastnat." if count else ""


def _references(connection: Connection, found: Sequence[Listed]) -> dict[int, str]:
    """Message id → the reference of the journey that it is about."""
    journeys = {each.id: journey for each in found if (journey := journey_of(each.about))}
    known = queries.references_of(connection, sorted(set(journeys.values())))
    return {id_: known[journey] for id_, journey in journeys.items() if journey in known}


def _row(each: Listed, reference: str | None) -> Sequence[object]:
    when = moment_text(each.settled_at or each.due_at or each.created_at)
    return each.id, STATES[each.state], each.template, each.recipient, reference, when, each.attempts, each.reason
