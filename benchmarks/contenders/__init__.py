"""Ways to take one journey through the same eight steps, each step a committed transaction on SQLite.

A module has `run(folder, journeys)`: the seconds of every step of every journey, in order. It runs in a process of its
own, so that what one imports, starts or forgets to stop costs no other anything.
"""

from importlib import import_module
from pathlib import Path
from typing import cast


def run(function: str, folder: str, journeys: int) -> list[float]:
    """Run one, named as `module:function`."""
    module, name = function.split(":")
    return cast(list[float], getattr(import_module(f"{__name__}.{module}"), name)(Path(folder), journeys))
