"""A process at a terminal of its own: what it says there, while it runs."""

import os
import pty
import re
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.support.processes import LONGEST, ROOT


@dataclass(slots=True)
class Terminal:
    """One process, and the other end of its terminal."""

    process: subprocess.Popen[bytes]
    screen: int
    heard: bytes = b""

    @property
    def said(self) -> str:
        """All of it so far, with the line ends of a terminal."""
        return self.heard.decode(errors="replace")

    def until(self, pattern: str) -> re.Match[str]:
        """Wait for something to be said."""
        while not (found := re.search(pattern, self.said)):
            ready, _, _ = select.select([self.screen], [], [], LONGEST)
            assert ready, f"nothing more was said than {self.said}"
            self.heard += self._more()
        return found

    def _more(self) -> bytes:
        try:
            return os.read(self.screen, 65536)
        except OSError:  # the process has ended, and the terminal with it
            raise AssertionError(f"the end was {self.said}") from None


@contextmanager
def at_a_terminal(*command: str) -> Iterator[Terminal]:
    screen, own = pty.openpty()
    process = subprocess.Popen(command, cwd=ROOT, stdin=own, stdout=own, stderr=own, start_new_session=True)
    os.close(own)
    try:
        yield Terminal(process, screen)
    finally:
        process.kill()
        process.wait()
        os.close(screen)
