"""What the models refuse, in Swedish: unknown and missing keys, wrong types, values outside the choices."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workflows.files.findings import Finding, Path, suggestion
from workflows.files.keys import AT_THE_TOP_ONLY, KEYS, LISTS, TABLES, keys_of
from workflows.files.meant import EXAMPLES, as_id, as_list, as_meant, called
from workflows.programme import Programme

Sentences = tuple[str, str]  # the problem, the remedy

_WRONG_TYPE = {
    "string_type": ("ska vara text inom citattecken.", '"…"'),
    "int_type": ("ska vara ett helt tal utan citattecken.", "60"),
    "bool_type": ("ska vara true eller false utan citattecken.", "true"),
    "date_type": ("ska vara ett datum utan citattecken och klockslag.", "2026-01-01"),
    "too_long": ("ska ha två tal.", "[1, 5]"),
}
_TARGET = (
    "ska vara ett tal eller namnet på en nyckel i [[units]].",
    'Skriv till exempel 0.8 för 80 %, 40 för ett antal, eller namnet: "places_per_year".',
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wrong:
    """One value that pydantic refuses, and the file that it stands in."""

    at: Path
    detail: ErrorDetails
    file: Mapping[str, Any]

    @property
    def key(self) -> str:
        return _last_key(self.at)

    @property
    def given(self) -> Any:
        return self.detail["input"]

    @property
    def shown(self) -> str:
        return _quoted(str(self.given))

    @property
    def shown_key(self) -> str:
        return _quoted(self.key)

    def example(self, usual: str) -> str:
        return f"Skriv till exempel: {self.key} = {EXAMPLES.get(self.key, usual)}"


def _quoted(text: str) -> str:
    return f"”{text}”" if len(text) <= 60 else f"”{text[:60]}…”"


def findings(error: ValidationError, file: Mapping[str, Any]) -> Iterator[Finding]:
    """One finding for each value that is wrong, however many ways there were to read it."""
    said: set[Path] = set()
    for detail in error.errors():
        at = _way(detail)
        if at not in said and not _is_echo(detail):
            said.add(at)
            problem, remedy = _sentences(_Wrong(at=at, detail=detail, file=file))
            yield Finding(at=at, problem=problem, remedy=remedy)


def _way(detail: ErrorDetails) -> Path:
    """The way to the value, without the names of the alternatives that pydantic tried."""
    at = detail["loc"]
    while detail["type"] != "extra_forbidden" and at and isinstance(at[-1], str) and at[-1] not in KEYS:
        at = at[:-1]
    return at


def _is_echo(detail: ErrorDetails) -> bool:
    """Whether another detail tells the same: a text is no period object, a list without its bad values is empty."""
    return detail["type"] == "is_instance_of" or (detail["type"] == "too_short" and bool(detail["input"]))


def _sentences(wrong: _Wrong) -> Sentences:
    if wrong.key == "target":
        return _TARGET
    kind = wrong.detail["type"]
    if kind in _WRONG_TYPE:
        return _wrong_type(wrong, kind)
    return _SENTENCES.get(kind, _unreadable)(wrong)


def _last_key(at: Path) -> str:
    return next((step for step in reversed(at) if isinstance(step, str)), "")


def _wrong_type(wrong: _Wrong, kind: str) -> Sentences:
    problem, usual = _WRONG_TYPE[kind]
    meant = as_meant(kind, wrong.key, wrong.given)
    return problem, f"Skriv: {wrong.key} = {meant}" if meant else wrong.example(usual)


def _missing(wrong: _Wrong) -> Sentences:
    if isinstance(wrong.detail["loc"][-1], int):
        return "ska ha två tal.", wrong.example("[1, 5]")
    return "saknas.", f"Lägg till [[{wrong.key}]]." if wrong.key in LISTS else wrong.example('"…"')


def _empty(wrong: _Wrong) -> Sentences:
    return "är tom.", f"Lägg till [[{wrong.key}]]." if wrong.key in LISTS else wrong.example('"…"')


def _unknown(wrong: _Wrong) -> Sentences:
    table = _last_key(wrong.detail["loc"][:-1])
    if table and wrong.key in AT_THE_TOP_ONLY:
        remedy = "Flytta raden dit: allt som står efter en rad med [[…]] hör till den tabellen."
        return f"”{wrong.key}” ska stå överst i filen, före första tabellen.", remedy
    if not table and _is_table(wrong.given):
        return f"tabellen {wrong.shown_key} finns inte.", suggestion(wrong.key, TABLES)
    return f"nyckeln {wrong.shown_key} finns inte.", suggestion(wrong.key, keys_of(TABLES.get(table, Programme)))


def _is_table(given: Any) -> bool:
    return isinstance(given, Mapping) or (isinstance(given, tuple) and any(isinstance(row, Mapping) for row in given))


def _no_choice(wrong: _Wrong) -> Sentences:
    given = str(wrong.given)
    problem = f"{wrong.shown} går inte att välja."
    if wrong.key == "measure" and re.search("gr(o|u)up|grupp|meeting|möte", given):
        return problem, 'Gruppstarter och möten räknas med measure = "held" och event = "group-start".'
    return problem, suggestion(given, re.findall(r"'([^']*)'", wrong.detail["ctx"]["expected"]))


def _spelling(wrong: _Wrong) -> Sentences:
    if not wrong.detail["ctx"]["pattern"].startswith("^[a-z]"):
        return "texten är tom eller har radbrytningar eller styrtecken.", "Skriv den på en rad."
    if id_ := called(wrong.key, str(wrong.given), wrong.file):
        return f"{wrong.shown} är ett namn, men här ska det stå ett id.", f'Skriv: "{id_}"'
    plain = as_id(str(wrong.given))
    instead = f", till exempel ”{plain}”" if plain else ""
    remedy = f"Skriv små bokstäver a–z, siffror och bindestreck, med en bokstav först{instead}."
    return f"{wrong.shown} är ingen beteckning.", remedy


def _own_sentence(wrong: _Wrong) -> Sentences:
    return str(wrong.detail["ctx"]["error"]), ""


def _too_small(wrong: _Wrong) -> Sentences:
    return f"{wrong.shown} är för litet.", f"Skriv minst {wrong.detail['ctx']['ge']}."


def _too_large(wrong: _Wrong) -> Sentences:
    return f"{wrong.shown} är för stort.", f"Skriv högst {wrong.detail['ctx']['le']}."


def _no_list(wrong: _Wrong) -> Sentences:
    if wrong.at in {(table,) for table in LISTS}:
        return "ska vara en lista av tabeller.", f"Skriv [[{wrong.key}]] med dubbla hakparenteser."
    names = as_list(wrong.key, wrong.given)
    remedy = f"Skriv: {wrong.key} = {names}" if names else wrong.example('["…"]')
    return "ska vara en lista inom hakparenteser.", remedy


def _no_table(wrong: _Wrong) -> Sentences:
    key = wrong.key
    return "ska vara en tabell.", f"Skriv [[{key}]] på en egen rad." if key in LISTS else f"Skriv [{key}], en gång."


def _unreadable(wrong: _Wrong) -> Sentences:
    return f"{wrong.shown} går inte att läsa.", "Se docs/programme-format.md."


_SENTENCES: Mapping[str, Callable[[_Wrong], Sentences]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "literal_error": _no_choice,
    "string_pattern_mismatch": _spelling,
    "value_error": _own_sentence,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
    "tuple_type": _no_list,
    "model_type": _no_table,
    "too_short": _empty,
}
