"""From the text of a journal line to a checked `Line`, with every fault in a sentence (spec: journal.md).

A fault names the key and what it should be, never the value: values are personal.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError, create_model
from pydantic_core import ErrorDetails

from journeys.errors import JourneyError
from journeys.journal.lines import LIFECYCLE, Line, ProgrammeEvent, model_of
from workflows.events import CORRECTIONS

NOT_CORRECTABLE = frozenset({"journey", "event", "id", "at", "programme", "version", "was", "of", "set"}) | {
    *("comes_from", "leads_to", "leads_to_unit"),
}


class LineRefused(JourneyError):
    """A line that cannot be read. `problems` are sentences without anything personal."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def read_line(text: str | bytes) -> Line:
    """Check one line of a journal. Raises LineRefused."""
    try:
        raw = json.loads(text, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise LineRefused(["raden är inte riktig JSON."]) from None
    if not isinstance(raw, dict):
        raise LineRefused(["raden ska vara ett JSON-objekt: {…}."])
    return _checked(raw, text)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Whoever wrote a key twice meant one of the two, and nobody knows which."""
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise LineRefused([f"nyckeln {twice} står två gånger i samma objekt. Ta bort den ena."])
    return values


def line_of(values: Mapping[str, Any]) -> Line:
    """Check a line that was put together here: dates and times as in the journal. Raises LineRefused."""
    return _checked(values, json.dumps(values, ensure_ascii=False))


def _checked(raw: Mapping[str, Any], text: str | bytes) -> Line:
    event = raw.get("event")
    if not isinstance(event, str) or not event:
        raise LineRefused(["nyckeln event saknas: vad hände?"])
    if "journey" not in raw and ("programme" not in raw or event in LIFECYCLE.keys() - CORRECTIONS):
        raise LineRefused(["nyckeln journey saknas: vilket ärende gäller det?"])
    model = model_of(event) if "journey" in raw else ProgrammeEvent
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise LineRefused(sentences(error)) from None


def read_set(event: str, values: Mapping[str, Any], *, programme_event: bool = False) -> dict[str, Any]:
    """Check the new values of a correction of such an event; None takes a key away. Raises LineRefused."""
    if not values:
        raise LineRefused(["set: rättelsen ändrar inget."])
    if fixed := sorted(NOT_CORRECTABLE & values.keys()):
        raise LineRefused([f"set.{fixed[0]}: nyckeln går inte att rätta. Ta tillbaka händelsen och gör om den."])
    model = _partial(ProgrammeEvent if programme_event else model_of(event))
    try:
        checked = model.model_validate_json(json.dumps(values, ensure_ascii=False))
    except ValidationError as error:
        raise LineRefused(sentences(error, "set")) from None
    return checked.model_dump(mode="json", exclude_unset=True)


def check_whole(values: Mapping[str, Any]) -> None:
    """Check a line as it reads after corrections. What is missing of it was erased, for a correction cannot take away
    what an event needs. Raises LineRefused.
    """
    try:
        model_of(values["event"]).model_validate_json(json.dumps(values, ensure_ascii=False))
    except ValidationError as error:
        if problems := [_sentence(detail, ()) for detail in _details(error) if detail["type"] != "missing"]:
            raise LineRefused(problems) from None


@cache
def _partial(model: type[Line]) -> type[BaseModel]:
    """Each key of the shape may be absent; None takes away those that an event can do without."""
    fields: dict[str, Any] = {
        name: (field.rebuild_annotation(), None)
        for name, field in model.model_fields.items()
        if name not in NOT_CORRECTABLE
    }
    return create_model(f"{model.__name__}Set", __config__=model.model_config, **fields)


def sentences(error: ValidationError, *within: str) -> list[str]:
    """What is wrong, one sentence a fault, in the order of the keys; `within` what it lies."""
    return [_sentence(detail, within) for detail in _details(error)]


def _details(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_input=False, include_url=False)


def _sentence(detail: ErrorDetails, within: tuple[str, ...]) -> str:
    key = ".".join(str(step) for step in (*within, *detail["loc"]))
    context = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "value_error":
        return f"{key}: {context['error']}" if key else str(context["error"])
    if kind == "literal_error":
        return f"{key}: ska vara något av {context['expected'].replace(' or ', ', ').replace(chr(39), '')}."
    if limit := _LIMITS.get(kind):
        return f"{key}: {limit.format(**context)}"
    if not key:
        return _SENTENCES.get(kind, "raden går inte att förstå.")
    return f"{key}: {_SENTENCES.get(kind, 'går inte att förstå.')}"


_SENTENCES = {
    "missing": "saknas.",
    "extra_forbidden": "finns inte i formatet. Ta bort eller byt namn.",
    "string_type": "ska vara text.",
    "string_too_short": "får inte vara tom.",
    "string_too_long": "är för lång.",
    "string_pattern_mismatch": "har fel form eller otillåtna tecken.",
    "date_type": "ska vara ett datum: 2026-03-02.",
    "date_parsing": "ska vara ett datum som finns: 2026-03-02.",
    "date_from_datetime_parsing": "ska vara ett datum som finns: 2026-03-02.",
    "date_from_datetime_inexact": "ska vara ett datum utan klockslag: 2026-03-02.",
    "datetime_type": "ska vara en tidpunkt: 2026-03-02T13:00:00+01:00.",
    "datetime_parsing": "ska vara en tidpunkt: 2026-03-02T13:00:00+01:00.",
    "datetime_from_date_parsing": "ska vara en tidpunkt: 2026-03-02T13:00:00+01:00.",
    "timezone_aware": "ska ha tidszon: 2026-03-02T13:00:00+01:00.",
    "int_type": "ska vara ett helt tal.",
    "int_from_float": "ska vara ett helt tal.",
    "finite_number": "ska vara ett tal.",
    "float_type": "ska vara ett tal.",
    "too_long": "är för många.",
    "bool_type": "ska vara true eller false.",
    "tuple_type": "ska vara en lista: […].",
    "dict_type": "ska vara ett objekt: {…}.",
    "model_type": "ska vara ett objekt: {…}.",
    "model_attributes_type": "ska vara ett objekt: {…}.",
}
_LIMITS = {
    "greater_than": "ska vara mer än {gt:g}.",
    "greater_than_equal": "ska vara minst {ge:g}.",
    "less_than_equal": "ska vara högst {le:g}.",
}
