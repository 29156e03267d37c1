"""A report as it is kept when it is published: what was shown, in JSON, and back again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from journeys.reporting.headings import Heading
from journeys.reporting.sections import Section
from workflows.programme_tables import Goal

_EVERYONE = "everyone"
"""What JSON, whose keys are texts, calls everyone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Frozen:
    """What stood over a report, and what it showed: nothing in it is counted again."""

    heading: Heading
    sections: Sequence[Section]


_FROZEN = TypeAdapter(Frozen)


def freeze(frozen: Frozen) -> str:
    told: dict[str, Any] = _FROZEN.dump_python(frozen, mode="json")
    _rename(told, "None", _EVERYONE)
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def thaw(body: str) -> Frozen:
    """What `freeze` wrote."""
    told = json.loads(body)
    _rename(told, _EVERYONE, None)
    for section in told["sections"]:
        for shown in section["goals"]:
            # a goal takes lists for tuples from JSON alone
            shown["goal"] = Goal.model_validate_json(json.dumps(shown["goal"]))
    return _FROZEN.validate_python(told)


def _rename(told: dict[str, Any], old: str, new: str | None) -> None:
    """The key of everyone in the numbers of each figure."""
    for section in told["sections"]:
        for figure in section["figures"]:
            figure["numbers"] = {new if key == old else key: number for key, number in figure["numbers"].items()}
