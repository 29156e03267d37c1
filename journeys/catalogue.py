"""Which programme versions there are: those in files, and those that journeys run on, kept as they were.

A version in the database wins; a file that says something else under the same id and version is refused
(spec: programme-format.md, "Files live in"). The units that an administrator has added are put into every version here,
and nowhere else: what is kept and compared is the version as it was written.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, func, select

from journeys.errors import JourneyError
from journeys.storage.dialect import insert_new
from journeys.tables.programmes import PROGRAMME_VERSION
from journeys.tables.units import added_units, closed_units, how_much, unit_of
from workflows.programme import Programme
from workflows.programme_tables import Unit
from workflows.telling.differences import places

Pin = tuple[str, str]


class ProgrammeUnknown(JourneyError):
    """No programme has this id."""

    def __init__(self, programme: str, known: Iterable[str], *, refused_files: bool = False) -> None:
        hint = " Någon insatsfil är avvisad: kör farled programme list." if refused_files else ""
        super().__init__(f"Insatsen ”{programme}” finns inte. Kända: {', '.join(sorted(known)) or 'inga'}.{hint}")
        self.programme = programme


class VersionUnknown(JourneyError):
    """The programme has no such version."""

    def __init__(self, programme: str, version: str, known: Iterable[str]) -> None:
        super().__init__(
            f"Insatsen ”{programme}” har ingen version ”{version}”. Det finns: {', '.join(sorted(known))}."
        )
        self.programme, self.version = programme, version


class NoVersionYet(JourneyError):
    """The programme has no version that is valid on the day."""

    def __init__(self, first: Programme, on: date) -> None:
        super().__init__(f"Insatsen {first.name} fanns inte {on}: den första versionen gäller från {first.valid_from}.")
        self.programme, self.on = first.id, on


class VersionChanged(JourneyError):
    """A file says something else than the version that journeys run on."""

    def __init__(self, pin: Pin, places: Sequence[str]) -> None:
        super().__init__(
            f"Filen för {pin[0]} {pin[1]} säger något annat än den version som ärenden redan följer "
            f"({', '.join(places)}). Ge ändringen ett nytt versionsnummer, eller återställ filen."
        )
        self.pin, self.places = pin, places


class UnitClosed(JourneyError):
    """A referral to a unit that takes no more of them."""

    def __init__(self, unit: Unit, since: date) -> None:
        super().__init__(f"{unit.name} tar inte emot remisser från och med {since}. Välj en annan enhet.")
        self.unit, self.since = unit.id, since


@dataclass(slots=True)
class Catalogue:
    """Every programme version by (id, version), with the units that were added to it."""

    versions: dict[Pin, Programme]
    kept: Set[Pin]
    refused: dict[Pin, VersionChanged]
    refused_files: bool = False
    written: Mapping[Pin, Programme] = field(default_factory=dict)
    """The versions without the units that were added."""
    closed: Mapping[tuple[str, str], date] = field(default_factory=dict)
    """(programme, unit) → the day from which it takes no referral."""
    kept_last: datetime | None = None
    """When the latest was kept. With how many there are: what was seen of a transaction that came to nothing may be as
    many as what others have kept since.
    """
    units_seen: int = 0
    _by_programme: dict[str, Mapping[str, Programme]] = field(default_factory=dict)

    def ids(self) -> list[str]:
        return sorted({id_ for id_, _ in self.versions})

    def get(self, id_: str, version: str) -> Programme:
        """Raises ProgrammeUnknown or VersionUnknown."""
        if programme := self.versions.get((id_, version)):
            return programme
        raise VersionUnknown(id_, version, [programme.version for programme in self._known(id_)])

    def of(self, id_: str) -> Mapping[str, Programme]:
        """The versions of one programme; none where it is unknown."""
        if id_ not in self._by_programme:
            self._by_programme[id_] = {version: it for (its_id, version), it in self.versions.items() if its_id == id_}
        return self._by_programme[id_]

    def valid_on(self, id_: str, day: date) -> Programme:
        """The version with the latest `valid_from` on or before the day. Raises ProgrammeUnknown or NoVersionYet."""
        valid = [programme for programme in self._known(id_) if programme.valid_from <= day]
        if not valid:
            raise NoVersionYet(self.first(id_), day)
        return max(valid, key=lambda programme: programme.valid_from)

    def first(self, id_: str) -> Programme:
        """The version that was valid before all others. Raises ProgrammeUnknown."""
        return min(self._known(id_), key=lambda programme: programme.valid_from)

    def for_new_journey(
        self, id_: str, version: str | None, referred_on: date, *, unit: str | None = None
    ) -> Programme:
        """The version that a referral (to the unit) starts with.

        Raises VersionChanged where its file was refused, and UnitClosed where the unit takes none, too.
        """
        programme = self.get(id_, version) if version else self.valid_on(id_, referred_on)
        if trouble := self.refused.get((programme.id, programme.version)):
            raise trouble
        self.require_open(programme, unit or "", referred_on)
        return programme

    def open_units(self, programme: Programme, day: date) -> list[Unit]:
        """The units that take a referral on the day."""
        return [unit for unit in programme.units if not self._is_closed(programme, unit.id, day)]

    def require_open(self, programme: Programme, unit: str, day: date) -> None:
        """Raises UnitClosed where the unit takes no referral on the day."""
        found = programme.unit(unit)
        if found and self._is_closed(programme, unit, day):
            raise UnitClosed(found, self.closed[programme.id, unit])

    def _is_closed(self, programme: Programme, unit: str, day: date) -> bool:
        return day >= self.closed.get((programme.id, unit), date.max)

    def _known(self, id_: str) -> list[Programme]:
        found = [programme for programme in self.versions.values() if programme.id == id_]
        if not found:
            raise ProgrammeUnknown(id_, self.ids(), refused_files=self.refused_files)
        return found

    def is_stale(self, connection: Connection) -> bool:
        """Whether the database has kept something else, or other units, than this knows of."""
        return tuple(connection.execute(_HOW_MANY).one()) != (len(self.kept), self.kept_last, self.units_seen)

    def keep(self, connection: Connection, programme: Programme, now: datetime) -> None:
        """Store a version as it is when the first journey is pinned to it.

        `kept` stays as it is: others read it, and this transaction may come to nothing. The next one finds it stale.
        """
        pin = (programme.id, programme.version)
        if pin not in self.kept:
            row = {"id": pin[0], "version": pin[1], "body": self.written[pin].canonical(), "kept_at": now}
            insert_new(connection, PROGRAMME_VERSION, row)


_HOW_MANY = select(
    select(func.count()).select_from(PROGRAMME_VERSION).scalar_subquery(),
    select(func.max(PROGRAMME_VERSION.c.kept_at)).scalar_subquery(),
    how_much,
)


def catalogue_of(connection: Connection, files: Iterable[Programme], *, refused_files: bool = False) -> Catalogue:
    """Join what the files say with what the database has kept; `refused_files` if some file could not be used."""
    in_files = {(programme.id, programme.version): programme for programme in files}
    rows = connection.execute(select(PROGRAMME_VERSION).order_by(PROGRAMME_VERSION.c.id)).all()
    stored = {(row.id, row.version): row.body for row in rows}
    refused = _changed(stored, in_files)
    kept = {pin: Programme.model_validate_json(stored[pin]) for pin in stored if pin in refused or pin not in in_files}
    written = in_files | kept
    added, of_files = added_units(connection), closed_units(connection)
    return Catalogue(
        versions={pin: _with_units(programme, added) for pin, programme in written.items()},
        kept=frozenset(stored),
        kept_last=max((row.kept_at for row in rows), default=None),
        refused=refused,
        refused_files=refused_files,
        written=written,
        closed={(row["programme"], row["unit"]): row["closed_on"] for row in (*added, *of_files) if row["closed_on"]},
        units_seen=sum(row["revision"] for row in (*added, *of_files)),
    )


def changed_files(connection: Connection, files: Iterable[Programme]) -> Iterator[VersionChanged]:
    """Which files say something else than the version of the same name that the database has kept."""
    rows = connection.execute(select(PROGRAMME_VERSION).order_by(PROGRAMME_VERSION.c.id)).all()
    in_files = {(programme.id, programme.version): programme for programme in files}
    yield from _changed({(row.id, row.version): row.body for row in rows}, in_files).values()


def _changed(stored: Mapping[Pin, str], in_files: Mapping[Pin, Programme]) -> dict[Pin, VersionChanged]:
    written = {pin: in_files[pin].canonical() for pin in stored if pin in in_files}
    return {
        pin: VersionChanged(pin, list(places(json.loads(stored[pin]), json.loads(body))))
        for pin, body in written.items()
        if body != stored[pin]
    }


def _with_units(programme: Programme, added: Iterable[RowMapping]) -> Programme:
    """The version with the units that were added to its programme. Where it names one itself, what it says counts."""
    own = (row for row in added if row["programme"] == programme.id)
    more = tuple(unit_of(row) for row in own if programme.unit(row["unit"]) is None)
    return programme.model_copy(update={"units": (*programme.units, *more)}) if more else programme
