"""The keys that a programme file can have, table by table, as the models know them."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from workflows.programme import Programme
from workflows.programme_tables import Instrument


def keys_of(model: type[BaseModel]) -> list[str]:
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
KEYS = frozenset(key for model in _MODELS for key in keys_of(model))
AT_THE_TOP_ONLY = frozenset(keys_of(Programme)).difference(TABLES, *map(keys_of, TABLES.values()))


def _taking(kind: type) -> frozenset[str]:
    return frozenset(
        field.alias or name
        for model in _MODELS
        for name, field in model.model_fields.items()
        if _holds(field.annotation, kind)
    )


def _holds(annotation: Any, kind: type) -> bool:
    return annotation is kind or any(_holds(part, kind) for part in get_args(annotation))


SWITCHES = _taking(bool)
"""The keys that are true or false."""

NUMBERS = _taking(int) | _taking(float)
"""The keys that are a number, or two."""
