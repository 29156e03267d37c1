"""`farled serve`: the desk."""

import gc
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from typing import Any

import click
import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from journeys.app import App, real_clock
from journeys.cli.options import database_option
from journeys.cli.scheduler import tell_changed_files
from journeys.errors import JourneyError
from journeys.logs import configure, hear
from journeys.settings import Settings, read_settings
from journeys.ticking import Ticker
from journeys.web.ahead import Ahead
from journeys.web.site import create
from workflows import scheduler
from workflows.scheduler import Job

MOST_WORKERS = 4
"""Unless somebody asks for more: each takes memory of its own, and a database has one writer at a time."""


class PlaceTaken(JourneyError):
    """Where something else listens already, or this machine cannot."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Det går inte att lyssna på {host}, port {port}. Porten är kanske upptagen, eller adressen inte den här "
            "datorns. Välj en annan med --port och --host."
        )
        self.host, self.port = host, port


@click.command(help="Kör skrivbordet: sidorna i webbläsaren, tills det avbryts med Ctrl-C eller SIGTERM.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Adressen att lyssna på.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Porten.")
@click.option(
    "--with-scheduler/--without-scheduler",
    default=None,
    help="Låt samma process sköta påminnelser och nattrapport. Förvalt för SQLite.",
)
@click.option(
    "--workers",
    default=None,
    type=click.IntRange(1, 64),
    metavar="ANTAL",
    help=f"Så många processer som gör sidor. Förvalt är en per kärna, högst {MOST_WORKERS}.",
)
@database_option
def serve(host: str, port: int, with_scheduler: bool | None, workers: int | None, database: str | None) -> None:
    settings = _settings(database)
    if not is_free(host, port):
        raise PlaceTaken(host, port)
    with App(settings) as app:
        tell_changed_files(app)
        ticks = settings.database_url.startswith("sqlite") if with_scheduler is None else with_scheduler
        with ticking(app) if ticks else nullcontext():
            processes = workers or usual_workers()
            if processes == 1:
                with counting_ahead(app):
                    _answer(app, host, port)
            else:
                _answer_by_many(settings, host, port, processes)
    click.echo("Skrivbordet är stängt.")


def usual_workers() -> int:
    """Python makes one page at a time, whatever the threads: a process for each core makes as many as there are."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


def _settings(database: str | None = None) -> Settings:
    """Read, and logging set up as they say."""
    settings = read_settings(database=database)
    configure(settings.log_format)
    hear("uvicorn", "asyncio")
    return settings


def address(host: str, port: int) -> str:
    """What to open in a browser."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def is_free(host: str, port: int) -> bool:
    """Whether the desk could listen there."""
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return True
    except OSError:
        return False


class _Server(uvicorn.Server):
    """Says where it is as soon as it answers there."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _say_where(self.config)


class _Many(Multiprocess):
    """The same, when each of its processes does."""

    def init_processes(self) -> None:
        super().init_processes()
        if all(process.wait_until_ready(_READY_WITHIN, self.should_exit) for process in self.processes):
            _say_where(self.config)


_READY_WITHIN = 60.0  # seconds
_WHOLE_LIFE = ExitStack()
"""Of a process that is one of several."""


def _say_where(config: uvicorn.Config) -> None:
    click.echo(f"Skrivbordet finns på {address(config.host, config.port)} (avsluta med Ctrl-C).")


def _desk(app: App) -> ASGIApp:
    desk = create(app)
    gc.freeze()  # what is here now stays: looking through it again and again stops every page for a tenth of a second
    gc.set_threshold(50_000, *gc.get_threshold()[1:])  # of a page next to nothing is left that is in a circle
    return desk


def desk_of_a_worker() -> ASGIApp:
    """What each of several processes answers with; its settings stand in the environment."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    app = App(_settings())
    _WHOLE_LIFE.enter_context(counting_ahead(app))
    return _desk(app)


def _end_with_parent() -> None:
    """Whatever ends it: nobody would start this process anew, send reminders, or let go of the port."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _answer_by_many(settings: Settings, host: str, port: int, workers: int) -> None:
    """From so many processes, which share sessions, limits and everything else by the database."""
    os.environ["FARLED_DATABASE"] = settings.database_url
    config = uvicorn.Config(f"{__name__}:desk_of_a_worker", factory=True, workers=workers, **_as_told(host, port))
    _Many(config, [config.bind_socket()]).run()


def _as_told(host: str, port: int) -> dict[str, Any]:
    return {"host": host, "port": port, "log_config": None, "access_log": False, "server_header": False}


def _answer(app: App, host: str, port: int) -> None:
    """Until Ctrl-C or SIGTERM."""
    config = uvicorn.Config(_desk(app), **_as_told(host, port))
    # Uvicorn ends in good order and then passes the signal on: this one would end the process on the spot.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            _Server(config).run()
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def ticking(app: App) -> Iterator[None]:
    """Meanwhile what `farled run` does is done in a thread; what is under way at the end gets a few seconds."""
    stop = threading.Event()
    ticker = Ticker(app, keep_going=lambda: not stop.is_set())
    with _meanwhile(ticker, ticker.jobs(), stop):
        yield


@contextmanager
def counting_ahead(app: App) -> Iterator[None]:
    """Meanwhile the process that makes the pages reads what most of them ask for, once a day."""
    job = Job(name="ahead", seconds=app.settings.tick_seconds, call=Ahead(app).count)
    with _meanwhile(Ticker(app), [job], threading.Event()):
        yield


@contextmanager
def _meanwhile(ticker: Ticker, jobs: Sequence[Job], stop: threading.Event) -> Iterator[None]:
    told = {"start": real_clock(), "stop": stop, "on_error": ticker.failed}
    thread = threading.Thread(target=scheduler.run, args=(jobs,), kwargs=told, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
