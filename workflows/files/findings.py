"""What is wrong somewhere in a programme, before it is known in which file and on which line."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

Path = tuple[str | int, ...]

SWEDISH = {
    "deltagare": "participant",
    "deltagaren": "participant",
    "remittent": "referrer",
    "remittenten": "referrer",
    "handläggare": "caseworker",
    "handläggaren": "caseworker",
    "enhetschef": "manager",
    "chef": "manager",
    "samordnare": "coordinator",
    "remiss": "referred",
    "remitterad": "referred",
    "antagen": "admitted",
    "antagning": "admitted",
    "start": "started",
    "startad": "started",
    "påbörjad": "started",
    "beslut": "decided",
    "nästa fas": "advanced",
    "avslut": "exited",
    "avslutad": "exited",
    "avstämning": "checkpoint",
    "år": "year",
    "halvår": "half-year",
    "kvartal": "quarter",
}
"""The words of the format as somebody writes them who thinks in Swedish."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """`at` is the way to the value: table, place in the table (from 0), key, place in the list."""

    at: Path
    problem: str
    remedy: str


def listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "inget"


def suggestion(name: str, choices: Iterable[str]) -> str:
    """Which of the choices was probably meant, or all of them."""
    choices = list(dict.fromkeys(choices))
    meant = SWEDISH.get(name.casefold())
    close = [meant] if meant in choices else get_close_matches(name, choices, n=1)
    return f"Menade du ”{close[0]}”?" if close else f"Det som finns: {listed(choices)}."
