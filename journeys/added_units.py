"""Units that an administrator adds to a programme, renames, and closes for new referrals. None is ever deleted.

`catalogue` puts them into every version of the programme; where a version names the unit itself, that counts.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, RowMapping, insert, update

from journeys.catalogue import Catalogue
from journeys.errors import JourneyError
from journeys.tables.units import ADDED_UNIT, FIGURES, added_units, unit_of
from journeys.work import Work
from workflows.files.draft import slug
from workflows.programme import Programme
from workflows.programme_tables import Unit

LONGEST_ID, LONGEST_NAME = 50, 200

_WRONG: Mapping[str, str] = {
    "id": f"Beteckningen ska bestå av a–z, 0–9 och bindestreck, med en bokstav först, högst {LONGEST_ID} tecken.",
    "name": f"Namnet får inte vara tomt, längre än {LONGEST_NAME} tecken eller ha styrtecken.",
    **dict.fromkeys(FIGURES, "Platser och gruppstarter ska vara hela tal från 0 till 1 000 000."),
}


class UnitRefused(JourneyError):
    """A unit that cannot be added or changed as it was described. `field`: what of it is wrong, empty for the whole."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class NotAdded(JourneyError):
    """No unit with this id was added to the programme."""

    def __init__(self, programme: str, unit: str, added: Collection[str]) -> None:
        known = ", ".join(added) or "inga"
        super().__init__(
            f"Ingen enhet ”{unit}” är tillagd i {programme}. Tillagda: {known}. Enheter i en insatsfil ändras i filen."
        )
        self.programme, self.unit = programme, unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Added:
    """An added unit. `named_since`: the first version whose file names it, and so says its name and figures."""

    row: int
    programme: str
    unit: Unit
    closed_on: date | None
    named_since: str | None


def add(work: Work, programme: str, *, name: str, id_: str = "", **figures: int | None) -> Added:
    """Add a unit to all versions of a programme; its id is made of the name where none is given.

    `figures`: places_per_year, max_at_once, group_starts_per_year. Raises ProgrammeUnknown and UnitRefused.
    """
    versions = _versions(work.catalogue, programme)
    unit = _shaped({"id": id_ or slug(name, "enhet"), "name": name, **figures})
    if any(version.unit(unit.id) for version in versions):
        raise UnitRefused(f"Insatsen har redan en enhet med beteckningen ”{unit.id}”.", "id")
    _require_free_name(work.catalogue, unit)
    _require_same_unit(work.catalogue, unit)
    row = {"programme": programme, "unit": unit.id, "name": name, "added_at": work.now, "revision": 1}
    number = work.connection.execute(
        insert(ADDED_UNIT).values({**row, **{figure: getattr(unit, figure) for figure in FIGURES}})
    ).inserted_primary_key
    assert number is not None
    return Added(row=number[0], programme=programme, unit=unit, closed_on=None, named_since=None)


def change(work: Work, added: Added, *, name: str, **figures: int | None) -> None:
    """Another name, in every programme that it was added to, and other figures in this one. Raises UnitRefused."""
    unit = _shaped({**added.unit.model_dump(), **figures, "name": name})
    if name != added.unit.name:
        _require_no_file(work.catalogue, unit)
        _require_free_name(work.catalogue, unit)
        _change(work.connection, ADDED_UNIT.c.unit == unit.id, name=name)
    said = {figure: getattr(unit, figure) for figure in FIGURES}
    if said != {figure: getattr(added.unit, figure) for figure in FIGURES}:
        _change(work.connection, ADDED_UNIT.c.id == added.row, **said)


def close(work: Work, added: Added, *, undo: bool = False) -> None:
    """From today on it takes no referral; or it does again. What is there already goes on. Raises UnitRefused."""
    hold_to_change(added.unit, added.closed_on, undo=undo)
    _change(work.connection, ADDED_UNIT.c.id == added.row, closed_on=None if undo else work.today)


def hold_to_change(unit: Unit, closed_on: date | None, *, undo: bool) -> None:
    """Nothing is closed or opened twice. Raises UnitRefused."""
    if undo != (closed_on is not None):
        state = "tar redan emot remisser" if undo else f"är stängd för remisser sedan {closed_on}"
        raise UnitRefused(f"{unit.name} {state}.")


def listed(connection: Connection, catalogue: Catalogue) -> list[Added]:
    """Every unit that was added, in that order."""
    return [_added(row, catalogue) for row in added_units(connection)]


def numbered(connection: Connection, catalogue: Catalogue, row: int) -> Added | None:
    """The one with this row's number."""
    return next((each for each in listed(connection, catalogue) if each.row == row), None)


def named(connection: Connection, catalogue: Catalogue, programme: str, unit: str) -> Added:
    """Raises ProgrammeUnknown and NotAdded."""
    _versions(catalogue, programme)
    own = {each.unit.id: each for each in listed(connection, catalogue) if each.programme == programme}
    if unit not in own:
        raise NotAdded(programme, unit, own)
    return own[unit]


def _change(connection: Connection, which: Any, **values: Any) -> None:
    connection.execute(update(ADDED_UNIT).where(which).values(revision=ADDED_UNIT.c.revision + 1, **values))


def _added(row: RowMapping, catalogue: Catalogue) -> Added:
    versions = sorted(catalogue.written.values(), key=lambda each: each.valid_from)
    naming = (each.version for each in versions if each.id == row["programme"] and each.unit(row["unit"]))
    return Added(
        row=row["id"],
        programme=row["programme"],
        unit=unit_of(row),
        closed_on=row["closed_on"],
        named_since=next(naming, None),
    )


def _versions(catalogue: Catalogue, programme: str) -> list[Programme]:
    """Raises ProgrammeUnknown."""
    catalogue.valid_on(programme, date.max)
    return list(catalogue.of(programme).values())


def _shaped(values: Mapping[str, Any]) -> Unit:
    """As a programme file would have to say it."""
    for field, longest in (("id", LONGEST_ID), ("name", LONGEST_NAME)):
        if len(values[field]) > longest:
            raise UnitRefused(_WRONG[field], field)
    try:
        return Unit.model_validate(values)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise UnitRefused(_WRONG[field], field) from None


def _require_free_name(catalogue: Catalogue, unit: Unit) -> None:
    for _, other in _units(catalogue.versions.values()):
        if other.id != unit.id and other.name.casefold() == unit.name.casefold():
            raise UnitRefused(f"{other.name} finns redan, med beteckningen ”{other.id}”.", "name")


def _require_same_unit(catalogue: Catalogue, unit: Unit) -> None:
    """The same id in two programmes is the same unit, whose staff see the journeys of both: none is so by chance."""
    known = {other.name: programme for programme, other in _units(catalogue.versions.values()) if other.id == unit.id}
    if known and unit.name not in known:
        name, programme = next(iter(known.items()))
        raise UnitRefused(
            f"Beteckningen ”{unit.id}” har {name} i {programme.name}. Skriv det namnet om det är samma enhet, "
            "eller välj en annan beteckning.",
            "id",
        )


def _require_no_file(catalogue: Catalogue, unit: Unit) -> None:
    """What a file calls it cannot be changed here."""
    for programme, other in _units(catalogue.written.values()):
        if other.id == unit.id:
            raise UnitRefused(f"Enheten står i filen för {programme.name} {programme.version}: byt namn där.", "name")


def _units(programmes: Iterable[Programme]) -> Iterator[tuple[Programme, Unit]]:
    return ((programme, unit) for programme in programmes for unit in programme.units)
