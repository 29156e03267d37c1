"""Units that programme files name, closed for new referrals and opened again. The files and their versions stay as they
are: names and places are changed there, and all that is counted by them is counted as before.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, update

from journeys.added_units import hold_to_change
from journeys.catalogue import Catalogue
from journeys.storage.dialect import insert_new
from journeys.tables.units import CLOSED_UNIT, added_units, closed_units
from journeys.work import Work
from workflows.programme_tables import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A unit as the latest version that names it says."""

    programme: str
    unit: Unit
    closed_on: date | None


def listed(connection: Connection, catalogue: Catalogue) -> list[Written]:
    """Every unit of the files, but for those that were added before a file named them, by programme and name."""
    added = {(row["programme"], row["unit"]) for row in added_units(connection)}
    rows = {(row["programme"], row["unit"]): row for row in closed_units(connection)}
    versions = sorted(catalogue.written.values(), key=lambda each: each.valid_from)
    units = {(version.id, unit.id): unit for version in versions for unit in version.units}
    found = [
        Written(
            programme=pair[0],
            unit=unit,
            closed_on=rows[pair]["closed_on"] if pair in rows else None,
        )
        for pair, unit in units.items()
        if pair not in added
    ]
    return sorted(found, key=lambda each: (each.programme, each.unit.name))


def named(connection: Connection, catalogue: Catalogue, programme: str, unit: str) -> Written | None:
    """The one with this id; None where no file of the programme names it."""
    pair = programme, unit
    return next((each for each in listed(connection, catalogue) if (each.programme, each.unit.id) == pair), None)


def close(work: Work, written: Written, *, undo: bool = False) -> None:
    """From today on it takes no referral; or it does again. What is there already goes on. Raises UnitRefused."""
    hold_to_change(written.unit, written.closed_on, undo=undo)
    its = {"programme": written.programme, "unit": written.unit.id}
    insert_new(work.connection, CLOSED_UNIT, {**its, "revision": 0})
    this = CLOSED_UNIT.c.programme == written.programme, CLOSED_UNIT.c.unit == written.unit.id
    values = {"closed_on": None if undo else work.today, "revision": CLOSED_UNIT.c.revision + 1}
    work.connection.execute(update(CLOSED_UNIT).where(*this).values(values))
