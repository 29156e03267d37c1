"""The JSON Schema of a programme file, for editors that help while one writes (spec: programme-format.md, end)."""

from typing import Any

from workflows.programme import Programme


def json_schema() -> dict[str, Any]:
    """Draft 2020-12, with the Swedish descriptions of the model's keys."""
    schema = Programme.model_json_schema(by_alias=True)
    for table in (schema, *schema["$defs"].values()):
        table.pop("description", None)  # the docstring: for programmers
        for key in table["properties"].values():
            key.pop("title", None)  # made of the English name
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "En insats i Farled"}
