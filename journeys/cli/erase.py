"""`farled erase` and `farled erasures`: what is personal of ended journeys taken away, and the record of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from journeys.cli.installation import installation
from journeys.cli.options import DAY, database_option, format_option
from journeys.cli.output import as_json, as_table
from journeys.settings import positive
from journeys.words import counted, moment_text
from workflows.calendar import Period

if TYPE_CHECKING:  # what it takes to erase is loaded when the command is called
    from journeys.app import App
    from journeys.erasing import Erasure, Order, Standing

GROUNDS = {
    "time": "gallringstiden har gått",
    "request": "deltagaren har begärt det",
    "mistake": "registrerat av misstag",
}
_LISTED = ("Ärende", "Insats", "Enhet", "Avslutat", "Senast registrerat")
_RECORD = ("När", "Ärende", "Insats", "Enhet", "Av", "Grund")
_AFTERWARDS = (
    "Personuppgifter, anteckningar, planer, svar och avslutsdokument är borta. "
    "Kvar är det som mål och siffror räknas av.\n"
    "Säkerhetskopior, och brev som ligger i en mapp, har uppgifterna tills de kastas."
)


class Retention(click.ParamType[Period]):
    """How long something is kept: "5 years"."""

    name = "tid"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        if isinstance(value, Period):
            return value
        try:
            return positive(Period.parse(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("references", metavar="[ÄRENDE]...", nargs=-1)
@click.option("--older-than", type=Retention(), help="Det som registrerades senast för så länge sedan: ”5 years”.")
@click.option("--ground", type=click.Choice(tuple(GROUNDS)), default="time", show_default=True, help="Varför.")
@click.option("--yes", is_flag=True, help="Gör det. Utan flaggan visas bara vad som skulle gallras.")
@click.option("--by", metavar="VEM", help="Vem som har beslutat det. Behövs med --yes.")
@format_option("table", "json")
@database_option
def erase(
    *,
    references: tuple[str, ...],
    older_than: Period | None,
    ground: str,
    yes: bool,
    by: str | None,
    format_: str,
    database: str | None,
) -> None:
    """Gallra: ta bort personuppgifterna i avslutade ärenden. Det går inte att ångra.

    Visar först vilka. Utan ÄRENDE gäller det alla där ingenting har registrerats på så länge som --older-than, eller
    inställningen FARLED_RETENTION, säger. Ett ärende som nämns kan också gallras för att deltagaren har begärt det
    (request) eller för att det registrerades av misstag (mistake). Mål och siffror ändras inte, och loggen är
    hel. Svaren i självskattningar försvinner, också ur jämförelsen för hela enheten.

    \b
    farled erase --older-than "5 years"
    farled erase --older-than "5 years" --yes --by ada@forbundet.example
    farled erase MOL-2026-001 --ground request --yes --by ada@forbundet.example
    """
    from journeys.erasing import Ground, Order, limit_of, named, old_enough

    with installation(database) as app:
        retention = older_than or app.settings.retention
        if ground == "time" and retention is None:
            raise click.UsageError("Säg hur länge ärenden sparas med --older-than, till exempel ”5 years”.")
        if ground != "time" and not references:
            raise click.UsageError(f"Skriv vilka ärenden det gäller när skälet är att {GROUNDS[ground]}.")
        limit = limit_of(retention, app.today) if retention else None
        with app.read() as connection:
            if references:
                found = named(connection, references, Ground(ground), limit)
            else:
                assert limit is not None
                found = old_enough(connection, limit)
        if not yes:
            _SHOWN[format_](found)
            return
        if not (by and by.strip()):
            raise click.UsageError("Skriv vem som har beslutat gallringen med --by: det står i protokollet.")
        order = Order(by=by.strip(), ground=Ground(ground), retention=retention if ground == "time" else None)
        _RECORDED[format_](_carry_out(app, found, order))


def _carry_out(app: "App", found: Sequence["Standing"], order: "Order") -> list["Erasure"]:
    """One transaction each: whoever is stopped begins again. What has changed in the meantime is left and told of."""
    from journeys.erasing import erase as erase_one
    from journeys.erasing import erasures as listed
    from journeys.refused import Conflict

    done, since = set[str](), app.today
    for each in found:
        try:
            with app.database.begin_erasing() as connection:
                erase_one(app.work_on(connection), each, order)
        except Conflict as error:
            click.echo(str(error), err=True)
        else:
            done.add(each.reference)
    with app.read() as connection:
        return [each for each in listed(connection, first=since) if each.reference in done]


@click.command()
@click.option("--from", "first", type=DAY, metavar="DAG", help="Första dagen. Utan den: från början.")
@click.option("--to", "last", type=DAY, metavar="DAG", help="Sista dagen. Utan den: till nu.")
@format_option("table", "csv", "json")
@database_option
def erasures(*, first: date | None, last: date | None, format_: str, database: str | None) -> None:
    """Gallringsprotokollet: vad som är gallrat, när, av vem och varför."""
    from journeys.erasing import erasures as listed

    with installation(database) as app, app.read() as connection:
        _RECORDED[format_](listed(connection, first=first, last=last))


def _show(found: Sequence["Standing"]) -> None:
    if not found:
        click.echo("Inget ärende är så gammalt att det kan gallras.")
        return
    rows = [(each.reference, each.programme, each.unit, each.ended_on, each.last) for each in found]
    click.echo(as_table(_LISTED, rows))
    click.echo(f"{counted(len(found), 'ärende', 'ärenden')} kan gallras. Inget är gallrat.")
    click.echo("Det går inte att ångra. Gör det med --yes och --by VEM.")


def _show_as_json(found: Sequence["Standing"]) -> None:
    names = ("reference", "programme", "unit", "ended_on", "last")
    click.echo(as_json({"erasable": [{name: getattr(each, name) for name in names} for each in found]}))


def _record(done: Sequence["Erasure"]) -> None:
    if not done:
        click.echo("Inget är gallrat.")
        return
    click.echo(as_table(_RECORD, [_row(each) for each in done]))
    click.echo(f"{counted(len(done), 'ärende är gallrat', 'ärenden är gallrade')}.")
    click.echo(_AFTERWARDS)


def _row(each: "Erasure") -> tuple[str, ...]:
    kept = f" ({Period.parse(each.retention).swedish()})" if each.retention else ""
    return moment_text(each.at), each.reference, each.programme, each.unit, each.by, f"{GROUNDS[each.ground]}{kept}"


def _record_as_csv(done: Sequence["Erasure"]) -> None:
    from journeys.reporting.sheets import sheet

    click.echo(sheet(_RECORD, [_row(each) for each in done]), nl=False)


def _record_as_json(done: Sequence["Erasure"]) -> None:
    names = ("at", "reference", "programme", "unit", "by", "ground", "retention")
    click.echo(as_json({"erased": [{name: getattr(each, name) for name in names} for each in done]}))


_SHOWN: Mapping[str, Callable[[Sequence["Standing"]], None]] = {"table": _show, "json": _show_as_json}
_RECORDED: Mapping[str, Callable[[Sequence["Erasure"]], None]] = {
    "table": _record,
    "csv": _record_as_csv,
    "json": _record_as_json,
}
