"""`farled unit`: units that are added to a programme beside those that its files name."""

from collections.abc import Mapping
from datetime import date

import click

from journeys import added_units, written_units
from journeys.added_units import Added
from journeys.cli.installation import installation
from journeys.cli.options import database_option, format_option
from journeys.cli.output import as_json, as_table
from journeys.tables.units import FIGURES
from journeys.work import Work
from journeys.written_units import Written

_COUNT = click.IntRange(1, 999_999)
_HEADINGS = ("Insats", "Enhet", "Namn", "Per år", "Samtidigt", "Gruppstarter", "Stängd från")


@click.group()
def unit() -> None:
    """Lägg till, byt namn på och stäng enheter.

    Enheter i en insatsfil kan bara stängas: deras namn och platser ändras i filen. En enhet tas aldrig bort: dess
    ärenden är kvar i alla rapporter.
    """


@unit.command()
@click.argument("programme", metavar="INSATS")
@click.argument("name", metavar="NAMN")
@click.option("--id", "id_", default="", metavar="BETECKNING", help="Utan den: gjord av namnet.")
@click.option("--places-per-year", type=_COUNT, metavar="ANTAL", help="Platser per år.")
@click.option("--max-at-once", type=_COUNT, metavar="ANTAL", help="Högsta antal deltagare samtidigt.")
@click.option("--group-starts-per-year", type=_COUNT, metavar="ANTAL", help="Gruppstarter per år.")
@database_option
def add(*, programme: str, name: str, id_: str, database: str | None, **figures: int | None) -> None:
    """Lägg till en enhet i alla versioner av en insats.

    \b
    farled unit add activera "ACTivera Öckerö" --id ockero --places-per-year 20
    """
    with installation(database) as app, app.work() as work:
        added = added_units.add(work, programme, name=name.strip(), id_=id_, **figures)
        title = work.catalogue.valid_on(programme, date.max).name
    click.echo(f"{added.unit.name} ({added.unit.id}) är tillagd i {title}.")


@unit.command()
@click.argument("programme", metavar="INSATS")
@click.argument("unit_", metavar="ENHET")
@click.argument("name", metavar="NAMN")
@database_option
def rename(*, programme: str, unit_: str, name: str, database: str | None) -> None:
    """Byt namn på en enhet som är tillagd. Beteckningen är kvar."""
    with installation(database) as app, app.work() as work:
        added = added_units.named(work.connection, work.catalogue, programme, unit_)
        added_units.change(work, added, name=name.strip())
    click.echo(f"{added.unit.name} heter nu {name.strip()}.")


@unit.command()
@click.argument("programme", metavar="INSATS")
@click.argument("unit_", metavar="ENHET")
@click.option("--undo", is_flag=True, help="Öppna enheten igen.")
@database_option
def close(*, programme: str, unit_: str, undo: bool, database: str | None) -> None:
    """Stäng en enhet för nya remisser från och med idag. Ärendena där fortsätter."""
    with installation(database) as app, app.work() as work:
        name = _close(work, programme, unit_, undo=undo)
    click.echo(f"{name} tar {'åter' if undo else 'inte längre'} emot remisser.")


def _close(work: Work, programme: str, id_: str, *, undo: bool) -> str:
    """What the unit is called, whether it stands in a file or was added."""
    written = written_units.named(work.connection, work.catalogue, programme, id_)
    if written:
        written_units.close(work, written, undo=undo)
        return written.unit.name
    added = added_units.named(work.connection, work.catalogue, programme, id_)
    added_units.close(work, added, undo=undo)
    return added.unit.name


@unit.command("list")
@click.argument("programme", metavar="INSATS", required=False)
@format_option("table", "json")
@database_option
def list_(*, programme: str | None, format_: str, database: str | None) -> None:
    """Enheterna som är tillagda, och de i insatsfiler som är stängda; i en insats eller alla."""
    with installation(database) as app, app.read() as connection:
        catalogue = app.catalogue(connection)
        of_files = [each for each in written_units.listed(connection, catalogue) if each.closed_on]
        found: list[Added | Written] = [*added_units.listed(connection, catalogue), *of_files]
    rows = [_row(each) for each in found if programme in (None, each.programme)]
    if format_ == "json":
        click.echo(as_json({"units": rows}))
    elif rows:
        click.echo(as_table(_HEADINGS, [list(row.values()) for row in rows]))
    else:
        click.echo(
            "Ingen enhet är tillagd eller stängd. De andra står i insatsernas filer: farled programme show INSATS"
        )


def _row(added: Added | Written) -> Mapping[str, object]:
    figures = {figure: getattr(added.unit, figure) for figure in FIGURES}
    named = {"programme": added.programme, "id": added.unit.id, "name": added.unit.name}
    return {**named, **figures, "closed_on": added.closed_on}
