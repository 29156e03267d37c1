"""One report: the goals and figures of a programme for a period, as things stood on a day."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from journeys.catalogue import Catalogue, NoVersionYet
from journeys.errors import JourneyError
from journeys.reporting.facts import facts
from journeys.reporting.happenings import happenings
from journeys.reporting.periods import months_of
from workflows.compliance import Compliance, compliance
from workflows.facts import Span
from workflows.figures.growth import compared_with
from workflows.programme import Programme


class BackwardPeriod(JourneyError):
    """A period that ends before it begins."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(f"Perioden slutar {last}, före sin början {first}. Byt plats på dagarna.")
        self.first, self.last = first, last


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """`programme` is the version whose goals and units are shown; `version` the one that alone was counted, or None.

    Of a period in which the programme did not exist `programme` is its first version, and nothing is counted.
    """

    programme: Programme
    version: str | None
    first: date
    last: date
    today: date
    known_at: datetime | None
    compliance: Compliance

    @property
    def absent(self) -> bool:
        """Whether the programme did not exist in the period."""
        return self.version is None and self.last < self.programme.valid_from

    def json(self) -> dict[str, Any]:
        """As in the spec (journal.md, "JSON answers"); days as dates."""
        return {
            "programme": self.programme.id,
            "version": self.version,
            "from": self.first,
            "to": self.last,
            "today": self.today,
            "goals": [asdict(row) for row in self.compliance.goals],
            "figures": [asdict(row) for row in self.compliance.figures],
        }


def report(
    connection: Connection,
    catalogue: Catalogue,
    *,
    programme: str,
    first: date,
    last: date,
    today: date,
    known_at: datetime | None = None,
    version: str | None = None,
    monthly: bool = False,
) -> Report:
    """Count. `known_at` (aware) leaves out what was registered later; `version` counts only journeys on that one.

    `monthly`: the goals also month by month, each as if the period were that month, seen from the same day.

    Raises BackwardPeriod, ProgrammeUnknown or VersionUnknown.
    """
    if last < first:
        raise BackwardPeriod(first, last)
    shown = _shown(catalogue, programme, version, last)
    found = Report(
        programme=shown,
        version=version,
        first=first,
        last=last,
        today=today,
        known_at=known_at,
        compliance=Compliance(goals=(), figures=()),
    )
    if found.absent:
        return found
    return replace(found, compliance=_counted(connection, catalogue, found, monthly=monthly))


def _counted(connection: Connection, catalogue: Catalogue, asked: Report, *, monthly: bool) -> Compliance:
    """What a report that is still empty asks for."""
    span = Span(asked.first, asked.last)
    parts = months_of(span) if monthly else ()
    counted = facts(
        connection,
        catalogue,
        asked.programme,
        version=asked.version,
        spans=(span, *parts),
        exits_in=compared_with(asked.programme, span),
        today=asked.today,
        known_at=asked.known_at,
    )
    held = happenings(connection, asked.programme.id, today=asked.today, known_at=asked.known_at)
    return compliance(asked.programme, counted, held, span, parts)


def _shown(catalogue: Catalogue, programme: str, version: str | None, last: date) -> Programme:
    if version:
        return catalogue.get(programme, version)
    try:
        return catalogue.valid_on(programme, last)
    except NoVersionYet:
        return catalogue.first(programme)
