"""Many programme files together: each on its own, and no two for the same version or the same first day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from workflows.errors import Fault, ProgrammeFaults
from workflows.files.loader import read_programme
from workflows.programme import Programme


@dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """The programmes that can be used, by their files, and what is wrong in the files that cannot."""

    programmes: Mapping[Path, Programme]
    faults: tuple[Fault, ...]

    def require_all(self) -> None:
        """Raise ProgrammeFaults if any file was refused."""
        if self.faults:
            raise ProgrammeFaults(self.faults)


def read_programmes(paths: Iterable[Path]) -> Library:
    """Read every file. One that is refused stops none of the others; of two that clash, the first is kept."""
    programmes: dict[Path, Programme] = {}
    faults: list[Fault] = []
    for path in dict.fromkeys(paths):
        try:
            programme = read_programme(path)
        except ProgrammeFaults as error:
            faults.extend(error.faults)
            continue
        if clash := _clash(path, programme, programmes):
            faults.append(clash)
        else:
            programmes[path] = programme
    return Library(programmes=programmes, faults=tuple(faults))


def _clash(path: Path, programme: Programme, before: Mapping[Path, Programme]) -> Fault | None:
    for other_path, other in before.items():
        if other.id == programme.id and other.version == programme.version:
            problem = f"”{programme.id}” version ”{programme.version}” finns redan i {other_path}."
            return Fault(file=str(path), place="överst i filen", problem=problem, remedy="Byt version i den ena filen.")
        if other.id == programme.id and other.valid_from == programme.valid_from:
            problem = f"”{programme.id}” gäller från {programme.valid_from} redan i {other_path}."
            return Fault(
                file=str(path), place="överst i filen", problem=problem, remedy="Byt valid_from i den ena filen."
            )
    return None
