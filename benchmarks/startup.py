"""How long a command takes before it answers: the best of several, as a warm disk and an idle machine would have it."""

import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Result, Table, Target, milliseconds
from benchmarks.processes import run

TIMES = 10
COMMANDS = {"farled --help": ("--help",), "farled due, in an empty database": ("due",)}
WANTED = {"farled --help": 0.3}
BARE_PYTHON = "python -c pass, for comparison"


def measure(folder: Path, *, times: int = TIMES) -> Result:
    with tempfile.TemporaryDirectory(dir=folder) as own:
        environment = {"FARLED_DATA": own}
        farled = Path(sys.executable).with_name("farled")
        commands: dict[str, list[str | Path]] = {name: [farled, *arguments] for name, arguments in COMMANDS.items()}
        commands[BARE_PYTHON] = [sys.executable, "-c", "pass"]
        best = {
            name: min(run(command, environment=environment).seconds for _ in range(times))
            for name, command in commands.items()
        }
    return Result(
        tables=[
            Table(
                title="Start",
                headings=("", f"best of {times}"),
                rows=[(name, milliseconds(seconds)) for name, seconds in best.items()],
            )
        ],
        targets=[
            Target(what=name, wanted=milliseconds(most), measured=milliseconds(best[name]), reached=best[name] <= most)
            for name, most in WANTED.items()
        ],
    )
