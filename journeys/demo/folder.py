"""The demo's folder: made anew each time, and never out of a folder that the demo did not make."""

import os
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from journeys.errors import JourneyError

MARKER = "DEMO.txt"
SAYS = "Den här mappen är Farleds demo: allt i den är påhittat. Den töms varje gång demon körs.\n"
SIGN_IN = "logga-in.txt"
OWN = (SIGN_IN, "farled.db*", "farled.log", "journal.jsonl", "outbox/*.eml", "reports/**/*.html", "reports/**/*.csv")


class NotADemo(JourneyError):
    """A folder with something in it that the demo did not make."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"I ”{folder}” ligger redan något annat. Välj en mapp som inte finns, eller en tom.")
        self.folder = folder


@dataclass(frozen=True, slots=True)
class Folder:
    """Where everything of the demo lies."""

    path: Path

    @property
    def database(self) -> str:
        return URL.create("sqlite", database=str(self.path / "farled.db")).render_as_string()

    @property
    def journal(self) -> Path:
        return self.path / "journal.jsonl"

    @property
    def log(self) -> Path:
        return self.path / "farled.log"

    @property
    def outbox(self) -> Path:
        return self.path / "outbox"

    @property
    def reports(self) -> Path:
        return self.path / "reports"

    @property
    def sign_in(self) -> Path:
        return self.path / SIGN_IN

    def make(self) -> None:
        """An empty folder with the marker in it. Raises NotADemo."""
        marker = self.path / MARKER
        if self.path.is_dir() and not marker.is_file() and any(self.path.iterdir()):
            raise NotADemo(self.path)
        for file in list(self.made()):
            file.unlink()
        self.path.mkdir(parents=True, exist_ok=True)
        marker.write_text(SAYS, encoding="utf-8")

    def made(self) -> Iterator[Path]:
        """The files that an earlier run left."""
        return (file for pattern in OWN for file in self.path.glob(pattern))

    def settle_in(self, desk: str) -> None:
        """From here on every command of this process works in the folder, and sends nothing anywhere else.

        `desk`: the address that links lead to.
        """
        for name in [name for name in os.environ if name.startswith("FARLED_")]:
            del os.environ[name]
        os.environ["FARLED_DATABASE"] = self.database
        os.environ["FARLED_DATA"] = str(self.path)
        os.environ["FARLED_LOG_FORMAT"] = "text"
        os.environ["FARLED_LOGIN_URL"] = desk

    def command(self, *arguments: str) -> str:
        """A command line to try afterwards, as it can be copied."""
        return shlex.join([executable(), *arguments, "--database", self.database])

    def service(self, *arguments: str) -> str:
        """The same for one that sends mail: into the folder, whatever the reader has set."""
        return f"FARLED_DATA={shlex.quote(str(self.path))} FARLED_CHANNEL=folder {self.command(*arguments)}"


def executable() -> str:
    """How the reader starts `farled`: beside this Python, as seen from here."""
    beside = Path(sys.executable).with_name("farled")
    return os.path.relpath(beside) if beside.is_file() else "farled"
