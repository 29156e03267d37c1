"""`farled run` and `farled tick`."""

import os
import signal
import sys
import threading
from datetime import UTC, datetime
from types import FrameType

import click

from journeys.app import App, Clock, real_clock
from journeys.cli.options import MOMENT, database_option
from journeys.logs import configure, logger
from journeys.settings import read_settings
from journeys.ticking import Ticked, Ticker
from workflows import scheduler


@click.command(help="Gör en gång det som ”farled run” gör hela tiden: nattrapport, påminnelser och utskick.")
@click.option("--now", type=MOMENT, metavar="TIDPUNKT", help="Gör det som om det vore då. Utan flaggan: nu.")
@database_option
def tick(now: datetime | None, database: str | None) -> None:
    settings = read_settings(database=database)
    configure(settings.log_format)
    clock: Clock = (lambda: now.astimezone(UTC)) if now else real_clock
    with App(settings, clock=clock) as app:
        click.echo(_in_words(Ticker(app).tick()))


@click.command(help="Sköt påminnelser, utskick och nattrapport tills det avbryts (Ctrl-C eller SIGTERM).")
@database_option
def run(database: str | None) -> int:
    settings = read_settings(database=database)
    configure(settings.log_format)
    with App(settings) as app:
        clean = run_until_stopped(app)
    if not clean:
        # A mail server that does not answer is not waited for: whatever was under way is claimed again when its lease
        # runs out, and the same mail goes with the same Message-ID.
        sys.stderr.flush()
        os._exit(0)
    return 0


def tell_changed_files(app: App) -> None:
    """Log which programme files are not what journeys follow: no new one can begin with those."""
    with app.read() as connection:
        for each in app.catalogue(connection).refused.values():
            logger().warning("programme-file-changed", programme=each.pin[0], version=each.pin[1], says=str(each))


def run_until_stopped(app: App) -> bool:
    """Tick until SIGTERM or SIGINT; False if something was still under way when the time of grace was over."""
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask_to_stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        ticker = Ticker(app, keep_going=lambda: not stop.is_set())
        logger().info("started")
        tell_changed_files(app)
        clean = scheduler.run(ticker.jobs(), start=real_clock(), stop=stop, on_error=ticker.failed)
        logger().info("stopped", clean=clean)
        return clean
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _in_words(ticked: Ticked) -> str:
    reminders, delivery = ticked.reminders, ticked.delivery
    lines = [f"Nattrapport: {', '.join(map(str, ticked.nights)) or 'ingen behövdes'}."]
    lines.append(
        "Påminnelser: för tidigt på dygnet."
        if reminders is None
        else f"Påminnelser: {reminders.reminders} i {reminders.messages} brev; {reminders.expired} hade gått ut, "
        f"{reminders.skipped} gick inte att skicka."
    )
    lines.append(f"Utskick: {delivery.sent} skickade, {delivery.retried} försöks igen, {delivery.failed} misslyckades.")
    return "\n".join([*lines, *([delivery.trouble] if delivery.trouble else [])])
