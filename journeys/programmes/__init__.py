"""The programmes that ship with the product, and the folders that FARLED_PROGRAMMES names instead."""

import os
from collections.abc import Iterable
from pathlib import Path

from workflows.errors import Fault, ProgrammeFaults
from workflows.files.library import Library, read_programmes

BUILT_IN = Path(__file__).parent


def folders(setting: str | None) -> list[Path]:
    """The folders of the setting, separated as in PATH; the word `builtin`, or no setting, is the shipped one."""
    names = [name for name in (setting or "builtin").split(os.pathsep) if name.strip()]
    return list(dict.fromkeys(BUILT_IN if name == "builtin" else Path(name) for name in names))


def read_all(named: Iterable[Path]) -> Library:
    """Every programme file (*.toml) in the folders. Raises ProgrammeFaults where a folder does not exist."""
    return read_programmes(path for folder in named for path in sorted(_existing(folder).glob("*.toml")))


def _existing(folder: Path) -> Path:
    if folder.is_dir():
        return folder
    problem = "finns inte." if not folder.exists() else "är ingen mapp."
    raise ProgrammeFaults(
        [Fault(file=str(folder), place="mappen", problem=problem, remedy="Rätta inställningen FARLED_PROGRAMMES.")]
    )
