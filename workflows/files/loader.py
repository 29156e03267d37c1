"""From a programme file to a checked programme, or to everything that is wrong with it (spec: programme-format.md)."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from workflows import checks
from workflows.errors import Fault, ProgrammeFaults
from workflows.files import remarks, shape
from workflows.files.misread import misread
from workflows.files.places import Source
from workflows.files.salvage import findings_beside
from workflows.programme import Programme

LARGEST_FILE = 1024 * 1024  # bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A programme that passed the check, with the file that it stands in."""

    programme: Programme
    source: Source

    def remarks(self) -> list[Fault]:
        """What is probably a slip, and is not refused."""
        return [self.source.fault(finding) for finding in remarks.findings(self.programme)]


def read(path: Path) -> Read:
    """The file with its programme. Raises ProgrammeFaults with all that is wrong, also where there is no file."""
    return _read(_text(path), str(path))


def read_programme(path: Path) -> Programme:
    """The programme in the file. Raises ProgrammeFaults as `read` does."""
    return read(path).programme


def parse(text: str, name: str) -> Programme:
    """The programme that `text` describes; `name` is what its faults call the file. Raises ProgrammeFaults."""
    return _read(text, name).programme


def _read(text: str, name: str) -> Read:
    source = Source(name=name, text=text, data=_data(text, name))
    try:
        programme = Programme.model_validate(source.data)
    except ValidationError as error:
        raise ProgrammeFaults(_misshapen(source, error)) from None
    if found := [source.fault(finding) for finding in checks.findings(programme)]:
        raise ProgrammeFaults(found)
    return Read(programme=programme, source=source)


def _misshapen(source: Source, error: ValidationError) -> list[Fault]:
    """What the model refuses, and what else is wrong as far as the rest can be read."""
    found = list(shape.findings(error, source.data))
    found += findings_beside(source.data, [finding.at for finding in found])
    return [source.fault(finding) for finding in found]


def _data(text: str, name: str) -> dict[str, Any]:
    """What the TOML says, with tuples for its lists. Raises ProgrammeFaults where it is no TOML."""
    try:
        return {key: _frozen(value) for key, value in tomllib.loads(text).items()}
    except (ValueError, RecursionError) as error:
        raise ProgrammeFaults([misread(str(error), text, name)]) from None


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _text(path: Path) -> str:
    def refused(problem: str, remedy: str) -> ProgrammeFaults:
        return ProgrammeFaults([Fault(file=str(path), place="filen", problem=problem, remedy=remedy)])

    try:
        if path.exists() and not path.is_file():
            raise refused("är ingen fil.", "Ange en programfil, till exempel activera-2026.toml.")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise refused("finns inte.", "Kontrollera namnet och mappen.") from None
    except OSError:
        raise refused("går inte att läsa.", "Kontrollera sökvägen, och att du får läsa filen.") from None
    if len(content) > LARGEST_FILE:
        raise refused("är större än 1 MiB.", "En programfil är några sidor text: kontrollera att det är rätt fil.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused(
            "är inte sparad som UTF-8.", "Öppna den i en textredigerare och spara med kodningen UTF-8."
        ) from None
