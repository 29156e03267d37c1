"""`farled` as processes of one installation, as people and machines start them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).parents[2]
FARLED = Path(sys.executable).with_name("farled")
LONGEST = 120
"""Seconds after which a process that should have ended is taken to hang."""


class Commands:
    """`given` are settings: `channel="smtp"` is FARLED_CHANNEL."""

    def __init__(self, url: str, folder: Path, **given: Any) -> None:
        settings = {"database": url, "data": folder, **given}
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("FARLED_")},
            **{f"FARLED_{name.upper()}": str(value) for name, value in settings.items()},
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        """A process that runs on by itself."""
        return self.start_python(FARLED, *words)

    def start_python(self, *words: str | Path) -> subprocess.Popen[str]:
        """The same installation for a script of the tests."""
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        *words: str,
        given: str | None = None,
        prepare: Callable[[], None] | None = None,
        out: TextIO | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """A process to its end. `prepare` is called in it before it begins; `out` takes what it answers."""
        return subprocess.run(
            [sys.executable, FARLED, *words],
            cwd=ROOT,
            env=self.environment,
            input=given or "",
            stdout=out or subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=LONGEST,
            preexec_fn=prepare,
            check=False,
        )

    def says(self, *words: str, given: str | None = None) -> str:
        """The answer of a command that works."""
        done = self.run(*words, given=given)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout
