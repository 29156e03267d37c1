"""`farled exit-document`: a finished exit document, written to a file."""

from pathlib import Path

import click

from journeys.cli.installation import installation
from journeys.cli.options import database_option
from journeys.errors import JourneyError
from journeys.exit.editions import pdf_of
from journeys.exit.giving import to_give
from journeys.storage.dossiers import load
from journeys.storage.files import replaced


class NotFinished(JourneyError):
    """There is no such edition."""

    def __init__(self, reference: str, edition: int | None) -> None:
        what = "inget färdigt avslutsdokument" if edition is None else f"ingen utgåva {edition} av avslutsdokumentet"
        super().__init__(f"Ärendet {reference} har {what}. Det skrivs och görs färdigt på ärendets sida.")
        self.reference, self.edition = reference, edition


@click.command("exit-document")
@click.argument("reference", metavar="ÄRENDE")
@click.argument("file", metavar="FIL", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--edition", type=click.IntRange(min=1), metavar="N", help="Vilken utgåva. Utan den: den senaste.")
@database_option
def exit_document(*, reference: str, file: Path, edition: int | None, database: str | None) -> None:
    """Skriv ärendets färdiga avslutsdokument (PDF) till en fil.

    Den innehåller personuppgifter: filen får bara läsas av den som skrev den. En utgåva som gjordes innan deltagaren
    fick skyddade personuppgifter skrivs inte: gör en ny på ärendets sida.
    """
    if file.exists():
        raise click.ClickException(f"”{file}” finns redan. Välj ett annat namn.")
    with installation(database) as app, app.read() as connection:
        journey_id = load(connection, app.catalogue(connection), reference).id
        assert journey_id is not None
        found = to_give(connection, journey_id, edition)
        pdf = pdf_of(connection, app.keys, journey_id, found.number) if found else None
        if found is None or pdf is None:
            raise NotFinished(reference, edition)
    with replaced(file) as out:
        out.write(pdf)
    click.echo(f"{reference}: avslutsdokumentet, utgåva {found.number}, ligger i {file}.")
