"""The JSON Schema for editors: every key, explained in Swedish."""

import re

import pytest

from workflows.files.schema import json_schema


def test_it_says_which_draft_it_is() -> None:
    assert json_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("table", ["", *json_schema()["$defs"]])
def test_every_key_of_a_table_is_explained_and_no_other_is_allowed(table: str) -> None:
    schema = json_schema()
    described = schema["$defs"][table] if table else schema
    assert described["additionalProperties"] is False
    assert "description" not in described, "the docstring is for programmers"
    assert [name for name, key in described["properties"].items() if not key.get("description")] == []


def test_keys_are_called_as_in_the_file() -> None:
    said = {"id", "name", "checkpoint", "record", "from", "within", "every", "outcomes"}
    keys = said | {"activities", "or_records", "or_later", "beforehand"}
    assert set(json_schema()["$defs"]["Rule"]["properties"]) == keys


def test_a_period_is_described_by_its_pattern() -> None:
    [text, nothing] = json_schema()["$defs"]["Stage"]["properties"]["length"]["anyOf"]
    assert nothing == {"type": "null"}
    assert [bool(re.match(text["pattern"], period)) for period in ("6 weeks", "1 day", "6 veckor")] == [
        True,
        True,
        False,
    ]
