"""What can still be read of a programme file with bad values in it, so that all that is wrong is told at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from workflows import checks
from workflows.files.findings import Finding, Path
from workflows.files.keys import LISTS, TABLES
from workflows.files.meant import as_id
from workflows.programme import Programme

# What stands in for a bad value, so that nothing is told which only follows from its being left out.
_COUNTS = dict.fromkeys(("places_per_year", "max_at_once", "group_starts_per_year"), 1)
_AT_THE_TOP: Mapping[str, Any] = {
    **dict.fromkeys(("id", "version", "name", "association", "source"), "x"),
    "valid_from": date(2000, 1, 1),
    "units": ({"id": "x", "name": "x", **_COUNTS},),
}
_IN_A_TABLE: Mapping[str, Any] = {
    **_COUNTS,
    "name": "x",
    "ends_with": "checkpoint",
    "activities_per_week": 1,
    "scale": (1, 5),
    "indicators": ({"id": "x", "name": "x"},),
    "respondents": ("participant",),
}

Row = Mapping[str, Any] | None
"""One table of a list; None where nothing can be made of it."""


def findings_beside(data: Mapping[str, Any], bad: Iterable[Path]) -> Iterator[Finding]:
    """What is wrong in the programme as a whole, beside the values that `bad` leads to and the tables they are in."""
    bad = list(bad)
    top, rows = _without(data, bad)
    places = {table: [n for n, row in enumerate(those) if row is not None] for table, those in rows.items()}
    left = {table: tuple(rows[table][n] for n in ns) for table, ns in places.items()}
    try:
        programme = Programme.model_validate(left | top)
    except ValidationError:
        return
    doubtful = {at[:2] for at in bad if len(at) < 3 or at[2] not in {"id", *_IN_A_TABLE}}
    doubtful |= {at[:1] for at in bad}  # whether a table has enough rows, some of which were left out
    for finding in checks.findings(programme):
        at = _as_in_the_file(finding.at, places)
        if at[:2] not in doubtful:
            yield replace(finding, at=at)


def _as_in_the_file(at: Path, places: Mapping[str, list[int]]) -> Path:
    match at:
        case (str(table), int(n), *rest):
            return (table, places[table][n], *rest)
    return at


def _without(data: Mapping[str, Any], bad: Iterable[Path]) -> tuple[dict[str, Any], dict[str, list[Row]]]:
    """The file without its bad values: what stands at the top, and the lists of tables with their places kept."""
    rows: dict[str, list[Row]] = {key: list(data[key]) for key in LISTS if isinstance(data.get(key), tuple)}
    top = {key: value for key, value in data.items() if key not in rows}
    for at in bad:
        match at:
            case (str(table), int(n), *rest) if table in rows:
                key = rest[0] if rest else None
                rows[table][n] = _row_without(table, _free_id(rows[table], n), rows[table][n], key)
            case (str(key),) if key in _AT_THE_TOP:
                top[key] = _AT_THE_TOP[key]
            case (str(key), *_) if key not in LISTS:
                top.pop(key, None)
    return top, rows


def _free_id(rows: list[Row], n: int) -> str:
    """What stands in for the id of a row: as near to its own, or to its name, as an id can be."""
    taken = {str(row.get("id")) for row in rows if isinstance(row, Mapping)}
    row = rows[n]
    said = [str(row.get(key, "")) for key in ("id", "name")] if isinstance(row, Mapping) else []
    wanted = next(filter(None, map(as_id, said)), None)
    return wanted if wanted and wanted not in taken else f"nr-{n + 1}"


def _row_without(table: str, id_: str, row: Row, key: str | int | None) -> Row:
    if row is None or not isinstance(key, str):
        return None
    instead = {**_IN_A_TABLE, "id": id_}
    needed = {field.alias or name: field.is_required() for name, field in TABLES[table].model_fields.items()}
    if key in needed and key in instead:
        return {**row, key: instead[key]}
    return None if needed.get(key) else {name: value for name, value in row.items() if name != key}
