"""What somebody meant who wrote a value in the wrong form, where that is plain: a finding says it in the right one."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from workflows.files.draft import slug
from workflows.files.misread import YES_AND_NO

EXAMPLES = {
    "age": "[16, 66]",
    "scale": "[1, 5]",
    "length": '"6 weeks"',
    "within": '"2 weeks"',
    "every": '"3 months"',
    "meets_every": '"2 weeks"',
    "before": '["2 working days"]',
    "after": '["1 working day"]',
    "to": '["caseworker"]',
    "recipients": '["participant", "referrer"]',
    "respondents": '["participant", "caseworker"]',
    "indicators": '[{ id = "…", name = "…" }]',
    "valid_from": "2026-01-01",
    "activities_per_week": "2",
    "times": "2",
}
_NAMED_IN = {
    "rule": ("rules",),
    "record": ("records",),
    "or_records": ("records",),
    "from": ("stages", "records"),
    "or_later": ("stages", "records"),
    "outcomes": ("outcomes",),
    "instrument": ("instruments",),
}
"""The tables whose ids stand in a key."""
_NO_NAMES = ("before", "after", "indicators")


def as_meant(kind: str, key: str, given: Any) -> str | None:
    """The value as the type that pydantic asks for, written as in a file."""
    match kind, given:
        case "int_type", str() if re.fullmatch(r"[0-9]{1,7}", given):
            return given
        case "bool_type", str():
            return YES_AND_NO.get(given.lower())
        case "date_type", datetime():
            return given.date().isoformat()
        case "date_type", str() if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)", given, re.ASCII):
            return given
        case "string_type", int() | float() | date() if key not in EXAMPLES and not isinstance(given, bool):
            return f'"{given}"'
    return None


def as_list(key: str, given: Any) -> str | None:
    """The parts of a text as a list: two numbers, or some names."""
    text = given if isinstance(given, str) and len(given) <= 60 else ""
    if key in ("age", "scale"):
        numbers = re.findall(r"\d+", text)
        return f"[{', '.join(numbers)}]" if len(numbers) == 2 else None
    names = [name.strip() for name in re.split("[,;]", text) if name.strip()]
    return json.dumps(names, ensure_ascii=False) if names and key not in _NO_NAMES else None


def called(key: str, given: str, file: Mapping[str, Any]) -> str | None:
    """The id of what has this name in the file, where the key names something by its id."""
    tables = [file.get(table) for table in _NAMED_IN.get(key, ())]
    rows = [row for table in tables if isinstance(table, tuple) for row in table if isinstance(row, Mapping)]
    return {str(row.get("name")).casefold(): row.get("id") for row in rows}.get(given.casefold())


def as_id(given: str) -> str | None:
    """The name as an id, if enough is left of it."""
    plain = slug(given, "")
    return plain if re.fullmatch("[a-z].{0,59}", plain) else None
