"""From a programme file to a checked programme, or to everything that is wrong with it (spec: programme-format.md)."""

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from workflows import checks, shape
from workflows.errors import Fault, ProgrammeFaults
from workflows.places import Source
from workflows.programme import Programme
from workflows.salvage import findings_beside

LARGEST_FILE = 1024 * 1024  # bytes

_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")
_NO_TOML = ("går inte att läsa som TOML.", "Jämför med exemplet i docs/programme-format.md.")
_TOML_PROBLEMS = {
    "Invalid value": ("värdet går inte att läsa.", "Text ska stå inom citattecken, datum skrivs 2026-01-01."),
    "Cannot overwrite a value": ("samma nyckel står två gånger i tabellen.", "Ta bort den ena."),
    "Cannot declare": ("samma tabell står två gånger.", "Ta bort den ena, eller skriv [[…]] om det ska vara flera."),
    "Duplicate inline table key": ("samma nyckel står två gånger i tabellen.", "Ta bort den ena."),
    "Unterminated string": ("en text saknar citattecken på slutet.", "Avsluta den med citattecken på samma rad."),
    "Illegal character '\\n'": ("en text saknar citattecken på slutet.", "Avsluta den med citattecken på samma rad."),
    "Illegal character": ("raden har ett tecken som inte får stå där.", "Kontrollera citattecknen runt texten."),
    "Expected '='": ("det saknas ett likhetstecken.", "Skriv nyckel = värde."),
    "Expected newline": ("det står något mer efter värdet.", "Skriv en nyckel på varje rad; text inom citattecken."),
    "Unclosed array": ("listan saknar ”]” på slutet.", "Avsluta listan med ]."),
    "Expected ']": ("tabellens namn saknar hakparentes på slutet.", "Skriv till exempel [[rules]]."),
    "Invalid statement": ("raden går inte att läsa.", "Skriv nyckel = värde, där nyckeln har bokstäverna a–z."),
    "Invalid date": ("datumet finns inte.", "Skriv en dag som finns, till exempel 2026-01-01."),
    "Unescaped '\\'": ("texten har ett ensamt \\.", "Skriv två: \\\\."),
}


def read_programme(path: Path) -> Programme:
    """The programme in the file. Raises ProgrammeFaults with all that is wrong, also where there is no file to read."""
    return parse(_text(path), str(path))


def parse(text: str, name: str) -> Programme:
    """The programme that `text` describes; `name` is what its faults call the file. Raises ProgrammeFaults."""
    source = Source(name=name, text=text, data=_data(text, name))
    try:
        programme = Programme.model_validate(source.data)
    except ValidationError as error:
        raise ProgrammeFaults(_misshapen(source, error)) from None
    if found := [source.fault(finding) for finding in checks.findings(programme)]:
        raise ProgrammeFaults(found)
    return programme


def _misshapen(source: Source, error: ValidationError) -> list[Fault]:
    """What the model refuses, and what else is wrong as far as the rest can be read."""
    found = list(shape.findings(error))
    found += findings_beside(source.data, [finding.at for finding in found])
    return [source.fault(finding) for finding in found]


def _data(text: str, name: str) -> dict[str, Any]:
    """What the TOML says, with tuples for its lists. Raises ProgrammeFaults where it is no TOML."""
    try:
        return {key: _frozen(value) for key, value in tomllib.loads(text).items()}
    except (ValueError, RecursionError) as error:
        raise ProgrammeFaults([_no_toml(str(error), name)]) from None


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _no_toml(message: str, name: str) -> Fault:
    """The fault that the TOML reader tells of in English."""
    known = (sentences for start, sentences in _TOML_PROBLEMS.items() if message.startswith(start))
    problem, remedy = next(known, _NO_TOML)
    if position := _POSITION.search(message):
        line, column = position.groups()
        return Fault(file=name, place=f"kolumn {column}", problem=problem, remedy=remedy, line=int(line))
    place = "slutet av filen" if message.endswith("(at end of document)") else "filen"
    return Fault(file=name, place=place, problem=problem, remedy=remedy)


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
