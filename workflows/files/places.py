"""Where in a programme file a value stands: in words, and on which line."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.errors import Fault
from workflows.files.findings import Finding, Path

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One programme file as it was read: `data` is what the text says."""

    name: str
    text: str
    data: Mapping[str, Any]

    def fault(self, finding: Finding) -> Fault:
        return Fault(
            file=self.name,
            place=_in_words(finding.at, self.data),
            problem=finding.problem,
            remedy=finding.remedy,
            line=self._line(finding.at),
        )

    def _line(self, at: Path) -> int | None:
        """The line of the value, or of the nearest thing around it that has a line of its own."""
        lines = _line_numbers(self.text)
        return next((lines[at[:n]] for n in range(len(at), 0, -1) if at[:n] in lines), lines.get((*at, 0)))


def _line_numbers(text: str) -> dict[Path, int]:
    lines: dict[Path, int] = {}
    tables = Counter[str]()
    table: Path = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            brackets, name = header.groups()
            table = (name,) if brackets == "[" else (name, tables[name])
            tables[name] += 1
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, key[1]), number)
    return lines


def _in_words(at: Path, data: Mapping[str, Any]) -> str:
    """For example "[[rules]] nr 3 (skapa), within"."""
    match at:
        case ():
            return "filen"
        case (str(table), int(n), *rest):
            return ", ".join([f"[[{table}]] nr {n + 1}{_called(data, table, n)}", *_keys(rest)])
        case (str(table),) if _are_tables(data.get(table)):
            return f"[[{table}]]"
        case (str(table), *rest) if rest or isinstance(data.get(table), Mapping):
            return ", ".join([f"[{table}]", *_keys(rest)])
        case _:
            return f"överst i filen, {at[0]}"


def _are_tables(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _called(data: Mapping[str, Any], table: str, n: int) -> str:
    rows = data.get(table)
    row = rows[n] if isinstance(rows, tuple) and n < len(rows) else None
    name = row.get("id") or row.get("rule") if isinstance(row, Mapping) else None
    return f" ({name})" if isinstance(name, str) else ""


def _keys(at: list[str | int]) -> list[str]:
    words: list[str] = []
    for step in at:
        if isinstance(step, int) and words:
            words[-1] += f" nr {step + 1}"
        else:
            words.append(str(step))
    return words
