"""What the models refuse, in Swedish: unknown and missing keys, wrong types, values outside the choices."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from workflows.findings import Finding, Path, suggestion
from workflows.programme import Instrument, Programme

Sentences = tuple[str, str]  # the problem, the remedy

_EXAMPLES = {
    "age": "[16, 66]",
    "scale": "[1, 5]",
    "length": '"6 weeks"',
    "within": '"2 weeks"',
    "every": '"3 months"',
    "before": '["2 working days"]',
    "after": '["1 working day"]',
    "to": '["caseworker"]',
    "recipients": '["participant", "referrer"]',
    "respondents": '["participant", "caseworker"]',
    "indicators": '[{ id = "…", name = "…" }]',
    "valid_from": "2026-01-01",
}
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


def findings(error: ValidationError) -> Iterator[Finding]:
    """One finding for each value that is wrong, however many ways there were to read it."""
    said: set[Path] = set()
    for detail in error.errors():
        at = _way(detail)
        if at not in said and not _is_echo(detail):
            said.add(at)
            problem, remedy = _sentences(at, detail)
            yield Finding(at=at, problem=problem, remedy=remedy)


def _way(detail: ErrorDetails) -> Path:
    """The way to the value, without the names of the alternatives that pydantic tried."""
    at = detail["loc"]
    while detail["type"] != "extra_forbidden" and at and isinstance(at[-1], str) and at[-1] not in _KEYS:
        at = at[:-1]
    return at


def _is_echo(detail: ErrorDetails) -> bool:
    """Whether another detail tells the same: a text is no period object, a list without its bad values is empty."""
    return detail["type"] == "is_instance_of" or (detail["type"] == "too_short" and bool(detail["input"]))


def _sentences(at: Path, detail: ErrorDetails) -> Sentences:
    key = _last_key(at)
    if key == "target":
        return _TARGET
    if wrong_type := _WRONG_TYPE.get(detail["type"]):
        problem, example = wrong_type
        return problem, _example(key, example)
    tell: Callable[[str, Any], Sentences] = _SENTENCES.get(detail["type"], _unreadable)
    return tell(key, detail)


def _last_key(at: Path) -> str:
    return next((step for step in reversed(at) if isinstance(step, str)), "")


def _example(key: str, example: str) -> str:
    return f"Skriv till exempel: {key} = {_EXAMPLES.get(key, example)}"


def _shown(value: object) -> str:
    text = str(value)
    return f"”{text}”" if len(text) <= 60 else f"”{text[:60]}…”"


def _missing(key: str, detail: ErrorDetails) -> Sentences:
    if isinstance(detail["loc"][-1], int):
        return "ska ha två tal.", _example(key, "[1, 5]")
    return "saknas.", f"Lägg till [[{key}]]." if key in LISTS else _example(key, '"…"')


def _empty(key: str, detail: ErrorDetails) -> Sentences:
    return "är tom.", f"Lägg till [[{key}]]." if key in LISTS else _example(key, '"…"')


def _unknown(key: str, detail: ErrorDetails) -> Sentences:
    table = _last_key(detail["loc"][:-1])
    return f"nyckeln {_shown(key)} finns inte.", suggestion(key, _keys(TABLES.get(table, Programme)))


def _no_choice(_key: str, detail: ErrorDetails) -> Sentences:
    choices = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
    return f"{_shown(detail['input'])} går inte att välja.", suggestion(str(detail["input"]), choices)


def _spelling(_key: str, detail: ErrorDetails) -> Sentences:
    if detail["ctx"]["pattern"].startswith("^[a-z]"):
        remedy = "Skriv små bokstäver a–z, siffror och bindestreck, med en bokstav först."
        return f"{_shown(detail['input'])} är ingen beteckning.", remedy
    return "texten är tom eller har radbrytningar eller styrtecken.", "Skriv den på en rad."


def _own_sentence(_key: str, detail: ErrorDetails) -> Sentences:
    return str(detail["ctx"]["error"]), ""


def _too_small(_key: str, detail: ErrorDetails) -> Sentences:
    return f"{_shown(detail['input'])} är för litet.", f"Skriv minst {detail['ctx']['ge']}."


def _too_large(_key: str, detail: ErrorDetails) -> Sentences:
    return f"{_shown(detail['input'])} är för stort.", f"Skriv högst {detail['ctx']['le']}."


def _no_list(key: str, _detail: ErrorDetails) -> Sentences:
    if key in LISTS:
        return "ska vara en lista av tabeller.", f"Skriv [[{key}]] med dubbla hakparenteser."
    return "ska vara en lista inom hakparenteser.", _example(key, '["…"]')


def _no_table(key: str, _detail: ErrorDetails) -> Sentences:
    return "ska vara en tabell.", f"Skriv [[{key}]] på en egen rad." if key in LISTS else f"Skriv [{key}], en gång."


def _unreadable(_key: str, detail: ErrorDetails) -> Sentences:
    return f"{_shown(detail['input'])} går inte att läsa.", "Se docs/programme-format.md."


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _tables(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    """The keys of `model` that hold tables, with the models of these."""
    for key, field in model.model_fields.items():
        inner = next(iter(get_args(field.annotation)), field.annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield key, inner


TABLES: Mapping[str, type[BaseModel]] = dict([*_tables(Programme), *_tables(Instrument)])
LISTS = frozenset(TABLES) - {"target_group", "indicators"}
_MODELS: tuple[type[BaseModel], ...] = (Programme, *TABLES.values())
_KEYS = frozenset(key for model in _MODELS for key in _keys(model))
_SENTENCES: Mapping[str, Callable[[str, Any], Sentences]] = {
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
