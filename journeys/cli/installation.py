"""How a command gets at the installation: settings, database, key, log. Here the real clock is handed in."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from journeys.app import App, real_clock
from journeys.settings import read_settings


@contextmanager
def installation(database: str | None) -> Iterator[App]:
    """The installation that `--database` names; where nothing names one, the file that is used is told."""
    settings = read_settings(database=database)
    if settings.database is None and not _is_json():
        click.echo(f"Databas: {settings.database_url.removeprefix('sqlite:///')}", err=True)
    with App(settings, clock=real_clock) as app:
        yield app


def _is_json() -> bool:
    # Who asks for JSON reads standard error as JSON, too.
    context = click.get_current_context(silent=True)
    return context is not None and context.params.get("format_") == "json"
