"""The pages as an OpenAPI document, for tools that ask a server everything: made of the tables of pages and fields."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from journeys.web.forms import Field
from journeys.web.routes import Page
from tests.support.crawling import FORM, Ids

Schema = dict[str, Any]

HIDDEN: Mapping[str, Schema] = {
    "seen": {"enum": ["1", "3", "8", "9", "99"]},
    "known": {"enum": ["1", "3", "8", "9"]},
    "once": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "do": {"enum": ["", "save", "edit", "more", "preview", "anew-way"]},
}
"""What a form about a journey carries unseen."""
NARROWING = (
    *("vy", "status", "lage", "handlaggare", "remittent", "efter", "fore", "klart", "bytta", "till", "enhet"),
    *("insats", "period", "fran", "tom", "version", "har", "grupp", "sida", "ar", "som"),
)
"""What the address of a page can say after its question mark."""

_PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")


def document(pages: Iterable[Page], ids: Ids, known: Mapping[str, Sequence[str]]) -> Schema:
    """Every page as an operation. `known`: values of fields whose choices depend on the journey."""
    paths: dict[str, Schema] = {}
    for page in pages:
        paths.setdefault(path_of(page), {})[page.method.lower()] = _operation(page, ids, known)
    return {"openapi": "3.1.0", "info": {"title": "Farled", "version": "1"}, "paths": paths}


def path_of(page: Page) -> str:
    return _PARAMETER.sub(r"{\1}", page.path)


def _operation(page: Page, ids: Ids, known: Mapping[str, Sequence[str]]) -> Schema:
    operation: Schema = {
        "parameters": [*_in_path(page, ids), *(_query() if page.method == "GET" else ())],
        "responses": {"default": {"description": "A page", "content": {"text/html": {}}}},
    }
    if page.method == "POST":
        operation["requestBody"] = {"required": True, "content": {FORM: {"schema": _body(page, known)}}}
    return operation


def _in_path(page: Page, ids: Ids) -> Iterable[Schema]:
    for name in _PARAMETER.findall(page.path):
        yield {"name": name, "in": "path", "required": True, "schema": {"enum": list(ids.of(name, page))}}


def _query() -> Iterable[Schema]:
    return ({"name": name, "in": "query", "schema": {"type": "string", "maxLength": 30}} for name in NARROWING)


def _body(page: Page, known: Mapping[str, Sequence[str]]) -> Schema:
    fields = page.form.fields if page.form else ()
    properties = {field.name: _value(field, known.get(field.name, ())) for field in fields}
    required = [field.name for field in fields if field.required]
    hidden = HIDDEN if page.form else {}
    return {
        "type": "object",
        "properties": {**properties, **hidden},
        "required": [*required, *hidden],
        "additionalProperties": False,
    }


def _value(field: Field, known: Sequence[str]) -> Schema:
    choices = [*known, *(value for value, _ in field.choices)]
    one = {"enum": choices} if choices else _LIKELY.get(field.kind) or {"type": "string", "maxLength": field.longest}
    return {"type": "array", "items": one} if field.kind == "ticks" else one


_DAYS = [f"2026-0{month}-{day:02}" for month in (1, 2, 3) for day in (1, 2, 14, 28)]
_LIKELY: Mapping[str, Schema] = {
    "date": {"enum": [*_DAYS, "2026-02-30", "0001-01-01", "9999-12-31"]},
    "datetime": {"enum": [f"{day} 13:00" for day in _DAYS]},
    "email": {"type": "string", "format": "email"},
    "number": {"enum": ["1", "2", "104", "105"]},
    "tick": {"enum": ["ja", ""]},
}
