"""`farled extract`: all that is kept about one person, for themselves."""

from pathlib import Path

import click

from journeys.cli.installation import installation
from journeys.cli.options import database_option
from journeys.storage.files import replaced
from journeys.words import counted


@click.command()
@click.argument("reference", metavar="ÄRENDE")
@click.argument("file", metavar="FIL", type=click.Path(path_type=Path, dir_okay=False))
@database_option
def extract(*, reference: str, file: Path, database: str | None) -> None:
    """Skriv ett registerutdrag: allt som finns om ärendets deltagare, i alla ärenden.

    FIL slutar på .pdf eller .txt, och får bara läsas av den som skrev den. Där står fullt personnummer, anteckningar
    och svar, och vem som har skrivit vad: läs igenom det innan det lämnas ut.
    """
    from journeys.extract.kept import extract_of
    from journeys.extract.written import as_pdf, as_text
    from journeys.papers.sections import MARKING

    write = {".pdf": as_pdf, ".txt": as_text}.get(file.suffix.lower())
    if write is None:
        raise click.UsageError(f"”{file}” ska sluta på .pdf eller .txt.", click.get_current_context())
    if file.exists():
        raise click.ClickException(f"”{file}” finns redan. Välj ett annat namn.")
    with installation(database) as app, app.read() as connection:
        found = extract_of(app.work_on(connection), reference)
        content = write(found, app.clock())
    with replaced(file) as out:
        out.write(content)
    many = counted(len(found.journeys), "ärende", "ärenden")
    click.echo(f"Registerutdraget ligger i {file}: {many}, {', '.join(found.journeys)}.")
    if found.protected:
        click.echo(MARKING, err=True)
    click.echo("Läs igenom det innan det lämnas ut: det som andra har berättat kan behöva sekretessprövas.", err=True)
