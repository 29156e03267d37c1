"""`key=value` on a command line becomes the keys of a journal line, by the types of the line's shape.

What does not fit its type is passed on as text, and refused where every line is checked: one place says what is wrong.
No sentence here repeats a value: values are personal.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import click
from pydantic import BaseModel

from journeys.cli.asking import ASK, asked

_INTEGER = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?[0-9]{1,9}[.,][0-9]{1,9}", re.ASCII)
_BOOLEANS = {"true": True, "ja": True, "false": False, "nej": False}

Fields = Mapping[str, Any]
"""Key → annotation."""


def fields_of(model: type[BaseModel], *, without: Iterable[str]) -> Fields:
    """The keys that may be given, with their types."""
    return {name: field.annotation for name, field in model.model_fields.items() if name not in set(without)}


def read_pairs(words: Sequence[str], fields: Fields, present: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The JSON values that the pairs say. `key=` gives None; `key.part=value` changes a part of what `present` says."""
    values: dict[str, Any] = {}
    for path, text in _paths(words, fields):
        if len(path) == 1:
            values[path[0]] = _value(fields[path[0]], path[0], text)
        else:
            _put(values, path, fields, text, present or {})
    return values


def _paths(words: Sequence[str], fields: Fields) -> Iterator[tuple[list[str], str]]:
    seen: set[str] = set()
    for number, word in enumerate(words, start=1):
        key, sign, text = word.partition("=")
        path = key.split(".")
        if not sign:
            raise _refused(
                f"Uppgift nummer {number} saknar likhetstecken. Skriv nyckel=värde, och citattecken om värdet har "
                'mellanslag: place="Rum 4".'
            )
        if path[0] not in fields:
            raise _refused(f"Uppgift nummer {number} har en nyckel som inte finns här. Möjliga: {', '.join(fields)}.")
        if key in seen:
            raise _refused(f"Nyckeln {path[0]} står två gånger.")
        seen.add(key)
        yield path, text


def _put(values: dict[str, Any], path: list[str], fields: Fields, text: str, present: Mapping[str, Any]) -> None:
    """Set the innermost key, in a copy of what there is already."""
    head, annotation = path[0], fields[path[0]]
    inner = values.setdefault(head, json.loads(json.dumps(present.get(head) or {})))
    for key in path[1:-1]:
        inner, annotation = inner.setdefault(key, {}), _inside(annotation, key)
    value = _value(_inside(annotation, path[-1]), head, text)
    if value is None:
        inner.pop(path[-1], None)
    else:
        inner[path[-1]] = value


def _inside(annotation: Any, key: str) -> Any:
    """The type of a key of an object; text where the shape knows no such key."""
    for kind in _plain(annotation):
        if get_origin(kind) is dict:
            return get_args(kind)[1]
        if _is_model(kind):
            field = kind.model_fields.get(key)
            return field.annotation if field else str
    return str


def _value(annotation: Any, key: str, text: str) -> Any:
    kinds = _plain(annotation)
    text = asked(key) if text == ASK else text
    if text == "":
        return None
    if any(get_origin(kind) is dict or _is_model(kind) for kind in kinds):
        return _json(key, text)
    if any(get_origin(kind) is tuple for kind in kinds):
        return [part.strip() for part in text.split(",")]
    if int in kinds and _INTEGER.fullmatch(text):
        return int(text)
    if float in kinds and (_DECIMAL.fullmatch(text) or _INTEGER.fullmatch(text)):
        return float(text.replace(",", "."))
    return _BOOLEANS.get(text.lower(), text) if bool in kinds else text


def _json(key: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise _refused(f"Nyckeln {key} ska ha ett JSON-objekt som värde, eller delas upp: {key}.del=värde.") from None


def _plain(annotation: Any) -> list[Any]:
    """The types that a value may have, without None and without what narrows them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [kind for each in get_args(annotation) for kind in _plain(each)]
    return [] if annotation is type(None) else [annotation]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _refused(sentence: str) -> click.UsageError:
    return click.UsageError(sentence, click.get_current_context(silent=True))
