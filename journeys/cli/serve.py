"""`farled serve`: the desk."""

import threading

import click

from journeys.app import App, real_clock
from journeys.cli.options import database_option
from journeys.logs import configure
from journeys.settings import read_settings
from journeys.ticking import Ticker
from workflows import scheduler


@click.command(help="Kör skrivbordet: sidorna i webbläsaren, tills det avbryts.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Adressen att lyssna på.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Porten.")
@click.option(
    "--with-scheduler/--without-scheduler",
    default=None,
    help="Låt samma process sköta påminnelser och nattrapport. Förvalt för SQLite.",
)
@database_option
def serve(host: str, port: int, with_scheduler: bool | None, database: str | None) -> None:
    import uvicorn

    from journeys.web.site import create

    settings = read_settings(database=database)
    configure(settings.log_format)
    with App(settings) as app:
        stop = threading.Event()
        if settings.database_url.startswith("sqlite") if with_scheduler is None else with_scheduler:
            _start_ticking(app, stop)
        click.echo(f"Skrivbordet finns på http://{host}:{port}/ (avsluta med Ctrl-C).")
        try:
            uvicorn.run(create(app), host=host, port=port, log_level="warning", access_log=False, server_header=False)
        finally:
            stop.set()


def _start_ticking(app: App, stop: threading.Event) -> None:
    ticker = Ticker(app, keep_going=lambda: not stop.is_set())
    threading.Thread(
        target=scheduler.run,
        args=(ticker.jobs(),),
        kwargs={"start": real_clock(), "stop": stop, "on_error": ticker.failed},
        daemon=True,
    ).start()
