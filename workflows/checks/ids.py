"""Ids: each once in its table, and none that already means something else."""

from collections.abc import Iterable, Iterator

from workflows.files.findings import Finding
from workflows.programme import Programme
from workflows.words import LIFECYCLE

LIFECYCLE_ANCHORS = ("referred", "admitted", "started", "exited", "decided")
STATES = ("new", "referred", "admitted", "paused", "exited", "declined")

_TABLES = ("units", "stages", "records", "rules", "outcomes", "goals", "instruments")


def duplicates(programme: Programme) -> Iterator[Finding]:
    for table in _TABLES:
        for n, first in _repeated([row.id for row in getattr(programme, table)]):
            nobody = "ingen kan nå fasen, för " if table == "stages" else ""
            yield Finding(
                at=(table, n, "id"),
                problem=f"{nobody}id:t finns redan i [[{table}]] nr {first + 1}.",
                remedy="Ge den ett eget id.",
            )
    for n, instrument in enumerate(programme.instruments):
        for place, first in _repeated([indicator.id for indicator in instrument.indicators]):
            yield Finding(
                at=("instruments", n, "indicators", place, "id"),
                problem=f"id:t finns redan i indicators nr {first + 1}.",
                remedy="Ge frågan ett eget id.",
            )


def _repeated(ids: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The places of ids that stood before, each with the place where it stood first."""
    first: dict[str, int] = {}
    for n, id_ in enumerate(ids):
        if first.setdefault(id_, n) != n:
            yield n, first[id_]


def stages(programme: Programme) -> Iterator[Finding]:
    for n, stage in enumerate(programme.stages):
        if stage.id in STATES or stage.id in LIFECYCLE_ANCHORS:
            yield Finding(
                at=("stages", n, "id"),
                problem=f"ingen kan nå fasen: ”{stage.id}” betyder redan något annat för varje ärende.",
                remedy=f"Byt id, till exempel till ”fas-{n + 1}”.",
            )


def records(programme: Programme) -> Iterator[Finding]:
    for n, record in enumerate(programme.records):
        if record.id in LIFECYCLE or record.id in LIFECYCLE_ANCHORS:
            yield Finding(
                at=("records", n, "id"),
                problem=f"”{record.id}” är en händelse som varje ärende redan har.",
                remedy="Byt id på posten.",
            )
