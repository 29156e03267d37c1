"""What the help of `farled do` says of the steps: their names and keys, from the shapes that lines are held to."""

from collections.abc import Iterator

import click
from pydantic import BaseModel

from journeys.journal.lines import LIFECYCLE, Line, Record
from workflows.words import STEPS

ELSEWHERE = {"referred": "refer", "corrected": "correct", "voided": "undo", "migrated": "programme migrate"}
"""Steps that have a command of their own."""


def describe_steps(formatter: click.HelpFormatter) -> None:
    """The steps with their keys; what may be left out stands in brackets."""
    with formatter.section("Steg"):
        formatter.write_dl([(name, _described(name)) for name in LIFECYCLE if name not in ELSEWHERE])
    with formatter.section("Dokumentation"):
        formatter.write_dl([("INSATSENS EGNA", " ".join(_keys(Record)))])
    with formatter.section("Till alla"):
        formatter.write_dl([("note=", "en anteckning"), ("id=", "ett eget id för händelsen")])


def _described(name: str) -> str:
    return ": ".join(filter(None, [STEPS[name], " ".join(_keys(LIFECYCLE[name]))]))


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for key, field in model.model_fields.items():
        if key not in Line.model_fields:
            yield f"{key}=" if field.is_required() else f"[{key}=]"
