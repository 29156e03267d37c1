"""Work in a process of its own, with how long it took and the most memory it had."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_KIB = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in


class ProcessFailed(Exception):
    """It did not end well. Says what it said last."""

    def __init__(self, said: str) -> None:
        super().__init__(next(reversed(said.strip().splitlines()), "no output"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """`seconds` from start to end, Python's own start included; `peak_mb`: its largest resident set, in 10^6 bytes."""

    output: str
    seconds: float
    peak_mb: float


def run(command: Sequence[str | Path], *, environment: Mapping[str, str] | None = None) -> Done:
    """Run a command to its end. Raises ProcessFailed where its exit code is not 0."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        begun = perf_counter()
        process = subprocess.Popen(
            command, stdout=output, stderr=errors, cwd=ROOT, env={**os.environ, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise ProcessFailed(all_of(errors))
        return Done(output=all_of(output), seconds=seconds, peak_mb=usage.ru_maxrss * _KIB / 1e6)


def all_of(file: Any) -> str:
    """What was written to a file so far."""
    file.seek(0)
    return str(file.read())


def of_folder(folder: Path) -> dict[str, str]:
    """The environment in which `farled` works on the SQLite database of a folder."""
    return {"FARLED_DATA": str(folder), "FARLED_DATABASE": f"sqlite:///{folder}/farled.db"}


def farled(folder: Path, *arguments: str | Path) -> Done:
    """Run the command on the folder's installation. Raises ProcessFailed."""
    return run([Path(sys.executable).with_name("farled"), *arguments], environment=of_folder(folder))


def call(function: str, *arguments: Any) -> tuple[Any, Done]:
    """Call `module:function` in a process of its own. What goes in and comes out is JSON. Raises ProcessFailed."""
    done = run([sys.executable, "-m", "benchmarks.processes", function, json.dumps(arguments)])
    return json.loads(done.output.splitlines()[-1]), done


def _called(function: str, arguments: str) -> None:
    module, name = function.split(":")
    result = getattr(import_module(module), name)(*json.loads(arguments))
    sys.stdout.write(f"{json.dumps(result)}\n")


if __name__ == "__main__":
    _called(*sys.argv[1:])
