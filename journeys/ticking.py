"""One tick: the nightly run if its time has come, reminders that are due, and the outbox.

A tick finds everything in the database: what another one has done it does not do again, what was missed it catches up.
"""

import gc
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial

from journeys import jobs, nightly
from journeys.app import App
from journeys.logs import Logger, logger, place_of
from journeys.messages.freshening import freshen
from journeys.reminders import reminding
from journeys.settings import STOCKHOLM, Settings
from journeys.skapa import drafts
from notifications.channels import Channel
from notifications.channels.folder import FolderChannel
from notifications.channels.smtp import SmtpChannel, SmtpServer
from notifications.deliver import Tally, deliver
from notifications.mail import Sender
from notifications.render import Renderer
from workflows.scheduler import Job

NIGHTLY = "nightly"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticked:
    """What one tick did. `nights` are the local dates whose report was made."""

    nights: tuple[date, ...]
    reminders: reminding.Tally | None
    delivery: Tally


@contextmanager
def _in_bulk() -> Iterator[None]:
    """What such a run makes lives to its end: looking through it for garbage took a quarter of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Ticker:
    """Does what is due. `keep_going` is asked between mails and nights."""

    def __init__(self, app: App, *, keep_going: Callable[[], bool] = lambda: True) -> None:
        self._app, self._keep_going = app, keep_going
        self._worker = f"{os.getpid()}-{secrets.token_hex(3)}"
        self._channel = channel_of(app.settings)
        sites = [app.settings.templates] if app.settings.templates else []
        self._renderer = Renderer(sites, login_url=app.settings.login_url)
        self._sender = Sender(address=app.settings.mail_from, name="Farled")
        self._log: Logger = logger().bind(worker=self._worker)

    def tick(self) -> Ticked:
        """Everything once. What cannot be done keeps nothing else from being done, and is raised afterwards."""
        try:
            nights = self.nightly()
        finally:
            try:
                reminders = self.remind()
            finally:
                delivery = self.send()
        return Ticked(nights=nights, reminders=reminders, delivery=delivery)

    def jobs(self) -> list[Job]:
        """The same, as jobs that do not wait for each other."""
        every = self._app.settings.tick_seconds
        return [Job(name=call.__name__, seconds=every, call=call) for call in (self.nightly, self.remind, self.send)]

    @_in_bulk()
    def nightly(self) -> tuple[date, ...]:
        """The report of every night that is due and was not made; mailed for the latest only."""
        local = self._app.clock().astimezone(STOCKHOLM)
        until = local.date() if local.time() >= self._app.settings.nightly_at else local.date() - timedelta(days=1)
        with self._app.read() as connection:
            nights = jobs.missed(connection, NIGHTLY, until=until, now=self._app.clock())
        return tuple(night for night in nights if self._keep_going() and self._run_night(night, mail=night == until))

    def _run_night(self, night: date, *, mail: bool) -> bool:
        with self._app.work() as work:
            mine = jobs.claim(work.connection, NIGHTLY, night, worker=self._worker, now=work.now)
        if not mine:
            return False
        with self._given_back_if_it_fails(night):
            self._app.database.tend()
            with self._app.read() as connection:  # counting keeps nobody from their work
                made = list(nightly.nights(connection, self._app.catalogue(connection), night))
            with self._app.work() as work:
                counts = nightly.settle(work, made, self._app.settings.reports_folder, mail=mail)
                drafts.drop_old(work.connection, work.now)
                jobs.finish(work.connection, NIGHTLY, night, now=work.now)
        self._log.info("nightly", night=night.isoformat(), **counts)
        return True

    @contextmanager
    def _given_back_if_it_fails(self, night: date) -> Iterator[None]:
        done = False
        try:
            yield
            done = True
        finally:
            if not done:
                with self._app.work() as work:
                    jobs.release(work.connection, NIGHTLY, night, worker=self._worker)

    @_in_bulk()
    def remind(self) -> reminding.Tally | None:
        """Reminders go from the set time of day on; None before it."""
        local = self._app.clock().astimezone(STOCKHOLM)
        if local.time() < self._app.settings.reminders_at:
            return None
        with self._app.read() as connection:
            found = reminding.due(connection, self._app.catalogue(connection), self._app.today)
        with self._app.work() as work:
            tally = reminding.remind(work, found, worker=self._worker, knows_template=self._renderer.knows)
        if any(asdict(tally).values()):
            self._log.info("reminders", **asdict(tally))
        return tally

    def send(self) -> Tally:
        """Whatever the outbox has that is due."""
        tally = deliver(
            self._app.database.begin,
            self._channel,
            self._renderer,
            self._sender,
            clock=self._app.clock,
            worker=self._worker,
            freshen=partial(freshen, today=self._app.today),
            keep_going=self._keep_going,
        )
        if any(asdict(tally).values()):
            self._log.info("outbox", **asdict(tally))
        return tally

    def failed(self, job: str, error: BaseException) -> None:
        """A job that could not be done now, and is tried again at the next tick."""
        self._log.error("job-failed", job=job, kind=type(error).__name__, place=place_of(error))


def channel_of(settings: Settings) -> Channel:
    """The channel that the settings name."""
    if settings.channel == "folder":
        return FolderChannel(settings.outbox_folder)
    password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
    return SmtpChannel(
        SmtpServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=settings.smtp_security,
            user=settings.smtp_user,
            password=password,
            timeout=settings.smtp_timeout,
            ca_file=settings.smtp_ca_file,
        )
    )
