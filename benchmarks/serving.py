"""`farled serve` in a process of its own, for as long as it is measured."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from benchmarks.callers import AT_MIDNIGHT
from benchmarks.processes import ROOT, ProcessFailed, all_of, of_folder
from journeys.cli.serve import is_free


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The port where the desk of the folder's installation answers. Raises ProcessFailed where it does not."""
    port = _free_port()
    command = [Path(sys.executable).with_name("farled"), "serve", "--port", str(port)]
    environment = {
        **os.environ,
        **of_folder(folder),
        **{f"FARLED_{key}".upper(): str(at) for key, at in AT_MIDNIGHT.items()},
    }
    with TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=ROOT, env=environment)
        assert process.stdout is not None
        try:
            if not process.stdout.readline():  # it says where it is as soon as it answers
                raise ProcessFailed(all_of(errors))
            yield port
        finally:
            process.terminate()
            process.communicate()


def _free_port() -> int:
    """Below those that the machine gives to whoever calls somebody: until the server listens one of them might go."""
    return next(port for port in random.sample(range(10_000, 30_000), 100) if is_free("127.0.0.1", port))
