"""`farled programme`: check files, list what there is, say what a programme asks, help an editor."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click

from journeys.cli.beginning import new
from journeys.cli.kept import remark_changed
from journeys.cli.known import is_file, known, library, named
from journeys.cli.options import format_option
from journeys.cli.output import as_json, as_table
from journeys.cli.trying import try_
from journeys.cli.versions import diff, migrate
from journeys.programmes import BUILT_IN, read_all
from workflows.checks.onward import leading_nowhere
from workflows.errors import ProgrammeFaults
from workflows.files.library import Library, read_programmes
from workflows.files.loader import read
from workflows.files.remarks import shared_units
from workflows.files.schema import json_schema
from workflows.files.toml import programme_as_toml
from workflows.programme import Programme
from workflows.telling.describe import sentences
from workflows.telling.processmap import mermaid, outline, svg

FILE = click.Path(path_type=Path)

COLUMNS = {
    "id": "Insats",
    "version": "Version",
    "name": "Namn",
    "association": "Samordningsförbund",
    "valid_from": "Gäller från",
    "units": "Enheter",
    "stages": "Faser",
    "file": "Fil",
}


@click.group()
def programme() -> None:
    """Granska, lista och visa insatser."""


@programme.command()
@click.argument("files", metavar="FIL…", nargs=-1, required=True, type=FILE)
def check(files: tuple[Path, ...]) -> None:
    """Granska filer utan att läsa in dem. Varje fel sägs med fil, tabell och vad som kan ändras.

    Det som troligen är ett misstag, men går att mena, sägs efter ”Obs” och vägras inte.
    """
    checked = read_programmes(files)
    checked.require_all()
    count = len(checked.programmes)
    click.echo("1 fil är riktig." if count == 1 else f"{count} filer är riktiga.")
    for path in checked.programmes:
        for remark in read(path).remarks():
            click.echo(f"Obs: {remark}", err=True)
    _remark_beside(checked, _others())
    remark_changed(checked.programmes.values())


def _others() -> Iterable[Programme]:
    """The programmes of the folders. Where those cannot be read, the checked files stand for themselves."""
    try:
        return library().programmes.values()
    except ProgrammeFaults as error:
        click.echo(f"Obs: {error}", err=True)
        return ()


def _remark_beside(checked: Library, others: Iterable[Programme]) -> None:
    """What is seen only beside the other programmes. Those that ship, and copies of them, share a unit as is meant."""
    everything = [*checked.programmes.values(), *others]
    shipped = read_all([BUILT_IN]).programmes.values()
    for sentence in shared_units(checked.programmes.values(), everything, meant=shipped):
        click.echo(sentence, err=True)
    _warn(checked.programmes.values(), everything)


@programme.command("list")
@format_option("table", "json")
def list_(format_: str) -> None:
    """Lista insatserna.

    De läses ur mapparna som FARLED_PROGRAMMES anger.
    """
    found = library()
    rows = [_row(path, it) for path, it in sorted(found.programmes.items(), key=lambda pair: _order(pair[1]))]
    if format_ == "json":
        click.echo(as_json({"programmes": rows}))
    elif rows:
        click.echo(as_table(list(COLUMNS.values()), [list(row.values()) for row in rows]))
    else:
        click.echo("Det finns inga insatser.")
    _warn(found.programmes.values())
    remark_changed(found.programmes.values())
    found.require_all()


def _warn(looked_at: Iterable[Programme], *others: Iterable[Programme]) -> None:
    """Say which outcomes lead to programmes that are nowhere."""
    everything = [it for programmes in (looked_at, *others) for it in programmes]
    for sentence in leading_nowhere(looked_at, [it.id for it in everything]):
        click.echo(sentence, err=True)


@programme.command()
@click.argument("what", metavar="INSATS|FIL")
@click.option("--version", help="Versionen av en insats. Utan den: den som gäller senast.")
@click.option("--map", "map_file", type=FILE, metavar="FIL.svg", help="Rita processkartan i en fil också.")
@format_option("text", "list", "mermaid", "svg", "json", "toml")
def show(what: str, version: str | None, map_file: Path | None, format_: str) -> None:
    """Visa en insats i hela meningar, eller dess processkarta.

    INSATS|FIL är en programfil, en insats eller INSATS:VERSION. Med --format toml blir det en programfil att skriva
    vidare i.
    """
    if version and is_file(what):
        raise click.UsageError("En fil är en version: ta bort --version.", click.get_current_context())
    found = known(what, version) if version else named(what)
    click.echo(FORMATS[format_](found))
    if map_file:
        map_file.write_text(svg(found), encoding="utf-8")
        click.echo(f"Processkartan ligger i {map_file}.", err=True)
    remark_changed([found])


@programme.command()
def schema() -> None:
    """Skriv JSON Schema, som en textredigerare kan läsa.

    Redigeraren föreslår då nycklar i programfilerna och visar vad som är fel medan man skriver.
    """
    click.echo(as_json(json_schema()))


programme.add_command(new)
programme.add_command(try_)
programme.add_command(diff)
programme.add_command(migrate)


def _order(it: Programme) -> tuple[str, object]:
    return it.id, it.valid_from


def _row(path: Path, it: Programme) -> Mapping[str, object]:
    counts = {"units": len(it.units), "stages": len(it.stages), "file": str(path)}
    return {key: counts.get(key, getattr(it, key, None)) for key in COLUMNS}


def _as_text(it: Programme) -> str:
    return "\n\n".join("\n".join([heading, *(f"  {said}" for said in lines)]) for heading, lines in sentences(it))


def _as_json(it: Programme) -> str:
    return as_json(it.model_dump(mode="json", by_alias=True))


FORMATS: Mapping[str, Callable[[Programme], str]] = {
    "text": _as_text,
    "list": outline,
    "mermaid": mermaid,
    "svg": svg,
    "json": _as_json,
    "toml": lambda it: programme_as_toml(it).rstrip("\n"),
}
