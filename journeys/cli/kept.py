"""Programme files that were changed after journeys began to follow them: told where files are read."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import click

from journeys.settings import read_settings
from workflows.programme import Programme

SQLITE = "sqlite:///"


def remark_changed(files: Iterable[Programme]) -> None:
    """Say which differ from what the database has kept. Where there is no database, nothing follows any of them.

    What stands here needs no database, and goes on without one that does not answer.
    """
    url = read_settings().database_url
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        return
    from sqlalchemy import inspect

    from journeys.catalogue import changed_files
    from journeys.storage.database import Database, DatabaseTrouble
    from journeys.tables.programmes import PROGRAMME_VERSION

    try:
        with closing(Database(url)) as database, database.read() as connection:
            if inspect(connection).has_table(PROGRAMME_VERSION.name):
                for changed in changed_files(connection, files):
                    click.echo(f"Obs: {changed}", err=True)
    except DatabaseTrouble as error:
        click.echo(f"Obs: om någon fil är ändrad sedan ärenden började följa den går inte att se. {error}", err=True)
